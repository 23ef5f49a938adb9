"""What a directive wants back: a report, pictures."""

from __future__ import annotations

import re
from typing import Final

_ACK_ASKED: Final = re.compile(
    r"(?:收到|看到|阅后|知悉|已阅)(?:后|的|通知后|信息后|消息后|者|本通知后)?(?:均|都|务必|及时|尽快|立即|马上|后)*(?:请|须|要|需|并)?(?:务必|及时|尽快|立即|均|在群里|群里|逐一|依次)*(?:回复|反馈|回)(?:一下|确认|收到|1|一声|数字1)?"
    r"|(?:请|并|务必)?(?:回复|反馈|回)[\"'“”]?(?:收到|已阅|1(?!\d)|知悉|确认)[\"'“”]?"
)
_DENIED: Final = re.compile(
    r"(?:无需|不用|不需要?|不必|无须|不再|毋需|免|不要)(?:再|重复|书面|单独|另行|进行|提供|附|上传|拍)*(?:反馈|上报|报送|回复|提交|报告|报|交|照片|图片|拍照|附图|附照片)(?:照片|图片|材料|情况)*"
)
_NOUN: Final = re.compile(
    r"(?:巡察|巡视|督查|督察|检查|督导|审计|群众|市里|县里|省里|上级|12345|热线|网民|网友|居民|村民|信访|住户|媒体|你们|大家|来信)(?:组|室|中|所)?(?:的)?反馈(?:的)?|反馈(?:的)?(?:意见|问题)(?:整改|落实|清单|的)"
    r"|(?:已|未|尚未|还没|没有?|凡|应|所|此前|前期|之前)(?:按时)?(?:上报|报送|反馈|提交|回复|报|交|汇报|报告)(?:的|单位|村|人员)?"
    r"|(?:上报|报送|反馈|提交|回复|汇报)(?:的(?:材料|数据|问题|情况|信息|名单|隐患)|工作制度|制度|渠道|系统|平台|人员)(?!报|交|反馈|上报)"
    r"|(?:谎|瞒|漏|迟|误|错|虚|不)报|报(?:名(?!单|册)|道|警|社|纸|废|销|考|复|酬|刊|答|喜|案|价|关|税|到(?!我|党|办|镇|应|民|这|群|邮))"
    r"|(?:通|海|申|预|举|公|情|电|警|播|简|画|板|墙|日|周|月|年|捷|战|墙)报(?!告|送|名单)|汇报(?:会|演|材料会)|听取[^,。;]{0,8}(?:汇报|报告)|报告(?:会|厅|文学|单位|制度)"
    r"|(?:成|社|外|顺|移|转|缴)交|(?<![提上补])交(?:通|流|接|界|办|警|叉|易|谈|汇|替|错|付|底|心|代|由|班|房|工|管|好班|费|款|税|党费|社保|医保|罚款|物业费|水费|电费|互|际|往|战|情)"
)
_PERIODIC: Final = re.compile(r"报(?:送)?\s*(?:日报|周报|月报|年报|简报|快报|周汇报|情报|海报|捷报|战报)")
_FEEDBACK: Final = re.compile(
    r"反馈|上报|报送|补报|续报|速报|直报|填报|呈报|零报告|汇报|报告|回复|回报|回话|复命|提交|上交|报备|告知(?:我|我们)结果|发(?:给|到|至|送|送至|送到)?(?:我|我们|群里|本群|工作群|邮箱|党政办|至?邮箱)|传(?:给|到)我|告诉我|交|拿出"
    r"|形成[^,。;!?\n]{0,16}(?:报告|方案|清单|材料|台账|总结|汇报|专报|意见|纪要)|报"
)
_PHOTO_TALK: Final = re.compile(
    r"(?:照片|图片|图|影像)(?:显示|中|里|所示|反映|可见|上的|墙|展|如下)|(?:如|见|据|从|看)(?:下|上|附)?(?:照片|图片|图)|群众拍(?:照|的照片)|照片被"
)
_PHOTO: Final = re.compile(
    r"照片|图片|拍照|附图|配图|现场图|实景图|图文|截图|影像资料|拍图|拍张|拍几张|发图|传图|带图|相片|前后对比图|对比图|有图"
)


def wants_of(text: str) -> frozenset[str]:
    """`feedback` where a report back is asked for, `photo` where pictures are; `text` is normal."""
    plain = _DENIED.sub("\n", _ACK_ASKED.sub("\n", text))
    found = set()
    if _PERIODIC.search(plain) or _FEEDBACK.search(_NOUN.sub("\n", plain)):
        found.add("feedback")
    if _PHOTO.search(_PHOTO_TALK.sub("\n", plain)):
        found.add("photo")
    return frozenset(found)


def asks_acknowledgement(text: str) -> bool:
    """Whether the text asks to say 收到."""
    return bool(_ACK_ASKED.search(text))


def without_acknowledgement(text: str) -> str:
    """Give the text without what asks to say 收到."""
    return _ACK_ASKED.sub(" ", text)
