"""The same matter from two people, and what only sounds like it: pairs written by hand."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.requests.same import ALIKE, SAME, Traits, likeness, same_person, traits

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)

SAME_PAIRS = [
    ("幸福小区停水三天了没人管", "幸福小区没水用了，已经好几天"),
    ("青溪镇幸福小区3号楼停水", "幸福小区3号楼今天又停水了，家里老人没法做饭"),
    ("中心路的路灯坏了一个星期", "中心路晚上黑漆漆的，路灯都不亮"),
    ("竹里村口的路灯不亮，老人晚上摔跤", "竹里村路灯坏了好久没人修"),
    ("菜市场门口垃圾堆成山，臭死了", "东门菜市场旁边的垃圾好多天没有清运"),
    ("东门菜市场垃圾没人清", "东门菜市场垃圾堆了好多天，太臭了"),
    ("人民路井盖没了一个，太危险", "人民路上有个井盖不见了，差点掉下去"),
    ("滨河路施工到半夜，吵得睡不着", "滨河路工地晚上十二点还在打桩，噪音太大"),
    ("阳光花园楼下广场舞音响太吵", "阳光花园每天晚上跳广场舞扰民"),
    ("和平小区下水道堵了，污水冒到路上", "和平小区污水横流，下水道堵塞没人通"),
    ("解放路积水很深，车都过不去", "解放路一下雨就积水，排水不行"),
    ("石桥村水管爆了，水流了一地", "石桥村自来水管破裂，漏水严重"),
    ("南湾村停电，什么时候来电", "南湾村从昨晚开始停电到现在"),
    ("翠竹苑电梯坏了，老人上不了楼", "翠竹苑2号楼电梯又坏，困梯两次"),
    ("一中门口车辆乱停，学生走不了路", "青溪一中学校门口违停严重"),
    ("老街的违章建筑把消防通道堵了", "老街有人私搭乱建，占用消防通道"),
    ("镇卫生院周末不开门，打不了疫苗", "镇卫生院星期六打疫苗没人"),
    ("6路公交末班车太早，下班赶不上", "6路公交车末班太早了，建议延长"),
    ("鸿运饭店油烟直排，家里不能开窗", "鸿运饭店油烟太大，熏得受不了"),
    ("有人在河东村后面焚烧垃圾，冒黑烟", "河东村烧垃圾，烟味很大"),
    ("宏达工地拖欠我们农民工工资三个月", "宏达工地欠薪，工人工资几个月没发"),
    ("振兴街大树倒了压到电线", "振兴街有棵大树倒在电线上"),
    ("西坡村道路坑坑洼洼，电动车摔了好几个", "西坡村的路烂得不成样子，坑太多"),
    ("明珠小区物业不作为，乱收物业费", "明珠小区物业费涨价，物业什么都不管"),
    ("云溪社区流浪狗咬人", "云溪社区好多流浪狗，小孩不敢出门"),
    ("竹里村3组没有手机信号", "竹里村3组移动信号差，打不出电话"),
    ("建设路燃气停了两天没法做饭", "建设路这一片没有天然气，停气了"),
    ("河西桥护栏断了一截", "河西桥的护栏断了，晚上很危险"),
    ("惠民超市卖过期牛奶", "在惠民超市买的牛奶过期了"),
    ("幸福小区停水", "幸福小区停水了"),
    ("请问幸福小区什么时候来水", "幸福小区停水什么时候恢复"),
    ("镇政府门口的红绿灯坏了", "镇政府门口红绿灯坏了没人修"),
    ("小河沟里死鱼很多，水发臭", "小河沟死了很多鱼，水臭得很"),
    ("健身广场的健身器材坏了，小孩差点受伤", "健身广场健身器材坏了，伤到孩子怎么办"),
]
OTHER_PAIRS = [
    ("幸福小区停水三天了", "阳光花园停水三天了"),
    ("幸福小区停水三天了没人管", "幸福小区的路灯坏了没人管"),
    ("中心路路灯不亮", "滨河路路灯不亮"),
    ("竹里村路灯坏了", "石桥村路灯坏了"),
    ("人民路井盖没了", "解放路井盖没了"),
    ("东门菜市场垃圾没人清", "西门菜市场垃圾没人清"),
    ("低保怎么申请", "养老金怎么查"),
    ("请问办身份证要带什么材料", "请问办结婚证要带什么材料"),
    ("阳光花园广场舞太吵", "阳光花园停电"),
    ("宏达工地拖欠工资", "盛世工地夜里施工太吵"),
    ("翠竹苑电梯坏了", "明珠小区电梯坏了"),
    ("石桥村水管爆了", "南湾村水管爆了"),
    ("和平小区下水道堵了", "和平小区有人养狗不牵绳"),
    ("解放路积水很深", "解放路路灯坏了"),
    ("南湾村停电", "南湾村宅基地纠纷"),
    ("老街违章建筑占消防通道", "老街油烟太大"),
    ("镇卫生院打不了疫苗", "镇卫生院停车位太少"),
    ("6路公交末班车太早", "8路公交站牌倒了"),
    ("鸿运饭店油烟太大", "鸿运饭店吃坏肚子"),
    ("河东村烧垃圾", "河西村烧秸秆"),
    ("西坡村道路太烂", "西坡村低保评定不公"),
    ("明珠小区物业乱收费", "明珠小区噪音扰民"),
    ("云溪社区流浪狗咬人", "云溪社区停水"),
    ("惠民超市卖过期牛奶", "惠民超市门口乱停车"),
    ("我家没人管，老人生病了", "我们这里停水没人管"),
    ("希望领导尽快解决我们的问题", "希望领导尽快处理孩子入学"),
    ("表扬镇政府窗口的小王，服务很好", "镇政府窗口的人态度太差，服务很不好"),
    ("孩子上小学怎么报名", "孩子学校老师违规补课"),
    ("建设路停气", "建设路停水"),
    ("养老金没到账", "医保卡报销没到账"),
    ("振兴街大树倒了", "振兴街公交站牌倒了"),
    ("一中门口乱停车", "二中门口乱停车"),
    ("竹里村3组没有手机信号", "竹里村3组路面塌陷"),
    ("征地补偿款没有发", "高龄补贴没有发"),
]


def of(text: str, **more: object) -> Traits:
    """Read a text as of the one moment."""
    return traits(text, AT, **more)  # type: ignore[arg-type]  # the caller's columns


@pytest.mark.parametrize(("one", "other"), SAME_PAIRS)
def test_the_same_matter(one: str, other: str) -> None:
    """What two people say of one matter is offered as the same, whichever came first."""
    assert ALIKE <= likeness(of(one), of(other))
    assert likeness(of(other), of(one)) == likeness(of(one), of(other))


@pytest.mark.parametrize(("one", "other"), OTHER_PAIRS)
def test_another_matter(one: str, other: str) -> None:
    """The same trouble elsewhere, or another trouble at the same place, is another matter."""
    assert ALIKE > likeness(of(one), of(other))


def test_enough_pairs() -> None:
    """There are at least sixty pairs, as many of the one as of the other."""
    assert 60 <= len(SAME_PAIRS) + len(OTHER_PAIRS)
    assert len(SAME_PAIRS) == len(OTHER_PAIRS)


@pytest.mark.parametrize("text", sorted({one for pair in SAME_PAIRS for one in pair}))
def test_said_again_in_the_same_words(text: str) -> None:
    """The same words again are surely the same matter."""
    assert SAME <= likeness(of(text), of(text))


def test_columns_speak_too() -> None:
    """Another area, or another category, speaks against it; praise is never a complaint."""
    text = "路灯坏了没人修"
    alike = likeness(of(text, area=3, category="市政"), of(text, area=3, category="市政"))

    assert alike > likeness(of(text, area=3), of(text, area=4))
    assert alike > likeness(of(text, category="市政"), of(text, category="供电"))
    assert likeness(of(text, kind="complaint"), of(text, kind="praise")) == 0.0


def test_place_told_apart_from_words() -> None:
    """A place that was asked for counts as one that stands in the words."""
    assert ALIKE <= likeness(of("停水三天了", place="幸福小区"), of("幸福小区没水"))
    assert ALIKE > likeness(of("停水三天了", place="阳光花园"), of("幸福小区没水"))


def test_one_person() -> None:
    """One person is known by the account or by the telephone; nobody known is nobody's twin."""
    text = "幸福小区停水"

    assert same_person(of(text, who=("c7", "")), of(text, who=("c7", "p1")))
    assert same_person(of(text, who=("c7", "p1")), of(text, who=("p1",)))
    assert not same_person(of(text, who=("c7",)), of(text, who=("c8",)))
    assert not same_person(of(text, who=("",)), of(text, who=("",)))


@given(st.text(alphabet="幸福小区停水路灯坏了垃圾臭3号楼人民路的吗 ,。", max_size=40), st.text(max_size=40))
def test_any_two_texts(one: str, other: str) -> None:
    """Likeness is a number from 0 to 1, the same either way round, whatever people write."""
    score = likeness(of(one), of(other))

    assert 0 <= score <= 1
    assert score == likeness(of(other), of(one))


def test_fast_against_ten_thousand() -> None:
    """One request is held against 10,000 in a small part of the time a message may take."""
    dice = random.Random(5)
    known = [text for pair in (*SAME_PAIRS, *OTHER_PAIRS) for text in pair]
    texts = [f"{dice.choice(known)}，{dice.choice(known)}" for _ in range(200)]
    mine = of("幸福小区停水三天了没人管")
    begun = time.perf_counter()
    scores = [likeness(mine, traits(text, AT + timedelta(minutes=n))) for n, text in enumerate(texts)]
    took = (time.perf_counter() - begun) / len(texts)

    assert len(texts) == len(scores)
    assert took < 0.001
