"""Which sentences tell of a danger at this moment, and which only speak of one."""

# ruff: noqa: E501 - sentences read better unbroken

from __future__ import annotations

import pytest

from handlers.citizen.reading_danger import danger_of

NOW = {
    "fire": ("着火了", "我们楼里着火了快来人", "竹里村后山起火了", "隔壁三楼冒浓烟了 好像着火", "菜市场失火,火很大", "车子烧起来了在人民路", "仓库爆炸了", "房子着火了!!!", "山上起了大火 烧到村边了",
             "充电的电瓶车着火了 楼道全是烟", "幸福小区3栋着火 有老人在里面", "着火啦 着火啦"),
    "gas": ("家里煤气泄漏了", "楼道里天然气味道很大", "燃气管道被挖断了一直在漏 煤气漏了", "闻到好大的煤气味 煤气味很浓", "邻居煤气中毒了 叫不醒", "液化气罐漏气了怎么办啊"),
    "drowning": ("有小孩溺水了", "水库有人落水快救人", "孩子掉进河里了", "有人掉到水里了在大桥下面", "老人被洪水冲走了"),
    "suicide": ("有人要跳楼", "我不想活了", "我活不下去了 想一了百了", "桥上有个女的要跳河", "我爸喝了农药", "她说想自杀 在房间不开门"),
    "shock": ("有人触电了", "工人被电到了倒在地上", "小孩触电 快来"),
    "violence": ("有人打架动刀了", "楼下有人持刀", "门口打起来了好多人", "我老公打我 救命", "有人拿刀砍人", "有人抢劫", "KTV门口在互殴"),
    "trapped": ("电梯里被困了 我们三个人", "山体滑坡了有人被埋", "地震了", "洪水来了我们被困在屋顶", "墙塌了压住人了"),
    "injury": ("有人受伤了流血", "路口两车相撞 有人受伤", "老人晕倒在路边", "工地上有人摔下来昏迷", "出车祸了 司机不省人事", "我妈心脏病犯了", "孩子被蛇咬了", "好多人食物中毒 在红旗村吃酒席", "老婆要生了 羊水破了"),
}  # fmt: skip
CALM = (
    "灭火器过期了", "小区灭火器都过期没人换", "去年着火的那栋楼什么时候修", "电线乱拉会不会着火", "消防演练什么时候搞", "消防通道被堵 万一着火怎么办", "我家去年火灾能申请救助吗", "火灾保险怎么赔",
    "担心电瓶车充电着火", "电动车飞线充电容易起火", "昨天着火的房子已经扑灭了 谁来赔", "怎么预防煤气中毒", "煤气费怎么交", "天然气什么时候通", "燃气公司上门安检吗", "河边没有护栏 小孩容易掉进河里", "建议水库边立防溺水警示牌",
    "游泳池溺水培训", "孩子学校要防溺水平台签到", "跳广场舞吵死了", "自杀干预热线是多少", "电梯老是坏 上次还困住人", "上个月被车撞伤 工伤怎么认定", "打架斗殴会不会留案底", "我儿子前年打架被判了 能入党吗", "村里打麻将的太多",
    "热死了 小区停电", "邻居半夜吵架 烦死了", "地震了怎么办 学校有没有应急预案演练", "有人乱砍树", "盗砍树木", "路面结冰容易摔倒受伤", "电线垂下来怕触电", "井盖丢了 差点掉进去", "井盖没了,孩子会掉下去的", "变压器老化 存在火灾隐患", "烧烤店油烟大",
    "有人烧秸秆 到处是烟", "希望装个烟雾报警器", "受伤了住院能报销多少", "老人去年摔倒骨折 有没有补助", "之前有人溺水过 希望加护栏", "触电事故赔偿找谁", "生活困难", "家里被困扰很久", "物业态度让人火大", "窗口那个人冲我发火",
    "狗咬人没人管", "怎么申请消防验收", "交通事故认定书在哪拿", "杀虫剂味道大", "电影里有人跳楼 小孩看了怕", "工厂有没有爆炸风险 住旁边好怕", "消防栓没水 着火了都没法救 万一呢", "听说要拆迁", "车被撞了 对方不赔 找谁", "砍价软件骗人",
)  # fmt: skip

LATER = (
    (True, "厨房烧起来了 火好大"),
    (True, "快点来人 有人捅人了"),
    (True, "大爷倒在公交站没反应"),
    (True, "小孩掉到化粪池里了"),
    (True, "有人爬到楼顶要跳"),
    (True, "我被人打了 头上流血"),
    (True, "山火!!红旗村后面"),
    (True, "煤气罐在喷气 不敢进去"),
    (True, "房子塌了里面有人"),
    (True, "我家失火了怎么办"),
    (True, "有个女的割腕了"),
    (True, "游泳的人沉下去没上来"),
    (True, "电线掉下来电着牛了人也倒了"),
    (True, "家里进贼了还在里面"),
    (False, "灭火器哪里买"),
    (False, "昨天有人打架"),
    (False, "小区门口车祸多发 建议设减速带"),
    (False, "我昨天被打了 派出所不管"),
    (False, "煤气表不走"),
    (False, "充电桩什么时候装 免得着火"),
    (False, "邻居堆放易燃物"),
    (False, "办丧事放鞭炮"),
    (False, "这个物业真是要杀人"),
    (False, "孩子受伤学校不负责"),
    (False, "手机被偷"),
    (False, "电梯困人没人管 第三次了"),
    (False, "打人的城管处理了吗"),
    (False, "我老公去年工地触电去世 能领多少抚恤"),
    (False, "马路坑大 摔伤好几个人了"),
    (False, "你们这样是要逼死人吗"),
    (False, "火灾后的房子补助"),
    (False, "老人晕车要不要买票"),
)
"""Written after the patterns were, without looking at them."""


def test_most_of_them_are_many() -> None:
    """There are enough sentences on both sides."""
    assert sum(map(len, NOW.values())) >= 50
    assert len(CALM) >= 50


@pytest.mark.parametrize(("danger", "text"), [(d, t) for d, them in NOW.items() for t in them])
def test_danger(danger: str, text: str) -> None:
    """What happens now is a danger, and of the kind whose number is said first."""
    assert danger == danger_of(text)


@pytest.mark.parametrize("text", CALM)
def test_no_danger(text: str) -> None:
    """What is over, feared, asked about, practised or only a word is none."""
    assert "" == danger_of(text)


@pytest.mark.parametrize(("danger", "text"), LATER)
def test_later(danger: bool, text: str) -> None:
    """The same holds for sentences nobody had in mind."""
    assert danger == bool(danger_of(text))
