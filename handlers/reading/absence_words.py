"""How people say that somebody is away, is back, who stands in: patterns over names and times masked out."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from typing import Final

from handlers.reading.clauses import NAME, TIME

TRIGGER: Final = re.compile(
    r"假|出差|公出|外出|培训|学习|挂职|调休|补休|轮休|病休|住院|返岗|到岗|回来|上班|岗位|不在|代办人|替岗人|[Bb]岗"
)
"""What has to stand in a text before it is looked at more closely."""

_SORT: Final = r"(?:年休|公休|年|病|事|婚|产|丧|公|探亲|陪产|陪护|护理|育儿|哺乳|工伤)"
_WHERE: Final = rf"(?:(?:去|到|赴|在|往)[^,。;!?{NAME}{TIME}]{{1,10}}?)?"
_AWAY: Final = (
    rf"(?:[请休告](?:{TIME}+的?)?{_SORT}?假|{_SORT}假|{_WHERE}(?:出差|公出)|因公(?:外出|出差)|外出(?:学习|培训|开会|考察|办事|公干|参会)?"
    rf"|{_WHERE}(?:学习培训|培训|脱产学习|跟班学习|挂职)|调休|补休|轮休|病休|住院(?:治疗)?|不在(?:单位|岗|办公室|班)?(?=[,。;! ]|$)|休{TIME}+)"
)
_ME: Final = r"(?:我自己|我本人|我|本人)"
_I: Final = rf"(?:{_ME}|{NAME}++)"
_WISH: Final = r"(?:想|要|需要?|将|拟|打算|准备|得|也|特|现|还|申请|向(?:您|领导|组织)?|会|因私|因公|有事|因事|因病|身体不适|必须|在)*"
_WHY: Final = rf"(?:因(?:为)?[^,。;!?{NAME}{TIME}]{{1,12}}?)?"
_AT: Final = rf"(?:{TIME}+(?:期间)?的?)?"
LEAVE: Final = re.compile(
    rf"{_AT}{_I}?{_WISH}{_WHY}{_AT}{_WISH}{_WHY}{_WISH}{_AWAY}(?:共计?|时间|为|{TIME}|,(?={TIME}+(?:[,。;!]|$)))*(?:一下|了|期间)?(?:吧|哈|啊|喽|哦)?"
)
_WORK: Final = r"(?:(?:请假|休假|出差|这)?期间|其间|这段?时间|我?的?(?:手头|手上)?的?(?:工作|任务|事情|事务|岗位|班)|我的|有关|相关|的|,)*"
_STAND: Final = r"(?:代替|顶替|接替|代办|代管|代理|代班|代岗|顶班|顶岗|替班|替岗|代为|代|替|顶|接手|负责|办理|处理|承担|值守|管|一下|临时|暂时?|先|帮忙?|我)"
_NOBODY: Final = rf"(?P<nobody>(?!{NAME})[\u4e00-\u9fff]{{2,4}}?)"
_WHOM: Final = rf"(?:{NAME}++|{_NOBODY})(?:同志)?"
_ENDS: Final = r"(?:的?(?:工作|任务|岗位|班|事))*(?:了|吧)?"
STAND_IN: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_WORK}(?:由|请|让|委托|就由|改由|是)?@?{NAME}++(?:同志)?(?:来|会|可以)*{_STAND}+{_ENDS}",
        rf"{_WORK}(?:由|让|委托|就由|改由){_NOBODY}(?:同志)?(?:来|会|可以)*{_STAND}+{_ENDS}",
        rf"{_WORK}(?:已经?|先|暂时?)*(?:交给|交由|交接给|移交给?|委托给?)@?{_WHOM}(?:来|会)*{_STAND}*(?:了)?",
        rf"有(?:什么|啥)?(?:事|任务|问题|急事)(?:情)?(?:请|可以?|就)*(?:直接)?(?:找|联系)@?{_WHOM}",
        rf"(?:请假期间的?)?(?:代办人|替岗人|代岗人|(?:AB|[Bb])岗)(?:改为|改成|换成|换为|是|为|:)? ?@?{_WHOM}",
    )
)
_OFF: Final = rf"(?:请假|休假|出差|外出|{_SORT}?假)"
BACK: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_I}|{TIME}|已经?|提前|要|申请|想|现在|现|特|就)*(?:销假|(?:返|到)岗(?:上班)?|(?:返回|回到)(?:工作)?(?:岗位|单位)(?:上班)?|回(?:来|单位)上班|(?:结束|终止){_OFF}|{_OFF}(?:提前)?结束)了?",
        rf"{_ME}(?:已经?|提前|{TIME})*(?:回来|上班)了",
        rf"(?:{_I}|要|申请|想|请|把)*(?:取消|撤销|撤回|作废){_I}?的?(?:{TIME}+的?)?{_OFF}(?:登记|申请)?了?",
        rf"(?:{_I}的?)?(?:{TIME}+的?)?(?:我的?)?{_OFF}(?:登记|申请)?就?(?:取消|作废|不请|不去|不用请|不休|撤销)了?",
        rf"(?:{_I}|{TIME}|现在)*(?:不|不用|先不|暂不|暂时不)(?:再|用)?(?:去|需要)?(?:请{_SORT}?假|休{_SORT}?假|出差|外出|住院)了?",
    )
)
CALLS_OFF: Final = re.compile(r"取消|撤销|撤回|作废|不请|不去|不用|不休|[不先]再?(?:去)?(?:请|休|出|外|住)")
"""A time beside these says which absence is meant; beside the others, when somebody is back."""
ASK: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_I}?{TIME}*(?:是否|有没有)?(?:已经?)?(?:登记|请|报)?了?(?:请假|休假|出差|假)(?:登记)?(?:成功)?了?(?:吗|没有?|么)",
        rf"{_I}?的?(?:请假|休假|出差)(?:时间|期限)?(?:是)?(?:到|从)?(?:什么时候|哪天|几号|何时|哪一天)(?:结束|到期|开始|为止)?[呢啊]?",
        rf"(?:请|帮我|给我)*(?:查看?|看看?|查询|查一下|看一下)?(?:{_I}的?|本人的?)(?:请假|休假)(?:情况|记录|登记|安排|时间)?",
        r"(?:查看?|看看?|查询|查一下|看一下)(?:我的)?(?:请假|休假|出差)(?:情况|记录|登记|安排|时间)?",
    )
)
_HERE: Final = r"(?:现在|目前|我们?(?:单位|办|所|村|中心)?|单位里?|本单位)"
WHO: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{TIME}|{_HERE})*(?:都|还)?有?(?:谁|哪些人|哪几个?人|哪[个位](?:同志)?|几个?人|多少人)(?:在|是|都)*(?:请了?假|休假|出差|外出|不在(?:岗|单位)?)(?:了|的)*",
        rf"(?:{TIME}|{_HERE}|查看?|看看?|的)*(?:请假|休假|出差|外出)的?(?:人员?|同志)(?:名单|情况|有哪些|有谁|都有谁|是谁)*",
        rf"(?:{TIME}|查看?|看看?|的)*(?:请假|休假|出差)名单",
    )
)
ELSE: Final = re.compile(
    rf"延期|延长|宽限|推迟|改派|转[办给交]|退回|退办|督办|反馈|报送|上报|报告|报表|指令|通知|各[村单部]|全体|大家|统计|收到|请{NAME}++(?!{_STAND}|来|会|同志|假)"
)
"""Words of a message that is about something else, whoever is away."""
REASON: Final = re.compile(rf"[^,。;!?\n{NAME}]{{1,30}}")
GAP: Final = re.compile(r"[\s,。;!?~、]+")
EVERY_DAY: Final = re.compile(r"产假|陪产|护理假|哺乳假")
"""Leave that counts days off, too."""
