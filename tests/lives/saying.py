"""What people say and tap in random lives, and which moves of the table each may cause."""

from __future__ import annotations

from tasks.directives import states
from tests.lives.people import ABSENT, DELEGATE, HEAD, OTHER_HEAD, STAFF, STAND_IN

ASSIGNEES = (HEAD, STAFF, OTHER_HEAD, ABSENT, STAND_IN)
KINDS = (
    "请{}11月27日下午5点前报送燃气排查情况",
    "请{}11月27日下午5点前报送燃气排查情况",
    "请{}11月27日下午5点前核查路灯,办结即报",
    "通知{}明天上午9点在三楼会议室开会",
)
NAMES = {HEAD: "周强", STAFF: "王五", OTHER_HEAD: "吴芳", STAND_IN: "张三", ABSENT: "李四", DELEGATE: "孙丽"}

ASKING = ("因连续下雨无法施工,申请延期到12月{n}日下午5点", "不属于我单位,应由民政办办理", "转给{who}")
HOLDER_SAYS = {
    "收到": {"acknowledge"},
    "已完成,共排查{n}处": {"acknowledge", "report", "accept_above"},
    "撤销收到": {"undo_acknowledge"},
    "撤回反馈": {"undo_report"},
    "因连续下雨无法施工,申请延期到12月{n}日下午5点": set(),
    "转给{who}": {"reassign", "give_again"},
    "分办给{who}": {"distribute", "acknowledge", "give_again"},
    "不属于我单位,应由民政办办理": {"decline"},
    "全部办结": {"acknowledge", "report", "close"},
}
OWNER_SAYS = {
    "同意办结": {"accept", "accept_above"},
    "退回,请补充照片": {"return"},
    "同意延期": {"extend"},
    "不同意延期": set(),
    "同意转办": {"reassign", "give_again"},
    "维持": {"uphold"},
    "改派给{who}": {"reassign", "give_again"},
    "改到12月{n}日下午5点": {"ask_again"},
    "更正:请排查沿街商铺的燃气瓶": {"ask_again"},
    "加上@{who}": {"give_again"},
    "去掉@{who}": {"take_off"},
    "催一下没反馈的": set(),
    "撤回": {"withdraw"},
    "全部办结": {"close", "acknowledge", "report"},
    "撤销办结": {"undo_close", "undo_acknowledge", "undo_report"},
    "督办": set(),
}
SHARE_TAPS = {"accept": {"accept", "accept_above"}, "return": set(), "hand_share": set()}
PROPOSAL_TAPS = {
    "grant": {"extend", "reassign", "give_again"},
    "refuse": {"uphold"},
    "other": set(),
    "hand": set(),
    "uphold": {"uphold"},
}
CODE_TAPS = {
    "ack": {"acknowledge"}, "report": set(), "undo": {"undo_acknowledge", "undo_report"}, "extend": set(),
    "reassign": set(), "decline": set(), "more": set(), "less": set(), "refresh": set(), "own": set(),
    "withdraw": {"withdraw"}, "close": {"close"}, "nudge": set(), "redue": set(), "each": set(),
    "accept_all": {"accept", "accept_above"}, "supervise": set(), "pending": set(),
}  # fmt: skip
BOTH = {what: HOLDER_SAYS[what] for what in OWNER_SAYS if what in HOLDER_SAYS} | {
    "更正:请排查沿街商铺的燃气瓶": {"acknowledge", "report"},
    ASKING[0]: {"ask_again"},
    "改到12月{n}日下午5点": {"ask_again"}, "改派给{who}": {"reassign", "give_again"},
}  # fmt: skip
"""Words that mean another verb where a holder says them, or the issuer."""
LOOSE = ("请补充整改前后的照片", "到12月{n}日下午5点,因为材料没有到齐", "{who}", "1", "完成", "算了")
"""Words without a code: the answer to whatever was asked."""
ANSWERED = set(states.MOVES) - {"withdraw", "close"}
"""What an answer may do: never end the whole directive."""
