"""What the tables of the database are called in an export: their words, in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tasks.fields import Facts, Json, dumps

Words = Mapping[str, str]

KIND: Final[Words] = {"task": "任务", "notice": "通知", "request": "群众诉求"}
REQUEST_KIND: Final[Words] = {
    "consult": "咨询",
    "help": "求助",
    "complaint": "投诉",
    "report": "举报",
    "suggestion": "建议",
    "praise": "表扬",
}
REQUEST_STATE: Final[Words] = {
    "received": "待转办",
    "handed": "待签收",
    "handling": "办理中",
    "waiting": "等群众补充",
    "answered": "已答复",
    "refused": "不予受理",
    "withdrawn": "已撤回",
}
REQUEST_ACTION: Final[Words] = {
    "received": "收到",
    "handed": "转办",
    "signed": "签收",
    "unsigned": "撤销签收",
    "paused": "等群众补充",
    "resumed": "继续办理",
    "extended": "延期",
    "answered": "答复",
    "returned": "退回重办",
    "merged": "并入",
    "joined": "有诉求并入",
    "split": "拆出",
    "told_apart": "核对为另一件",
    "raised": "多人反映提级",
    "lowered": "取消提级",
    "tasked": "转为任务",
    "refused": "不予受理",
    "withdrawn": "撤回",
    "reopened": "重新办理",
    "reopen_refused": "不再重办，转督查",
    "asked": "请群众补充",
    "supplied": "群众补充",
    "rated": "评价",
    "followed_up": "回访",
    "appealed": "评价申诉",
    "unmasked": "查看群众信息",
    "noted": "备注",
}
ACTOR: Final[Words] = {"citizen": "群众", "system": "系统"}
URGENCY: Final[Words] = {"critical": "特急", "urgent": "加急", "normal": ""}
STATE: Final[Words] = {"open": "办理中", "closed": "已办结", "withdrawn": "已撤回"}
SHARE: Final[Words] = {
    "assigned": "待签收",
    "acknowledged": "已签收，办理中",
    "reported": "已反馈，待审核",
    "returned": "已退回，待补充",
    "accepted": "已办结",
    "declined": "已退办",
    "reassigned": "已转办",
    "withdrawn": "已撤回",
}
ROLE: Final[Words] = {"lead": "主办", "assist": "协办"}
GIVEN: Final[Words] = {
    "person": "点名",
    "post": "按职务",
    "unit": "单位负责人",
    "each": "下属各单位负责人",
    "everyone": "全体人员",
    "handed": "转办",
    "reassigned": "改派",
    "distributed": "分办",
    "left": "人员离任",
    "added": "增加",
}
WANTS: Final[Words] = {"closing": "办结即报", "photo": "附照片", "file": "附文件", "list": "附清单"}
PROPOSAL: Final[Words] = {"extend": "申请延期", "reassign": "申请转办", "decline": "退办"}
DECISION: Final[Words] = {
    "": "待决定",
    "granted": "同意",
    "refused": "不同意",
    "superseded": "已被新的申请代替",
}
ACTION: Final[Words] = {
    "issued": "交办",
    "added": "增加承办人",
    "acknowledged": "签收",
    "reported": "反馈",
    "accepted": "同意办结",
    "added_to_report": "补充反馈",
    "returned": "退回",
    "closed": "办结",
    "refused": "操作被拒绝",
    "withdrawn": "撤回",
    "amended": "变更",
    "recounted": "时限重算",
    "supervised": "列入督办",
    "unsupervised": "解除督办",
    "declined": "退办",
    "upheld": "维持原承办人",
    "reassigned": "转办、改派",
    "distributed": "分办",
    "undone": "撤销",
    "handed_over": "移交",
    "nudged": "催办",
    "extension_asked": "申请延期",
    "extended": "同意延期",
    "extension_refused": "不同意延期",
    "reassign_asked": "申请转办",
    "reassign_refused": "不同意转办",
    "taken_off": "去掉承办人",
    "insisted": "坚持原样发出",
    "quietened": "照建议改发",
    "citizen_asked": "请群众补充",
    "citizen_supplied": "群众补充",
    "citizen_silent": "群众未补充",
}
MEDIA: Final[Words] = {"image": "图片", "voice": "语音", "video": "视频", "file": "文件", "location": "位置"}
NOT_KEPT: Final[Words] = {
    "too_large": "太大，没有保存",
    "too_many": "一次太多，多出的没有保存",
    "type": "类型不能保存",
    "expired": "已过期，没有取到",
    "quota": "存储空间已满，没有保存",
    "empty": "文件是空的，没有保存",
    "classified": "标有密级，没有保存",
}
PLACE: Final[Words] = {"person": "一对一", "chat": "群消息", "card": "更换卡片", "asked": "机器人会话"}
SENDING: Final[Words] = {
    "waiting": "待发",
    "sending": "发送中",
    "sent": "已发出",
    "dropped": "不再需要，没有发",
    "failed": "没有发成",
    "unconfirmed": "不能确认是否发出",
}
REASON: Final[Words] = {
    "": "",
    "no longer wanted": "发出前已签收、办结、撤回或情况有变",
    "rehearsal: not on the list": "演练中，不在名单内",
    "no webhook for this group": "本群没有设消息推送",
    "no WeCom app is set up": "没有配置企业微信应用",
    "invalid": "账号无效或不在应用可见范围",
    "unlicensed": "没有企业微信授权",
    "the process ended while it was being sent": "发送时程序中断",
}
MESSAGE: Final[Words] = {
    "directive.assigned": "任务卡片",
    "directive.full_text": "任务全文",
    "directive.feedback": "反馈",
    "directive.feedback_text": "反馈全文",
    "directive.all_acknowledged": "全部签收",
    "directive.unreachable": "没有送达",
    "group.all_acknowledged": "全部签收",
    "group.closed": "全部办结",
    "share.accepted": "同意办结",
    "report.wanted": "请发反馈",
    "directive.supervised": "列入督办",
    "share.supervised": "列入督办",
    "question": "提问",
    "late": "补发的答复",
    "admin.failed": "处理失败",
    "classified": "涉密提醒",
    "directive.feedback_below": "分办人员的反馈",
    "directive.feedback_closed": "反馈(办结即报)",
    "directive.feedback_closed_text": "反馈全文(办结即报)",
    "directive.feedback_many": "合并的反馈",
    "directive.extension_asked": "申请延期",
    "directive.reassign_asked": "申请转办",
    "directive.declined": "退办",
    "directive.upheld": "维持原承办人",
    "share.extended": "同意延期",
    "share.extension_refused": "不同意延期",
    "share.reassign_refused": "不同意转办",
    "share.handed": "已转办",
    "share.joined": "分办情况",
    "nudge.by_hand": "催办",
    "media.refused": "附件没有保存",
    "media.attached": "附件",
    "attachment": "附件",
    "card.supervision": "督查的任务卡片",
    "directive.manage": "交办人的任务卡片",
    "pending.names": "未签收名单",
    "status.names": "进度名单",
}
FAMILY: Final[Words] = {
    "card": "更换卡片",
    "directive": "任务消息",
    "share": "承办消息",
    "group": "群消息",
    "feedback": "反馈消息",
    "media": "附件消息",
    "report": "反馈消息",
    "wanted": "请补充内容",
    "leaver": "人员离任",
    "admin": "给管理员的消息",
    "pending": "未签收名单",
    "status": "进度名单",
    "proposal": "申请消息",
    "nudge": "催办",
    "refused": "不能办的答复",
    "question": "提问",
    "request": "诉求消息",
    "case": "诉求的合并和提级",
    "citizen": "给群众的消息",
}
DETAIL: Final[Words] = {
    "content": "原文",
    "text": "内容",
    "reason": "原因",
    "for": "代",
    "assignees": "人员",
    "assignee": "承办人",
    "due": "时限",
    "old": "原时限",
    "kind": "类别",
    "urgency": "紧急程度",
    "attachments": "附件数",
    "verb": "操作",
    "reopened": "重新办理",
    "supervisor": "原督办人",
    "title": "标题",
    "to": "交给",
    "from": "原承办人",
    "what": "事项",
    "added": "增加",
    "taken_off": "去掉",
    "undone": "未完成的",
    "was": "原状态",
    "asked": "待决定的申请",
    "rules": "涉及的要求",
    "said": "改发前的原话",
    "people": "人员",
}
"""Name in the detail of a move → what people read; any other stands as it is."""
PEOPLE: Final = frozenset(
    {"for", "assignees", "assignee", "supervisor", "to", "from", "added", "taken_off", "undone", "people"}
)
"""Names whose values are userids."""
MOMENTS: Final = frozenset({"due", "old"})
"""Names whose values are moments."""
FORMAL: Final[Words] = {
    "chain": "接龙",
    "clock_in": "打卡、签到",
    "photo": "拍照留痕",
    "minutes": "几分钟内要回复",
    "ranking": "个人排名、积分",
    "daily": "没有情况也要每天报",
    "likes": "转发、点赞、投票、关注",
    "app": "下载APP",
}
"""What a directive asks for that would be formalism."""
VALUES: Final[Mapping[str, Words]] = {
    "kind": KIND,
    "urgency": {**URGENCY, "normal": "一般"},
    "rules": FORMAL,
}


def message_word(kind: str) -> str:
    """Name a kind of message; one without a name of its own by its family."""
    return MESSAGE.get(kind) or FAMILY.get(kind.partition(".")[0], "其他消息")


def reason_word(reason: str) -> str:
    """Say why a message was not sent; the platform's own reasons stand as they are."""
    return REASON.get(reason, reason)


def detail_text(detail: Facts, name: Callable[[str], str], moment: Callable[[str], str]) -> str:
    """Write the detail of a move for people: names beside userids, one line for each fact."""

    def said(key: str, value: Json) -> str:
        if isinstance(value, list):
            return "、".join(said(key, one) for one in value)
        if isinstance(value, dict):
            return dumps(value)
        if isinstance(value, bool):
            return "是" if value else "否"
        if value is None:
            return "无"
        text = str(value)
        if key in PEOPLE:
            return name(text)
        return moment(text) if key in MOMENTS else VALUES.get(key, {}).get(text, text)

    return "\n".join(f"{DETAIL.get(key, key)}：{said(key, value)}" for key, value in detail.items())
