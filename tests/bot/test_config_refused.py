"""What is wrong in the settings is said in one line of Chinese: the path, the fault, the cure."""

from pathlib import Path

import pytest

from bot.config import load
from bot.errors import ConfigError

KEY = "A" * 42 + "8"


def refusal(path: Path | None, environ: dict[str, str] | None = None) -> str:
    """Give the line with which settings are refused."""
    with pytest.raises(ConfigError) as caught:
        load(path, environ or {})
    return str(caught.value)


def test_missing_variable_is_named(write):
    """A `${NAME}` that is not set is refused with the setting and the name."""
    line = refusal(write("api: {token: '${ABSENT}'}\n"))

    assert line == "api.token: 没有环境变量 ABSENT，请先设置它，或直接写明这一项"


REFUSED = [
    ({"servr": {}}, "servr: 没有这一项设置，是不是想写 server？"),
    ({"server": {"prot": 1}}, "server.prot: 没有这一项设置，是不是想写 port？"),
    ({"work": {"corp_id": "a", "app": {"zzz": 1}}}, "work.app.agent_id: 缺少这一项，请补上"),
    ({"server": {"port": 0}}, "server.port: 应不小于 1，请改正"),
    ({"server": {"port": 65536}}, "server.port: 应不大于 65535，请改正"),
    ({"server": {"port": "八零"}}, "server.port: 应为整数，请改成数字"),
    ({"server": {"max_skew_s": 0}}, "server.max_skew_s: 应大于 0，请改正"),
    ({"server": {"public_url": "a.cn"}}, "server.public_url: 网址不对，请以 http:// 或 https:// 开头写全"),
    ({"server": [1]}, "server: 应为一节设置，请在其下分行缩进书写各项"),
    ({"database": {"url": "mysql://a/b"}}, "database.url: 数据库地址不对"),
    ({"database": {"url": "postgres://"}}, "database.url: 数据库地址不对"),
    ({"database": {"url": "postgres://u:p@h:x/d"}}, "database.url: 数据库地址不对"),
    ({"clock": {"source": "sun"}}, "clock.source: 应为 system、controlled 之一，请改正"),
    ({"clock": {"start": "noon"}}, "clock.start: 应为时间，请写成 2026-11-24T07:30:00+08:00"),
    ({"worktime": {"timezone": "Asia/Sanya"}}, "worktime.timezone: 没有这个时区"),
    (
        {"worktime": {"office_hours": ["8-12"]}},
        "worktime.office_hours: “8-12”不是一个时段，请写成 08:30-12:00",
    ),
    ({"worktime": {"office_hours": ["12:00-08:00"]}}, "worktime.office_hours: “12:00-08:00”的结束时间不晚于"),
    ({"worktime": {"office_hours": ["25:00-26:00"]}}, "worktime.office_hours: “25:00-26:00”不是一个时段"),
    (
        {"worktime": {"office_hours": ["08:00-12:00", "11:00-13:00"]}},
        "worktime.office_hours: 上班时段互相重叠",
    ),
    ({"worktime": {"office_hours": []}}, "worktime.office_hours: 不能为空"),
    ({"worktime": {"holidays": ["10月1日"]}}, "worktime.holidays[0]: 应为日期，请写成 2026-10-01"),
    (
        {"worktime": {"holidays": ["2026-10-01"], "workdays": ["2026-10-01"]}},
        "worktime: 2026-10-01 同时列为放假和上班，请只留一处",
    ),
    (
        {"work": {"corp_id": "a", "robot": {"token": "t", "aes_key": "A" * 42}}},
        "work.robot.aes_key: 应为 43 位",
    ),
    (
        {"work": {"corp_id": "a", "robot": {"token": "t", "aes_key": "-" * 43}}},
        "work.robot.aes_key: 应为 43 位",
    ),
    ({"work": {"corp_id": "a", "robot": {"token": " ", "aes_key": KEY}}}, "work.robot.token: 不能为空"),
    ({"work": {"corp_id": "a", "api_base": "ftp://x"}}, "work.api_base: 网址不对"),
    ({"groups": [{"chat_id": "a"}, {"chat_id": "a"}]}, "groups: 有两项的 chat_id 都是 a，请只留一项"),
    ({"groups": {"chat_id": "a"}}, "groups: 应为列表"),
    ({"people": {"heads": {"a": "b"}}}, "people.heads.a: 应为整数"),
    ({"roles": {"issuers": "zhaoming"}}, "roles.issuers: 应为列表"),
    (
        {"official_accounts": [{"name": "三亚", "app_id": "a", "secret": "b", "token": "c", "aes_key": KEY}]},
        "official_accounts[0].name: 只能用字母、数字、下划线和短横，请改短名",
    ),
    (
        {"official_accounts": [{"name": "city", "app_id": "a", "secret": "b", "token": "c"}]},
        "official_accounts[0]: 兼容和安全模式需要 aes_key",
    ),
    ({"nudges": {"allowed": {"normal": 0}}}, "nudges: allowed 的 normal: 0 不能用；请写1到2400之间的分钟数"),
    (
        {"nudges": {"rules": {"behind": {"longer": "0.5 of_time"}}}},
        "nudges: 规则 behind 的 longer: 0.5 of_time 不能用；这里的单位可用 minutes、hours、days",
    ),
    (
        {"nudges": {"rules": {"unreviewed": {"to": "leader"}}}},
        "nudges: 规则 unreviewed 的 to: leader 不能用；这条规则只能提醒 issuer",
    ),
    ("a: [", "{path}: 第 1 行不合 YAML 格式"),
    ("a: 1\na: 2\n", "{path}: 第 2 行：a 写了两次，请只留一处"),
    ("- a\n", "{path}: 应为“名称: 值”的对照"),
    ("a: \x00", "{path}: 含有无法识别的字符"),
]


@pytest.mark.parametrize(("content", "said"), REFUSED, ids=[said.split(" ")[0] for _, said in REFUSED])
def test_wrong_settings_are_refused_in_one_line(write, content, said):
    """What is wrong is said in one line that begins with the path and holds the cure."""
    path = write(content)
    line = refusal(path)

    assert said.format(path=path) == line[: len(said.format(path=path))]
    assert "\n" not in line


def test_other_errors_are_counted(write):
    """The first error is explained, the others are named."""
    line = refusal(write({"server": {"port": 0, "max_skew_s": 0}}))

    assert line == "server.port: 应不小于 1，请改正（另有 1 处：server.max_skew_s）"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ZHIJIAN__SERVR__PORT", "1", "环境变量 ZHIJIAN__SERVR__PORT: 没有这一项设置，是不是想写 server？"),
        ("ZHIJIAN__SERVER__PROT", "1", "server.prot: 没有这一项设置，是不是想写 port？"),
        ("ZHIJIAN__ROLES__ISSUERS", "a,b", "环境变量 ZHIJIAN__ROLES__ISSUERS: 应为 JSON"),
    ],
)
def test_wrong_variables_are_refused(name, value, said):
    """An override that does not fit is refused by its name or its path."""
    assert said == refusal(None, {name: value})[: len(said)]


def test_missing_file_is_said(tmp_path):
    """A file that does not exist is named, with what to do."""
    path = tmp_path / "none.yaml"

    assert refusal(path) == f"{path}: 没有这个文件，请用 --config 指明配置文件"


def test_wrong_encoding_is_said(tmp_path):
    """A file in another encoding is named, with what to do."""
    path = tmp_path / "config.yaml"
    path.write_bytes("api: {token: 青溪}".encode("gbk"))

    assert refusal(path) == f"{path}: 读不了（编码不是 UTF-8），请检查权限，并存为 UTF-8 编码"


def test_refusals_show_no_secret(write):
    """A wrong secret is not repeated in the error."""
    line = refusal(write({"work": {"corp_id": "a", "robot": {"token": "t", "aes_key": "short-secret"}}}))

    assert "short-secret" not in line
