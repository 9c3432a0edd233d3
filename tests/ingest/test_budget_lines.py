"""Lines of 财政拨款支出决算具体情况 in the wordings of different reports."""

from __future__ import annotations

from ingest.narrative.budget_lines import budget_lines
from kg.amounts import Quantity
from kg.facts import BudgetLine, Passage

SECTION = ("第三部分", "五、一般公共预算财政拨款支出决算情况说明", "（三）财政拨款支出决算具体情况")


def lines(*texts: str, section: tuple[str, ...] = SECTION) -> tuple[BudgetLine, ...]:
    return budget_lines([Passage(i, section, text) for i, text in enumerate(texts, 1)], 2022)


def told(line: BudgetLine) -> tuple[str, str | None, str | None, str | None, str | None]:
    return (" > ".join(line.path), shown(line.initial_budget), shown(line.final), shown(line.rate), line.reason)


def shown(quantity: Quantity | None) -> str | None:
    return quantity.text + quantity.unit if quantity else None


def test_a_subject_path_with_budget_final_and_reason() -> None:
    text = (
        "1、一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）。年初预算为1,240.60万元，支出决算为1,252.10万元，"
        "完成年初预算的100.93%，决算数大于年初预算数的主要原因是：年中调入2人。"
    )
    (line,) = lines(text)
    assert told(line) == (
        "一般公共服务支出 > 政府办公厅（室）及相关机构事务 > 行政运行",
        "1240.60万元",
        "1252.10万元",
        "100.93%",
        "年中调入2人",
    )
    assert (line.functional, line.is_project) == ("2010301", False)
    assert text[line.place.start : line.place.end] == text[2:]


def test_half_width_brackets_and_a_missing_item_mark() -> None:
    (line,) = lines("卫生健康支出(类)行政事业单位医疗(款)行政单位医疗。年初预算为8.40万元，支出决算为9.03万元，完成年初预算的107.5%。")
    assert told(line) == ("卫生健康支出 > 行政事业单位医疗 > 行政单位医疗", "8.40万元", "9.03万元", "107.5%", None)


def test_the_name_of_the_line_above_left_in_the_item() -> None:
    path = "一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）"
    first, second = lines(
        f"{path}行政运行。年初预算为10万元，支出决算为11万元，完成年初预算的110%。",
        f"{path}行政运行一般行政管理事务（项）。年初预算为20万元，支出决算为22万元，完成年初预算的110%。",
    )
    assert (first.path[-1], second.path[-1]) == ("行政运行", "一般行政管理事务")


def test_class_and_group_from_the_lines_above() -> None:
    found = lines(
        "1.一般公共服务支出（类）。年初预算为120万元，支出决算为110万元，完成年初预算的91.67%，主要原因：一是人员减少；二是厉行节约。其中：",
        "（1）政府办公厅（室）及相关机构事务（款）行政运行（项）。年初预算为80万元，支出决算为79万元，完成年初预算的98.75%。",
        "（2）其他一般公共服务支出（款）其他一般公共服务支出（项）。年初未安排预算，支出决算为20万元，主要原因是年中追加。",
    )
    assert [told(line)[:3] for line in found] == [
        ("一般公共服务支出", "120万元", "110万元"),
        ("一般公共服务支出 > 政府办公厅（室）及相关机构事务 > 行政运行", "80万元", "79万元"),
        ("一般公共服务支出 > 其他一般公共服务支出 > 其他一般公共服务支出", None, "20万元"),
    ]
    assert [line.reason for line in found] == ["一是人员减少；二是厉行节约", None, "年中追加"]


def test_two_lines_in_one_paragraph() -> None:
    found = lines(
        "教育支出（类）普通教育（款）小学教育（项）年初预算为100万元，支出决算为120万元，完成年初预算的120%；"
        "教育支出（类）普通教育（款）初中教育（项）年初预算为50万元，支出决算为50万元，完成年初预算的100%。"
    )
    assert [(line.path[-1], shown(line.final)) for line in found] == [("小学教育", "120万元"), ("初中教育", "50万元")]


def test_a_final_amount_compared_with_the_budget() -> None:
    (line,) = lines(
        "2.社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）2022年度决算30.5万元，"
        "比2022年年初预算减少2.1万元，下降6.44%。主要原因：人员退休。"
    )
    assert told(line)[1:] == (None, "30.5万元", None, "人员退休")


def test_lines_headed_by_a_project() -> None:
    found = lines(
        "河湖长制工作经费：年初预算为50万元，决算支出为49.5万元，完成年初预算的99%。",
        "中小企业发展专项：年初预算为300万元，决算支出为270万元，完成年初预算的90%。",
    )
    assert [(line.path, line.is_project) for line in found] == [(("河湖长制工作经费",), True), (("中小企业发展专项",), True)]


def test_lines_headed_by_a_class_alone() -> None:
    (line,) = lines("科学技术支出年初预算为10万元，支出决算为9万元，完成年初预算的90%。")
    assert (line.path, line.is_project, line.functional) == (("科学技术支出",), False, "206")


def test_what_is_no_line() -> None:
    assert not lines("2022年度财政拨款支出年初预算数为100万元，支出决算数为90万元，完成年初预算的90%，其中：")
    assert not lines("一般公共服务（类）支出200万元，占80%；科学技术（类）支出50万元，占20%。")
    assert not lines("公务接待费年初预算为1万元，支出决算为0万元，完成年初预算的0%。", section=("七、“三公”经费支出决算情况",))
    assert not lines("河湖长制工作经费：该项目用于巡河。年初安排预算50万元，全年预算数50万元，决算支出49.5万元，预算执行率99%。")
    assert not lines("决算数小于预算数的主要原因是调整至其他支出（类）核算。")


def test_money_in_yuan_and_nothing_printed() -> None:
    (line,) = lines("其他支出（类）其他支出（款）其他支出（项）。年初预算为0元，支出决算为1,000.50元，完成年初预算的——。")
    assert told(line)[1:4] == ("0元", "1000.50元", None)
    assert line.final and str(line.final.yuan) == "1000.50"


def test_codes_behind_the_names_and_a_rate_of_the_year() -> None:
    section = ("五、一般公共预算财政拨款支出决算情况说明", "（三）一般公共预算财政拨款支出决算具体情况")
    text = (
        "1．社会保障和就业支出208（类）行政事业单位养老支出05（款）机关事业单位基本养老保险缴费支出05（项）"
        "2023年度预算安排6.00万元，支出决算6.83万元，完成年度预算的113.83%。"
    )
    (line,) = budget_lines((Passage(1, section, text),), 2023)
    assert line.path == ("社会保障和就业支出", "行政事业单位养老支出", "机关事业单位基本养老保险缴费支出")
    assert line.functional == "2080505"
    assert [q.text for q in (line.initial_budget, line.final, line.rate) if q] == ["6.00", "6.83", "113.83"]


def test_a_rate_after_the_budget_that_it_is_of() -> None:
    (line,) = lines("公共安全支出（类）公安（款）行政运行（项）支出决算18,652.38万元，完成年初预算18,000.00万元的103.62%。")
    assert told(line)[1:4] == ("18000.00万元", "18652.38万元", "103.62%")
