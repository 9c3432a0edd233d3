"""The site map names every kind of page, and each address answers."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from flask.testing import FlaskClient


def test_site_map_names_every_kind_of_page(client: FlaskClient) -> None:
    found = [unquote(urlsplit(address).path) for address in re.findall("<loc>(.*?)</loc>", client.get("/sitemap.xml").text)]
    assert len(found) == len(set(found))
    kinds = {path.split("/")[1] for path in found}
    assert {"", "compare", "graph", "unit", "report", "project", "subject", "region", "indicator"} <= kinds
    one_of_each = {path.split("/")[1]: path for path in found}
    for path in one_of_each.values():
        assert client.get(path, headers={"Accept": "text/html"}).status_code == 200, path
