"""Personal data in people's own words: what is masked, and what is never taken for it."""

# ruff: noqa: E501 - sentences read better unbroken

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.personal import found_in, mask_phone, masked, phone_in

MASKED = {
    "电话13812345678": "电话138****5678",
    "请打13812345678,急": "请打138****5678,急",
    "138 1234 5678": "138****5678",
    "138-1234-5678": "138****5678",
    "138—1234—5678": "138****5678",
    "1381 234 5678": "138****5678",
    "138 123 45678": "138****5678",
    "1 3 8 1 2 3 4 5 6 7 8": "138****5678",
    "+8613812345678": "138****5678",
    "+86 138 1234 5678": "138****5678",
    "86-13812345678": "138****5678",
    "１３８１２３４５６７８": "138****5678",
    "１３８ １２３４ ５６７８": "138****5678",
    "138\u200b1234\u200b5678": "138****5678",
    "一三八一二三四五六七八": "138****5678",
    "幺三八幺二三四五六七八": "138****5678",
    "壹叁捌壹贰叁肆伍陆柒捌": "138****5678",
    "一三八 一二三四 五六七八": "138****5678",
    "手机19900001111和16600002222": "手机199****1111和166****2222",
    "tel13812345678": "tel138****5678",
    "13812345678幸福路路灯不亮": "138****5678幸福路路灯不亮",
    "座机0898-66778899": "座机0898****99",
    "0898 66778899": "0898****99",
    "089866778899": "0898****99",
    "(0898)66778899": "0898****99",
    "010-66778899转8012": "0106****99转8012",
    "电话66778899": "电话****99",
    "座机号码：6677889": "座机号码：****89",
    "联系方式是88665544": "联系方式是****44",
    "身份证460200199001011234": "身份证460***********1234",
    "身份证46020019900101123X": "身份证460***********123X",
    "身份证46020019900101123x": "身份证460***********123X",
    "460200 19900101 1234": "460***********1234",
    "460200-1990-0101-1234": "460***********1234",
    "４６０２００１９９００１０１１２３４": "460***********1234",
    "老身份证460200500101123": "老身份证460********1123",
    "卡号6222021234567894": "卡号6222********7894",
    "卡号6222 0212 3456 7894": "卡号6222********7894",
    "卡号4111111111111111": "卡号4111********1111",
    "微信号zhang_san88": "微信号zh*********",
    "微信：lisi12345": "微信：li*******",
    "加v abc12345": "加v ab******",
    "加我vx:abc12345": "加我vx:ab******",
    "QQ 123456789": "QQ 12*******",
    "qq号是12345678": "qq号是12******",
    "邮箱zhang.san@example.com": "邮箱*********@example.com",
    "oABCD1234efgh5678ijkl9012mno": "o***",
    "我的openid是oX9-aB_cD1234efgh5678ijkl901": "我的openid是o***",
    "我叫张三，住在竹里村": "我叫张*，住在竹里村",
    "我叫王小明住在竹里村": "我叫王**住在竹里村",
    "联系人：李四 电话13812345678": "联系人：李* 电话138****5678",
    "姓名欧阳修，男": "姓名欧**，男",
    "我叫陈阿婆": "我叫陈**",
    "报修人赵钱孙电话没有": "报修人赵**电话没有",
    "我叫张三反映路灯": "我叫张*反映路灯",
    "幸福路12号3栋502室漏水": "幸福路***漏水",
    "幸福路12号502室": "幸福路***",
    "阳光小区3栋2单元502室漏水": "阳光小区***漏水",
    "阳光小区3栋2单元502": "阳光小区***",
    "阳光小区5栋1203漏水": "阳光小区***漏水",
    "阳光小区三栋二单元五零二室": "阳光小区***",
    "阳光小区3号楼1单元201房": "阳光小区***",
    "阳光小区A栋1203室": "阳光小区***",
    "中山路8弄6号楼301室": "中山路***",
    "竹里村三组25号": "竹里村三组*号",
    "家在红旗村2队18号": "家在红旗村2队*号",
}
"""What was written → what everybody may see."""

PLAIN = (
    "S20261124-0012 怎么样了", "Z20261124-001", "0012到哪一步了", "2026-11-24 08:30", "2026年11月24日上午9点",
    "20261124", "交了1380元", "欠款13800000000元", "罚款200块", "琼府〔2026〕12号", "国办函〔2023〕第3号文件", "12345没人接",
    "打110和119", "4001234567", "95598停电", "幸福路12号路灯不亮", "幸福路12号门口", "人民路和中山路路口", "3栋楼下垃圾成堆",
    "3号楼20户停水", "2单元电梯坏了", "201室没人", "政务中心3号窗口", "琼A12345乱停车", "第3组", "5栋2000元物业费", "二十三个人",
    "一二三四五", "从9点到17点30", "我叫他们来修", "我是幸福小区业主", "联系人没有", "姓名和电话都登记过", "微信支付不了",
    "微信群里说了", "1.5公里", "3路公交车", "19路公交等了40分钟", "100-200元", "60岁以上老人", "电话12345", "水表读数00001234",
    "订单20261124000000000001", "户主是我爸", "138****5678", "460***********1234", "加v领红包", "三组的路",
    "2026-11-24至2026-12-24", "12-15岁", "房号没有", "公交卡没钱了", "3号线地铁", "公厕在5号楼旁边",
)  # fmt: skip
"""Nothing of it is anybody's."""


@pytest.mark.parametrize(("written", "shown"), MASKED.items())
def test_masked(written: str, shown: str) -> None:
    """Everyday ways of writing a number, a name or a dwelling are found."""
    assert shown == masked(written)


@pytest.mark.parametrize("written", PLAIN)
def test_never_masked(written: str) -> None:
    """Codes, dates, money, document numbers, hotlines and public places stay as they are."""
    assert written == masked(written)


@pytest.mark.parametrize("written", MASKED)
def test_once_is_enough(written: str) -> None:
    """What is masked has nothing left to mask, and is not longer."""
    once = masked(written)

    assert [] == found_in(once)
    assert once == masked(once)
    assert len(once) <= len(written)


PIECES = st.sampled_from(
    [*MASKED, *PLAIN, " ", ",", "。", "-", "5", "13", "一", "号", "我叫", "电话", "***", "室"]
)


@given(st.lists(PIECES, max_size=8).map("".join))
def test_any_mixture(text: str) -> None:
    """Masking is idempotent over whatever people put together, and never makes a text longer."""
    once = masked(text)

    assert once == masked(once)
    assert len(once) <= len(text)


@given(st.text(alphabet="0123456789-* 一三八〇号栋室XxabS路", max_size=40))
def test_any_text(text: str) -> None:
    """The pieces found are in order, apart from each other and within the text."""
    found = found_in(text)
    ends = [0, *(one.end for one in found)]

    assert all(one.start >= end and one.end <= len(text) for one, end in zip(found, ends, strict=False))
    assert masked(text) == masked(masked(text))


@given(
    st.integers(13_000_000_000, 19_999_999_999),
    st.sampled_from(["", " ", "-"]),
    st.text("路灯,不亮 ", max_size=6),
)
def test_no_mobile_number_gets_through(number: int, sep: str, words: str) -> None:
    """Whatever stands around a mobile number, its middle is gone."""
    digits = str(number)
    text = f"{words}{digits[:3]}{sep}{digits[3:7]}{sep}{digits[7:]}{words}"

    assert mask_phone(digits) in masked(text)
    assert digits == phone_in(text)


def test_a_kind_may_stay() -> None:
    """An office's own landline in its answer is no secret."""
    assert "请打0898-66778899,经办138****5678" == masked(
        "请打0898-66778899,经办13812345678", frozenset({"landline"})
    )


@pytest.mark.parametrize(
    "written",
    [
        "138.1234.5678", "138_1234_5678", "138/1234/5678", "138，1234，5678", "138(1234)5678",
        "138 1234\n5678", "138\t1234\t5678", "138\u00a01234\u00a05678", "138 12 34 56 78",
        "一三八12345678", "①③⑧①②③④⑤⑥⑦⑧", "𝟏𝟑𝟖12345678",
    ],
)  # fmt: skip
def test_a_number_written_to_slip_through(written: str) -> None:
    """A telephone number is masked however somebody parts it, or mixes figures."""
    assert "我的电话138****5678谢谢" == masked(f"我的电话{written}谢谢")
