"""Rows as columns for Splink: what the levels of `splink_levels` compare, and what its blocking rules join on.

Every value is text, a number or a list that depends only on its own row, so that parts of a list too long for one
machine can be made separately, each by its own call. Nothing here needs Splink.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from allforall.people.names.folding import folds_all
from allforall.people.persons import PersonRow
from allforall.people.ranks import ranks
from allforall.reconcile.columns import READINGS, Columns, Names, Spelt, columns_of, spell_names
from allforall.reconcile.keys import ALONE_PAIRS, RowCodes, hashed, make_keys
from allforall.reconcile.levels import BIRTH_PLACE, DOCUMENT_NUMBER, RANK, SERVICE_NUMBER, SEX, UNIT
from allforall.reconcile.value_levels import Dates, Texts, read_dates
from allforall.reconcile.values import Values, read_values

#: The coded parts of a name, by the prefix of their columns.
NAMES = ("surname", "given", "father")
_NAME_TEXTS = ("coarse", "family", "term", "first", "skeleton", "skeleton_2", "head", "tail")
_NAME_TEXT_LISTS = ("readings", "parts")
_NAME_NUMBER_LISTS = ("whole", "short", "near", "known")
_OTHER_TEXTS = (
    "born",
    "born_first",
    "born_second",
    "born_year",
    "birth_place",
    "unit",
    "unit_numbers",
    "rank",
    "service_number",
    "document_number",
    "sex",
)
_OTHER_NUMBERS = ("born_earliest", "born_latest", "rank_order")

Column = list[Any]


def splink_columns(rows: Iterable[PersonRow]) -> dict[str, Column]:
    """Returns the columns for Splink, one value per row in the order of the rows; None if not known."""
    listed = list(rows)
    values = read_values(listed)
    spelt = {False: spell_names(values.names, fathers=False), True: spell_names(values.fathers, fathers=True)}
    columns: dict[str, Column] = {"unique_id": [row.key for row in listed]}
    for prefix, at in zip(NAMES, (values.surname, values.given, values.father), strict=True):
        codes = _name_codes(spelt[prefix == "father"])
        columns |= {f"{prefix}{name}": _taken(code, at.tolist()) for name, code in codes.items()}
    dates = _date_codes(values.dates, read_dates(values.dates))
    columns |= {name: _taken(code, values.date.tolist()) for name, code in dates.items()}
    columns |= _value_codes(values)
    columns["keys"] = _keys(columns_of(listed, values, spelt[False], spelt[True]), spelt)
    return columns


def _keys(columns: Columns, spelt: Mapping[bool, Spelt]) -> Column:
    """The keys of `candidates` of every row: two rows that share one are compared.

    The numbers of codes depend on the list, so they are replaced by numbers made from the codes' texts. Keys of a
    surname alone are left out: a database would take their blocks whole, however large.
    """
    names, fathers = (_lasting(one, spelt[which]) for one, which in ((columns.names, False), (columns.fathers, True)))
    texts = {field: Texts(field, columns.texts[field]) for field in columns.texts}
    codes = RowCodes(replace(columns, names=names, fathers=fathers), read_dates(columns.dates), texts)
    for field, text in texts.items():
        at = columns.values[field]
        codes.value[field] = np.where(at >= 0, _numbers(text.codes)[at], -1) if len(text.codes) else codes.value[field]
    codes.few_fathers = True  # of the whole list, which is not known here
    found: list[set[int]] = [set() for _ in columns.rows]
    for number, keys in enumerate(make_keys(codes)):
        if keys.per_row == ALONE_PAIRS or keys.poor is not None:
            continue
        # the same codes in another key are another key; signed, since databases have no other large numbers
        hashes = (keys.hashes ^ hashed([np.array([number], dtype=np.int64)])[0]).view(np.int64)
        for row, one in zip(keys.rows.tolist(), hashes.tolist(), strict=True):
            found[row].add(one)
    return [sorted(keys) for keys in found]


def _lasting(names: Names, spelt: Spelt) -> Names:
    """The same names with numbers that do not depend on the list's other names."""
    pairs = [(*pair, "")[:2] for pair in spelt.skeleton_pairs]
    skeletons = np.stack([_numbers([pair[i] for pair in pairs]) for i in range(2)], axis=1)
    # wider numbers than those of a list, but the keys are made from them in the same way
    wider: dict[str, Any] = {"skeleton_number": skeletons, "term": _numbers(spelt.terms)}
    return replace(names, **wider)


def _numbers(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """A number per text that is the same in every list, -1 for the empty one."""
    codes = (blake2b(text.encode(), digest_size=6).digest() if text else b"" for text in texts)
    return np.array([int.from_bytes(code) if code else -1 for code in codes], dtype=np.int64)


def _taken(codes: Column, at: Sequence[int]) -> Column:
    return [codes[i] if i >= 0 else None for i in at]


def _name_codes(names: Spelt) -> dict[str, Column]:
    """The columns of distinct names, by what follows the prefix."""
    readings = [[code for code in codes[:READINGS] if code] for codes in names.readings]
    codes: dict[str, Column] = {
        f"_{i}": [codes[i] if i < len(codes) and codes[i] else None for codes in names.readings]
        for i in range(READINGS)
    }
    codes |= {
        "": list(names.texts),
        "_readings": readings,
        "_coarse": [text or None for text in names.coarse],
        "_family": [text or None for text in names.families],
        "_term": [text or None for text in names.terms],
        "_first": [chr(number) if number >= 0 else None for number in names.first_sound],
        "_initial": list(names.initial),
        "_skeleton": [_at(pair, 0) for pair in names.skeleton_pairs],
        "_skeleton_2": [_at(pair, 1) for pair in names.skeleton_pairs],
        "_head": [code[:2] if len(code) > 2 else None for code in names.skeletons],
        "_tail": [code[-3:] if len(code) > 2 else None for code in names.skeletons],
    }
    codes |= {f"_{name}": [list(found) for found in getattr(names, name)] for name in ("parts", *_NAME_NUMBER_LISTS)}
    return codes


def _at(codes: Sequence[str], place: int) -> str | None:
    return (codes[place] or None) if place < len(codes) else None


def _date_codes(texts: list[str], dates: Dates) -> dict[str, Column]:
    """The columns of distinct dates: the days named as yyyymmdd, and the span of possible days."""
    first, second = (_days(days.tolist()) for days in (dates.first, dates.second))
    years = [
        (date.fromordinal(earliest).year, date.fromordinal(latest).year)
        for earliest, latest in zip(dates.earliest.tolist(), dates.latest.tolist(), strict=True)
    ]
    return {
        "born": list(texts),
        "born_first": first,
        "born_second": second,
        "born_year": [str(earliest) if earliest == latest else None for earliest, latest in years],
        "born_earliest": dates.earliest.tolist(),
        "born_latest": dates.latest.tolist(),
        "born_partial": dates.partial.tolist(),
    }


def _days(numbers: list[int]) -> Column:
    return [f"{number:08d}" if number else None for number in numbers]


def _value_codes(values: Values) -> dict[str, Column]:
    """The columns of places, units, ranks, numbers and sex."""
    columns: dict[str, Column] = {}
    for compared in (BIRTH_PLACE, UNIT, RANK, SERVICE_NUMBER, DOCUMENT_NUMBER, SEX):
        field = compared.field
        texts = Texts(field, values.texts[field])
        at = values.others[field].tolist()
        columns[str(field)] = _taken([code or None for code in texts.codes], at)
        words = [sorted(set(code.split())) for code in texts.codes]
        if compared is BIRTH_PLACE:
            columns["birth_place_words"] = _taken(words, at)
            readings = [[code for code in codes if code] for codes in folds_all(values.texts[field])]
            columns["birth_place_readings"] = _taken(readings, at)
        elif compared is UNIT:
            numbers = [" ".join(word for word in found if word.isdecimal()) or None for found in words]
            columns["unit_numbers"] = _taken(numbers, at)
        elif compared is RANK:
            order = {code: rank.order for code, rank in ranks().items()}
            columns["rank_order"] = _taken([order.get(code) for code in texts.codes], at)
    return columns


def column_types() -> dict[str, str]:
    """Returns the type of every column: text, number, flag, texts or numbers (the last two are lists)."""
    types = {"unique_id": "text", "born_partial": "flag", "keys": "numbers"}
    types |= {"birth_place_words": "texts", "birth_place_readings": "texts"}
    for prefix in NAMES:
        types[prefix] = "text"
        types |= {f"{prefix}_{i}": "text" for i in range(READINGS)}
        types |= {f"{prefix}_{name}": "text" for name in _NAME_TEXTS}
        types |= {f"{prefix}_{name}": "texts" for name in _NAME_TEXT_LISTS}
        types |= {f"{prefix}_{name}": "numbers" for name in _NAME_NUMBER_LISTS}
        types[f"{prefix}_initial"] = "flag"
    types |= dict.fromkeys(_OTHER_TEXTS, "text")
    types |= dict.fromkeys(_OTHER_NUMBERS, "number")
    return types


def spark_schema() -> str:
    """Returns the columns and their types as Spark's `mapInArrow` asks for them."""
    kinds = {
        "text": "string",
        "number": "bigint",
        "flag": "boolean",
        "texts": "array<string>",
        "numbers": "array<bigint>",
    }
    return ", ".join(f"{name} {kinds[kind]}" for name, kind in column_types().items())


def splink_table(rows: Iterable[PersonRow]) -> Any:
    """Returns the columns as a pyarrow Table with their types, which DuckDB and Spark 4 take as it is."""
    import pyarrow as pa  # noqa: PLC0415  comes with Splink

    kinds = {
        "text": pa.string(),
        "number": pa.int64(),
        "flag": pa.bool_(),
        "texts": pa.list_(pa.string()),
        "numbers": pa.list_(pa.int64()),
    }
    types, columns = column_types(), splink_columns(rows)
    return pa.table({name: pa.array(columns[name], kinds[kind]) for name, kind in types.items()})
