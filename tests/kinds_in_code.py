"""Finds by the syntax tree which kinds of message the code can emit, literal or put together."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "tasks")
MAKERS: Mapping[str, str] = {"Outcome": "kind", "Notice": "kind", "Answer": "kind", "TapAnswer": "kind"}
"""What makes a value that carries a kind → the name of that argument, which is the first one too."""
DEEPEST = 6
"""Calls followed upwards; a kind from further away was handed on, and is found where it was made."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Module:
    """One file: its functions by name, its calls, its constants, and where its imported names come from."""

    calls: list[tuple[Function | None, ast.Call]]
    functions: dict[str, Function] = field(default_factory=dict)
    constants: dict[str, ast.expr] = field(default_factory=dict)
    imported: dict[str, tuple[str, str]] = field(default_factory=dict)


def modules() -> dict[str, Module]:
    """Read every module of the three rooms, by its dotted name."""
    found = {}
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = _module(ast.parse(path.read_text("utf-8")))
    return found


def _module(tree: ast.Module) -> Module:
    module = Module(list(_calls(tree)))
    for node in ast.walk(tree):
        if isinstance(node, Function):
            module.functions.setdefault(node.name, node)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                module.imported[alias.asname or alias.name] = (node.module, alias.name)
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            module.constants[node.targets[0].id] = node.value
    return module


@dataclass
class Finder:
    """Follows expressions to the texts they can be."""

    modules: Mapping[str, Module]

    def kinds(self) -> dict[str, list[str]]:
        """Give every kind that can be emitted, and where (`module:line`); the empty kind is left out."""
        found: dict[str, list[str]] = {}
        for name, module in self.modules.items():
            for function, call in module.calls:
                maker = call.func.id if isinstance(call.func, ast.Name) else ""
                value = _argument(call, 0, MAKERS[maker]) if maker in MAKERS else None
                for kind in self.texts(value, name, function) if value is not None else ():
                    if kind:
                        found.setdefault(kind, []).append(f"{name}:{call.lineno}")
        return found

    def texts(self, value: ast.expr, module: str, function: Function | None, deep: int = 0) -> set[str]:
        """Give the texts an expression can be; what is handed on from elsewhere gives none."""
        if isinstance(value, ast.Constant):
            return {value.value} if isinstance(value.value, str) else set()
        if isinstance(value, ast.IfExp):
            return self.texts(value.body, module, function, deep) | self.texts(
                value.orelse, module, function, deep
            )
        if isinstance(value, ast.JoinedStr):
            parts = [self.texts(part, module, function, deep) for part in value.values]
            return {"".join(words) for words in product(*parts)}
        if isinstance(value, ast.FormattedValue):
            return self.texts(value.value, module, function, deep)
        return self._name(value.id, module, function, deep) if isinstance(value, ast.Name) else set()

    def _name(self, name: str, module: str, function: Function | None, deep: int) -> set[str]:
        found: set[str] = set()
        if function is not None:
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and any(_is_name(target, name) for target in node.targets):
                    found |= self.texts(node.value, module, function, deep)
            if name in _parameters(function) and deep < DEEPEST:
                found |= self._given(name, module, function, deep + 1)
        here = self.modules[module]
        if not found and name in here.constants:
            return self.texts(here.constants[name], module, None, deep)
        source, original = here.imported.get(name, ("", ""))
        if not found and source in self.modules and original in self.modules[source].constants:
            return self.texts(self.modules[source].constants[original], source, None, deep)
        return found

    def _given(self, parameter: str, module: str, function: Function, deep: int) -> set[str]:
        """Give what callers hand to a parameter."""
        found: set[str] = set()
        place = _parameters(function).index(parameter)
        for name, caller in self.modules.items():
            for outer, call in caller.calls:
                if not isinstance(call.func, ast.Name) or not self._is(call.func.id, name, function, module):
                    continue
                value = _argument(call, place, parameter)
                found |= self.texts(value, name, outer, deep) if value is not None else set()
        return found

    def _is(self, called: str, where: str, function: Function, module: str) -> bool:
        """Whether a name that is called in one module is this function of that module."""
        if where == module:
            return called == function.name
        return self.modules[where].imported.get(called) == (module, function.name)


def _calls(tree: ast.Module) -> Iterator[tuple[Function | None, ast.Call]]:
    """Give every call with the function it stands in (the outermost one, so that closures see its names)."""
    inside: dict[ast.AST, Function] = {}
    for outer in ast.walk(tree):
        if isinstance(outer, Function):
            for node in ast.walk(outer):
                inside.setdefault(node, outer)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield inside.get(node), node


def _argument(call: ast.Call, place: int, name: str) -> ast.expr | None:
    named = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
    if named is not None or place >= len(call.args) or any(isinstance(a, ast.Starred) for a in call.args):
        return named
    return call.args[place]


def _parameters(function: Function) -> list[str]:
    arguments = function.args
    names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return names[1:] if names[:1] == ["self"] else names


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


@cache
def emitted() -> dict[str, list[str]]:
    """Give every kind the code can emit, and where."""
    return Finder(modules()).kinds()
