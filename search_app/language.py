"""The language of a page: Chinese, or English where the visitor asked for it (`?lang=en`, kept in a cookie). No header decides it."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, abort, current_app, g, has_request_context, render_template, request
from jinja2 import BaseLoader, Environment

from search_app import translation

CHINESE, ENGLISH = "zh", "en"
# As `<html lang>` and `hreflang` write them.
TAGS = {CHINESE: "zh-CN", ENGLISH: "en"}
COOKIE = "lang"
_YEAR = 31_536_000  # seconds
_STATIC = Path(__file__).with_name("static")

scripts = Blueprint("language", __name__)


class EnglishTemplates(BaseLoader):
    """The templates of another loader in English."""

    def __init__(self, chinese: BaseLoader) -> None:
        self._chinese = chinese

    def get_source(self, environment: Environment, template: str) -> Any:
        """Source, path and a test whether it still stands."""
        source, path, is_current = self._chinese.get_source(environment, template)
        return translation.template(source), path, is_current


def install(app: Flask) -> None:
    """Give the templates their language. To be called when all filters are there."""
    app.jinja_env.filters.update(said=said, said_all=said_all, known=known, plural=translation.plural)
    app.jinja_env.globals.update(language=language, tag=tag, in_language=in_language, gap=gap)
    assert app.jinja_env.loader is not None  # noqa: S101
    app.extensions["english"] = app.jinja_env.overlay(loader=EnglishTemplates(app.jinja_env.loader))
    app.register_blueprint(scripts)
    app.after_request(_remember)


def language() -> str:
    """`CHINESE` or `ENGLISH`, of this request."""
    if not has_request_context():
        return CHINESE
    if "language" not in g:
        asked = request.args.get("lang", "") if b"lang=" in request.query_string else ""  # an endpoint's query is long
        kept = request.cookies.get(COOKIE, CHINESE) if "Cookie" in request.headers else CHINESE
        g.language = asked if asked in TAGS else kept if kept in TAGS else CHINESE
    return str(g.language)


def tag() -> str:
    """The language as HTML names it."""
    return TAGS[language()]


def render(template: str, **context: Any) -> str:
    """The page in the language of the request."""
    environment: Environment = current_app.extensions["english"] if language() == ENGLISH else current_app.jinja_env
    return render_template(environment.get_template(template), **context)


def said(text: str) -> str:
    """A text of ours in the language of the request."""
    return translation.english(text) if language() == ENGLISH else text


def said_all(value: Any) -> Any:
    """The same for all texts of lists and dictionaries."""
    if isinstance(value, str):
        return said(value)
    if isinstance(value, dict):
        return {key: said_all(one) for key, one in value.items()}
    return [said_all(one) for one in value] if isinstance(value, list | tuple) else value


def known(value: Any) -> Any:
    """Names that reports or we gave, in text, lists and dictionaries: ours in the language of the request, the reports' as printed."""
    if isinstance(value, str):
        return translation.known(value) if language() == ENGLISH else value
    if isinstance(value, dict):
        return {key: known(one) for key, one in value.items()}
    return [known(one) for one in value] if isinstance(value, list | tuple) else value


def gap() -> str:
    """What stands between a word and its number."""
    return " " if language() == ENGLISH else ""


def in_language(name: str) -> str:
    """The address of this page in that language; of a form that was sent, the address of the empty form."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"] if request.method == "GET" else []
    return f"{request.script_root}{request.path}?{urlencode([*kept, ('lang', name)])}"


def _remember(response: Response) -> Response:
    """Keep the choice that the address makes; what depends on the cookie says so."""
    if response.mimetype != "text/html":
        return response
    response.vary.add("Cookie")
    response.headers["Content-Language"] = tag()
    if request.args.get("lang") in TAGS:
        response.set_cookie(COOKIE, language(), max_age=_YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


@cache
def english_script(name: str) -> tuple[str, str]:
    """A script of ours in English, with the first digits of its hash."""
    text = translation.script((_STATIC / name).read_text(encoding="utf-8"))
    return text, hashlib.sha256(text.encode()).hexdigest()[:8]


@scripts.get("/static/en/<name>")
def script(name: str) -> Response:
    """A script of ours in English."""
    if name not in {path.name for path in _STATIC.glob("*.js")}:
        abort(404)
    response = Response(english_script(name)[0], mimetype="text/javascript")
    response.headers["Cache-Control"] = f"public, max-age={current_app.config['SEND_FILE_MAX_AGE_DEFAULT']}"
    return response
