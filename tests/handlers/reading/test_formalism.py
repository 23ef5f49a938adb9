"""What would be formalism at the finger-tips, and what only looks like it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.reading.formalism import formalities, quietly, touched
from tests.handlers.reading.conftest import TUESDAY

FORMAL = {
    "echo": [
        "请各村明天12点前完成排查，收到请回复",
        "通知：明天上午9点开会，收到后请在群里回复",
        "请各单位知悉，收到请回复1",
        "请大家收到后务必及时回复收到",
        "请各村落实，并在群里统一回复“收到”",
        "请各位书记看到后扣1",
    ],
    "chain": [
        "请各村今天下班前在群里接龙上报值班人数",
        "请大家群里接龙报名",
        "请各单位以接龙形式反馈落实情况",
        "请李四、王五接龙",
        "收到请接龙",
    ],
    "clock_in": [
        "请全体干部每天早上8点半前在群里打卡",
        "所有人今天下班前完成打卡",
        "请各村书记每天在群里签到",
        "请网格员定位签到",
        "请大家签到后截图发群",
    ],
    "photo": [
        "请各村周五前组织学习全会精神，拍照留痕",
        "请各支部开展主题党日，并附活动照片",
        "请各单位传达会议精神，照片发群里",
        "各村周四前组织一次入户宣传，拍照留存",
        "请大家完成学习强国补学，截图发群里",
        "请民政办组织普法宣讲，上传宣讲现场照片",
    ],
    "ranking": [
        "请党政办每天对干部完成情况排名",
        "按网格员上报数量积分",
        "对个人签收速度排名到人",
        "请李四、王五尽快完成，每天公布排名",
        "排名靠后的一律通报约谈",
    ],
    "daily": [
        "请各村书记每天下午6点前在群里报平安",
        "请各村每天17点前上报信息，没有情况也要报",
        "请各单位每日12点前报送，无论有无情况都要上报",
    ],
    "likes": [
        "请全体人员把文章转发到朋友圈",
        "请大家为我镇视频点赞",
        "请各村组织村民投票，每天都要投",
        "请各位关注青溪发布公众号",
        "请各村发动群众参与网络评选投票",
    ],
    "app": [
        "请各村本周内完成反诈中心APP下载",
        "请全体干部安装学习客户端",
        "请各村统计小程序注册率",
        "请大家下载并注册文明实践app",
    ],
}
"""Row → sentences that touch it, and no other."""

PLAIN = [
    "请各村明天12点前反馈并附照片",
    "请张三、李四明天下午5点前反馈燃气安全排查情况,附现场照片",
    "请竹里村拍照上报危房现状",
    "请环卫所清理积水，拍照反馈",
    "请各村每天下午5点前报零报告",
    "汛期请各村每日零报告，没有情况也要报",
    "森林防火期每天18点前报送值守情况，无情况也要报",
    "请党政办明天9点前准备好会议签到表",
    "请各位准时到会场签到入席",
    "请各单位12月5日前组织一次演练，并报送照片",
    "请褚静拍窗口导引牌现场照片，下午3点前发我",
    "请各村张贴宣传海报，附照片",
    "请各村整治强制打卡、接龙问题，周五前反馈",
    "请党政办自查指尖上的形式主义，重点看打卡、接龙、点赞、投票",
    "请各单位落实，不用回复收到",
    "通知：严禁在工作群接龙打卡",
    "请民政办做好村委会换届选举投票工作",
    "请便民中心关注公众号上的群众留言",
    "请各村知悉，无需拍照",
    "请派出所核查网红打卡点安全隐患",
    "请学校组织成语接龙比赛",
    "请竹里村统计积分超市兑换情况",
    "请各单位对各村人居环境评比结果进行公示",
    "请收到通知后2小时内反馈",
    "收到县里通知，请各村今晚8点前把台账备齐",
    "请应急办更换考勤打卡机",
    "请李四下载附件模板填报",
    "请各单位卸载不用的APP",
    "请各村排查道路隐患，拍照上传",
    "请司法所宣讲安全知识，排查隐患并拍照",
    "请各村走访困难党员，附走访照片",
    "请环卫所上报排名第一的村名",
    "通报表扬：民政办在文明创建中表现突出",
    "请信访办密切关注网络舆情",
    "请各村参加年度测评投票",
]
"""Ordinary orders: none of them touches anything."""

QUIET = [
    ("请各村今天下班前在群里接龙上报值班人数", "chain", "请各村今天下班前上报值班人数"),
    ("请李四、王五今天17点前接龙", "chain", "请李四、王五今天17点前反馈"),
    ("请各村周五前组织学习全会精神，拍照留痕", "photo", "请各村周五前组织学习全会精神"),
    ("请各支部开展主题党日，并附活动照片，周五前反馈。", "photo", "请各支部开展主题党日，周五前反馈。"),
    ("请各单位报送学习情况和学习照片", "photo", "请各单位报送学习情况"),
    ("请各村每天17点前上报信息，没有情况也要报", "daily", "请各村每天17点前上报信息"),
    ("请各村报送总结，全体人员在群里打卡。", "clock_in", "请各村报送总结"),
    ("请李四15分钟内反馈", "minutes", "请李四30分钟内反馈"),
    ("請各村今天下班前在群裡接龍上報人數", "chain", "請各村今天下班前上報人數"),
]
"""As written, what is touched, and the quiet form."""


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, some in FORMAL.items() for text in some])
def test_what_is_formalism(name: str, text: str, understand) -> None:
    """Each sentence touches its row; 收到请接龙 and the like touch no second one."""
    reading = understand(text)
    found = touched(text, persons=bool(reading.people) or reading.everyone or name == "ranking")

    assert (name,) == found


@pytest.mark.parametrize("text", PLAIN)
def test_what_only_looks_like_it(text: str) -> None:
    """An ordinary order touches nothing, whoever it is for."""
    assert () == touched(text, persons=True)


@pytest.mark.parametrize(("text", "name", "quiet"), QUIET)
def test_the_quiet_form(text: str, name: str, quiet: str) -> None:
    """What is demanded goes; everything else stays as posted."""
    assert quiet == quietly(text, [name])


@pytest.mark.parametrize(
    ("text", "minutes", "found"),
    [
        ("请李四10分钟内反馈", 10, True),
        ("加急 请李四20分钟内反馈", 20, True),
        ("请李四30分钟内反馈", 30, False),
        ("特急 请李四5分钟内反馈", 5, False),
        ("请李四今天17点前反馈", -5, False),
        ("通知：10分钟内停水，请李四知悉", 10, False),
    ],
)
def test_an_answer_within_minutes(text: str, minutes: int, found: bool, understand) -> None:
    """Less than half an hour without 特急 is; what is over is another question, a notice asks nothing."""
    names = formalities(understand(text), TUESDAY + timedelta(minutes=minutes), TUESDAY)

    assert found == ("minutes" in names)
