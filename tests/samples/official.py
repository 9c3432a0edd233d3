"""The sentences on “三公” expenses."""

from __future__ import annotations

from decimal import Decimal

from tests.samples.accounts import ABROAD, CAR_PURCHASE, CAR_RUNNING, RECEPTION, share
from tests.samples.narrative import Narrator

CARS = "公务用车购置费及运行维护费"


def official(w: Narrator) -> None:
    """“三公”经费支出决算情况说明."""
    scope = "一般公共预算" if len(w.form.order) == 8 else ""
    w.section(f"{scope}财政拨款“三公”经费支出决算情况说明")
    b, past = w.books, w.past
    w.sub(1, "“三公”经费财政拨款支出决算总体情况说明")
    totals = (b.official_sum(0), b.official_sum(1), sum(past.official.values(), Decimal("0.00")))
    text = _planned(w, "“三公”经费财政拨款", totals[0], totals[1])
    w.scribe.say(f"{text}，与上年相比{w.change('“三公”经费', totals[1], totals[2])}，主要是{w.reason('official')}。其中：")
    for name in (ABROAD, RECEPTION, CARS):
        budget, final, before = _official(w, name)
        why = f"，{w.reason(name)}" if name in w.spec.table("reasons") else ""
        w.scribe.say(f"{_planned(w, name, budget, final)}，与上年相比{w.change(name, final, before)}{why}。")
    w.sub(2, "“三公”经费财政拨款支出决算具体情况说明")
    _details(w, totals[1])


def _official(w: Narrator, name: str) -> tuple[Decimal, Decimal, Decimal]:
    names = (CAR_PURCHASE, CAR_RUNNING) if name == CARS else (name,)
    budget, final = (sum((w.books.official[x][i] for x in names), Decimal("0.00")) for i in (0, 1))
    return budget, final, sum((w.past.official[x] for x in names), Decimal("0.00"))


def _planned(w: Narrator, name: str, budget: Decimal, final: Decimal) -> str:
    text = f"{name}支出预算为{w.money(name + '支出预算', budget)}，支出决算为{w.money(name + '支出决算', final)}"
    return text + (f"，完成预算的{w.percent(name + '完成预算', share(final, budget))}" if budget else "")


def _details(w: Narrator, total: Decimal) -> None:
    visits = w.spec.table("visits")
    shares = "，".join(w.part(f"{x}支出决算", _official(w, x)[1], total) for x in (RECEPTION, ABROAD, CARS))
    w.scribe.say(f"{w.year}年度“三公”经费财政拨款支出决算中，{shares}。其中：")
    abroad = w.money(f"{ABROAD}支出决算", _official(w, ABROAD)[1])
    w.scribe.say(
        f"1、{ABROAD}支出决算为{abroad}，全年安排因公出国（境）团组{{n:因公出国（境）团组|0个}}，累计{{n:因公出国（境）人次|0人次}}。"
    )
    guests = f"{{n:接待来访团组|{visits['groups']}个}}、来宾{{n:接待来宾|{visits['people']}人次}}"
    why = f"，主要是{visits['why']}发生的接待支出" if "why" in visits else ""
    w.scribe.say(
        f"2、{RECEPTION}支出决算为{w.money(RECEPTION + '支出决算', _official(w, RECEPTION)[1])}，全年共接待来访团组{guests}{why}。"
    )
    cars = {x: w.money(x, w.books.official[x][1]) for x in (CAR_PURCHASE, CAR_RUNNING)}
    kept = f"截至{w.year}年12月31日，开支财政拨款的公务用车保有量为{{n:公务用车保有量|{visits['cars']}辆}}"
    whole = w.money(CARS + "支出决算", _official(w, CARS)[1])
    w.scribe.say(f"3、{CARS}支出决算为{whole}，其中：{CAR_PURCHASE}{cars[CAR_PURCHASE]}，{CAR_RUNNING}{cars[CAR_RUNNING]}。{kept}。")
