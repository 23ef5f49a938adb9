"""What would be formalism at the finger-tips: one table of what is demanded, and how it is said quietly.

Pure: a sentence in, the names of the rows it touches out. What is only talked about (整治接龙打卡, 签到表) touches
nothing. What each row is called, which rule it touches and what the quiet way is stands in the words.
"""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.reading.script import normal
from handlers.reading.values import Reading

ECHO: Final = "echo"
"""收到请回复: the card counts by itself, so nobody waits for an answer about it."""
MINUTES: Final = "minutes"
"""An answer demanded within minutes; it is the time, not the words, that is looked at."""
SHORTEST: Final = timedelta(minutes=30)
"""Time below which only 特急 may demand an answer."""

_IN: Final = r"[^,。;!?\n]"
"""A character of the same clause."""
_GROUP: Final = r"(?:(?:在|到|于|至|发到|发至|发)?(?:本|微信|工作|各|村|大)?群(?:里面?|内|中|上)?)"


@dataclass(frozen=True, slots=True)
class Formal:
    """One row: what is demanded (`pattern`), what has to stand beside it, what excuses it.

    `talk` is taken out first: the word in it means a thing and demands nothing. `persons` is a pattern too that
    counts only where people, not units, are asked. `quiet` turns the words into quiet ones, in order.
    """

    name: str
    pattern: str
    needs: str = ""
    unless: str = ""
    talk: str = ""
    persons: str = ""
    quiet: tuple[tuple[str, str], ...] = ()


_SEEN: Final = (
    r"隐患|危房|(?<!学习)(?<!会议)(?<!活动)(?<!宣讲)(?<!培训)(?<!传达)(?<!宣传)现场|整改|整治|积水|排查|巡查|巡逻|巡河|检查|检修|修复|维修|抢修|更换|清理|清运|施工|工地|受灾|灾情|险情|演练|违建|违法|违章"
    r"|拆除|道路|路面|桥|河道|沟渠|路灯|垃圾|设施|设备|走访|慰问|前后|对比|公示|张贴|悬挂|横幅|展板|宣传栏|宣传画|海报|标语|导引牌|警示牌|执法|物资|损坏|破损|受损|病害|损毁|种植|养殖|验收|工程|项目建设|出险|火情|点位"
)
"""Where there is something to see, a picture says more than words."""
_STUDY: Final = r"学习|会议(?!室)|开会|例会|传达|宣传|宣讲|研讨|座谈|培训|党课|党日|读书|观看|收看|收听|谈心谈话|精神|理论|普法|表态|誓词|学习强国|心得"
_ZERO: Final = r"防汛|汛期|汛情|疫情|森林|防火|火险|值班|值守|台风|暴雨|洪|抗旱|地质灾害|雨雪|冰冻|寒潮|应急|舆情|维稳|安全生产|节假日|春节|国庆"
_PEOPLE: Final = (
    r"(?:个人|干部|人员|网格员|党员|职工|同志|教师|医生|每人|人人|到人|大家|全体|所有人|每名|每位)"
)
_VERB: Final = r"报名|登记|回复|反馈|上报|填报|报送|统计|确认|汇报|填写|报告|报数|报"

TABLE: Final = (
    Formal(
        "echo",
        r"(?:收到|看到|已阅|阅后|知悉),?(?:本?通知后|信息后|消息后|后|的|者)?(?:均|都|务必|及时|尽快|立即|马上)*(?:请|须|要|需|并)?(?:务必|及时|尽快|立即|均|逐一|依次)*"
        rf"{_GROUP}?(?:逐一|依次)?(?:回复|回)(?:一下|个)?(?:\"?收到\"?|确认|1(?!\d)|一声|数字1)?(?={_IN}{{0,2}}(?:[,。;!?:\n]|$))"
        rf"|{_GROUP}?(?:统一)?(?:回复|回个?|扣|打)\"?(?:收到|已阅|1(?!\d)|知悉)\"?(?={_IN}{{0,2}}(?:[,。;!?\n]|$))",
    ),
    Formal(
        "chain",
        r"接龙",
        talk=r"成语接龙|接龙(?:游戏|比赛|小程序|软件)|诗词接龙",
        quiet=(
            (rf"收到(?:后|的)?,?请?{_GROUP}?接龙(?:回复)?(?={_IN}{{0,1}}(?:[,。;!\n]|$))", ""),
            (
                rf"{_GROUP}?(?:进行|依次|逐一|按顺序|自行|一并|用)*{_GROUP}?接龙(?:的?(?:方式|形式))?(?=(?:{_VERB}))",
                "",
            ),
            (rf"{_GROUP}?(?:进行|依次|逐一|按顺序|自行|一并|用)*{_GROUP}?接龙(?:的?(?:方式|形式))?", "反馈"),
        ),
    ),
    Formal(
        "clock_in",
        rf"打卡|(?:{_GROUP}|每[天日]|早晚|线上|网上|定位|拍照){_IN}{{0,8}}签到|签到{_IN}{{0,8}}(?:发群|群里|群内|截图|定位)",
        unless=r"考勤|上下班打卡|指纹|人脸",
        talk=r"打卡(?:点|地|机|器|系统|记录|数据|制度|墙|设备|软件|平台|率|异常)|(?:网红|旅游|文旅|景点|景区|热门|必去)\S{0,4}打卡|签到(?:表|簿|册|本|处|台|单|墙|机|名单|记录|情况|手续|席|环节)",
    ),
    Formal(
        "photo",
        r"(?:要|须|需|请|并|且|同时|附|交|传|报|发|拍|留)?(?:拍照|拍摄|合影|照片|图片|截图|录像|拍视频|短视频|影像资料)|痕迹管理|拍照留痕|处处留痕",
        needs=_STUDY,
        unless=_SEEN,
        quiet=(
            (
                r"(?:和|及|以及|、|与)(?:学习|会议|活动|培训|宣讲|宣传|传达|现场)*的?(?:照片|图片|截图|合影|录像|短视频|影像资料)",
                "",
            ),
            (
                rf"[,、]?(?:均|都|要|须|需|请|并|且|同时|一并|务必|全程)*{_GROUP}?(?:上?(?:传|报|送|交|附|提供|发送?)上?)?(?:拍照|拍摄|拍)(?:留痕|存档|备查|记录|佐证)?(?:上传|上报|报送|发{_GROUP}|发我)?(?:照片|视频|图片)?(?:留痕|存档)?(?=[,。;!\n]|$)",
                "",
            ),
            (
                rf"[,、]?(?:均|都|要|须|需|请|并|且|同时|一并|务必|另)*(?:随)?(?:附上?|提供|提交|上传|报送|上报|发送?|交|传|附带){_IN}{{0,8}}(?:照片|图片|截图|合影|录像|短视频|影像资料){_IN}{{0,4}}(?=[,。;!\n]|$)",
                "",
            ),
            (
                rf"[,、]?{_IN}{{0,4}}(?:照片|图片|截图|合影|录像|短视频|影像资料)(?:发|传|报|上传|报送|上报|交|留存){_IN}{{0,5}}(?=[,。;!\n]|$)",
                "",
            ),
        ),
    ),
    Formal(
        "ranking",
        rf"{_PEOPLE}{_IN}{{0,12}}(?:排名|排行|排序|积分)|(?:排名|排行|积分){_IN}{{0,6}}(?:到人|到个人|个人)|(?:排名|积分)(?:靠后|倒数|末位|垫底)的{_IN}{{0,10}}(?:通报|约谈|检讨)",
        talk=r"积分(?:超市|兑换|制|落户|入学|银行)|排名(?:不分先后|第[一二三\d])",
        persons=r"(?:排名|排行|积分)(?:并|后|榜|情况)?(?:通报|公布|公示|晒)|(?:通报|公布|公示|晒)(?:排名|积分|排行)",
    ),
    Formal(
        "daily",
        r"(?:没有|没|无|不管有无|不论有无|有没有|有无|无论有无)(?:情况|问题|事|异常|变化)?,?(?:也|都|均)(?:要|须|得|必须|应)?(?:报|上报|报送|回复|反馈)|报平安|平安报",
        needs=r"每[天日早晚]|天天|逐日|早晚|每[隔]?\S{1,2}小时",
        unless=_ZERO,
        quiet=(
            (
                r"[,、]?(?:没有|没|无|不管有无|不论有无|有没有|有无|无论有无)(?:情况|问题|事|异常|变化)?,?(?:也|都|均)(?:要|须|得|必须|应)?(?:报|上报|报送|回复|反馈)(?=[,。;!\n]|$)",
                "",
            ),
        ),
    ),
    Formal(
        "likes",
        rf"(?:转发|分享|发|转){_IN}{{0,14}}朋友圈|朋友圈{_IN}{{0,6}}(?:转发|集赞|点赞)|点赞|集赞|刷(?:阅读|播放|点击|浏览)量|转发量|一键三连"
        rf"|(?:参与|参加|完成|动员|组织|发动|每天|每日|帮忙|务必|请){_IN}{{0,12}}投票|投票{_IN}{{0,6}}截图"
        r"|(?<!密切)关注[^,。;!?\n上里]{0,12}(?:公众号|视频号|抖音号|头条号)(?!上|里|的|后台|留言|评论|内容|信息|推送)",
        unless=r"选举|换届|测评|评议|村民代表|业主|表决|无记名|评标|招标|票决|罢免",
        talk=r"值得\S{0,8}点赞|投票(?:站|箱|率|结果|情况)|点赞(?:行动|活动|中国)",
    ),
    Formal(
        "app",
        rf"(?:下载|安装|注册|激活){_IN}{{0,14}}(?:app|软件|客户端|小程序)|(?:app|客户端|小程序){_IN}{{0,8}}(?:下载|安装|注册|激活|日活|装机)",
        unless=r"企业微信|杀毒|正版|驱动|办公软件|卸载",
        talk=r"(?:下载|安装|注册)(?:量|率|情况)?(?:异常|诈骗)",
    ),
)
"""What is demanded, in the order in which it is named; `minutes` is looked at by the clock."""

_WHOLE: Final = re.compile(r"形式主义|为基层减负|基层减负")
"""Whoever writes about the matter itself demands none of it."""
_DENIED: Final = re.compile(
    rf"(?:不用|不要|不必|不需要?|无需|无须|毋需|请勿|切勿|勿|不得|严禁|禁止|不再|不搞|不准|不许|不宜|不应|别(?![的处])|免(?:于|去|予)?|取消|整治|纠治|纠正|清理|减少|停止|杜绝|防止|治理|叫停|防范|谨防|警惕|以免|不能|不可){_IN}{{0,14}}"
)
_FLAGS: Final = re.IGNORECASE


@dataclass(frozen=True, slots=True)
class _Forms:
    """The patterns of a row, compiled; None where it has none."""

    pattern: re.Pattern[str]
    persons: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    talk: re.Pattern[str] | None

    def found_in(self, said: str, *, persons: bool) -> bool:
        """Whether it is demanded in these words."""
        also = self.persons is not None and persons and self.persons.search(said) is not None
        return also or self.pattern.search(said) is not None


def _forms(row: Formal) -> _Forms:
    more = (
        re.compile(one, _FLAGS) if one else None for one in (row.persons, row.needs, row.unless, row.talk)
    )
    return _Forms(re.compile(row.pattern, _FLAGS), *more)


_PATTERNS: Final = {row.name: _forms(row) for row in TABLE}
_QUIET: Final = {row.name: tuple((re.compile(one, _FLAGS), new) for one, new in row.quiet) for row in TABLE}
_MINUTES: Final = re.compile(
    r"(?:[12]?\d|[一二两三四五六七八九]|十[一二三四五六七八九]?|二十[一二三四五六七八九]?)\s?分钟|[一1]刻钟"
)
_CLAUSE: Final = re.compile(r"[^,。;!?\n]*[,。;!?\n]?")


def touched(text: str, *, persons: bool) -> tuple[str, ...]:
    """Give the names of the rows that the words of an order touch; `persons`: it names people, not units."""
    plain = normal(text)
    if _WHOLE.search(plain):
        return ()
    asked = _DENIED.sub("\n", plain)
    return tuple(row.name for row in TABLE if _touches(row.name, asked, persons=persons))


def _touches(name: str, plain: str, *, persons: bool) -> bool:
    forms = _PATTERNS[name]
    said = forms.talk.sub("\n", plain) if forms.talk else plain
    if not forms.found_in(said, persons=persons) or (forms.unless is not None and forms.unless.search(plain)):
        return False
    return forms.needs is None or forms.needs.search(plain) is not None


def formalities(reading: Reading, due: datetime | None, at: datetime) -> tuple[str, ...]:
    """Give what of an order said at `at` would be formalism, by name; the time it leaves comes last."""
    found = touched(reading.content, persons=bool(reading.people) or reading.everyone)
    once = reading.intent == "task" and not reading.rrule
    hurried = once and due is not None and timedelta() < due - at < SHORTEST
    return (*found, MINUTES) if hurried and reading.urgency != "critical" else found


def quietly(text: str, names: Iterable[str]) -> str:
    """Give the words without what these rows are about; clauses that are left over go whole."""
    for name in names:
        if name == MINUTES:
            text = _cut(text, _MINUTES, "30分钟")
            continue
        for pattern, new in _QUIET[name]:
            text = _cut(text, pattern, new)
        text = _without_clauses(text, name)
    return _tidy(text)


def _cut(text: str, pattern: re.Pattern[str], new: str) -> str:
    """Replace what is found in the normal text; both are as long as each other."""
    for found in reversed(list(pattern.finditer(normal(text)))):
        text = text[: found.start()] + new + text[found.end() :]
    return text


def _without_clauses(text: str, name: str) -> str:
    plain = normal(text)
    if not _touches(name, _DENIED.sub("\n", plain), persons=True):
        return text
    forms = _PATTERNS[name]
    spans = [found.span() for found in _CLAUSE.finditer(plain) if found.group()]
    return "".join(
        text[start:end] for start, end in spans if not forms.found_in(plain[start:end], persons=True)
    )


def _tidy(text: str) -> str:
    text = re.sub(r"[,，、]{2,}", "，", text)
    text = re.sub(r"[,，、;；]+(?=[。!！;；\n]|$)", "", text)
    return re.sub(r"(^|\n)[ ,，、;；。]+", r"\1", text).strip()
