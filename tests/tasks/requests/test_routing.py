"""Which office gets a request: the table, the unit that is named, who is complained of, the triage."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from handlers.requests.routing import area_of, category_of, office_of
from tasks.people.org import Department, Org, Person
from tasks.requests.kinds import COMPLAINT, HELP, Desk, Route

UNITS = {
    1: Department(1, "青溪镇"),
    2: Department(2, "党政办公室", 1, 10),
    5: Department(5, "环境卫生管理所", 1, 40, ("环卫所",)),
    10: Department(10, "村(社区)", 1, 60),
    11: Department(11, "竹里村", 10, 61, ("竹里",)),
}
PEOPLE = {
    "sunli": Person("sunli", "孙丽", (2,), leads=(2,)),
    "zhengjun": Person("zhengjun", "郑军", (5,), leads=(5,)),
    "fenggang": Person("fenggang", "冯刚", (5,)),
    "weiguo": Person("weiguo", "卫国", (11,), leads=(11,)),
}
ORG = Org(UNITS, PEOPLE)
ROUTES = (
    Route("垃圾", 11, ("垃圾", "脏乱"), area=11),
    Route("垃圾", 5, ("垃圾", "脏乱"), person="fenggang"),
    Route("供水", 99, ("停水",)),
)


def office(content: str, *, place: str = "", kind: str = HELP, routes: tuple[Route, ...] = ROUTES):
    """Give who gets it and why."""
    desk = Desk(routes=routes)
    request = SimpleNamespace(
        kind=kind, content=content, place=place, category=category_of(content, routes),
        area=area_of(place, content, ORG),
    )  # fmt: skip
    found = office_of(request, SimpleNamespace(org=ORG, desk=desk))
    return (found.person, found.why) if found else None


@pytest.mark.parametrize(
    ("expected", "content", "more"),
    [
        (("weiguo", "route"), "路边垃圾没人清", {"place": "竹里村口"}),
        (("fenggang", "route"), "路边垃圾没人清", {"place": "幸福路"}),
        (("sunli", "triage"), "幸福路停水两天了", {}),
        (("zhengjun", "named"), "请环卫所来冲一下路面", {}),
        (("weiguo", "named"), "竹里村的路灯不亮", {}),
        (("sunli", "triage"), "路灯不亮", {}),
        (("sunli", "triage"), "环卫所的工作人员态度很差", {"kind": COMPLAINT}),
        (("sunli", "triage"), "竹里村书记乱收费", {"kind": COMPLAINT, "place": "竹里村"}),
        (("weiguo", "named"), "晚上施工吵得睡不着", {"kind": COMPLAINT, "place": "竹里村"}),
        (("sunli", "triage"), "青溪镇的路灯不亮", {}),
    ],
)
def test_office(expected, content, more) -> None:
    """The first row that fits, else the unit that is named, but not who is complained of; else the triage."""
    assert expected == office(content, **more)


def test_category_without_a_row_that_fits() -> None:
    """The category is found by its words also where its office is not there any more."""
    assert "供水" == category_of("又停水了", ROUTES)


def test_nobody_known() -> None:
    """Where the directory knows nobody, a request has no office yet."""
    assert office_of(
        SimpleNamespace(kind=HELP, content="", place="", category="", area=0),
        SimpleNamespace(org=Org(), desk=Desk()),
    ) is None  # fmt: skip
