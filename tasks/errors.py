"""Errors of the domain. What a person may not do is not an error but an answer; these are for code."""


class TaskError(Exception):
    """Base of the domain's errors."""


class BrokenChain(TaskError):  # noqa: N818 - named for what is found
    """A history does not add up: an entry was changed, left out or put in."""


class Unreadable(TaskError):  # noqa: N818 - named for what is found
    """What was enciphered cannot be read with any key that is set up."""
