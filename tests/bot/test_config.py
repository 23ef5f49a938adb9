"""Settings: the file, the environment, and one line of help for everything that is wrong."""

import json
import re
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from bot.config import Config, ServerSettings, load, redacted
from bot.explain import setting_paths

ROOT = Path(__file__).parents[2]
KEY = "A" * 42 + "8"
SECRETS = {
    "work": {
        "corp_id": "ww1",
        "app": {"agent_id": 1000002, "secret": "s3cret-app", "token": "t0ken-app", "aes_key": KEY},
        "robot": {"token": "t0ken-robot", "aes_key": KEY},
    },
    "groups": [{"chat_id": "wrk1", "webhook_key": "hook-1"}],
    "official_accounts": [
        {"name": "city", "app_id": "wx1", "secret": "s3cret-oa", "token": "t0ken-oa", "aes_key": KEY}
    ],
    "api": {"token": "bearer-1"},
    "database": {"url": "postgres://clerk:p@ss/word@db:5432/zhijian"},
}


def test_defaults_are_those_of_the_contract():
    """Without a file and environment every setting has the documented default."""
    config = load(None, {})

    assert tuple(config.server.model_dump().values()) == ("127.0.0.1", 8080, "http://127.0.0.1:8080", 900)
    assert config.database.url == "sqlite://data/zhijian.db"
    assert Path("data/media") == config.media.dir
    assert config.clock.source == "system"
    assert config.worktime.timezone == "Asia/Shanghai"
    assert ((time(8, 30), time(12)), (time(14), time(17, 30))) == config.worktime.spans
    assert config.work is None
    assert () == config.groups == config.official_accounts
    assert config.api.token is None


def test_shipped_file_gives_the_defaults():
    """The file in the project, as shipped, changes nothing."""
    shipped = load(ROOT / "config.yaml", {})

    assert load(None, {}) == shipped


def test_shipped_file_names_every_setting(write):
    """With its comments taken off, the shipped file is valid and holds every setting there is."""
    text = re.sub(r"(?m)^(\s*)#(?!#)", r"\1", (ROOT / "config.yaml").read_text("utf-8"))
    environ = dict.fromkeys(re.findall(r"\$\{([A-Z_]+)\}", text), "7")
    environ |= {name: KEY for name in environ if name.endswith("_KEY")}
    config = load(write(text), environ)

    assert set(setting_paths()) == set_paths(config.model_dump(mode="json", exclude_unset=True))


def set_paths(value: object, above: str = "") -> set[str]:
    """Give the paths of the settings that were given a value, places in lists left out."""
    if above in setting_paths():
        return {above}
    if isinstance(value, list):
        return {path for item in value for path in set_paths(item, above)}
    assert isinstance(value, dict)
    return {path for key, item in value.items() for path in set_paths(item, f"{above}.{key}".lstrip("."))}


def test_every_setting_is_documented():
    """docs/settings.md has one heading for each setting, in the code's order, and none besides."""
    headings = re.findall(r"(?m)^## (\S+)$", (ROOT / "docs" / "settings.md").read_text("utf-8"))

    assert list(setting_paths()) == headings


def test_values_stay_as_written(write):
    """YAML's guesses do not reach the settings: 0012 and no are texts."""
    config = load(write("groups:\n- {chat_id: 0012, name: no, departments: [1, 2]}\n"), {})

    assert (
        config.groups[0].chat_id,
        config.groups[0].name,
        config.groups[0].departments,
    ) == ("0012", "no", (1, 2))


def test_userids_are_lower_case(write):
    """Userids are compared without case, so they are kept in lower case."""
    config = load(
        write(
            {
                "roles": {"issuers": ["ZhaoMing"], "delegates": {"ZM": ["SunLi"]}},
                "people": {"heads": {3: "ZQ"}},
            }
        ),
        {},
    )

    assert config.roles.issuers == ("zhaoming",)
    assert config.roles.delegates == {"zm": ("sunli",)}
    assert config.people.heads == {3: "zq"}


def test_empty_sections_are_the_default(write):
    """A heading with nothing under it changes nothing."""
    assert load(None, {}) == load(write("server:\nwork:\ngroups:\nroles: {issuers: }\n"), {})


def test_environment_fills_in_values(write):
    """`${NAME}` is filled in anywhere in a text, and `$${` is a plain `${`."""
    path = write("database: {url: 'postgres://u:${PW}@db/z'}\ngroups: [{chat_id: a, name: '$${PW}'}]\n")
    config = load(path, {"PW": "secret"})

    assert config.database.url == "postgres://u:secret@db/z"
    assert config.groups[0].name == "${PW}"


def test_environment_wins(write):
    """ZHIJIAN__SECTION__KEY overrides the file, at any depth, in lists, and where the section is absent."""
    environ = {
        "ZHIJIAN__SERVER__PORT": "9000",
        "ZHIJIAN__ROLES__ISSUERS": '["a", "B"]',
        "ZHIJIAN__GROUPS__0__WEBHOOK_KEY": "hook",
        "ZHIJIAN__API__TOKEN": "123",
        "ZHIJIAN__WORK": '{"corp_id": "ww1"}',
        "ZHIJIAN__WORK__ONLY": '["x"]',
        "ZHIJIAN__PEOPLE__HEADS": '{"3": "zq"}',
        "OTHER__SERVER__PORT": "1",
    }
    config = load(
        write("server: {port: 1, host: h}\ngroups: [{chat_id: a}]\nroles: {issuers: [c]}\n"), environ
    )

    assert (config.server.host, config.server.port) == ("h", 9000)
    assert config.roles.issuers == ("a", "b")
    assert config.groups[0].chat_id == "a"
    assert config.groups[0].webhook_key is not None
    assert config.api.token is not None
    assert config.api.token.get_secret_value() == "123"
    assert config.work is not None
    assert (config.work.corp_id, config.work.only) == ("ww1", ("x",))
    assert config.people.heads == {3: "zq"}


def test_list_can_come_from_the_environment_alone():
    """Places of a list may be given one by one where the file has none."""
    environ = {"ZHIJIAN__GROUPS__0__CHAT_ID": "a", "ZHIJIAN__GROUPS__1__CHAT_ID": "b"}

    assert [group.chat_id for group in load(None, environ).groups] == ["a", "b"]


def test_models_read_no_environment(monkeypatch):
    """Settings made directly are what they are given."""
    monkeypatch.setenv("ZHIJIAN__SERVER__PORT", "9000")

    assert Config().server.port == 8080


def test_start_without_zone_is_office_time(write):
    """clock.start without a zone is in the office's zone; with one it is kept."""
    zone = timezone(timedelta(hours=9))
    text = "clock: {{start: {}}}\nworktime: {{timezone: Asia/Tokyo, holidays: [2026-11-25]}}\n"
    naive = load(write(text.format("2026-11-24T07:30:00")), {})
    aware = load(write(text.format("2026-11-24T07:30:00Z")), {})

    assert datetime(2026, 11, 24, 7, 30, tzinfo=zone) == naive.clock.start
    assert datetime(2026, 11, 24, 16, 30, tzinfo=zone) == aware.clock.start
    assert naive.worktime.holidays == (date(2026, 11, 25),)


def test_secrets_do_not_print(write):
    """Neither repr nor the redacted values hold a secret."""
    config = load(write(SECRETS), {})
    printed = repr(config) + json.dumps(redacted(config), ensure_ascii=False)
    secrets = [
        KEY,
        "s3cret-app",
        "t0ken-app",
        "t0ken-robot",
        "hook-1",
        "s3cret-oa",
        "t0ken-oa",
        "bearer-1",
        "word@",
    ]

    assert [secret for secret in secrets if secret in printed] == []
    assert redacted(config)["database"]["url"] == "postgres://clerk:******@db:5432/zhijian"


@pytest.mark.parametrize(
    ("base", "real"),
    [
        ("https://qyapi.weixin.qq.com", True),
        ("http://127.0.0.1:9", False),
        ("https://x.cn/weixin.qq.com", False),
    ],
)
def test_real_platform_is_known(base, real):
    """Whether WeChat itself would be reached follows from the host alone."""
    config = load(None, {"ZHIJIAN__WORK__CORP_ID": "a", "ZHIJIAN__WORK__API_BASE": base})

    assert real == config.on_real_platform


def test_settings_are_frozen():
    """A setting cannot be changed after it was read."""
    with pytest.raises(ValueError, match="frozen"):
        ServerSettings().port = 1
