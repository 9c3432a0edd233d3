"""第三部分 决算情况说明: the official sentences, every figure computed from the books."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from tests.samples.accounts import FISCAL, SOURCES, Accounts, Past, share
from tests.samples.form import Form
from tests.samples.printer import ordinal
from tests.samples.scribe import Scribe
from tests.samples.spec import Spec, catalog, subject

GENERAL = ("general",)


@dataclass
class Narrator:
    """Writes the explanations; `faults` maps (code or project, field) of a budget line to a wrong print."""

    books: Accounts
    form: Form
    scribe: Scribe
    faults: dict[tuple[str, str], str] = field(default_factory=dict)
    replaced: dict[tuple[str, str], str] = field(default_factory=dict)
    number: int = 0

    @property
    def spec(self) -> Spec:
        """The report's spec."""
        return self.books.spec

    @property
    def past(self) -> Past:
        """Last year's figures."""
        return self.books.past()

    @property
    def year(self) -> int:
        """The year of the report."""
        return self.spec.year

    def reason(self, name: str) -> str:
        """A reason given in the spec."""
        return str(self.spec.table("reasons")[name])

    def section(self, title: str) -> None:
        """The next numbered section."""
        self.number += 1
        self.scribe.heading(f"{ordinal(self.number)}、{title}", 2)

    def sub(self, position: int, title: str) -> None:
        """A numbered part of a section; figures keep the section's name before it."""
        parent = self.scribe.section.split("/")[0]
        self.scribe.heading(f"（{ordinal(position)}）{title}", 3, f"{parent}/{title}")

    def money(self, what: str, value: Decimal) -> str:
        """A marked amount."""
        return f"{{n:{what}|{self.form.money(value)}}}"

    def percent(self, what: str, value: Decimal) -> str:
        """A marked rate."""
        return f"{{n:{what}|{self.form.percent(value)}}}"

    def change(self, what: str, now: Decimal, before: Decimal) -> str:
        """减少45.77万元，减少6.54%, with signs in the gold; 与上年持平 where nothing changed."""
        if now == before:
            return "持平"
        sign, verb, rate = ("", "增加", "增长") if now > before else ("-", "减少", self.form.fall)
        text = f"{verb}{{n:{what}同比变化|{sign}{self.form.money(abs(now - before))}}}"
        return text + (f"，{rate}{{n:{what}同比变化率|{sign}{self.form.percent(share(abs(now - before), before))}}}" if before else "")

    def money_sections(self) -> None:
        """The first six sections, which all forms have in this order."""
        self.overall()
        self.incomes()
        self.spending()
        self.fiscal()
        self.general_public()
        self.basic()

    def overall(self) -> None:
        """收入支出决算总体情况说明."""
        self.section("收入支出决算总体情况说明")
        b, total = self.books, self.books.total
        if self.form.style != "markdown":
            change = self.change("收、支总计", total, self.past.total)
            self.scribe.say(
                f"{self.year}年度收、支总计{self.money('收、支总计', total)}。与上年相比，{change}，主要是因为{self.reason('total')}。"
            )
            return
        income = f"{self.year}年度总收入{self.money('总收入', total)}，其中，本年收入{self.money('本年收入', b.income_total)}。"
        income += f"与{self.year - 1}年相比，总收入{self.change('总收入', total, self.past.total)}，主要是因为{self.reason('total')}。"
        spent = f"{self.year}年度总支出{self.money('总支出', total)}，其中，本年支出{self.money('本年支出', b.spent())}。"
        self.scribe.say(f"{income}{spent}总支出与{self.year - 1}年相比，{self.change('总支出', total, self.past.total)}，原因与收入相同。")

    def incomes(self) -> None:
        """收入决算情况说明."""
        self.section("收入决算情况说明")
        total = self.books.income_total
        parts = [self.part(name, self.books.income(name), total) for name in SOURCES]
        self.scribe.say(f"{self.year}年度收入合计{self.money('收入合计', total)}，其中：{'；'.join(parts)}。")

    def spending(self) -> None:
        """支出决算情况说明."""
        self.section("支出决算情况说明")
        total = self.books.spent()
        kinds = {"基本支出": "basic", "项目支出": "project", "上缴上级支出": "-", "经营支出": "-", "对附属单位补助支出": "-"}
        parts = [self.part(name, self.books.spent(kind=kind), total) for name, kind in kinds.items()]
        self.scribe.say(f"{self.year}年度支出合计{self.money('支出合计', total)}，其中：{'；'.join(parts)}。")

    def part(self, name: str, value: Decimal, total: Decimal) -> str:
        """Such as 其他收入230.07万元，占39.95%."""
        return f"{name}{self.money(name, value)}，占{self.percent(name + '占比', share(value, total))}"

    def fiscal(self) -> None:
        """财政拨款收入支出决算总体情况说明."""
        self.section("财政拨款收入支出决算总体情况说明")
        b, past = self.books, self.past
        change = self.change("财政拨款收、支总计", b.fiscal_total, past.fiscal)
        text = f"{self.year}年度财政拨款收、支总计{self.money('财政拨款收、支总计', b.fiscal_total)}，与上年相比，{change}。"
        basic, project = b.spent(pots=FISCAL, kind="basic"), b.spent(pots=FISCAL, kind="project")
        text += f"其中：基本支出{self._diff('基本支出', basic - past.basic)}，项目支出{self._diff('项目支出', project - past.project)}。"
        self.scribe.say(f"{text}主要是因为{self.reason('fiscal')}。")

    def _diff(self, what: str, value: Decimal) -> str:
        if value == 0:
            return "与上年持平"
        return ("增加" if value > 0 else "减少") + f"{{n:{what}同比变化|{'-' if value < 0 else ''}{self.form.money(abs(value))}}}"

    def general_public(self) -> None:
        """一般公共预算财政拨款支出决算情况说明: total, structure, lines."""
        self.section("一般公共预算财政拨款支出决算情况说明")
        b = self.books
        spent = b.spent(pots=GENERAL)
        self.sub(1, "一般公共预算财政拨款支出决算总体情况")
        ratio = self.percent("财政拨款支出占本年支出合计比重", share(spent, b.spent()))
        change = self.change("财政拨款支出", spent, self.past.fiscal_spending)
        text = (
            f"{self.year}年度财政拨款支出{self.money('财政拨款支出', spent)}，占本年支出合计的{ratio}，与上年相比，财政拨款支出{change}，"
        )
        self.scribe.say(f"{text}主要是因为{self.reason('fiscal')}。")
        self.sub(2, "一般公共预算财政拨款支出决算结构情况")
        classes = [c for c in b.codes(GENERAL) if len(c) == 3]
        parts = [self.part(f"{subject(c)}（类）", b.spent(c, GENERAL), spent) for c in classes]
        self.scribe.say(f"{self.year}年度财政拨款支出{self.money('财政拨款支出', spent)}，主要用于以下方面：{'；'.join(parts)}。")
        self.sub(3, "一般公共预算财政拨款支出决算具体情况")
        initial = b.initial()
        rate = self.percent("财政拨款支出完成年初预算", share(spent, initial))
        text = f"{self.year}年度财政拨款支出年初预算数为{self.money('财政拨款支出年初预算数', initial)}，"
        self.scribe.say(f"{text}支出决算数为{self.money('财政拨款支出决算数', spent)}，完成年初预算的{rate}，其中：")
        if self.spec.word("budget_form") == "projects":
            self._project_lines()
        else:
            self._subject_lines()

    def _subject_lines(self) -> None:
        for position, code in enumerate(self.books.codes(GENERAL, items_only=True), 1):
            path = [subject(code[:n]) for n in (3, 5, 7)]
            self.scribe.say(f"{position}、{path[0]}（类）{path[1]}（款）{path[2]}（项）。")
            spent = self.books.spent(code, GENERAL)
            reason = next((x.reason for x in self.books.lines if x.code == code and x.pot == "general" and x.reason), "")
            self.scribe.say(self._budget_line(path, code, self.books.initial(code), spent, reason))

    def _project_lines(self) -> None:
        b, kinds = self.books, {"基本支出": "basic", "项目支出": "project"}
        for position, (name, kind) in enumerate(kinds.items(), 1):
            initial, spent = b.initial(kind=kind), b.spent(pots=GENERAL, kind=kind)
            rate = self.percent(f"{name}完成年初预算", share(spent, initial))
            text = f"{position}.{name}年初预算合计{self.money(name + '年初预算', initial)}，"
            text += f"决算合计{self.money(name + '决算', spent)}，完成{rate}。"
            self.scribe.say(text + ("按项目分列如下：" if kind == "project" else ""))
        for project in self.spec.projects:
            if project.fund == "general":
                line = self._budget_line([project.name], project.name, project.initial, project.spent, project.reason)
                self.scribe.say(f"{project.name}：{line}")

    def _budget_line(self, path: list[str], key: str, initial: Decimal, spent: Decimal, reason: str) -> str:
        """A sentence of 年初预算, 支出决算, rate and reason; a zero budget has no rate."""
        rate = self.form.percent(share(spent, initial)) if initial else ""
        if (key, "rate") in self.faults:
            self.replaced[(key, "rate")], rate = rate, self.faults[(key, "rate")]
        shown = (self.form.number(initial), self.form.number(spent))
        values = {"initial_budget": shown[0].replace(",", ""), "final": shown[1].replace(",", ""), "rate": rate.rstrip("%") or None}
        self.scribe.note("budgetline", path=path, **values, reason=reason or None)
        text = f"年初预算为{shown[0]}万元，支出决算为{shown[1]}万元，" + (f"完成年初预算的{rate}" if rate else "年初未安排预算")
        if spent == initial:
            return f"{text}，决算数与年初预算数持平。"
        if not reason:
            raise ValueError(f"{self.spec.id}: {key} needs a reason")
        return f"{text}，决算数{'大于' if spent > initial else '小于'}年初预算数的主要原因是：{reason}。"

    def basic(self) -> None:
        """一般公共预算财政拨款基本支出决算情况说明."""
        self.section("一般公共预算财政拨款基本支出决算情况说明")
        b = self.books
        whole = b.personnel + b.running
        self.scribe.say(f"{self.year}年度财政拨款基本支出{self.money('财政拨款基本支出', whole)}，其中：")
        for name, value, classes in (("人员经费", b.personnel, ("301", "303")), ("公用经费", b.running, ("302", "307", "310", "399"))):
            ratio = self.percent(f"{name}占基本支出比重", share(value, whole))
            self.scribe.say(f"{name}{self.money(name, value)}，占基本支出的{ratio}，主要包括{self._items(classes)}。")

    def _items(self, classes: tuple[str, ...]) -> str:
        names = {str(c): n for block in catalog()["economic"] for c, n in block.items()}
        items = [(names[c], v) for c, v in sorted(self.books.economic.items()) if c.startswith(classes) and v]
        if self.form.style == "tabbed":
            return "、".join(name for name, _ in items)
        return "、".join(name + self.money(name, value) for name, value in items)

    def funds(self) -> None:
        """政府性基金 and, where the form has it, 国有资本经营预算."""
        self.section("政府性基金预算财政拨款收入支出决算情况")
        b, pot = self.books, ("fund",)
        names = ("政府性基金预算财政拨款收入", "年初结转和结余", "支出", "基本支出", "项目支出", "年末结转和结余")
        values = (
            b.fiscal_income(pots=pot),
            b.balance("opening", pots=pot),
            b.spent(pots=pot),
            b.spent(pots=pot, kind="basic"),
            b.spent(pots=pot, kind="project"),
        )
        self._fund_sentence(names, (*values, b.balance("closing", pots=pot)))
        if self.form.state_capital:
            self.section("国有资本经营预算财政拨款收入支出决算情况")
            self._fund_sentence(("国有资本经营预算财政拨款收入", *names[1:]), (Decimal("0.00"),) * 6)

    def _fund_sentence(self, names: tuple[str, ...], values: tuple[Decimal, ...]) -> None:
        parts = [name + self.money(name, value) for name, value in zip(names, values, strict=True)]
        text = f"{self.year}年度{parts[0]}；{parts[1]}；{parts[2]}，其中{parts[3]}，{parts[4]}；{parts[5]}。"
        held = "；".join(f"{p.name}支出{self.money(p.name, p.spent)}，{p.purpose}" for p in self.spec.projects if p.fund == "fund")
        self.scribe.say(text + (f"具体情况如下：{held}。" if held and "政府性" in names[0] else ""))
