"""Where a matter is, out of people's own sentences; the directory is the bundled township's."""

# ruff: noqa: E501 - sentences read better unbroken

from __future__ import annotations

import json
from importlib import resources

import pytest

from handlers.citizen.reading_place import place_answered, place_of
from tasks.people.org import Department, Org


def township() -> Org:
    """Give the units of the bundled township."""
    read = json.loads(resources.files("sandbox").joinpath("qingxi.json").read_text("utf-8"))
    return Org(
        {
            d["id"]: Department(d["id"], d["name"], d["parentid"], d["order"], tuple(d.get("aliases", ())))
            for d in read["departments"]
        }
    )


ORG = township()
CASES = {
    "幸福路路灯不亮了": "幸福路",
    "我们小区停水了": "",
    "红旗村断电一下午了 老人受不了": "红旗村",
    "家门口井盖不见了,好危险": "",
    "顺交社区3栋 楼道灯坏了": "顺交社区3栋",
    "竹里三组路口有个大坑": "竹里三组路口",
    "幸福路和人民路交叉口红绿灯坏了": "幸福路和人民路交叉口",
    "阳光小区3栋2单元502室漏水": "阳光小区3栋2单元502室",
    "镇卫生院对面垃圾成堆": "镇卫生院对面",
    "村里修路修了半年还没通": "",
    "路灯坏了": "",
    "马路上有个坑": "",
    "楼下烧烤店每天半夜吵": "",
    "我要投诉中心小学门口乱停车": "中心小学门口",
    "请问幸福路12号路灯坏了找谁": "幸福路12号",
    "建设大道农业银行门口下水道堵了": "建设大道",
    "身份证到期了怎么换": "",
    "学校门口乱停车": "",
    "建议在学校门口装个红绿灯": "",
    "应急办电话多少": "",
    "环卫所不来收垃圾": "",
    "龙黄村村委会后面有人偷排污水": "龙黄村村委会后面",
    "有人在山上盗伐树木": "",
    "沿河街三十二号油烟扰民": "沿河街三十二号",
    "我在人民公园被狗咬了": "人民公园",
    "老街菜市场旁边公厕没水": "老街菜市场旁边",
    "金源小区物业乱收费": "金源小区",
    "我家住在新兴街15号": "新兴街15号",
    "今天去办事大厅态度很差": "",
    "3号线公交车不来": "",
    "县道X201龙黄段路面塌了": "龙黄段",
    "村口那个弯道": "",
    "谢谢社区朱书记帮我找回老人": "",
    "竹里村文化室旁边": "竹里村文化室旁边",
}
UNITS = {
    "应急办电话多少": (0, 3), "环卫所不来收垃圾": (0, 5), "红旗村断电一下午了": (13, 0), "龙黄的路": (12, 0), "顺交社区的环卫所": (14, 5),
    "青溪镇的路灯": (0, 0),
}  # fmt: skip
ANSWERS = {
    "水流得到处都是": "", "快处理": "", "满意": "", "村主任把低保给他亲戚了": "", "我家门口": "",
    "顺交社区五栋楼下!!!": "顺交社区五栋楼下", "我在龙黄村二组": "龙黄村二组",
    "幸福路12号,已经三天了还没人修,昨天有个老人摔了": "幸福路12号",
    "老榕树那里": "老榕树那里", "就在幸福路12号": "幸福路12号", "我也说不清,怎么办?": "", "每天晚上都这样,从十一点吵到两点,楼上楼下邻居全都睡不着,娃娃明天还要上学": "",
}  # fmt: skip


@pytest.mark.parametrize(("text", "place"), CASES.items())
def test_place(text: str, place: str) -> None:
    """A road, a village, a house and what stands beside it; 马路, 我们小区 and 学校门口 are nowhere."""
    assert place == place_of(text, ORG).text


@pytest.mark.parametrize(("text", "units"), UNITS.items())
def test_units(text: str, units: tuple[int, int]) -> None:
    """The village it lies in and the office that is named; the whole township is neither."""
    found = place_of(text, ORG)

    assert units == (found.area, found.unit)


@pytest.mark.parametrize(("text", "place"), ANSWERS.items())
def test_answer_to_where(text: str, place: str) -> None:
    """Short words in answer to «where?» are a place, a long story is not."""
    assert place == place_answered(text, ORG).text
