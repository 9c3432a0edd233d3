"""机关运行经费, 一般性支出, 政府采购, 国有资产 and 预算绩效."""

from __future__ import annotations

from decimal import Decimal

from tests.samples.accounts import share
from tests.samples.narrative import Narrator
from tests.samples.spec import amount


def other_matters(w: Narrator) -> None:
    """机关运行经费, 一般性支出, 政府采购, 国有资产 and 预算绩效; one form gathers four of them in a last section."""
    parts = [("机关运行经费支出", _operating), ("一般性支出", _meetings), ("政府采购支出", _procurement), ("国有资产占用", _assets)]
    if len(w.form.order) == 8:
        w.section(f"关于{w.year}年度预算绩效情况说明")
        w.scribe.tell(w.spec.word("performance"))
        w.section("其他重要事项情况说明")
        for position, (title, write) in enumerate(parts, 1):
            w.sub(position, f"{title}情况")
            write(w)
        return
    for title, write in parts:
        w.section(f"关于{title}说明" if title != "一般性支出" else "一般性支出情况说明")
        write(w)
    w.section(f"关于{w.year}年度预算绩效情况的说明")
    w.scribe.tell(w.spec.word("performance"))


def _operating(w: Narrator) -> None:
    raw = w.spec.table("operating")
    if "initial" not in raw:
        w.scribe.say(f"{w.spec.own}{w.year}年度机关运行经费支出{w.money('机关运行经费支出', Decimal('0.00'))}，{raw['reason']}。")
        return
    now, before = w.books.running, amount(raw["initial"])
    verb, sign = ("增加", "") if now > before else ("减少", "-")
    diff = f"{{n:机关运行经费比年初预算数变化|{sign}{w.form.money(abs(now - before))}}}"
    rate = f"{{n:机关运行经费比年初预算数变化率|{sign}{w.form.percent(share(abs(now - before), before))}}}"
    word = "增长" if now > before else w.form.fall
    text = f"{w.spec.own}{w.year}年度机关运行经费支出{w.money('机关运行经费支出', now)}，比年初预算数{verb}{diff}，{word}{rate}。"
    w.scribe.say(f"{text}主要原因是：{raw['reason']}。")


def _meetings(w: Narrator) -> None:
    raw = w.spec.table("meetings")
    costs = [w.money(name, w.books.economy(code)) for name, code in (("会议费", "30215"), ("培训费", "30216"))]
    text = f"{w.year}年{w.spec.own}开支会议费{costs[0]}，{raw['meeting']}；开支培训费{costs[1]}，{raw['training']}。"
    w.scribe.say(text + "未举办节庆、晚会、论坛、赛事活动。")


def _procurement(w: Narrator) -> None:
    raw = w.spec.table("procurement")
    kinds = [amount(x) for x in raw["spent"]]
    small = [amount(x) for x in raw["small"]]
    total, given = w.books.procurement(), sum(small, Decimal("0.00"))
    names = ("政府采购货物支出", "政府采购工程支出", "政府采购服务支出")
    text = f"{w.spec.own}{w.year}年度政府采购支出总额{w.money('政府采购支出总额', total)}，其中："
    text += "、".join(name + w.money(name, value) for name, value in zip(names, kinds, strict=True)) + "。"
    text += f"授予中小企业合同金额{w.money('授予中小企业合同金额', given)}，"
    text += f"占政府采购支出总额的{w.percent('授予中小企业合同金额占比', share(given, total))}，"
    micro = amount(raw["micro"])
    text += f"其中：授予小微企业合同金额{w.money('授予小微企业合同金额', micro)}，"
    text += f"占授予中小企业合同金额的{w.percent('授予小微企业合同金额占比', share(micro, given))}。"
    parts = []
    for name, spent, part in zip(("货物", "工程", "服务"), kinds, small, strict=True):
        if spent:
            ratio = w.percent(f"{name}采购授予中小企业合同金额占比", share(part, spent))
            parts.append(f"{name}采购授予中小企业合同金额占{name}支出金额的{ratio}")
    w.scribe.say(text + "，".join(parts) + "。")


def _assets(w: Narrator) -> None:
    cars: dict[str, int] = w.spec.table("vehicles")
    parts = "、".join(f"{name}{{n:{name}|{count}辆}}" for name, count in cars.items())
    text = f"截至{w.year}年12月31日，{w.spec.own}共有车辆{{n:车辆|{sum(cars.values())}辆}}，其中，{parts}；"
    w.scribe.say(f"{text}单位价值100万元以上设备（不含车辆）{{n:单位价值100万元以上设备|{w.spec.raw['equipment']}台（套）}}。")
