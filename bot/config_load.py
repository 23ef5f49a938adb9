"""From a YAML file and the environment to plain values, and from pydantic's errors to one line in Chinese."""

from __future__ import annotations

import difflib
import re
import types
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsError

from bot.errors import ConfigError

REFERENCE = re.compile(r"\$\$\{|\$\{([^}]*)\}")

SAYINGS: dict[str, str] = {
    "missing": "缺少这一项，请补上",
    "int_parsing": "应为整数，请改成数字",
    "int_type": "应为整数，请改成数字",
    "int_from_float": "应为整数，请改成数字",
    "string_type": "应为文字，请改成一个值（必要时加引号）",
    "string_too_short": "不能为空，请填写或删去这一行",
    "too_short": "不能为空，请填写或删去这一行",
    "tuple_type": "应为列表，请写成 [甲, 乙]，或分行并以“- ”开头",
    "dict_type": "应为“名称: 值”的对照，请分行缩进书写",
    "model_type": "应为一节设置，请在其下分行缩进书写各项",
    "model_attributes_type": "应为一节设置，请在其下分行缩进书写各项",
    "string_pattern_mismatch": "只能用字母、数字、下划线和短横，请改短名",
    "path_type": "应为路径，请改成文件或目录的位置",
}
TIMES: dict[str, str] = {
    "date": "应为日期，请写成 2026-10-01",
    "datetime": "应为时间，请写成 2026-11-24T07:30:00+08:00",
}
LIMITS: dict[str, str] = {
    "greater_than": "应大于 {gt}，请改正",
    "greater_than_equal": "应不小于 {ge}，请改正",
    "less_than_equal": "应不大于 {le}，请改正",
    "literal_error": "应为 {expected} 之一，请改正",
}


class PlainLoader(yaml.SafeLoader):
    """YAML in which every plain value is a text: `0012`, `no` and `2026-10-01` stay as written.

    Types are the models' business; the only other plain value is nothing (`~`, `null` or left empty).
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own class attribute
        first: [(tag, regexp) for tag, regexp in rules if tag.endswith((":null", ":merge"))]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        """Refuse a key that stands twice in one mapping, where YAML would keep the last silently."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                if key.value in seen:
                    raise ConfigError(f"第 {key.start_mark.line + 1} 行：{key.value} 写了两次，请只留一处")
                seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def file_values(path: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    """Read a YAML file, fill in `${ENV_NAME}` (`$${` is a plain `${`) and leave out what is empty."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(f"{path}: 没有这个文件，请用 --config 指明配置文件") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: 读不了（{_reason(error)}），请检查权限，并存为 UTF-8 编码") from None
    values = _parsed(text, path)
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise ConfigError(f"{path}: 应为“名称: 值”的对照，请参照项目中的 config.yaml")
    return _filled(values, environ, "")  # type: ignore[no-any-return] # a dict gives a dict


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return "编码不是 UTF-8" if isinstance(error, UnicodeDecodeError) else str(error.strerror)


def _parsed(text: str, path: Path) -> Any:
    try:
        return yaml.load(text, PlainLoader)  # noqa: S506 - a SafeLoader with fewer types
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError(f"{path}: 第 {line} 行不合 YAML 格式，请检查缩进、冒号后的空格和引号") from None
    except yaml.YAMLError:
        raise ConfigError(f"{path}: 含有无法识别的字符，请存为 UTF-8 编码的文本") from None
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from None


def _filled(value: Any, environ: Mapping[str, str], where: str) -> Any:
    if isinstance(value, dict):
        pairs = ((str(key), item) for key, item in value.items() if item is not None)
        return {key: _filled(item, environ, f"{where}.{key}".lstrip(".")) for key, item in pairs}
    if isinstance(value, list):
        return [_filled(item, environ, f"{where}[{place}]") for place, item in enumerate(value)]
    if isinstance(value, str):
        return REFERENCE.sub(lambda found: _looked_up(found, environ, where), value)
    return value


def _looked_up(found: re.Match[str], environ: Mapping[str, str], where: str) -> str:
    name = found[1]
    if name is None:
        return "${"
    if name not in environ:
        raise ConfigError(f"{where}: 没有环境变量 {name}，请先设置它，或直接写明这一项")
    return environ[name]


def environment_values(model: type[BaseSettings], environ: Mapping[str, str]) -> dict[str, Any]:
    """Read `ZHIJIAN__SECTION__KEY`; lists and mappings are JSON.

    A place in a list is a number: `ZHIJIAN__GROUPS__0__NAME`.

    One variable at a time, so that what is wrong can be named.
    """
    prefix = model.model_config["env_prefix"]
    values: dict[str, Any] = {}
    for name in sorted(n for n in environ if n.upper().startswith(prefix)):
        source = EnvSettingsSource(model)
        source.env_vars = {name.lower(): environ[name]}
        try:
            found = source()
        except (SettingsError, ValueError):
            raise ConfigError(f'环境变量 {name}: 应为 JSON，请写成 ["甲","乙"] 或 {{"名称":"值"}}') from None
        if not found:
            section = name[len(prefix) :].split("__")[0].lower()
            raise ConfigError(f"环境变量 {name}: 没有这一项设置{_suggestion(section, model.model_fields)}")
        values = merged(values, found)
    return values


def merged(below: Any, above: Any) -> Any:
    """Lay one tree of values over another; in a list, `{"0": …}` changes the first place alone."""
    if isinstance(below, list) and isinstance(above, dict) and all(key.isdigit() for key in above):
        places = merged({str(place): item for place, item in enumerate(below)}, above)
        return [places[key] for key in sorted(places, key=int)]
    if isinstance(below, dict) and isinstance(above, dict):
        return {**below, **{key: merged(below.get(key), item) for key, item in above.items()}}
    return above


def listed(model: type[BaseModel], values: dict[str, Any]) -> dict[str, Any]:
    """Turn `{"0": …}` into a list where the section is a list that the file does not have."""
    lists = {name for name, field in model.model_fields.items() if get_origin(field.annotation) is tuple}
    return {name: merged([], item) if name in lists else item for name, item in values.items()}


def one_line(model: type[BaseModel], error: ValidationError) -> str:
    """Say the first error in one line of Chinese, and where the others are."""
    details = error.errors(include_url=False, include_input=False)
    first, *others = details
    where = path_text(first["loc"])
    line = f"{where}: {_saying(model, first)}" if where else _saying(model, first)
    if not others:
        return line
    return f"{line}（另有 {len(others)} 处：{'、'.join(path_text(other['loc']) for other in others[:5])}）"


def path_text(loc: tuple[int | str, ...]) -> str:
    """Write a place as `groups[0].chat_id`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc if part != "[key]")
    return "".join(parts).lstrip(".")


def _saying(model: type[BaseModel], detail: ErrorDetails) -> str:
    kind, ctx = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        *above, last = detail["loc"]
        return f"没有这一项设置{_suggestion(str(last), _keys_at(model, above))}"
    if kind == "value_error":
        return str(ctx["error"])
    if kind in LIMITS:
        expected = re.sub(r", | or ", "、", str(ctx.get("expected", ""))).replace("'", "")
        return LIMITS[kind].format(**{**ctx, "expected": expected})
    return SAYINGS.get(kind) or TIMES.get(kind.split("_")[0]) or f"{detail['msg']}，请改正"


def _suggestion(wrong: str, known: Mapping[str, object]) -> str:
    close = difflib.get_close_matches(wrong.lower(), known, n=1)
    return f"，是不是想写 {close[0]}？" if close else f"，这里可以写：{'、'.join(known)}"


def _keys_at(model: type[BaseModel], loc: list[int | str]) -> Mapping[str, object]:
    here = model
    for part in loc:
        if isinstance(part, str) and part in here.model_fields:
            here = next(models_in(here.model_fields[part].annotation), here)
    return here.model_fields


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Give the models an annotation names, through `X | None`, `tuple[X, ...]` and `Annotated`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in {Union, types.UnionType, tuple, Annotated}:
        for part in get_args(annotation):
            yield from models_in(part)
