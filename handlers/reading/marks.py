"""Whether a time named in a text is a deadline: marked as one, something to be done by then, or neither."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from bisect import bisect
from typing import Final, Literal

from handlers.reading.masks import BLANK
from handlers.reading.moments import Moment

Spans = tuple[tuple[int, int], ...]
Bond = Literal["marked", "done by then", "none"]

_SPACE: Final = rf"[\s{BLANK}]*"
_DO: Final = r"报送|上报|申报|反馈|提交|完成|整改|办结|办理|处置|回复|交办|汇报|报告|答复|交|报|收集|落实|清零|缴费|填报|报名|征集"
_BEFORE: Final = re.compile(
    rf"(?:(?P<asof>截至|截止)(?:到|至|于|在)?|截止(?:时间|日期|期限)?{_SPACE}(?:为|是|到|至|:)+"
    r"|最迟|最晚|至迟|最多|不超过|不得超过|不迟于|不晚于|不得迟于|不得晚于|务必赶在|赶在|限时|(?<!宽)限期|限于|限在|(?<![宽有无年期上下极局权])限"
    rf"|(?:{_DO})?(?:时限|期限|限期)(?:要求)?{_SPACE}(?:为|是|:|到|至)*|(?:{_DO})(?:截止)?(?:时间|日期){_SPACE}(?:为|是|:|到|至)+"
    rf"|截止(?:时间|日期){_SPACE}|ddl{_SPACE}(?:为|是|:)?|deadline{_SPACE}(?:为|是|:)?)"
    rf"{_SPACE}(?:请|务必)?{_SPACE}(?:应?于|在|到|至|为|是|:)?{_SPACE}$",
    re.IGNORECASE,
)
_MOVED: Final = re.compile(
    r"(?:延期|延长|推迟|缓|顺延|展期|延迟|延后|延|改期|改|宽限|放宽|推|拖|调整?|变更|顺|提前|提早|推后|错后|往?[前后][推放挪移延提拖调]|挪|移|放|更改|更正|时间|时限|期限|截止)(?:时间|时限|期限|截止时间)?(?:为|成)?"
    rf"(?:{_SPACE}(?:一下)?(?:回到|回至|到|至|为|成|在|回))?的?{_SPACE}$"
)
_AFTER: Final = re.compile(
    rf"{_SPACE}(?:\([^()]{{0,12}}\))?{_SPACE}(?:的时候|整)?"
    r"(?:(?P<by>之前|以前|前)(?![往来台后期言沿端身]|述(?!职)|提(?![交供报出醒前]))|(?P<within>之内|以内|内)(?![部容涝涵地业外定设置在控参])"
    rf"|(?:(?:{_DO})?截止|截至)(?!目前|今)|为止|止(?!痛|血|损|步)|为限|之内)"
)
_BEGIN: Final = re.compile(
    rf"{_SPACE}(?:\([^()]{{0,8}}\))?{_SPACE}(?:起|开始|以后|之后|后(?!勤|续|备|台|期)|以来|至今|(?:前|之前)后|始)"
)
_AGO: Final = re.compile(
    r"(?:原定|原计划|原要求|原本|本应|此前要求|先前要求|近|最近|过去|连续|历时|已|已经|今后|第|上个|前|再过|提前|累计|为期|共|每|每隔)于?在?$"
)
_SHIFTED: Final = re.compile(rf"(?:延期|推迟|顺延|延长|延后|改期)(?:到|至){_SPACE}$")  # 停水延期到周四结束
_GAP: Final = re.compile(r" {2,}")
_FORECAST: Final = re.compile(r"(?:未来|预计|今后|接下来)的?$")
_STATED: Final = re.compile(
    rf"{_SPACE}[,、]?{_SPACE}(?:(?:我|全|本|辖区|各地|该)[镇乡县市区村办所内]?[^,。;!?\n]{{0,30}}?(?:完成|实现|发放|收缴|清理|排查|办理|发展|投入)[^,。;!?\n]{{0,16}}?[\d{BLANK}]|(?:[^,。;!?\n]{{0,14}}?)(?:共(?!同)|已|累计|仍有|仍未|仍|尚|还有|还剩|总计|总共|合计|均已|完成率|达到|占|收到|剩余|目前|[^,。;!?\n]{{0,12}}?(?:率|达)[^,。;!?\n]{{0,4}}[\d{BLANK}]))"
)
_DONE: Final = re.compile(
    rf"{_SPACE}(?:已|均已|都已|曾|共(?!同)|累计|未(?!报|交|反馈|上报|提交)|的(?!话)|不(?!得)|没|发生|出现|仍|尚)"
)
_IF: Final = re.compile(
    r"(?:逾期|超过|超|满|不足|少于|低于|长达|达|约|大约|近|用时|耗时|需要?|工期|有效期|保质期)$"
)

ACTION: Final = (
    r"报送|上报|汇报|回报|通报|报告|零报告|日报告|续报|补报|速报|填报|报备|报(?!名(?!单|册)|道|警|社|纸|废|销|考|复|答|酬|刊)|反馈|回复|答复|提交|上交|交(?!通|流|界|警|叉|易|谈|办会)|送|发(?!现|生|展|言|布会|放假|热)"
    r"|完成|办结|办完|办好|办理|处理|处置|整改|落实|开展|组织|进行|启动|实施|执行|推进|检查|排查|巡查|巡逻|督查|督导|暗访|自查|清理|清除|清运|清扫|清零|整治|整理|核实|核查|核对|摸排|摸清|摸底"
    r"|统计|汇总|梳理|形成|拿出|制定|起草|修改|修订|完善|补充|补齐|补交|公布|公示|发布|张贴|悬挂|安装|拆除|转移|撤离|疏散|到岗|到位|到场|到现场|到达现场|赶到|赶赴|上岗|值守|值班|集结|签订|签收"
    r"|录入|上传|更新|准备|做好|做完|抓好|安排|部署|传达|学习|宣传|走访|入户|慰问|验收|移交|关闭|关停|停止|恢复|抢修|修复|维修|打扫|消毒|接种|缴纳|缴清|拿来|给我|拿到|弄好|搞定|搞好"
    r"|解决|调整|确认|确定|明确|登记|备案|审核|审批|审定|审阅|审签|阅示|批示|把关|核定|批复|核销|结案|销号|兑付|发放|拨付|支付|采购|调试|维护|布置|搬迁|搬离|腾空|封闭|封控|劝导|劝返|联系|对接|研究|商定|碰头|会商|商议|研讨|编制|编写|撰写|写|打印|印发|复印|盖章|签字|加班|全部|一律|见效|见底|动工|开工|完工|竣工|交付|种植|播种|收割|归集|归还|退还|收齐|收集|归档|建好|建成|建立"
)
SOFT: Final = r"(?:务必|必须|一定|一定要|应当|应该|应|要|须|需要?|再|再次|就|都|均|全部|全面|统一|抓紧|及时|按时|准时|如期|立即|马上|集中|认真|分别|各自|各|要把|给我|向我|向\S{1,8}?|可|将|由|再把|继续|同步|同时|先|逐一|逐户|逐项|协助|配合|联合|牵头|负责|予以|按要求|按规定|书面|电话|当面|自行|亲自|带队|前往|赴|到[^,。;!?\n]{1,8}?)"
_WHO: Final = r"(?:请|烦请|麻烦|劳烦|由|让|叫|派|责成)?(?:各\S{1,7}?|你们|你|大家|全体\S{0,4}?|所有人|@?[\u4e00-\u9fff]{1,8}?(?:办|所|村|社区|中心|单位|部门|书记|同志|主任|站|局|人员|文书|负责人)(?:、|和|及)?)"
_VERB: Final = re.compile(ACTION)
_DUTY: Final = re.compile(
    rf"{_SPACE}[,:]?{_SPACE}(?:(?:请|烦请|麻烦|劳烦|辛苦|恳请|望)[^,。;!?\n]{{0,16}}?|{_WHO}{{1,3}})?{_SPACE}(?:{SOFT}{_SPACE}){{0,3}}"
    rf"(?:[把将对][^,。;!?\n]{{1,30}}?)?(?P<verb>{ACTION})(?P<rest>[^,。;!?\n]{{0,24}})"
)
_MEETING: Final = re.compile(
    r"(?<!传达)(?<!学习)会议(?!纪要|记录|材料|方案|通知|议程|资料|签到|照片|情况|室(?:的|布置|打扫|收拾|钥匙|音响|设备|桌|卫生))|开会|召开|参会|参加|出席|与会|例会|培训班|培训会|集合|调度会|座谈|动员会|推进会|部署会|碰头会|收看|收听|演练观摩|来调研|来检查|来我|莅临|碰(?:一下|个头|个面|头|面)(?=[,。;!?\s吧哈]|$)|有人|都有|经常|一直|总是|老是"
)
_NAMED: Final = re.compile(
    r"(?:的(?!话)|了|过(?!来|去)|会(?!议室|同)|中发现|发现|出来的|时发现|前期|期间|当天|已|后)|(?:情况|结果|通报|方案|精神|问题)(?:的|已|显示|来看|汇总表|如下|看|较)"
)
_NOUNS: Final = re.compile(r"(?:情况|结果|任务|问题|方案|计划|要点|通报|制度|会|日志|专班|小组)")
_OBJECT_VERBS: Final = re.compile(
    r"报|反馈|交|送|发|拿|形成|汇总|统计|落实|安排|部署|提|核|公|通|摸|梳|制|起草|整理|做|抓|准备|补|更新|确|研究|解决|编|写|撰|上传|录入|完成|学习|传达|给我|处理|督"
)
# what somebody is blamed for is told and is nothing to be done: 本月两次被投诉
BLAMED: Final = re.compile(
    r"(?!请|要|须|务必|应|就|对|针对|把|将|因|限)[^,。;:!?\n前内防免]{0,10}?(?:(?:被|遭)[^,。;:!?\n]{0,6}?(?:投诉|通报|举报|点名|约谈|催|评|曝光|批评|罚|问责|反映|退回|排名)|(?:[两三四五多几\d]次|再次|屡次|又|连续[^,。;:!?\n]{0,4}?)(?:迟报|漏报|瞒报|错报|缺席|迟到|失联|超标|拖延|拖|排名|垫底|接到|收到))"
)
_CLAUSE: Final = re.compile(r"[^,。;!?\n]{0,60}")
# an imperative addressed to somebody: whoever is asked, then the time, then what is to be done
_ASKING: Final = re.compile(
    rf"(?:^|[,。;!?:\n\s])(?:(?P<one>(?:请|务必|烦请|麻烦|劳烦|辛苦|由|让|责成)(?P<who>[^,。;!?\n]{{0,20}}?))|[{BLANK}、和及@\s]{{0,8}}{BLANK}|{_WHO}{{1,3}}){_SPACE}(?:[,:]|务必|必须|一定|要|应|须|可以?|再|就|于|在|尽量|争取){{0,3}}{_SPACE}$"
)
_SOFTLY: Final = re.compile(rf"{_SPACE}(?:[,:]|{SOFT}|请|于|在|尽量|争取|同志|你们?|您|-){{0,3}}{_SPACE}")
_TAKE: Final = re.compile(
    rf"{_SPACE}[,:]?{_SPACE}(?:你们?|您|大家|要|再|就|先|务必|请|记得|尽量)*{_SPACE}(?:把(?![握关手门])|将(?=[^,。;!?\n]{{2,20}}?(?:报|交|送|发|给|到)))"
)
_PLEASE: Final = re.compile(rf"{_SPACE}[,:]?{_SPACE}(?:请(?!假|示|客)|烦请|麻烦|劳烦|务必|记得)")
_MUST: Final = re.compile(
    rf"{_SPACE}(?:内|前|之前)?{_SPACE}(?:必须|务必|一定要|要给我|给我|得(?!知|到|以|分|票|奖|出)|得要|都要|全部要)"
)
_WANTED: Final = re.compile(rf"{_SPACE}(?:就|就得|必须)?要(?=[,。!\s]|$)")
_RESULT: Final = re.compile(
    r"[^,。;!?\n的]{0,14}?(?:[好完掉齐清通净实准](?![的了人家])|到位|出来|上来|过来|下去|起来|给我|告诉|派人|[一-龥][到至](?=[一-龥])|看看|查查|问问|一下(?!子)|一遍|一次)"
)
_TOLD: Final = re.compile(
    rf"{_SPACE}[,:]?{_SPACE}(?:{SOFT}{_SPACE}){{0,2}}(?:(?!的|已|有|是|会|将|未|没|不|在(?!岗)|停[电水气课业工办诊]|断|放假|休息|闭馆|开[门放馆馆会学]|来|可能|气温|天气|下[雨雪]|降|出现|发生|仍|还|也|和|与|你的|您的|生日|快递|节日|新年|祝|早|晚上好|辛苦|谢|加油|好|怎么|什么|注意[:,]|至|到(?:期|位|来)|[\d:,。;!?)]|情况|印发|下发|举[行办]|召开|参[加会]|出席|列席|值班|起|以)[\u4e00-\u9fffA-Za-z\"《@{BLANK}])(?P<rest>[^,。;!?\n]{{1,40}})"
)
_ALONE: Final = re.compile(rf"{_SPACE}(?:$|[,。;!?\n~)])")
_ASKED: Final = re.compile(
    r"(?:请|务必|抓紧|尽快|要)?[^,。;!?\n]*(?:报送|上报|反馈|报我|交我|交给|提交|报告|完成|报|回复)[^,。;!?\n]*[,:]\s*$"
)


def bond(text: str, moment: Moment, addressed: Spans = (), *, moved: bool = False) -> Bond:
    """How the time is bound to something to be done; `moved` also takes 延期到… as a mark.

    `addressed` are the places of those who are asked: what follows one is an imperative.
    """
    # a code that was blanked out must not hide what stands before it: 延期 Z20261124-003 至30日
    left = _GAP.sub(" ", text[max(0, moment.start - 32) : moment.start])[-16:]
    if moment.kind == "every":
        left = left.removesuffix("前")  # 退水前每天17点前报
    marked = _marked(text, moment, left, moved=moved)
    if moment.day and moment.day.gone:
        return "marked" if marked and _asked_too_late(text, moment, addressed) else "none"
    if marked:
        return "marked"
    if (moment.day and moment.day.marked) or _BEGIN.match(text, moment.end) or _AGO.search(left):
        return "none"
    if _SHIFTED.search(left):
        return "none"
    if BLAMED.match(text, moment.end):
        return "none"
    return "done by then" if _by_then(text, moment) or _asked_then(text, moment, addressed) else "none"


def _asked_then(text: str, moment: Moment, addressed: Spans) -> bool:
    """Whether an imperative addressed to somebody says what is to be done then, whatever its verb."""
    if moment.kind == "span":
        return False
    if _TAKE.match(text, moment.end):
        return True
    place = bisect(addressed, (moment.start, 0))
    before, behind = addressed[max(0, place - 1) : place], addressed[place : place + 1]
    if behind and _gap(text, moment.end, behind[0][0]):
        return is_imperative(text, behind[0][1])
    if (before and _gap(text, before[0][1], moment.start)) or _asks(text, moment.start):
        return is_imperative(text, moment.end)
    if _MUST.match(text, moment.end) or (before and _RESULT.match(text, moment.end)):
        return is_imperative(text, moment.end)
    please = _PLEASE.match(text, moment.end)
    return please is not None and is_imperative(text, please.end())


def _asked_too_late(text: str, moment: Moment, addressed: Spans) -> bool:
    """请周强昨天下午5点前报送: whoever is asked stands right before, what is to be done behind the mark."""
    after = _AFTER.match(text, moment.end)
    place = bisect(addressed, (moment.start, 0))
    asked = any(_gap(text, end, moment.start) for _, end in addressed[max(0, place - 1) : place])
    return after is not None and (asked or _asks(text, moment.start)) and _duty(text, after.end())


def _gap(text: str, start: int, end: int) -> bool:
    """Whether nothing but soft words stands between two places."""
    return 0 <= end - start <= 12 and bool(_SOFTLY.fullmatch(text, start, end))


def _asks(text: str, position: int) -> bool:
    found = _ASKING.search(text[max(0, position - 28) : position])
    return found is not None and not _VERB.search(found["who"] or "")


def is_imperative(text: str, position: int) -> bool:
    """Whether what stands there, behind whoever is asked or a time, is something to do."""
    found = _TOLD.match(text, position)
    return found is not None and not _MEETING.search(found[0]) and not _NAMED.match(found["rest"])


def _marked(text: str, moment: Moment, left: str, *, moved: bool) -> bool:
    if moment.kind == "span":
        return _marked_span(text, moment, left)
    if moved and _MOVED.search(left):
        return True
    before, after = _BEFORE.search(left), _AFTER.match(text, moment.end)
    if moment.day and moment.day.complete:
        return not _DONE.match(text, moment.end)
    if after and not _AGO.search(left):
        return not _DONE.match(text, after.end())
    if before and not _BEGIN.match(text, moment.end):
        return not (before["asof"] and _STATED.match(text, moment.end))
    return False


def _marked_span(text: str, moment: Moment, left: str) -> bool:
    after = _AFTER.match(text, moment.end)
    if _AGO.search(left) or (_IF.search(left.removesuffix("不")) and not _BEFORE.search(left)):
        return False
    if after and after["within"]:
        conditional = text[after.end() : after.end() + 1] in {"未", "不", "没"}
        return (
            not conditional
            and not _DONE.match(text, after.end())
            and not (_FORECAST.search(left) and not _duty(text, after.end()))
        )
    if after or _BEGIN.match(text, moment.end):
        return False
    return bool(_BEFORE.search(left)) and not _AGO.search(left)


def _by_then(text: str, moment: Moment) -> bool:
    if moment.kind == "span":
        return bool(
            re.match(
                rf"{_SPACE}(?:时间)?{_SPACE}(?:完成|办结|整改到位|拿出|到位)",
                text[moment.end : moment.end + 12],
            )
        )
    if _duty(text, moment.end) or _WANTED.match(text, moment.end):
        return True
    stands_alone = _ALONE.match(text, moment.end) and moment.kind != "every"
    clause = text[max(0, moment.start - 40) : moment.start]
    return bool(stands_alone and _ASKED.search(clause) and not _MEETING.search(clause))


def _duty(text: str, position: int) -> bool:
    """Whether something to be done follows."""
    clause = _CLAUSE.match(text, position)
    found = _DUTY.match(text, position)
    if not found or not clause:
        return False
    reach = text[position : max(clause.end(), found.end())]
    if _MEETING.search(reach) or _NAMED.match(found["rest"]):
        return False
    return not _NOUNS.match(found["rest"]) or bool(_OBJECT_VERBS.match(found["verb"]))
