"""The committed sample reports are what the specs render; their gold is printed in them; they copy no real report."""

from __future__ import annotations

import json
import os
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ingest import samples
from tests.samples.accounts import FISCAL, accounts
from tests.samples.render import TARGET, Sample, render
from tests.samples.spec import Spec, specs

REAL = Path(os.environ.get("JUESUAN_REPORTS", Path(__file__).parents[3] / "shared" / "reports"))
RENDERED = {spec.id: render(spec) for spec in specs()}


def squeezed(text: str) -> str:
    """Text without white space, pipes and thousands separators."""
    return re.sub(r"[\s|,]", "", text)


@pytest.fixture(params=sorted(RENDERED))
def sample(request: pytest.FixtureRequest) -> Sample:
    """Each sample in turn."""
    return RENDERED[request.param]


def test_committed_files_equal_rendering(sample: Sample) -> None:
    assert (TARGET / "reports" / sample.spec.file_name).read_text(encoding="utf-8") == sample.text
    assert (TARGET / "gold" / f"gold_{sample.spec.id}.jsonl").read_text(encoding="utf-8") == sample.gold_text


def test_no_file_without_spec() -> None:
    assert [path.name for path in samples.reports()] == [spec.file_name for spec in specs()]
    assert sorted(path.stem for path in (TARGET / "gold").iterdir()) == sorted(f"gold_{spec.id}" for spec in specs())


def test_reports_vary() -> None:
    assert len({spec.unit for spec in specs()}) >= 4
    assert {spec.year for spec in specs()} == {2022, 2023, 2024}
    assert {spec.style.removesuffix("9") for spec in specs()} == {"markdown", "tabbed", "lines"}
    assert {spec.raw.get("sheet") for spec in specs()} == {8, 9, 11}


def test_gold_is_printed(sample: Sample) -> None:
    """Every value, name and wording of the gold stands in the text; a page may cut a wording, so its halves count."""
    text = squeezed(sample.text)
    for record in sample.gold:
        if record["k"] == "discrepancy":
            continue
        for key in ("value", "name", "text", "l3", "target", "actual", "goal", "result", "purpose", "reason"):
            value = squeezed(str(record.get(key) or ""))
            if value.startswith("-"):
                value = value[1:]
            middle = len(value) // 2
            assert value in text or (value[:middle] in text and value[middle:] in text), (record["k"], key, value)


def test_books_balance(sample: Sample) -> None:
    """Incomes and balances meet spending, by all funds and by each fiscal fund."""
    books = accounts(sample.spec.id)
    assert books.total == books.spent() + books.allocation + books.balance("closing")
    for pot in FISCAL:
        assert books.fiscal_income(pots=(pot,)) + books.balance("opening", pots=(pot,)) >= books.spent(pots=(pot,))
    assert books.personnel + books.running == books.spent(pots=("general",), kind="basic")
    assert all(line.spent <= line.full for line in books.lines if line.pot in FISCAL)


def test_official_costs_fit_the_basic_items(sample: Sample) -> None:
    """“三公” finals stand in the basic items they are paid from."""
    books = accounts(sample.spec.id)
    pairs = {"公务接待费": "30217", "公务用车运行维护费": "30231", "公务用车购置费": "31013", "因公出国（境）费": "30212"}
    assert all(books.economy(code) == books.official[name][1] for name, code in pairs.items())


def test_scores_are_possible(sample: Sample) -> None:
    """Unless planted: no score above its weight, and an unmet deduction has its reason."""
    planted = {tuple(map(str, fault["score"][:2])) for fault in sample.spec.many("faults") if "score" in fault}
    for record in sample.gold:
        if record["k"] != "indicator" or (str(record["project"] or "整体支出"), str(record["l3"])) in planted:
            continue
        weight, score = Decimal(str(record["weight"])), Decimal(str(record["score"]))
        assert score <= weight
        assert score == weight or record["reason"]


def test_faults_are_planted(sample: Sample) -> None:
    text = squeezed(sample.text)
    for fault in sample.spec.many("faults"):
        assert {"rule", "where", "note", "severity"} <= set(fault)
        if "print" in fault:
            assert squeezed(str(fault["print"])) in text


def test_a_planted_fault_needs_its_place() -> None:
    spec = specs()[0]
    fault = {"figure": ["无此节", "无此项"], "print": "1万元", "rule": "r", "where": "w", "note": "n", "severity": "hard"}
    with pytest.raises(KeyError):
        render(Spec(spec.id, spec.unit, spec.year, spec.style, spec.raw | {"faults": [fault]}, spec.projects))


def test_contact_lines_are_fictional(sample: Sample) -> None:
    """Samples carry contact lines for the privacy filter; all numbers in them are made up."""
    phones = re.findall(r"0\d{2,3}-\d{7,8}", sample.text)
    assert phones and all(phone.startswith("0990-") for phone in phones)
    assert set(re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", sample.text)) <= {"13900000000"}


def test_length(sample: Sample) -> None:
    assert len(sample.text.encode()) >= 12_000


@pytest.mark.real
def test_no_sentence_of_a_real_report() -> None:
    """Long clauses that a sample shares with a real report are phrases of the official form."""
    if not REAL.is_dir():
        pytest.skip(f"no real reports at {REAL}; set JUESUAN_REPORTS")
    own = {clause for sample in RENDERED.values() for clause in _clauses(sample.text)}
    real = {clause for path in REAL.glob("*.txt") for clause in _clauses(path.read_text(encoding="utf-8"))}
    assert own & real == set()


FORM = re.compile("本表|填报|（项）|支出|结余|补贴|财政拨款|机构事务|保险缴费|金额单位|决算数|会议费|不含车辆|绩效情况的说明")


def _clauses(text: str) -> set[str]:
    """Clauses of 16 characters or more without the words of the form."""
    clauses = (clause.strip() for clause in re.split(r"[，。；：、\n\t|]", text))
    return {clause for clause in clauses if len(clause) >= 16 and not FORM.search(clause)}


def _questions(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (TARGET / name).read_text(encoding="utf-8").splitlines()]


def test_answers_are_printed() -> None:
    """Every answer stands in a report the question names; sums over reports and a printed 0 do not need to."""
    questions = _questions("questions.jsonl")
    assert len(questions) >= 40
    assert sum(question["kind"] == "none" for question in questions) >= 8
    for question in questions:
        texts = [squeezed(RENDERED[report].text) for report in question["reports"]]
        assert (question["kind"] == "none") == (question["want"] == [])
        for want in question["want"] if question["kind"] not in ("none", "aggregate", "boolean") else []:
            forms = str(want).split("|") if isinstance(want, str) else [f"{want:g}", f"{want:.2f}"]
            assert any(squeezed(form) in text for form in forms for text in texts), (question["q"], want)


def test_search_gold_is_printed() -> None:
    questions = _questions("search.jsonl")
    assert len(questions) >= 30
    assert sum(question["style"] == "paraphrase" for question in questions) * 2 >= len(questions)
    for question in questions:
        assert all(gold["contains"] in re.sub(r"\s", "", RENDERED[gold["report"]].text) for gold in question["gold"]), question["q"]


def test_readme_lists_reports_and_faults(sample: Sample) -> None:
    readme = (TARGET / "README.md").read_text(encoding="utf-8")
    assert f"| {sample.spec.id} | {sample.spec.unit} | {sample.spec.year} |" in readme
    for record in sample.gold:
        if record["k"] == "discrepancy":
            assert f"| {sample.spec.id} | {record['severity']} | {record['rule']} | {record['where']} | {record['stated']} |" in readme
