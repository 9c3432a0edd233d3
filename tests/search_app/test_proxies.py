"""Behind a reverse proxy that serves us below a path."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kg import settings
from kg.folder import DataFolder
from search_app import create_app
from search_app.sparql.pool import Pool

BEHIND = {"X-Forwarded-Prefix": "/accounts", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "example.org", "Accept": "text/html"}
LINK = re.compile(r'(?:href|action|src)="(/[^"]*)"')


@pytest.fixture(scope="module")
def behind(data: DataFolder) -> Iterator[FlaskClient]:
    made = create_app(settings.load(data=data.path, proxies=1, environment={}))
    yield made.test_client()
    pool: Pool = made.extensions["pool"]
    pool.close()


@pytest.mark.parametrize("path", ["/", "/sparql", "/search?q=经费", "/nothing"])
def test_every_link_stays_below_the_path(behind: FlaskClient, path: str) -> None:
    links = LINK.findall(behind.get(path, headers=BEHIND).text)
    assert links
    assert [link for link in links if not link.startswith("/accounts/")] == []


def test_pages_that_home_links_to_and_redirects(behind: FlaskClient) -> None:
    home = behind.get("/", headers=BEHIND).text
    pages = [link for link in LINK.findall(home) if link.startswith(("/accounts/unit/", "/accounts/report/"))]
    for link in pages[:3]:
        answer = behind.get(link.removeprefix("/accounts"), headers=BEHIND)
        assert answer.status_code == 200
        assert [found for found in LINK.findall(answer.text) if not found.startswith("/accounts/")] == []
        moved = behind.get(link.removeprefix("/accounts/unit").removeprefix("/accounts/report").join(["/id/unit", ""]), headers=BEHIND)
        if "/unit/" in link:
            assert moved.status_code == 303
            assert moved.headers["Location"].startswith("/accounts/unit/")


def test_forwarded_headers_of_strangers_are_not_believed(client: FlaskClient) -> None:
    assert "/accounts/" not in client.get("/", headers=BEHIND).text
