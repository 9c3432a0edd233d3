"""`/metrics`: counts and times for Prometheus, for the networks that the setting names."""

from __future__ import annotations

import ipaddress

from flask import Blueprint, Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from kg.errors import UsageError
from kg.settings import Settings
from search_app.faults import PageFault
from search_app.operation.metrics import Metrics

pages = Blueprint("metrics", __name__)
Networks = tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


@pages.get("/metrics")
def metrics() -> Response:
    """The metrics in Prometheus' text format."""
    if not _may_read(networks(current_app.extensions["settings"])):
        raise PageFault(403, "metrics_closed", "运行指标只给管理员看", "由设置metrics决定谁能看")
    kept: Metrics = current_app.extensions["metrics"]
    return Response(generate_latest(kept.registry), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def networks(settings: Settings) -> Networks:
    """Who may read, as the setting says; raises `UsageError` for what is no network."""
    try:
        return tuple(ipaddress.ip_network(one) for one in settings.metrics.split())
    except ValueError as error:
        raise UsageError(f"metrics: {error}", hint="write networks such as 127.0.0.0/8 10.1.0.0/16") from error


def _may_read(allowed: Networks) -> bool:
    """By the connection's address, or the one that trusted proxies name; what came through a proxy that is not trusted is from anywhere."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.proxies and any(name in request.headers for name in _FORWARDED):
        return False
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return False
    plain = getattr(address, "ipv4_mapped", None) or address
    return any(plain in network for network in allowed)
