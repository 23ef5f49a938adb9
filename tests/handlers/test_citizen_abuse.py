"""What is advertising, an insult or an emergency: on the citizen's side where it is unclear."""

from __future__ import annotations

import pytest

from handlers.citizen.abuse import is_advert, is_insult, is_urgent

ADVERTS = (
    "无抵押贷款，当天放款，加微信 daikuan888",
    "兼职刷单日结，日赚300，加我微信",
    "低息贷款秒批，联系VX：abc12345",
    "代开发票，QQ：88996655",
    "办证刻章加微信 banzheng66",
    "高薪兼职，在家就能做，扫码进群",
    "彩金送不停，点击链接 http://t.cn/abc",
    "棋牌上分，加V信 qp9999",
    "免费领手机，点击领取",
    "招代理，躺赚，加好友详聊",
    "内部荐股，稳赚不赔，进群",
    "代考包过，加qq群",
)
NO_ADVERTS = (
    "有人加我微信说可以低息贷款，是骗子吧",
    "投诉：总收到贷款短信，让加微信 daikuan888",
    "我要举报刷单诈骗，他让我扫码进群",
    "创业担保贷款怎么申请",
    "请问小额贷款贴息要去哪里办",
    "家门口墙上全是办证刻章的小广告",
    "我加了村里的微信群，没人理我",
    "我的微信号是 lisi12345，请联系我",
    "http://example.com/a 这个链接打不开",
    "残疾人创业贷款的优惠政策在哪里看",
    "楼下有人赌博，麻将打到半夜",
    "村里招商占了我家的地",
    "网上兼职被骗了3000元",
    "开发票的地方在几楼",
    "超市搞促销，喇叭太吵",
)
INSULTS = (
    "傻逼",
    "你们这群废物",
    "一群饭桶！！！",
    "滚",
    "去死吧你们",
    "你他妈的",
    "真是垃圾公众号",
    "狗官",
    "一帮吃屎的东西",
    "你们都是王八蛋",
)
NO_INSULTS = (
    "门口垃圾没人清理",
    "垃圾",
    "废物利用的政策",
    "幸福路的灯又坏了，一群废物",
    "你们他妈的到底管不管停水的事",
    "邻居骂我傻逼，还动手打人",
    "滚动屏坏了",
    "日照小区停电了",
    "猪场太臭了",
    "路上有死猪头",
    "谢谢你们",
    "你好",
    "1",
    "",
)
URGENT = (
    "我家着火了",
    "煤气泄露了怎么办",
    "有人落水了快来人",
    "隔壁有人要跳楼",
    "电线断了掉在路上",
    "我妈昏倒了",
    "孩子走丢了",
    "二楼冒烟",
)


@pytest.mark.parametrize("text", ADVERTS)
def test_advertising(text) -> None:
    """A way to be reached and something to be sold, from nobody who asks."""
    assert is_advert(text)


@pytest.mark.parametrize("text", [*NO_ADVERTS, *URGENT, *NO_INSULTS])
def test_no_advertising(text) -> None:
    """Who asks, complains of it or tells of others is heard."""
    assert not is_advert(text)


@pytest.mark.parametrize("text", INSULTS)
def test_nothing_but_an_insult(text) -> None:
    """There is nothing in it that could be dealt with."""
    assert is_insult(text)


@pytest.mark.parametrize("text", [*(t for t in NO_INSULTS if t != "垃圾"), *NO_ADVERTS, *URGENT])
def test_a_complaint_with_an_insult_is_a_complaint(text) -> None:
    """Whatever else is in it counts."""
    assert not is_insult(text)


@pytest.mark.parametrize("text", URGENT)
def test_an_emergency_passes(text) -> None:
    """Whoever writes so is never held back."""
    assert is_urgent(text)


@pytest.mark.parametrize("text", ["路灯不亮", "怎么落户", "S20261124-0119", "电话11912345678"])
def test_everyday_matters_are_no_emergencies(text) -> None:
    """An everyday matter has no way around the limits; the number of a request is no number to call."""
    assert not is_urgent(text)
