"""The shape of the house: who imports whom, how big things get, and that everything says what it is for."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "tasks", "sandbox")
MOST_IN_FILE = 300
MOST_IN_FUNCTION = 40

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def sources() -> Iterator[tuple[str, str]]:
    """Give every file of the four rooms with its path; migrations are written by a tool."""
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def functions(tree: ast.Module) -> Iterator[Function]:
    """Give every function and method of a file, inner ones too."""
    yield from (node for node in ast.walk(tree) if isinstance(node, Function))


def public(node: ast.Module | ast.ClassDef, above: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Give what others may use: names without an underscore, at the top and in public classes."""
    for inner in node.body:
        if not isinstance(inner, Documented) or isinstance(inner, ast.Module) or inner.name.startswith("_"):
            continue
        if any(ast.unparse(decorator).endswith(".setter") for decorator in inner.decorator_list):
            continue  # its getter says what it is
        yield f"{above}{inner.name}", inner
        if isinstance(inner, ast.ClassDef):
            yield from public(inner, f"{above}{inner.name}.")


def test_import_contracts_are_kept() -> None:
    """Calls go down, the sandbox shares nothing, wechatpy is imported in one file: see pyproject.toml."""
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stdout if done.returncode else "")


def test_no_file_grows_too_long() -> None:
    """A file is split before it passes 300 lines."""
    long = {path: lines for path, text in sources() if (lines := len(text.splitlines())) > MOST_IN_FILE}

    assert {} == long


def test_no_function_grows_too_long() -> None:
    """A function is split before it passes 40 lines, its signature and docstring counted."""
    long = {
        f"{path}:{function.lineno} {function.name}": lines
        for path, text in sources()
        for function in functions(ast.parse(text))
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > MOST_IN_FUNCTION
    }

    assert {} == long


def test_modules_and_public_names_say_what_they_are_for() -> None:
    """Every module, public class, function and method has a docstring."""
    silent = []
    for path, text in sources():
        tree = ast.parse(text)
        named: list[tuple[str, ast.AST]] = [("module", tree), *public(tree)]
        silent += [
            f"{path} {name}"
            for name, node in named
            if isinstance(node, Documented) and not ast.get_docstring(node)
        ]

    assert [] == silent


def test_every_test_states_its_rule() -> None:
    """Every test has a docstring whose first line is the rule it holds."""
    silent = [
        f"{path.relative_to(ROOT).as_posix()}:{function.lineno} {function.name}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for function in functions(ast.parse(path.read_text("utf-8")))
        if function.name.startswith("test_") and not ast.get_docstring(function)
    ]

    assert [] == silent


def test_only_one_file_asks_for_the_time() -> None:
    """Below `bot`, and in it beside the clock, time is an argument."""
    asked = {
        f"{path}:{node.lineno}"
        for path, text in sources()
        if path.startswith(("handlers/", "tasks/"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func)
        in {"datetime.now", "datetime.utcnow", "time.time", "date.today", "time.monotonic"}
    }

    assert set() == asked
