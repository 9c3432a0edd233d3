"""Settings: one table drives code, environment, file and documentation."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.settings import OPTIONS, Settings, documentation, load

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def test_defaults(tmp_path: Path) -> None:
    found = load(environment={}, file=tmp_path / "none.toml")
    assert found.base_iri == "https://w3id.org/juesuan/id/"
    assert (found.host, found.port, found.data) == ("127.0.0.1", 8000, Path("juesuan-data"))


def test_argument_before_environment_before_file_before_default(tmp_path: Path) -> None:
    file = tmp_path / "juesuan.toml"
    file.write_text('port = 1\nhost = "file"\nworkers = 7\ndump_text = false\n', encoding="utf-8")
    environment = {"JUESUAN_PORT": "2", "JUESUAN_HOST": "environment", "JUESUAN_DATA": "elsewhere"}
    found = load(environment=environment, file=file, port=3, data=None)
    assert (found.port, found.host, found.workers, found.data, found.dump_text) == (3, "environment", 7, Path("elsewhere"), False)


@pytest.mark.parametrize(
    ("content", "environment", "overrides", "where"),
    [
        ("", {"JUESUAN_PORT": "many"}, {}, "JUESUAN_PORT"),
        ("port = 'x'", {}, {}, "juesuan.toml"),
        ("ports = 1", {}, {}, "juesuan.toml"),
        ("port = ", {}, {}, "juesuan.toml"),
        ("", {}, {"ports": 1}, "unknown setting ports"),
        ("", {"JUESUAN_DUMP_TEXT": "maybe"}, {}, "JUESUAN_DUMP_TEXT"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, content: str, environment: dict[str, str], overrides: dict[str, int], where: str) -> None:
    file = tmp_path / "juesuan.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=where):
        load(environment=environment, file=file, **overrides)


def test_the_table_and_the_class_agree() -> None:
    assert [option.name for option in OPTIONS] == [field.name for field in fields(Settings)]


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == documentation(), "run: python -m kg.settings > docs/settings.md"
