"""What `zhijian check` says about settings and the directory."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from bot.config import Config, load
from bot.explain import explain, render, setting_paths
from bot.findings import Finding
from tasks.people.org import Department, Org, Person

KEY = "A" * 43
DIRECTORY = "通讯录"
PLAIN_ACCOUNT = '[{"name": "city", "app_id": "a", "secret": "b", "token": "c", "mode": "plain"}]'
ORG = Org(
    departments={
        unit.id: unit
        for unit in (
            Department(1, "青溪镇"),
            Department(3, "应急管理办公室", 1, aliases=("应急办",)),
            Department(10, "村", 1),
            Department(11, "竹里村", 10),
        )
    },
    people={
        person.userid: person
        for person in (
            Person("zhaoming", "赵明", (1,), 1, "镇长", leads=(1,)),
            Person("zhouqiang", "周强", (3,), 3, leads=(3,), leaders=("zhaoming",)),
            Person("wangwu", "王五", (3,), 3, leaders=("zhouqiang",)),
            Person("weiguo", "卫国", (11,), 11, leads=(11,), leaders=("zhaoming",)),
        )
    },
)


def changed(*people: Person, departments: tuple[Department, ...] = ()) -> Org:
    """Give the directory with some people and units added or replaced."""
    return Org(
        {**ORG.departments, **{unit.id: unit for unit in departments}},
        {**ORG.people, **{person.userid: person for person in people}},
    )


def settings(environ: dict[str, str] | None = None) -> Config:
    """Make settings with an administrator, on top of the defaults."""
    return load(None, {"ZHIJIAN__ROLES__ADMINISTRATORS": '["zhaoming"]', **(environ or {})})


def said(config: Config, org: Org | None = None, level: str = "problem") -> list[tuple[str, str]]:
    """Give where and what of the findings of one level."""
    return [(found.where, found.what) for found in explain(config, org).findings if found.level == level]


def test_every_setting_has_a_line_and_a_meaning():
    """Each setting is shown with one sentence, also those of sections that are left out."""
    lines = {line.path: line for line in explain(settings()).lines}

    assert set(setting_paths()) - set(lines) == set()
    assert [line.path for line in lines.values() if not line.about] == []


def test_items_of_lists_have_their_place():
    """Groups and accounts are shown one by one."""
    config = settings({"ZHIJIAN__GROUPS": '[{"chat_id": "a"}, {"chat_id": "b", "webhook_key": "hook-key"}]'})
    lines = {line.path: line.value for line in explain(config).lines}

    assert (lines["groups[0].chat_id"], lines["groups[1].chat_id"]) == ("a", "b")
    assert (lines["groups[0].webhook_key"], lines["groups[1].webhook_key"]) == ("（未填）", "******（已填）")


def test_no_secret_is_shown():
    """Keys and passwords are starred wherever they stand."""
    config = settings(
        {
            "ZHIJIAN__API__TOKEN": "bearer-secret",
            "ZHIJIAN__DATABASE__URL": "postgres://u:db-secret@h/d",
            "ZHIJIAN__WORK": f'{{"corp_id": "ww1", "robot": {{"token": "t-secret", "aes_key": "{KEY}"}}}}',
        }
    )
    text = shown(config)

    assert [word for word in ("-secret", KEY) if word in text] == []
    assert "postgres://u:******@h/d" in text


def shown(config: Config, org: Org | None = None) -> str:
    """Give what the terminal would show."""
    console = Console(file=io.StringIO(), width=400)
    for part in render(explain(config, org)):
        console.print(part)
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def test_no_setting_is_without_effect():
    """Every setting that may be written does something: none is shown or documented as having no effect."""
    root = Path(__file__).parents[2]
    files = [(root / name).read_text("utf-8") for name in ("docs/settings.md", "config.yaml")]

    assert [] == [text for text in (shown(settings()), *files) if "目前不起作用" in text]


def test_good_directory_has_no_problem():
    """Nothing is made up where all is well; the head of the whole needs no leader."""
    assert said(settings(), ORG) == []


def test_people_without_leader_are_named():
    """Whoever has no direct leader is named, unless the settings name one."""
    org = changed(Person("lisi", "李四", (3,), 3))

    assert said(settings(), org) == [(DIRECTORY, "李四（lisi）没有直属上级，逾期时无人可报")]
    assert said(settings({"ZHIJIAN__PEOPLE__LEADERS": '{"lisi": "zhouqiang"}'}), org) == []


def test_units_without_head_are_named():
    """A unit with members and no head is named, unless the settings name one; one that groups is a hint."""
    org = changed(Person("weiguo", "卫国", (11,), 11, leaders=("zhaoming",)))
    hint = (DIRECTORY, "村（部门 10）本级没有人，交给它的任务由下级各单位分别承办")

    assert said(settings(), org) == [(DIRECTORY, "竹里村（部门 11）没有负责人，交给它的任务无人接收")]
    assert said(settings({"ZHIJIAN__PEOPLE__HEADS": '{"11": "weiguo"}'}), org) == []
    assert hint in said(settings(), org, "hint")


def test_empty_units_are_named():
    """A unit with nobody in it and nothing below is named."""
    org = changed(departments=(Department(12, "龙黄村", 10),))

    assert said(settings(), org) == [(DIRECTORY, "龙黄村（部门 12）既没有成员也没有负责人")]


def test_people_of_one_name_are_a_hint():
    """Two people of one name are told apart by their units."""
    org = changed(Person("wangwu2", "王五", (11,), 11, leaders=("weiguo",)))

    assert (DIRECTORY, "有 2 人同名“王五”：应急管理办公室的 wangwu、竹里村的 wangwu2") in said(
        settings(), org, "hint"
    )


def test_units_of_one_name_are_named():
    """One way of calling two units is a problem, whether the directory or the settings brought it."""
    config = settings({"ZHIJIAN__PEOPLE__ALIASES": '{"竹里村": ["应急办"]}'})

    assert said(config, ORG) == [
        (DIRECTORY, "“应急办”是几个部门共有的叫法：应急管理办公室（部门 3）、竹里村（部门 11）")
    ]


def test_people_who_cannot_be_reached_are_named():
    """Members who never logged in are named in one line; disabled ones are left out."""
    org = changed(
        Person("lisi", "李四", (3,), 3, leaders=("zhouqiang",), status=4),
        Person("gone", "走人", (3,), 3, status=2),
    )

    assert said(settings(), org) == [(DIRECTORY, "有 1 人尚未激活企业微信，收不到消息：李四（lisi）")]


@pytest.mark.parametrize(
    ("name", "value", "where"),
    [
        ("ROLES__ISSUERS", '["nobody"]', "roles.issuers"),
        ("ROLES__DELEGATES", '{"zhaoming": ["nobody"]}', "roles.delegates"),
        ("ROLES__SUPERVISORS", '["nobody"]', "roles.supervisors"),
        ("ROLES__INTAKE", '["nobody"]', "roles.intake"),
        ("ROLES__EMERGENCY", '["nobody"]', "roles.emergency"),
        ("PEOPLE__HEADS", '{"3": "nobody"}', "people.heads"),
        ("PEOPLE__LEADERS", '{"wangwu": "nobody"}', "people.leaders"),
        ("PEOPLE__STAND_INS", '{"nobody": "wangwu"}', "people.stand_ins"),
        ("WORK", '{"corp_id": "a", "app": null, "only": ["nobody"]}', "work.only"),
    ],
)
def test_unknown_userids_are_named(name, value, where):
    """A userid in the settings that the directory does not know is named with its place."""
    assert (where, "通讯录里没有账号 nobody") in said(settings({f"ZHIJIAN__{name}": value}), ORG)


def test_unknown_units_are_named():
    """A department in the settings that the directory does not know is named with its place."""
    config = settings(
        {
            "ZHIJIAN__PEOPLE__HEADS": '{"99": "wangwu"}',
            "ZHIJIAN__PEOPLE__ALIASES": '{"水务所": ["水所"]}',
            "ZHIJIAN__GROUPS": '[{"chat_id": "a", "departments": [1, 98]}]',
        }
    )

    assert said(config, ORG) == [
        ("people.aliases", "通讯录里没有部门“水务所”"),
        ("people.heads", "通讯录里没有部门 99"),
        ("groups[0].departments", "通讯录里没有部门 98"),
    ]


def test_a_head_in_the_settings_who_left_is_named():
    """Who has left is named, and the unit has the directory's head again, or is named for having none."""
    config = settings({"ZHIJIAN__PEOPLE__HEADS": '{"3": "gone", "11": "gone"}'})
    alone = Person("weiguo", "卫国", (11,), 11, leaders=("zhaoming",))
    org = Org(ORG.departments, {**ORG.people, "weiguo": alone}, former={"gone": Person("gone", "钱进")})

    assert said(config, org) == [
        (DIRECTORY, "竹里村（部门 11）没有负责人，交给它的任务无人接收"),
        ("people.heads", "钱进（gone）已离开"),
    ]


@pytest.mark.parametrize(
    ("environ", "where", "level"),
    [
        ({}, "work", "hint"),
        ({"WORK__CORP_ID": "a"}, "work.app", "problem"),
        ({"WORK__CORP_ID": "a"}, "work.robot", "hint"),
        ({"WORK__CORP_ID": "a", "WORK__ONLY": '["zhaoming"]'}, "work.only", "hint"),
        ({"WORK__CORP_ID": "a"}, "server.public_url", "problem"),
        ({"WORK__CORP_ID": "a", "CLOCK__SOURCE": "controlled"}, "clock.source", "problem"),
        ({"CLOCK__SOURCE": "controlled"}, "api.token", "problem"),
        ({"CLOCK__START": "2026-11-24T07:30:00"}, "clock.start", "hint"),
        ({"ROLES__ADMINISTRATORS": "[]"}, "roles.administrators", "hint"),
        ({"ROLES__DELEGATES": '{"zhaoming": ["zhaoming"]}'}, "roles.delegates", "problem"),
        ({"PEOPLE__LEADERS": '{"wangwu": "wangwu"}'}, "people.leaders", "problem"),
        ({"PEOPLE__STAND_INS": '{"wangwu": "wangwu"}'}, "people.stand_ins", "problem"),
        ({"OFFICIAL_ACCOUNTS": PLAIN_ACCOUNT}, "official_accounts[0].mode", "hint"),
    ],
)
def test_settings_that_do_not_fit_are_named(environ, where, level):
    """What is allowed but will not do what its writer wants is said."""
    config = settings({f"ZHIJIAN__{name}": value for name, value in environ.items()})

    assert where in [place for place, _ in said(config, level=level)]


def test_findings_from_elsewhere_are_shown():
    """What trying the credentials found is shown among the problems, and counted."""
    report = explain(settings()).with_findings([Finding("work.app.secret", "被拒绝", "请重新复制")])

    assert [found.where for found in report.problems] == ["work.app.secret"]


def test_terminal_shows_what_and_cure():
    """Every finding is one line with place, fact and cure; without problems that is said."""
    config = settings({"ZHIJIAN__ROLES__ISSUERS": '["nobody"]'})
    line = "- roles.issuers: 通讯录里没有账号 nobody。请核对账号（不是姓名），或把此人加入应用的可见范围。"

    assert line in shown(config, ORG)
    assert "没有需要处理的问题。" in shown(settings(), ORG)


def test_shipped_settings_have_no_problem():
    """A newcomer who checks the shipped file is told of no problem."""
    path = Path(__file__).parents[2] / "config.yaml"

    assert said(load(path, {})) == []
