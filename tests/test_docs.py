"""The documents say what the code does: compared by introspection, so that neither runs away."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import get_args

import pytest
import typer
from aiohttp import web

from bot import parsing
from bot.__main__ import app as command_line
from bot.channels.codes import CODES
from bot.config import Config
from bot.jobs import Jobs
from bot.web.routes import add_routes
from bot.wording import load
from handlers.reading import read
from handlers.reading.values import Intent
from handlers.staff import INTENTS
from handlers.taps import TAPS
from tasks.directives import states
from tasks.directives.wanted import WANTED
from tasks.people.roles import MAY
from tasks.worktime import SHANGHAI, WorkCalendar
from tests.our_files import our_files

ROOT = Path(__file__).parents[1]
CORPORA = ROOT / "tests" / "corpora"
CHINESE = (
    "README.zh-CN.md",
    "docs/quickstart.md",
    "docs/citizens.md",
    "docs/commands.md",
    "docs/guides.md",
    "docs/http.md",
    "docs/messages.md",
    "docs/requests.md",
    "docs/settings.md",
)
ADR_PARTS = ["Context", "Decision", "Weighed", "Consequences"]


def text_of(name: str) -> str:
    """Read a document."""
    return (ROOT / name).read_text("utf-8")


def section(name: str, heading: str) -> str:
    """Give one section of a document, without its heading."""
    found = re.search(rf"(?ms)^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", text_of(name))
    assert found, f"{name} has no section «{heading}»"
    return found[1]


def first_column(text: str) -> list[str]:
    """Give what stands in backticks at the beginning of each row of the tables in a text."""
    return [name for row in re.findall(r"(?m)^\| (`.*?) \|", text) for name in re.findall(r"`([^`]+)`", row)]


def commands() -> dict[str, list[str]]:
    """Give each command with its options, as `--help` knows them."""
    group = typer.main.get_command(command_line)
    return {
        name: [
            option
            for parameter in command.params
            if parameter.param_type_name == "option"
            for option in (*parameter.opts, *parameter.secondary_opts)
        ]
        for name, command in group.commands.items()  # type: ignore[attr-defined]  # a group, for typer too
    }


def test_every_command_is_documented() -> None:
    """docs/commands.md has one section for each command, and both READMEs and --help name the same ones."""
    headings = re.findall(r"(?m)^## zhijian (\w+)$", text_of("docs/commands.md"))
    table = re.findall(r"`zhijian (\w+)`", section("README.zh-CN.md", "命令"))

    assert [*commands()] == headings
    assert [*commands()] == table


@pytest.mark.parametrize("command", commands())
def test_every_option_is_documented(command: str) -> None:
    """Each option of a command stands in the command's section, and none that does not exist."""
    named = re.findall(r"`(--?[a-z][a-z-]*)`", section("docs/commands.md", f"zhijian {command}"))
    others = {"--file", "--story"} if command in {"parse", "demo"} else set()

    assert set(commands()[command]) == set(named) - (others - set(commands()[command]))


def test_every_intent_tap_right_and_state_is_in_the_glossary() -> None:
    """The glossary has one row for each word the tables of the code know."""
    glossary = "docs/glossary.md"

    assert sorted(INTENTS) == sorted(first_column(section(glossary, "What a sentence can mean (intents)")))
    assert sorted(TAPS) == sorted(first_column(section(glossary, "Buttons (taps)")))
    assert sorted(MAY) == sorted(first_column(section(glossary, "Rights (verbs)")))
    named = set(re.findall(r"`(\w+)`", section(glossary, "States")))
    assert {*states.DIRECTIVE_STATES, *states.SHARE_STATES} == named


def test_every_intent_leads_somewhere_and_has_a_name() -> None:
    """What a sentence can mean leads to a verb, and `zhijian parse` has a word for it."""
    assert set(get_args(Intent)) == set(INTENTS)
    assert set(get_args(Intent)) == set(parsing.INTENTS)


def test_every_message_is_documented() -> None:
    """docs/messages.md has one row for each kind that has words, and one for each job."""
    kinds = {*load().kinds, *Jobs.table(Jobs.__new__(Jobs))}

    assert sorted(kinds) == sorted(first_column(text_of("docs/messages.md")))


def test_what_is_asked_before_sending_is_documented() -> None:
    """The rows whose last column says when it is still wanted are those of the table in the code."""
    rows = re.findall(r"(?m)^\| `([\w.]+)` \|.*\| (.*?) ?\|$", section("docs/messages.md", "主动发出的"))

    # What a kind asks for a rule of reminding stands in the kind's own row.
    kinds = {kind.partition(":")[0] for kind in WANTED}
    assert sorted(kinds) == sorted(kind for kind, wanted in rows if wanted.strip())


def test_every_url_is_documented() -> None:
    """docs/http.md names each URL with its method, as the router knows them with everything set up."""
    config = Config.model_validate({"clock": {"source": "controlled"}, "api": {"token": "t" * 20}})
    served = web.Application()
    add_routes(served, config)
    routes = {
        f"{route.method} {route.resource.canonical}"
        for route in served.router.routes()
        if route.resource is not None and route.method != "HEAD"
    }
    table = text_of("docs/http.md").split("\n## ", 1)[0]

    assert routes == set(re.findall(r"`((?:GET|POST) [^`]+)`", table))


def examples() -> list[tuple[str, str]]:
    """Give the sentences the README tells people to say, each with what it should mean."""
    return re.findall(r"(?m)^\| ([^`|]+?) \| ([^|]+?) \|$", section("README.zh-CN.md", "日常使用"))[0:]


def test_the_sentences_of_the_readme_are_understood() -> None:
    """Each sentence in the tables of «日常使用» means what stands beside it, in a group and one to one."""
    org = parsing.org_from_json(json.loads((CORPORA / "org.json").read_text("utf-8")))
    now = datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
    sentences = [pair for pair in examples() if pair[0] not in {"例句", "---"}]
    wrong = {
        mention + sentence: parsing.INTENTS[intent]
        for sentence, meaning in sentences
        for mention in ("", "@指尖办 ")
        if (intent := read(mention + sentence, now, org, WorkCalendar()).intent)
        and parsing.INTENTS[intent] != meaning
    }

    assert {} == wrong
    assert len(sentences) >= 15


def test_the_error_codes_of_the_readme_exist() -> None:
    """Each platform error code in the README is one the service has a cure for."""
    rows = re.findall(r"(?m)^\| ([\d、]+) \|", section("README.zh-CN.md", "排错"))
    codes = {int(code) for row in rows for code in row.split("、")}

    assert set() == codes - set(CODES)
    assert len(codes) >= 10


def test_the_figures_command_exists() -> None:
    """Both READMEs name the command that prints the corpora figures, and the Makefile has it."""
    makefile = text_of("Makefile")

    assert all("make corpora" in text_of(name) for name in ("README.md", "README.zh-CN.md"))
    assert re.search(r"(?m)^corpora:.*\n\t.*tests\.corpora_figures \$\(CORPORA\)$", makefile)
    assert all((CORPORA / name).is_file() for name in ("org.json", "deadlines.jsonl", "messages.jsonl"))


def test_every_make_target_that_is_named_exists() -> None:
    """Where a document says `make something`, the Makefile has it."""
    targets = set(re.findall(r"(?m)^([a-z]+):", text_of("Makefile")))
    named = {
        target
        for path in our_files()
        if path.suffix == ".md"
        for target in re.findall(r"(?m)(?:^|`|sudo )make ([a-z]+)\b", path.read_text("utf-8"))
    }

    assert {"demo", "install", "test"} <= named
    assert set() == named - targets


def test_every_link_leads_to_a_file() -> None:
    """Relative links and pictures of the documents exist."""
    broken = [
        f"{path.relative_to(ROOT)}: {link}"
        for path in our_files()
        if path.suffix == ".md"
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text("utf-8"))
        if not (path.parent / link).exists()
    ]

    assert [] == broken


def test_every_file_that_is_named_exists() -> None:
    """A path of this project in backticks, in a document or docstring, is one that exists."""
    pattern = re.compile(r"`((?:bot|handlers|tasks|sandbox|tests|docs)/[\w/.-]+)`")
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in our_files()
        if path.suffix in {".md", ".py"}
        for name in pattern.findall(path.read_text("utf-8"))
        if not (ROOT / name).exists() and name not in TO_BE_WRITTEN
    }

    assert set() == missing


TO_BE_WRITTEN = {"handlers/directives/withdraw.py"}
"""Files that docs/howto tells its reader to write."""


def test_every_decision_is_recorded_alike() -> None:
    """The records are numbered without a gap, have the same parts, and stand in the index."""
    records = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    index = text_of("docs/adr/README.md")

    assert [f"{n:04d}" for n in range(1, len(records) + 1)] == [path.name[:4] for path in records]
    for path in records:
        text = path.read_text("utf-8")
        assert ADR_PARTS == re.findall(r"(?m)^## (.+)$", text), path.name
        assert f"# {path.name[:4]} " == text[:7]
        assert path.name in index


def test_decisions_that_are_cited_exist() -> None:
    """Where the code cites docs/adr/NNNN there is such a record."""
    numbers = {path.name[:4] for path in (ROOT / "docs" / "adr").glob("[0-9]*.md")}
    cited = {
        number for path in our_files() for number in re.findall(r"docs/adr/(\d{4})", path.read_text("utf-8"))
    }

    assert set() == cited - numbers


@pytest.mark.parametrize("name", CHINESE)
def test_chinese_documents_have_chinese_punctuation(name: str) -> None:
    """Between Chinese characters stand full-width marks; code is left out."""
    text = re.sub(r"(?s)```.*?```|`[^`\n]*`", "", text_of(name))

    assert [] == re.findall(r".{0,12}[\u4e00-\u9fff][,;:!?][\u4e00-\u9fff].{0,8}", text)


def test_the_version_is_in_the_changelog() -> None:
    """The changelog has a heading for the version of pyproject.toml, and it is the newest one."""
    version = re.search(r'(?m)^version = "(.+)"$', text_of("pyproject.toml"))

    assert version is not None
    assert version[1] == re.findall(r"(?m)^## \[([\d.]+)\]", text_of("CHANGELOG.md"))[0]


def test_states_page_is_written_from_the_tables() -> None:
    """docs/states.md is what `python -m bot.states_table` writes."""
    from bot.states_table import markdown

    assert markdown() == (ROOT / "docs" / "states.md").read_text("utf-8")
