"""Counts that add up: each row of a list in exactly one figure, with the keys that made it."""

from collections.abc import Iterable, Mapping, Sequence

from allforall.account.report import Figure, Tally
from allforall.answers import (
    OUTWARD_PLACES,
    AnswerKind,
    AnswersFile,
    AnswerState,
    HeldPlace,
    HeldRow,
    NameAnswer,
    Received,
    standing_received,
)
from allforall.eligibility import Finding


def tally(code: str, of: str, keys: Iterable[str], places: Iterable[tuple[str, str]], order: Iterable[str]) -> Tally:
    """Returns the tally of a list: `places` gives the figure of each key, `order` the figures' order.

    The total is the number of keys of the list, counted separately, so that a row without a place or with two is
    noticed (`Tally.adds_up`).
    """
    figures: dict[str, list[str]] = {figure: [] for figure in order}
    for key, figure in places:
        figures.setdefault(figure, []).append(key)
    return Tally(
        code=code,
        of=of,
        total=sum(1 for _ in keys),
        figures=tuple(Figure(figure, tuple(each)) for figure, each in figures.items() if each),
    )


def tally_rows(list_key: str, rows_in_file: int, read: Iterable[str], refused_lines: Iterable[int]) -> Tally:
    """Returns how many rows of a file were read and refused; the total is the reader's own count of the file."""
    refused = tuple(f"{list_key}:{line}" for line in dict.fromkeys(refused_lines))
    figures = (Figure("rows_read", tuple(read)), Figure("rows_refused", refused))
    return Tally("rows", list_key, rows_in_file, tuple(each for each in figures if each.keys))


def tally_answers(names: Sequence[NameAnswer], *, list_key: str, sought_keys: Iterable[str]) -> Tally:
    """Returns the current answers on the holder's node; those only proposed are counted as proposed."""
    kinds = list(AnswerKind)
    order = [*kinds, *(f"proposed:{kind.value}" for kind in kinds)]
    return tally("answers", list_key, sought_keys, ((name.sought_key, standing(name)) for name in names), order)


def standing(name: NameAnswer) -> str:
    """Returns the figure in which a name is counted on the holder's node."""
    is_open = name.state is AnswerState.PROPOSED and name.kind is not AnswerKind.NO_CANDIDATE
    return f"proposed:{name.kind.value}" if is_open else name.kind.value


def tally_outgoing(answers: AnswersFile, *, keys: Mapping[str, str], sought_keys: Iterable[str]) -> Tally:
    """Returns the answers as told to the other side; `keys` gives the row key for each reference."""
    places = ((keys[entry.ref], entry.kind.value) for entry in answers.entries)
    return tally("answers_told", answers.list_key, sought_keys, places, AnswerKind)


def tally_received(history: Iterable[Received], *, list_key: str, sought_keys: Sequence[str]) -> Tally:
    """Returns the other side's answer about each name of ours; a name never answered counts as no answer.

    A reported death, or any other answer, removes no name from the count: the total is the list.
    """
    now = standing_received(history)
    places = ((key, now[key].kind.value if key in now else AnswerKind.NO_ANSWER.value) for key in sought_keys)
    return tally("answers_received", list_key, sought_keys, places, AnswerKind)


def tally_held(places: Sequence[HeldRow], *, list_key: str, held_keys: Iterable[str]) -> Tally:
    """Returns for the holder's node who was asked for and who was not, including persons at liberty."""
    return tally("held", list_key, held_keys, ((each.held_key, each.place.value) for each in places), HeldPlace)


def tally_held_outward(places: Sequence[HeldRow], *, list_key: str) -> Tally:
    """Returns the same without persons at liberty and persons withheld, who are not in its total either."""
    seen = [each for each in places if each.place in OUTWARD_PLACES]
    keys = [each.held_key for each in seen]
    return tally("held", list_key, keys, ((each.held_key, each.place.value) for each in seen), OUTWARD_PLACES)


def tally_eligibility(findings: Iterable[Finding], *, list_key: str, keys: Sequence[str]) -> tuple[Tally, ...]:
    """Returns per category how many are eligible, not eligible and undecided; each adds up to the list."""
    by_category: dict[str, list[tuple[str, str]]] = {}
    for finding in findings:
        by_category.setdefault(str(finding.category), []).append((finding.key, str(finding.outcome)))
    order = ("eligible", "not_eligible", "cannot_be_decided")
    return tuple(
        tally(f"eligibility:{category}", list_key, keys, places, order) for category, places in by_category.items()
    )
