"""The word lists for splitting a full name; the table is in the same folder."""

import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _lists() -> dict[str, str]:
    return tomllib.loads(files("allforall.people.names").joinpath("word_lists.toml").read_text(encoding="utf-8"))


def word_list(name: str) -> frozenset[str]:
    """Returns the words of one list of `word_lists.toml`."""
    return frozenset(_lists()[name].split())
