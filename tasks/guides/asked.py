"""What of a matter is asked (要带什么, 多少钱, 多久, 去哪): recognised, and taken out before the search."""

# ruff: noqa: E501 - patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_WHAT: Final = r"(?:什么|甚么|啥子?|哪些|哪几样|哪样|几样|些什么|些啥|点什么|点啥|么子)"
_THINGS: Final = r"(?:材料|东西|证件|资料|手续|证明|物品)"
_BE: Final = r"(?:都|还|得|应该|应当|该|一般|具体|需要|需|要|必须)*"
PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {
    part: re.compile(pattern)
    for part, pattern in {
        "complaints": r"(?:投诉|举报)(?:电话|渠道|热线|方式|(?:要|得|应该)?(?:去|到|找|打)?(?:哪里?|哪儿|谁))(?:是多少|有哪些)?|(?:去|到|在)?(?:哪里|哪儿|哪|怎么|咋)(?:投诉|监督)",
        "materials": rf"{_BE}(?:带|准备|提供|提交|交|拿|备|填)(?:上|去|好|齐)?{_WHAT}{_THINGS}?(?:去|过去|呢)?|{_BE}(?:有)?{_WHAT}(?:的)?{_THINGS}|(?:申报|申请|办理|所需|需要的?)?(?:材料|资料)(?:清单|有哪些|是什么)?|(?:要不要|要|需要|用)(?:带|拿)?(?:身份证|户口本|照片)(?:吗|嘛|不)",
        "fee": r"(?:一共|总共|大概|大约|得|要|需要|需|花|交|收|费)*(?:多少钱|几块钱?|几多钱|多少费用|好多钱)(?:一[次本张个])?|(?:要|收|需要|花)(?:不(?:要|收|需要|花))?(?:钱|费|费用|手续费|工本费)(?:吗|嘛|么|不)?|是不是免费|免费(?:的)?(?:吗|嘛|么|不)|(?:收费|费用)(?:标准|依据|是多少|多少|情况)*(?:吗|嘛)?|工本费|手续费|收不收费",
        "term": r"(?:一般|大概|大约|得|要|需要|需|等|办理?)*(?:多久|多长时间|几天|多少天|好久|几个?工作日|多少个?工作日|几个月|多少时间|多少时日)(?:能|可以|才能?|就)?(?:办好|办完|办下来|拿到|下来|出来|领到|批下来|审批|办结|取|好)?|什么时候(?:能|可以|才能?)(?:办好|办完|办下来|拿到|下来|领到|批下来|到账|取)|办理?时限|时限|当天(?:能|可以)(?:办好|办完|拿到|拿|取)(?:吗|嘛)?|立等可取(?:吗)?|(?:能|可以)当场(?:拿|取|办)(?:到|好|完)?(?:吗|嘛)?",
        "hours": r"(?:早上|上午|中午|下午|晚上|周六|周日|周末|星期[六天日]|礼拜[六天日]|节假日|假期|国庆|春节|窗口|你们|大厅|那边|他们)*(?:几点钟?|什么时候|啥时候|什么时间)(?:上班|下班|开门|关门|休息|开始办公|有人)|(?:上班|办公|工作|开门|营业|服务)时间(?:是几点|是什么时候)?|(?:周六|周日|周末|星期[六天日]|礼拜[六天日]|节假日|假期|中午|午休)(?:和?(?:周日|星期[天日]))?(?:时|期间)?(?:你们|窗口|大厅)?(?:也|还)?(?:能|可以|给)?(?:不)?(?:上班|开门|办公|能办|办理|办事|休息|有人|办)(?:吗|嘛|么|不)?|几点(?:钟)?",
        "place": r"(?:应该|应当|该|要|得|需要|可以|能)*(?:去|在|到|上|往)(?:哪里|哪儿|哪个?(?:地方|部门|单位|窗口|局|所|办|大厅)|哪|什么(?:地方|部门|单位|窗口)|啥地方)(?:去)?(?:办理|办|申请|弄)?|(?:哪里|哪儿|哪个?(?:地方|部门|单位|窗口))(?:可以|能|管|负责)?(?:去)?(?:办理|办|申请|弄)?|(?:找|归|是|由)(?:谁|哪个部门|哪个单位|哪里|哪个)(?:办理|办|管|负责)?|(?:办理|办事|办公)?(?:地点|地址)(?:在哪)?|地方在哪|怎么走",
        "phone": r"(?:咨询|联系|办公|办事处?|窗口)?(?:的)?电话(?:号码)?(?:是)?(?:多少|几多|号)?|联系方式|(?:打|拨)(?:哪个|什么|啥)(?:电话|号码)?",
        "conditions": r"(?:需要|要|有|得|应|具备|符合|满足)*(?:什么|哪些|啥|甚么)(?:样的?)?(?:条件|要求|资格|人群)|(?:申请|办理|领取)?(?:的)?条件(?:是什么|有哪些)?|(?:什么|哪些|啥)(?:样的?)?(?:人|家庭)(?:才)?(?:可以|能|有资格)(?:办理|办|申请|领|享受)?|谁(?:才)?(?:可以|能)(?:办理|办|申请|领|享受)?|(?:要)?(?:多大年纪|多大岁数|多少岁|几岁|多大)(?:才)?(?:能|可以)?(?:办理?|领|申请)?|(?:能不能|可不可以|能否|是否可以)(?:办理|办|申请|领取|领|享受)|(?:够不够|有没有)资格|(?:有)?(?:什么|哪些|啥)(?:限制|要求)",
        "basis": r"(?:有)?(?:什么|哪些|哪个|哪条|啥)?(?:法律|政策|文件)?依据(?:是什么)?|(?:根据|依据|按照|按)(?:的)?(?:是)?(?:什么|哪个|哪条|啥)(?:法律?|文件|规定|政策|条例)?|(?:什么|哪条|哪个)(?:法律|法规|条例)(?:规定)?",
        "steps": r"(?:要|该|应该|应当|需要|具体|到底|又)*(?:怎么|怎样|如何|咋个?|怎么样|咋样)(?:去|来|样)?(?:办理|办|弄|申请|搞|操作|走|整|处理|做)?(?:的|啊|呀|呢)?(?!回事)|(?:办理|办事|申请)?(?:的)?(?:流程|程序|步骤)(?:是什么|是怎样的?|有哪些)?",
    }.items()
}
"""Part → how people ask for it. In this order: what was found is taken out before the next is looked for."""
FILLERS: Final = re.compile(
    r"请问一?下?|麻烦(?:你们?|您)?(?:问一?下?)?|(?:想|我想|想要|我要|我)?(?:咨询|问问|问一?下|了解|打听)(?:一?下)?|你们?好|您好|各位|同志|领导|老师|工作人员"
    r"|(?:可以|能够?|要|需要|应该|会|还)(?:去|不要|不用)?(?=\s|$)|哪些|什么|如何|怎样|可以|需不需要|要不要|那么|那个?(?=[要得多去能])|谢谢(?:你们?|您)?|急急急|在线等|可不可以|能不能|可以不可以|能否|是不是|有没有|(?:我|咱)们?(?:家|家里)?(?:想要?|准备|打算|需要|要|得)?"
    r"|现在|目前|今年|最近|一下子?|这个|关于|有关|相关|事项|业务|手续|(?<![补代承协合])(?:办理|办个?|办)(?=$|[\s,，。?？!！])|怎么回事|是什么意思|吗|呢|吧|啊|呀|嘛|哦|哈|的话|了(?=$|[\s,，。?？!！])"
)
"""Words that say nothing of the matter."""
OFFERED: Final[Mapping[str, tuple[str, ...]]] = {
    "steps": ("steps", "materials", "place"),
    "place": ("place", "hours", "phone"),
    "hours": ("hours", "place"),
}
"""Asked for → what is told of it, where that is more than the part itself."""
USUAL: Final = ("materials", "conditions", "fee", "term", "place", "hours", "phone")
"""What is told where nothing of it was asked for by name."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question: which parts are asked for, in words' order of the table, and what is left of it: the matter."""

    parts: tuple[str, ...]
    matter: str


def read_question(text: str) -> Question:
    """Take what is asked for out of a text; what is left names the matter."""
    parts, rest = [], text
    for part, pattern in PATTERNS.items():
        shorter = pattern.sub(" ", rest)
        if shorter != rest:
            parts.append(part)
            rest = shorter
    return Question(tuple(parts), " ".join(FILLERS.sub(" ", rest).split()))


def told_for(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Give the parts that answer what was asked for, each once."""
    wanted = [one for part in parts for one in OFFERED.get(part, (part,))]
    return tuple(dict.fromkeys(wanted)) or USUAL
