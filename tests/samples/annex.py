"""第五部分 附件: the self-evaluation report on the whole unit and its projects, then the tables."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tests.samples.accounts import share
from tests.samples.base_data import base_data
from tests.samples.evaluation import Money, Sheet
from tests.samples.narrative import Narrator
from tests.samples.printer import ordinal
from tests.samples.scribe import Scribe
from tests.samples.spec import Evaluation, Project, Spec

GRADES = ((90, "优"), (80, "良"), (60, "中"), (0, "差"))


def grade(score: str) -> str:
    """优 from 90, 良 from 80, 中 from 60, else 差."""
    return next(name for least, name in GRADES if Decimal(score) >= least)


@dataclass
class Annex:
    """Writes the self-evaluation report."""

    narrator: Narrator
    sheet: Sheet

    @property
    def scribe(self) -> Scribe:
        """Where the blocks go."""
        return self.narrator.scribe

    @property
    def spec(self) -> Spec:
        """The report's spec."""
        return self.narrator.spec

    def write(self, alone: bool = False) -> None:
        """The report; `alone`: it is the whole file, not an annex."""
        year = self.spec.year
        if not alone:
            self.scribe.heading("第五部分", 1)
            self.scribe.heading("附件", 1)
        self.scribe.heading(f"{year}年度{self.spec.unit if alone else '部门'}整体支出绩效自评报告", 1)
        self.situation()
        self.spending()
        self.results()
        self.tables()

    def situation(self) -> None:
        """一、基本情况."""
        self.scribe.heading("一、单位基本情况")
        self.scribe.heading("（一）主要职能", 3)
        for position, duty in enumerate(self.spec.many("functions") or self.spec.many("duties"), 1):
            self.scribe.note("duty", n=position, text=duty, section="主要职能")
            self.scribe.say(f"{position}. {duty}")
        self.scribe.heading("（二）机构和人员情况", 3)
        self.scribe.tell(self.spec.word("staffing"))

    def spending(self) -> None:
        """二、支出情况: basic, projects one by one, 政府性基金."""
        n, books = self.narrator, self.narrator.books
        self.scribe.heading("二、预算支出情况")
        self.scribe.heading("（一）基本支出情况", 3)
        self.scribe.say(
            self._sums("基本支出", books.initial(kind="basic"), books.full("basic"), books.spent(pots=("general", "fund"), kind="basic"))
        )
        self.scribe.heading("（二）项目支出情况", 3)
        planned = sum((p.initial for p in self.spec.projects), Decimal("0.00"))
        text = self._sums("项目支出", planned, books.full("project"), books.spent(pots=("general", "fund"), kind="project"))
        self.scribe.say(f"{text}共安排项目{{n:项目数|{len(self.spec.projects)}个}}，资金使用和绩效情况如下：")
        for position, project in enumerate(self.spec.projects, 1):
            self._project(position, project)
        self.scribe.heading("（三）其他预算支出情况", 3)
        fund = books.spent(pots=("fund",))
        held = f"政府性基金预算支出{n.money('政府性基金预算支出', fund)}，全部为项目支出" if fund else "本年没有政府性基金预算支出"
        self.scribe.say(f"{held}；没有国有资本经营预算支出，也没有社会保险基金预算支出。")

    def _sums(self, name: str, initial: Decimal, full: Decimal, spent: Decimal) -> str:
        n, change = self.narrator, full - initial
        verb, sign = ("调增", "") if change >= 0 else ("调减", "-")
        adjusted = f"年中{verb}{{n:{name}年中调整|{sign}{n.form.money(abs(change))}}}" if change else "年中未作调整"
        text = f"{self.spec.year}年{name}年初预算{n.money(name + '年初预算', initial)}，{adjusted}，"
        text += f"全年预算{n.money(name + '全年预算', full)}，"
        return f"{text}实际支出{n.money(name + '实际支出', spent)}，预算执行率{n.percent(name + '预算执行率', share(spent, full))}。"

    def _project(self, position: int, project: Project) -> None:
        """A project's paragraph. Its amounts are the project record's and not noted again."""
        form = self.narrator.form
        rate = share(project.spent, project.full)
        amounts = {"initial_budget": project.initial, "full_budget": project.full, "spent": project.spent, "exec_rate": rate}
        values: dict[str, object] = {name: form.number(value).replace(",", "") for name, value in amounts.items()}
        text = f"（{position}）{project.name}。年初预算{form.money(project.initial)}，全年预算{form.money(project.full)}，"
        text += f"实际支出{form.money(project.spent)}，预算执行率{form.percent(rate)}。主要用于{project.purpose}。"
        if project.evaluation:
            score = Money(project.initial, project.full, project.spent).total(project.evaluation)
            text += f"绩效自评得分{score}分，评价等级为“{grade(score)}”。"
            values |= {"score": score, "grade": grade(score)}
        extra = {"table_name": project.table_name} if project.table_name != project.name else {}
        self.scribe.note("project", name=project.name, **values, purpose=project.purpose, **extra)
        self.scribe.note("mention", type="project", text=project.name)
        self.scribe.say(text)

    def results(self) -> None:
        """三、绩效 to the last numbered part; the score of the whole unit is stated in the text."""
        whole = self.spec.table("whole")
        self.scribe.heading("三、整体支出绩效情况")
        if whole:
            score = self.sheet.whole_money().total(Evaluation.read(whole))
            text = f"对照《部门整体支出绩效自评表》逐项打分，{self.spec.own}{self.spec.year}年"
            text += f"整体支出绩效自评得分{{n:整体支出绩效自评得分|{score}分}}，"
            self.scribe.say(f"{text}评价等级为“{grade(score)}”。主要做法和成效如下：")
        self.scribe.tell(self.spec.word("results"))
        for position, (name, title) in enumerate(
            (("problems", "存在的问题及原因分析"), ("measures", "下一步改进措施"), ("publication", "绩效自评结果应用和公开情况")), 4
        ):
            self.scribe.heading(f"{ordinal(position)}、{title}")
            self.scribe.tell(self.spec.word(name))

    def tables(self) -> None:
        """The tables, then the line with a person to ask."""
        if self.spec.table("base"):
            self.scribe.blocks.append(base_data(self.narrator.books, self.scribe))
        if self.spec.table("whole"):
            self.scribe.blocks.append(self.sheet.whole(Evaluation.read(self.spec.table("whole"))))
        for project in self.spec.projects:
            if project.evaluation:
                self.scribe.blocks.append(self.sheet.project(project))
        for line in self.spec.many("contact"):
            self.scribe.say(str(line))
