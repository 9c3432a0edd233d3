from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.release import Release
from search_app.search import search, similar


def test_the_same_section_in_another_year(current: Release) -> None:
    hit = search(current, "公务接待费减少", k=1).hits[0]
    found = similar(current, hit.iri)
    assert found.passage.iri == hit.iri
    assert hit.iri not in {other.iri for other in found.others}
    assert found.others
    assert all(one.year != hit.year and one.unit == hit.unit for one in found.years)
    assert {"passage", "others", "years"} == set(found.body())


@pytest.mark.parametrize("iri", ["", "https://example.org/none", "\ud800"])
def test_an_unknown_passage_is_refused(current: Release, iri: str) -> None:
    with pytest.raises(UsageError, match="no passage"):
        similar(current, iri)
