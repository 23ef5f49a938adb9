"""The name handlers use for an open transaction, so that they need not know the ORM."""

from tortoise.backends.base.client import BaseDBAsyncClient as Db

__all__ = ["Db"]
