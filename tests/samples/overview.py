"""Cover, contents, 第一部分 概况 and 第四部分 名词解释."""

from __future__ import annotations

from tests.samples.form import Form
from tests.samples.matters import other_matters
from tests.samples.narrative import Narrator
from tests.samples.official import official
from tests.samples.printer import TITLES, ordinal
from tests.samples.scribe import Scribe, Text
from tests.samples.spec import Spec

GLOSSARY = (
    ("财政拨款收入", "由同级财政部门拨给单位、列入预算管理的资金"),
    ("事业收入", "事业单位从事专业业务以及与之配套的辅助活动得到的收入"),
    ("其他收入", "财政拨款、事业、经营等各类收入之外取得的零星收入，如利息、捐赠、横向课题等"),
    ("年初结转和结余", "上一年度没有用完、按规定转到本年度接着使用的资金"),
    ("基本支出", "为了让机构正常运转、完成日常任务而花的人员和公用方面的钱"),
    ("项目支出", "在基本支出以外，为办成某项特定任务或实现事业发展目标而花的钱"),
    ("“三公”经费", "用财政拨款开支的因公出国（境）费、公务用车购置及运行维护费和公务接待费"),
    ("机关运行经费", "行政单位和参照公务员法管理的事业单位用来购买货物和服务、维持运转的资金"),
)


def cover(spec: Spec, form: Form, scribe: Scribe) -> None:
    """The title, in the way the style breaks it, and the contents."""
    title = f"{spec.year}年度{spec.word('type')}"
    if form.style == "markdown":
        scribe.blocks.append(Text(f"**{spec.unit}\n{title}**", 1))
    elif form.style == "tabbed":
        scribe.blocks += [Text(f"{spec.year}年度", 1), Text(f"{spec.unit[:11]}", 1), Text(f"{spec.unit[11:]}{spec.word('type')}公开", 1)]
    if form.style != "lines":
        contents(spec, form, scribe)


def contents(spec: Spec, form: Form, scribe: Scribe) -> None:
    """目录: the tables as the form orders them."""
    titles = [str(spec.table("contents").get(kind, TITLES[kind])) for kind in form.order]
    numbered = tuple(f"{ordinal(i)}、{title}" for i, title in enumerate(titles, 1))
    scribe.blocks += [
        Text("目录", 1), Text(f"第一部分{spec.unit}概况", 1), Text("", 0, ("一、部门职责", "二、机构设置及决算单位构成")),
        Text(f"第二部分{spec.word('type')}表", 1), Text("", 0, numbered), Text(f"第三部分{spec.year}年度{spec.word('type')}情况说明", 1),
        Text("第四部分名词解释", 1), Text("第五部分附件", 1),
    ]  # fmt: skip


def profile(spec: Spec, scribe: Scribe) -> None:
    """第一部分: duties, divisions and the units consolidated."""
    scribe.heading("第一部分", 1)
    scribe.heading(f"{spec.unit}概况", 1)
    scribe.heading("一、部门职责")
    if spec.word("duties_intro"):
        scribe.note("duty", n=0, text=spec.word("duties_intro"), section="部门职责")
        scribe.say(spec.word("duties_intro"))
    for position, duty in enumerate(spec.many("duties"), 1):
        scribe.note("duty", n=position, text=duty, section="部门职责")
        scribe.say(f"（{ordinal(position)}）{duty}")
    scribe.heading("二、机构设置及决算单位构成")
    scribe.say(f"（一）内设机构设置。{spec.word('organisation')}")
    subunits = "、".join(f"{{subunit:{name}}}" for name in spec.many("subunits"))
    scribe.say(
        f"（二）决算单位构成。{spec.unit}{spec.year}年{spec.word('type')}汇总公开单位构成包括：{subunits}{spec.word('subunits_note')}。"
    )


def explanations(spec: Spec, narrator: Narrator) -> None:
    """第三部分, after its own title."""
    narrator.scribe.heading("第三部分", 1)
    narrator.scribe.heading(f"{spec.year}年度{spec.word('type')}情况说明", 1)
    narrator.money_sections()
    if narrator.form.style == "tabbed":
        narrator.funds()
        official(narrator)
    else:
        official(narrator)
        narrator.funds()
    other_matters(narrator)


def glossary(scribe: Scribe) -> None:
    """第四部分."""
    scribe.heading("第四部分", 1)
    scribe.heading("名词解释", 1)
    for position, (term, meaning) in enumerate(GLOSSARY, 1):
        scribe.say(f"{ordinal(position)}、{term}：指{meaning}。")
