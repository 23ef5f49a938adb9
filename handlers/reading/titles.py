"""The short title a clerk would give, and what remains of a message for a report or a reason."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from handlers.reading.script import normal

LONGEST: Final = 30
Spans = tuple[tuple[int, int], ...]

_GONE: Final = "\x00"
_EDGES: Final = " ,，、:：;；.。-~～!！?？…|\u2005\u3000\u200b\n\x00"
_SENTENCE: Final = re.compile(r"[。!?;\n]+")
_CLAUSE: Final = re.compile(r"[,:]+")
_PLEASE: Final = r"请(?!示|假|求)|务必|烦请|麻烦|劳烦|辛苦|恳请|敬请|望(?=\x00)|由(?=\x00)|交由(?=\x00)|让(?=\x00)|责成(?=\x00)|要求(?=\x00)"
_NOTICE: Final = r"(?:会议|情况|工作|重要|紧急|温馨)?(?:通知|通报|提示|提醒)"
_LEADING: Final = re.compile(
    rf"(?:[\s\x00,。;!:、.~【】\[\]*#|-]+|特急|加急|紧急|急(?=[!,:。])|交办|任务(?=[:,!\]】\s])|指令(?=[:,!\]】\s])|{_NOTICE}(?:\([^()]{{1,10}}\))?(?:如下)?(?=[\s\x00]*[:】\]])|[(〔《<\"]{_NOTICE}[)〕》>\"]|通知(?:(?=[\s\x00])|(?:各|全体|全镇|所有)[^,。;:!?\n]{{0,10}}(?=:))"
    rf"|(?:[一二三四五六七八九十]{{1,2}}|\d{{1,2}}|第[一二三四五]|[一二三四五]是)[、.)](?!\d)|\([一二三四五六七八九十\d]\)|@[^\s@,。;!:、\x00]{{1,16}}|{_PLEASE}|(?:你们?|您|大家|同志|们)(?=[\x00把将再在于尽务抓立马就])"
    r"|总?牵头(?=[,\x00]|$)|负责(?=[,\x00]|$)|主办(?=[,\x00]|$)|配合(?=[,\x00]|$)|协助(?=[,\x00]|$)|协办(?=[,\x00]|$)|也|就(?=[\x00,])|再(?![把将次])|要|须|于|在(?=\x00))+"
)
_JOINTS: Final = re.compile(r"\s*\x00[\s\x00]*")
_ASKED: Final = re.compile(r"(?:(?<![申邀提聘])请|(?<!理)由|让|责成|麻烦|烦请|务请|望|通知)?\s*@?\s*$")
_AROUND: Final = re.compile(
    r"(?:请|务必|须|应|要|最迟|最晚|截至|截止|限期?|不得?超过|不晚于|赶|务必)*(?:于|在|到)?\s*$"
)
_AFTER: Final = re.compile(r"\s*(?:之前|以前|前|之内|以内|内|为止|截止|之间)?")
_SOFT: Final = r"(?:(?:完成|办结|办完|处置|整改|落实|结束|汇总|处理)(?:完毕|好)?(?:后|情况)|并|并请|且|同时|及时|按时|准时|务必|必须|书面|如实|统一|分别|各自|要|须|应|再|也|请|尽快|立即|马上|抓紧|迅速|火速|连夜|认真|切实|逐级|随时|一并|积极|共同|做好|予以|全力|密切|先|到|去|将|把|给|向|及|和|以及|全面|加强|对此|的|前往|现场|赶赴|赶到|到达|,)"
_RETURNED: Final = r"(?:反馈|报送|上报|呈报|回复|答复|报告|汇报|提交|报备|零报告|报|交|发|回报|复命)"
_TO: Final = r"(?:给|到|至|送|我|我们|党政办|办公室|镇党政办|本群|群里|工作群|邮箱|镇里|\x00)"
_STUB: Final = re.compile(
    rf"[\s\x00、和及与]*(?:{_SOFT}[\s\x00]*)*(?:{_RETURNED}{_TO}*(?:(?:相关|有关|处置|处理|办理|整改|落实|完成|工作)*(?:结果|情况|进展|进度|信息))?(?:一下)?"
    r"|处置(?:到位)?|处理(?:好|到位)?|办理|办好|办结|落实(?:到位)?|整改(?:到位)?|核实|调查|核查|跟进|解决|完成(?:整改|任务)?|配合|协助|协办|牵头|负责|主办|会同|办理落实|落实好|抓好落实|遵照执行|执行|参加|参会|出席|列席|准时参加|准时到会|知悉|周知|相互转告|互相转告"
    r"|(?:附|拍|发|传|带|上传)?(?:现场|整改|前后|对比|相关|处置|清理)*(?:照片|图片|图)|拍照|收到(?:后)?请?(?:回复|反馈|确认)?|谢谢(?:大家|各位)?|辛苦(?:了|大家|各位)*|感谢|不得有误|不得延误|不得迟报漏报|逾期\S{0,8}|抓紧|急|速办|亲们|各位亲|(?:给我)?(?:个)?回话|(?:就|今天就)?要|(?:大家|各位|领导|同志们|各位领导|各位同事)*(?:好|早上好|上午好|下午好|晚上好|们))?"
    r"(?:[\s\x00]*(?:为要|到位|一下|吧|哈|哦|啊|呀|了))?[\s\x00]*"
)
_ASIDE: Final = re.compile(
    r"(?:根据|按照|依据|遵照|鉴于|接|按(?!时|期|月|周|季))\S{2,24}(?:要求|通知|预报|精神|部署|安排|文件|规定|指示|批示)$|联系(?:人|电话|方式)|电子版|没有的|无\S{0,3}的?零报告|有(?:问题|困难|情况)\S{0,6}(?:联系|沟通|报告)|引以为戒|如有"
)
_MARKERS: Final = re.compile(
    r"^(?:[\s,。;!:、]+|(?:工作|任务|处置|现场|整改|排查|初步|最新|情况|进展|落实|办理)*(?:反馈|报告|汇报|回复|上报)(?:如下)?(?=[:,])|退回(?:重办|重报|给\S{1,6})?|打回|驳回|返工|不同意(?:办结)?|(?:现|特|拟)?(?:申请|请求)?(?:延期|延长)(?=[,:])|收到(?=[,!。\s])|进度(?=:)|进展(?=:))+"
)


def title_of(content: str, spans: Spans = (), times: Spans = ()) -> str:
    """Give a title of at most 30 characters; never empty unless the content is.

    `spans` are places of those who are addressed, `times` of deadlines in the content: both are left out,
    and so are clauses that say nothing but who is to act and that a report is wanted.
    """
    kept = _without(content, spans, times)
    title = next(_sentences(kept), "") or next(_sentences(content), "") or content.strip()
    return title if len(title) <= LONGEST else title[: LONGEST - 1].rstrip(_EDGES) + "…"


def _without(content: str, spans: Spans, times: Spans) -> str:
    """Blank out the addressees and the deadlines with the words that bind them."""
    plain, characters = normal(content), list(content)
    told = [(start, end) for start, end in spans if not plain[:start].rstrip(" @").endswith("给")]
    gone = [(_begin(_ASKED, plain, start), end) for start, end in told]  # 把材料转给王五看 is all to be done
    for start, end in times:
        after = _AFTER.match(plain, end)
        gone.append((_begin(_AROUND, plain, start), after.end() if after else end))
    for start, end in gone:
        characters[start:end] = _GONE * (end - start)
    return "".join(characters)


def _begin(words: re.Pattern[str], plain: str, start: int) -> int:
    """Give where the words right before a place begin."""
    found = words.search(plain[max(0, start - 8) : start])
    return start - len(found[0]) if found else start


def _sentences(text: str) -> Iterator[str]:
    """Give what each sentence says, the telling ones first."""
    plain, spare = normal(text), ""
    for start, end in _pieces(_SENTENCE, plain, 0, len(plain)):
        told, stub = _told(text, plain, start, end)
        if len(told) > 1:
            yield told
        spare = spare or stub
    yield spare


def _told(text: str, plain: str, start: int, end: int) -> tuple[str, str]:
    """Give the clauses of one sentence that tell something, and one that would do where none does.

    `plain` is the text in normal writing, which is made once: a long text has many sentences.
    """
    told, spare = "", ""
    lead = _LEADING.match(plain, start, end)
    for first, last in _pieces(_CLAUSE, plain, lead.end() if lead else start, end):
        clause = _clause(text[first:last])
        if _STUB.fullmatch(normal(clause)) or _ASIDE.match(normal(clause)):
            spare = spare or clause
        elif not told:
            told = clause
        elif len(told) + 1 + len(clause) <= LONGEST:
            told = f"{told}{text[first - 1]}{clause}"
        else:
            break
        if len(told) >= LONGEST:
            break
    return told, spare if len(spare) > 1 else ""


def _clause(text: str) -> str:
    """Give a clause without the words of asking in front and without the gaps."""
    lead = _LEADING.match(normal(text))
    text = text[lead.end() :] if lead else text
    return _JOINTS.sub(_closed, text).strip(_EDGES)


def _closed(gap: re.Match[str]) -> str:
    """Close a gap: a space only between what is not Chinese."""
    left, right = gap.string[: gap.start()][-1:], gap.string[gap.end() :][:1]
    return " " if left.isascii() and right.isascii() and left and right else ""


def _pieces(cut: re.Pattern[str], plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the places between the cuts in a text in normal writing."""
    for found in cut.finditer(plain, start, end):
        if not _is_clock(plain, found):
            yield start, found.start()
            start = found.end()
    yield start, end


def _is_clock(plain: str, found: re.Match[str]) -> bool:
    before, after = plain[found.start() - 1 : found.start()], plain[found.end() : found.end() + 1]
    return before.isdigit() and after.isdigit()


def body_of(content: str) -> str:
    """Give the content without the words that only say what it is (反馈:, 退回,)."""
    found = _MARKERS.match(normal(content))
    return (content[found.end() :] if found else content).strip(" ,，。;；:：!！、\n\t\u2005")
