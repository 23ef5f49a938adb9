"""What the corpora do not show: titles, bodies, choices, roles, provisional years, other deadlines."""

from datetime import datetime

import pytest

from handlers.reading import as_line, read, read_deadline
from handlers.reading.names import names_of
from handlers.reading.numerals import number
from handlers.reading.script import normal
from tasks.people.org import Department, Org, Person
from tasks.worktime import WorkCalendar

TUESDAY = datetime.fromisoformat("2026-11-24T10:00:00+08:00")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "@指尖办 请@张三 @李四 明天下午5点前反馈燃气安全排查情况,附现场照片",
            "反馈燃气安全排查情况",
        ),
        (
            "特急!竹里村违法建筑存在火灾隐患,请应急办、竹里村立即处置,2小时内反馈",
            "竹里村违法建筑存在火灾隐患",
        ),
        ("3点前反馈巡查情况,请张三、李四", "反馈巡查情况"),
        ("请@张三 @张伟 明天17:30前报名单", "报名单"),
        ("请周强 牵头,@郑军 配合,3个工作日内完成河道清理", "完成河道清理"),
        ("@指尖办 请应急办立即处置,并及时反馈", "立即处置"),
        ("根据气象预报,今晚有暴雨,请各村加强巡查", "今晚有暴雨,加强巡查"),
        ("各位好!\n一、请@张三 周三下午2点前布置会场;\n二、请@李四 周四中午前印好资料。", "布置会场"),
        ("请各村书记周五前完成辖区桥梁隐患排查", "完成辖区桥梁隐患排查"),
        (
            "通知:明天上午9点在三楼会议室召开调度会,请各村书记参加",
            "明天上午9点在三楼会议室召开调度会",
        ),
    ],
)
def test_a_title_is_short_and_says_what(understand, text, title):
    """A title leaves out who is asked and until when where they stand in front."""
    assert title == understand(text).title


@pytest.mark.parametrize(
    "front",
    [
        "通知:",
        "通知周强、张伟：",
        "通知 周强、吴芳:",
        "请通知周强、张伟",
        "【通知】",
        "（通知）",
        "紧急通知：",
        "会议通知(补充):",
        "通知如下:",
        "通知各单位:",
        "通知全体网格员：",
    ],
)
def test_a_notice_title_does_not_say_that_it_is_one(understand, front):
    """Cards say 通知 themselves: a title is without it, in whatever form it stands in front."""
    assert "明天上午9点开会" == understand(front + "明天上午9点开会").title


def test_a_long_title_is_cut_cleanly(understand):
    """A title has at most thirty characters; a cut one ends in an ellipsis."""
    title = understand("请各村" + "认真排查辖区内所有桥梁涵洞的安全隐患并建立台账" * 3).title

    assert 30 >= len(title)
    assert title.endswith("…")


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("@指尖办 反馈:已组织人员到场,火势已控制", "已组织人员到场,火势已控制"),
        ("Z20261124-003 退回,请补充照片", "请补充照片"),
        ("Z20261124-003 已完成,共排查12处", "已完成,共排查12处"),
    ],
)
def test_the_body_is_the_report_or_the_reason(understand, text, body):
    """Code and marker words are left out of the body."""
    assert body == understand(text).body


@pytest.mark.parametrize(
    ("text", "choice"), [("1", 1), ("①", 1), ("一", 1), ("1.", 1), ("选2", 2), ("20", 20), ("21", None)]
)
def test_a_bare_small_number_is_a_choice(understand, text, choice):
    """The caller decides what a choice means; a bare 1 acknowledges."""
    reading = understand(text)

    assert choice == reading.choice
    assert (choice == 1) == (reading.intent == "ack")


def test_content_is_what_was_posted_without_the_bot(understand):
    """Only the mention of the bot is taken out; other mentions and the writing stay."""
    assert "请@張三 明天前反饋" == understand("@指尖办\u2005请@張三 明天前反饋").content


def test_roles_stand_on_the_targets(understand):
    """Who leads and who assists is kept with each target."""
    reading = understand("由民政办牵头,党政办配合,月底前完成")

    assert {4: "lead", 2: "assist"} == {t.department: t.role for t in reading.targets}


def test_each_means_the_units_below(understand):
    """各村 and 各单位 are marked as meaning every unit below."""
    assert ["each", "each"] == [
        understand(f"请{who}明天报名单").targets[0].kind for who in ("各村", "各单位")
    ]


def test_an_unpublished_year_is_provisional():
    """Working days of a year without a published calendar count Monday to Friday, and that is said."""
    deadline = read_deadline("春节前完成", TUESDAY, WorkCalendar())

    assert deadline.provisional
    assert not read_deadline("3个工作日内", TUESDAY, WorkCalendar()).provisional


def test_the_earlier_of_two_deadlines_is_kept():
    """Of two marked deadlines the later is due; the earlier is there to be shown."""
    deadline = read_deadline("周三前报名单,周五前报总结", TUESDAY, WorkCalendar())

    assert datetime.fromisoformat("2026-11-27T17:30:00+08:00") == deadline.due
    assert (datetime.fromisoformat("2026-11-25T17:30:00+08:00"),) == deadline.others


def test_local_holidays_move_working_days():
    """A body's own days off count when working days are counted."""
    calendar = WorkCalendar(holidays=frozenset({datetime(2026, 11, 25).date()}))
    due = read_deadline("1个工作日内", TUESDAY, calendar).due

    assert datetime.fromisoformat("2026-11-26T17:30:00+08:00") == due


def test_a_directory_is_indexed_once(qingxi_org):
    """The index belongs to one value of the directory."""
    assert names_of(qingxi_org) is names_of(qingxi_org)


def test_a_shared_contraction_names_nobody():
    """Where two units share a contraction it is nobody's name."""
    org = Org({n: Department(n, name, 1) for n, name in ((2, "综合办公室"), (3, "综合管理办公室"))}, {})
    line = as_line(read("请综合办明天报名单", TUESDAY, org, WorkCalendar()))

    assert ([], ["综合办"]) == (line["departments"], line["unknown"])


def test_namesakes_in_ten_thousand_are_asked_about():
    """A large directory reads like a small one."""
    people = {f"u{n}": Person(f"u{n}", "王强" if n < 2 else f"员工{n}", (1,), 1) for n in range(10_000)}
    org = Org({1: Department(1, "镇政府")}, people)

    assert {"王强": ("u0", "u1")} == read("请王强明天报名单", TUESDAY, org, WorkCalendar()).ambiguous


@pytest.mark.parametrize(
    ("written", "value"),
    [("十", 10), ("二十五", 25), ("一百零五", 105), ("两", 2), ("两三", None), ("12", 12), ("十百", None)],
)
def test_numerals(written, value):
    """Chinese numerals have one value, or none."""
    assert value == number(written)


def test_normal_writing_keeps_its_length():
    """Places in the normal text are places in what was posted."""
    text = "３個工作日內，請張偉（竹里村）於下週三１７：３０前報"

    assert "3个工作日内,请张伟(竹里村)于下周三17:30前报" == normal(text)
    assert len(text) == len(normal(text))
