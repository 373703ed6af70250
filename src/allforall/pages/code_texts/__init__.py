"""The English text of every code that a reader may see, by the room that defines the code.

`GROUPS` holds the words of closed sets (kinds of answer, outcomes, fields), `ERRORS` the sentences of colon
codes (errors, problems, reasons), `ADVICE` what to do next, where it differs from the advice for the error's
class (empty, where the sentence already says it). English is the message id of the catalogues.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from allforall.pages.code_texts import (
    answers,
    arrangement,
    demo,
    desk,
    disclosure,
    eligibility,
    entries,
    erasure,
    exercise,
    kinship,
    lists,
    node,
    offers,
    pages,
    people,
    reading,
    reconcile,
    record,
    record_files,
    recording,
    session,
)

_ROOMS: Final = (
    people,
    lists,
    reading,
    arrangement,
    disclosure,
    eligibility,
    reconcile,
    answers,
    entries,
    record,
    record_files,
    offers,
    recording,
    desk,
    erasure,
    exercise,
    demo,
    kinship,
    node,
    session,
    pages,
)


def _merged_groups() -> dict[str, dict[str, str]]:
    merged: dict[str, dict[str, str]] = {}
    for room in _ROOMS:
        for group, texts in room.GROUPS.items():
            merged.setdefault(group, {}).update(texts)
    return merged


class _Labels(Mapping[str, str]):
    """The labels of entry types, from their descriptors, which load every room: only once one is asked for."""

    def __getitem__(self, name: str) -> str:
        from allforall.account.entry_types import ENTRY_TYPES  # noqa: PLC0415 - as above

        return ENTRY_TYPES[name].label

    def __iter__(self) -> Iterator[str]:
        from allforall.account.entry_types import ENTRY_TYPES  # noqa: PLC0415 - as above

        return iter(ENTRY_TYPES)

    def __len__(self) -> int:
        return len(list(iter(self)))


GROUPS: Mapping[str, Mapping[str, str]] = {**_merged_groups(), "entry_type": _Labels()}
ERRORS: Mapping[str, str] = {code: text for room in _ROOMS for code, text in room.ERRORS.items()}
ADVICE: Mapping[str, str] = {
    code: "" for room in _ROOMS if getattr(room, "SAYS_WHAT_TO_DO", False) for code in room.ERRORS
}

__all__ = ["ADVICE", "ERRORS", "GROUPS"]
