"""What is asked about a directive besides how far it is: 详情, 都反馈了什么, 附件; what only sounds so."""

from time import perf_counter

import pytest

from handlers.directives.missing import lacking, of_units


@pytest.mark.parametrize(
    "text",
    [
        "001详情",
        "详情",
        "看下001的详细情况",
        "003什么情况",
        "请问003是什么任务",
        "003具体内容",
        "003说的什么",
        "把003的原文发我",
        "这条任务的详情",
        "Z20261124-001 详情",
        "003要报什么",
        "这个任务是什么内容",
        "113详情",
    ],
)
def test_the_whole_directive(understand, text):
    """Who asks what a directive says asks for all of it."""
    reading = understand(text)

    assert ("status", "details") == (reading.intent, reading.asks)


@pytest.mark.parametrize(
    "text",
    [
        "都反馈了什么",
        "大家都报了些什么",
        "李四反馈了什么",
        "看看各村报的",
        "看下李四报的情况",
        "李四说了什么",
        "看看李四的反馈",
        "李四的反馈内容",
        "帮我查一下各村报的内容",
        "001各村都报了啥",
        "张伟反馈了什么",
        "应急办反馈了什么内容",
        "我反馈了什么",
        "李四怎么回复的",
        "把李四的反馈发我",
    ],
)
def test_what_was_reported(understand, text):
    """Who asks what somebody reported asks for the reports."""
    reading = understand(text)

    assert ("status", "reports") == (reading.intent, reading.asks)


@pytest.mark.parametrize(
    "text",
    [
        "003附件",
        "看附件",
        "看看003的附件",
        "003的照片发我",
        "把附件发我",
        "李四的附件",
        "看看李四发的照片",
        "003有附件吗",
        "113附件",
    ],
)
def test_the_attachments(understand, text):
    """Who wants to see what came with reports asks for the attachments."""
    reading = understand(text)

    assert ("status", "media") == (reading.intent, reading.asks)


@pytest.mark.parametrize(
    "text",
    [
        "请李四看看各村报的材料",
        "@李四 把附件发我",
        "请应急办查看附件",
        "附件如下",
        "详情见附件",
        "请看附件",
        "003已完成，详情见附件",
        "请各村看附件，明天前上报",
        "反馈:内容如下",
        "看看反馈情况",
        "各村反馈情况",
        "003进度怎么样",
        "什么情况",
        "怎么反馈",
        "李四反馈了没有",
        "001 退回，照片不清楚",
        "001 已完成,附照片",
        "竹里村报了3处隐患",
        "发照片",
    ],
)
def test_what_only_sounds_so(understand, text):
    """An order, a report, a verdict, or a question how far it is asks for none of this."""
    assert understand(text).asks is None


@pytest.mark.parametrize("text", ["看看" * 15, "都的" * 15, " 的" * 20 + "什么", "这个任务的" * 6 + "啥"])
def test_no_text_takes_long(understand, text):
    """Words that could be read many ways are read in no time."""
    began = perf_counter()
    understand(text)

    assert perf_counter() - began < 0.5


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("哪些村还没报", {10}),
        ("哪几个村没签收", {10}),
        ("还有几个村没交", {10}),
        ("镇里哪几个没反馈", set()),
        ("哪些单位没看", set()),
        ("镇里哪几个村没报", {10}),
        ("应急办谁没反馈", {3}),
        ("哪几个社区没报", {14}),
        ("谁没收到", set()),
    ],
)
def test_which_units_are_asked_about(understand, qingxi_org, text, units):
    """哪些村 asks about each of 各村; the whole township narrows nothing."""
    assert units == set(of_units(understand(text), qingxi_org).departments)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("谁没收到", ""),
        ("谁还没反馈", "report"),
        ("哪些村还没报", "report"),
        ("还有谁没交", "report"),
        ("还差谁", "report"),
        ("报了没有", "report"),
        ("谁没签收", "read"),
        ("谁还没看", "read"),
        ("哪些单位没点收到", "read"),
    ],
)
def test_what_is_missing(understand, text, what):
    """没反馈 asks for reports, 没签收 for 收到, and 没收到 for whatever is missing."""
    assert what == lacking(understand(text))
