"""A mark of secrecy is known from talk about secrets."""

import pytest

from handlers.reading import is_classified

MARKED = (
    "【机密】关于防汛工作的方案",
    "机密★1年 请各单位传阅",
    "密级:秘密",
    "密级：绝密 请尽快处理",
    "机密!请应急办立即处理",
    "秘密文件,请传阅",
    "请各单位传阅(秘密)",
    "[绝密]方案.docx",
    "机密-防汛预案.pdf",
    "防汛预案(机密).docx",
    "绝密★启用前",
    "這是機密文件,請收好",
    "秘密★长期",
    "方案_秘密.docx",
    "此件为机密级文件",
    "〔秘密〕通知",
    "@指尖办 机密 请张三处理",
    "绝密",
    "该文件标有机密字样",
)
PLAIN = (
    "请各单位严守国家秘密",
    "保守秘密是每个公务员的义务",
    "不得泄露工作秘密",
    "加强商业秘密保护",
    "采用秘密投票方式选举",
    "做好保密工作",
    "开展保密自查",
    "学习保守国家秘密法",
    "请各村明天报名单",
    "防止泄露国家秘密",
    "密切关注天气",
    "请报送保密工作总结",
    "无记名秘密投票",
    "严禁在微信群传递涉密信息",
    "保护个人隐私和商业秘密",
)


@pytest.mark.parametrize("text", MARKED)
def test_a_mark_is_seen(text):
    """What bears a mark is neither dispatched nor kept."""
    assert is_classified(text)


@pytest.mark.parametrize("text", PLAIN)
def test_talk_about_secrets_is_no_mark(text):
    """What only speaks of secrets is handled as usual."""
    assert not is_classified(text)
