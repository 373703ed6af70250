"""A list prepared for comparison: its values and the codes of its names, without its rows.

It depends on the list alone, so it can be kept and reused when the next list arrives (`encode_prepared`,
`decode_prepared`). Only rows that are shown are loaded. `ENGINE` identifies the program that made it: other versions'
data is not used.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import compress, pairwise
from pathlib import Path
from typing import Any, overload

import numpy as np

from allforall.errors import CallError, InputError
from allforall.people import names as names_room
from allforall.people.persons import PersonRow
from allforall.reconcile import columns as columns_module
from allforall.reconcile import values as values_module
from allforall.reconcile.columns import Columns, Spelt, columns_of, join_spelt, spell_names
from allforall.reconcile.values import Ints, Values, join_values, joined_digests, read_values, said_digest

LoadRows = Callable[[Sequence[str]], Iterable[PersonRow]]

#: The storage format of prepared lists.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Prepared:
    """A list prepared for comparison: keys in order, values and codes in the same order, and the source of its rows.

    `said` is a digest of the rows' content without their keys: two lists with the same digest are the same list.
    """

    keys: tuple[str, ...]
    values: Values
    names: Spelt
    fathers: Spelt
    said: str
    load: LoadRows

    def __len__(self) -> int:
        return len(self.keys)


def ordered_by_key(rows: Iterable[PersonRow]) -> tuple[PersonRow, ...]:
    """Returns rows in order of key; raises CallError if two have the same."""
    ordered = tuple(sorted(rows, key=lambda row: row.key))
    _check_keys([row.key for row in ordered])
    return ordered


def _check_keys(ordered: Iterable[str]) -> None:
    for one, two in pairwise(ordered):
        if one == two:
            raise CallError("reconcile:rows:same_key", key=one)


def prepare(rows: Iterable[PersonRow]) -> Prepared:
    """Returns rows prepared for comparison; they are read once and kept for display."""
    ordered = ordered_by_key(rows)
    values = read_values(ordered)
    by_key = {row.key: row for row in ordered}
    return Prepared(
        keys=tuple(by_key),
        values=values,
        names=spell_names(values.names, fathers=False),
        fathers=spell_names(values.fathers, fathers=True),
        said=said_digest(ordered),
        load=lambda keys: [by_key[key] for key in keys],
    )


def unite(lists: Sequence[Prepared]) -> Prepared:
    """Returns several lists as one, as if their rows had been in one list; raises CallError if a key occurs twice."""
    if len(lists) == 1:
        return lists[0]
    together = lists[0]
    for other in lists[1:]:
        together = _joined(together, other)
    order = np.array(sorted(range(len(together)), key=together.keys.__getitem__), dtype=np.int64)
    keys = tuple(together.keys[i] for i in order.tolist())
    _check_keys(keys)
    owner = {key: number for number, one in enumerate(lists) for key in one.keys}

    def load(wanted: Sequence[str]) -> Iterator[PersonRow]:
        for number, one in enumerate(lists):
            mine = [key for key in wanted if owner[key] == number]
            if mine:
                yield from one.load(mine)

    said = joined_digests(int(one.said, 16) for one in lists)
    return Prepared(keys, _in_order(together.values, order), together.names, together.fathers, said, load)


def _joined(first: Prepared, second: Prepared) -> Prepared:
    values = join_values(first.values, second.values)
    return Prepared(
        keys=(*first.keys, *second.keys),
        values=values,
        names=_spelt_as(values.names, first.names, second.names),
        fathers=_spelt_as(values.fathers, first.fathers, second.fathers),
        said="",
        load=first.load,
    )


def _spelt_as(texts: list[str], first: Spelt, second: Spelt) -> Spelt:
    """The codes of a joined vocabulary: the first's, then those of the second's texts that are not in the first."""
    known = set(first.texts)
    is_new = [text not in known for text in second.texts]
    new = Spelt(**{one.name: list(compress(getattr(second, one.name), is_new)) for one in fields(Spelt)})
    spelt = join_spelt(first, new)
    if spelt.texts != texts:
        raise CallError("reconcile:prepared:mixed", expected=len(texts), found=len(spelt.texts))
    return spelt


def _in_order(values: Values, order: Any) -> Values:
    """The values of the same rows in another order."""
    return Values(
        surname=values.surname[order],
        given=values.given[order],
        father=values.father[order],
        date=values.date[order],
        others={field: numbers[order] for field, numbers in values.others.items()},
        names=values.names,
        fathers=values.fathers,
        dates=values.dates,
        texts=values.texts,
    )


class Rows(Sequence[PersonRow]):
    """The rows of one or two prepared lists by position, loaded on request and then kept."""

    def __init__(self, first: Prepared, second: Prepared | None = None) -> None:
        self.keys: tuple[str, ...] = (*first.keys, *(second.keys if second is not None else ()))
        self._parts: list[tuple[int, LoadRows]] = [(0, first.load)]
        if second is not None:
            self._parts.append((len(first), second.load))
        self._at_hand: dict[int, PersonRow] = {}

    def __len__(self) -> int:
        return len(self.keys)

    def fetch(self, positions: Iterable[int]) -> None:
        """Loads these rows together, which is much quicker than one by one."""
        wanted = sorted(set(positions) - self._at_hand.keys())
        ends = [*(start for start, _ in self._parts[1:]), len(self.keys)]
        for (start, load), end in zip(self._parts, ends, strict=True):
            mine = {self.keys[i]: i for i in wanted if start <= i < end}
            if mine:
                self._at_hand.update({mine[row.key]: row for row in load(list(mine))})

    @overload
    def __getitem__(self, at: int) -> PersonRow: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[PersonRow]: ...
    def __getitem__(self, at: int | slice) -> PersonRow | Sequence[PersonRow]:
        if isinstance(at, slice):
            positions = range(*at.indices(len(self.keys)))
            self.fetch(positions)
            return [self._at_hand[i] for i in positions]
        at = int(at)
        if at not in self._at_hand:
            self.fetch([at])
        return self._at_hand[at]

    def __iter__(self) -> Iterator[PersonRow]:
        self.fetch(range(len(self.keys)))
        return (self._at_hand[i] for i in range(len(self.keys)))


def join_columns(rows: Rows, first: Prepared, second: Prepared | None) -> Columns:
    """Returns the columns of one list, or of two joined: the same as reading their rows together."""
    if second is None:
        return columns_of(rows, first.values, first.names, first.fathers)
    both = _joined(first, second)
    return columns_of(rows, both.values, both.names, both.fathers)


@lru_cache(maxsize=1)
def engine() -> str:
    """Returns a digest of the code that reads values and spells names: data kept by other code is recomputed."""
    content = hashlib.sha256(str(FORMAT).encode())
    sources = [Path(str(columns_module.__file__)), Path(str(values_module.__file__)), Path(__file__)]
    sources += sorted(Path(str(names_room.__file__)).parent.iterdir())
    for source in sources:
        if source.is_file():
            content.update(source.name.encode() + b"\0" + source.read_bytes())
    return content.hexdigest()


def encode_prepared(prepared: Prepared, list_key: str) -> bytes:
    """Returns a prepared list of a node as bytes: JSON, texts as they are."""
    values = prepared.values
    data = {
        "lines": [int(key.removeprefix(f"{list_key}:")) for key in prepared.keys],
        "said": prepared.said,
        "rows": {name: getattr(values, name).tolist() for name in _NUMBERS},
        "others": {str(field): numbers.tolist() for field, numbers in values.others.items()},
        "dates": values.dates,
        "texts": {str(field): texts for field, texts in values.texts.items()},
        "names": _spelt_data(prepared.names),
        "fathers": _spelt_data(prepared.fathers),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


_NUMBERS = ("surname", "given", "father", "date")


def _spelt_data(spelt: Spelt) -> dict[str, list[Any]]:
    return {one.name: getattr(spelt, one.name) for one in fields(Spelt)}


def decode_prepared(content: bytes, list_key: str, load: LoadRows) -> Prepared:
    """Returns a prepared list from bytes; raises InputError if they are not one."""
    try:
        data = json.loads(content)
        names, fathers = _spelt(data["names"]), _spelt(data["fathers"])
        values = Values(
            **{name: _ints(data["rows"][name]) for name in _NUMBERS},
            others={values_module.FIELDS[field]: _ints(numbers) for field, numbers in data["others"].items()},
            names=names.texts,
            fathers=fathers.texts,
            dates=data["dates"],
            texts={values_module.FIELDS[field]: texts for field, texts in data["texts"].items()},
        )
        keys = tuple(f"{list_key}:{line}" for line in data["lines"])
        prepared = Prepared(keys, values, names, fathers, data["said"], load)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError("reconcile:prepared:damaged", list=list_key) from None
    if any(len(numbers) != len(keys) for numbers in (*map(values.__getattribute__, _NUMBERS), *values.others.values())):
        raise InputError("reconcile:prepared:damaged", list=list_key)
    return prepared


def _ints(numbers: list[int]) -> Ints:
    return np.array(numbers, dtype=np.int32)


def _spelt(data: Mapping[str, list[Any]]) -> Spelt:
    columns: dict[str, Any] = {
        name: [tuple(one) if isinstance(one, list) else one for one in column] for name, column in data.items()
    }
    if len({len(column) for column in columns.values()}) != 1:
        raise ValueError("columns")
    return Spelt(**columns)
