"""The sections `citizens` and `requests`: what is kept of citizens, and how their requests are dealt with."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
    model_validator,
)

from bot.config_base import Settings
from bot.config_values import Text, UserId, strip_text
from tasks.requests import kinds


def _long_enough(key: SecretStr) -> SecretStr:
    if len(key.get_secret_value()) < SHORTEST:
        raise ValueError(f"密钥太短，至少 {SHORTEST} 位，请用随机生成的")
    return key


SHORTEST = 16
"""Characters a data key has at least."""
DataKey = Annotated[SecretStr, BeforeValidator(strip_text), AfterValidator(_long_enough)]


class CitizenSettings(Settings):
    """What is kept of citizens, and under which key."""

    data_key: DataKey | None = Field(
        None,
        description="给群众的电话、微信标识加密的密钥，至少 16 位；不填则自动生成",
    )
    former_keys: tuple[DataKey, ...] = Field((), description="换下来的旧密钥，只用来读以前的数据")
    per_day: int = Field(10, ge=1, description="每人每天最多提交多少件诉求")


class RouteSettings(Settings):
    """Where matters of a category go."""

    category: Annotated[str, StringConstraints(min_length=1, max_length=40)] = Field(
        description="诉求类别，如 供水"
    )
    words: tuple[Text, ...] = Field((), description="群众的说法，出现其中之一就归入此类，如 [停水, 水管]")
    area: int = Field(0, ge=0, description="只管哪个片区（部门 ID，含下级）；0 为全部")
    unit: int = Field(gt=0, description="承办单位（部门 ID）")
    person: UserId | None = Field(None, description="承办人；不填为承办单位负责人")


class RequestSettings(Settings):
    """How citizens' requests are dealt with; `tasks/requests/kinds.py` is the table beneath."""

    triage: UserId | None = Field(None, description="没有明确承办单位的诉求交给谁；不填为首个下级单位负责人")
    days: dict[str, int] = Field({}, description="各类诉求的答复时限（工作日）；不写为咨询 3、其他 10")
    checked: dict[str, bool] = Field({}, description="哪几类的答复要先经审核；不写为投诉、举报")
    routes: tuple[RouteSettings, ...] = Field((), description="按类别和片区的转办表，从上到下，先合者用")
    follow_up_days: int = Field(5, ge=1, description="不满意的诉求几个工作日内回访")
    many: int = Field(5, ge=2, description="几件相同的诉求算作集中反映，提醒提级办理")
    same_days: int = Field(7, ge=1, description="几天内的同地同类诉求可能是同一件事")

    @model_validator(mode="after")
    def _known(self) -> Self:
        kinds.changed(self.days, self.checked)
        if short := [kind for kind, days in self.days.items() if days < 1]:
            raise ValueError(f"days.{short[0]} 至少为 1 个工作日")
        return self
