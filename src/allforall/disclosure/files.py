"""The file in which a disclosed list travels, written and read strictly.

    {"format": "allforall-disclosed-list/1", "signed": false, ..., "rows": [{"row_id": "R...", ...}]}

The rows are a JSON table as `people` reads it. A file outside the record states that it is unsigned. The same
file as the payload of a signed entry says ``"signed": true``, and is read only as such (`in_record`): taken out of the
record and passed on alone, it would claim a signature that nothing with it proves, and is refused.
"""

import re
from collections.abc import Mapping
from datetime import date

from allforall.disclosure.canonical import Json, check_keys, read_canonical, write_canonical
from allforall.disclosure.cells import is_plain_text
from allforall.disclosure.lists import DisclosedList, DisclosedRow
from allforall.errors import CallError, InputError, Word, wanted
from allforall.people.fields import SPEC, Field
from allforall.people.persons import ListKind, Party

FORMAT = "allforall-disclosed-list/1"
#: Assumptions about what an honest list contains.
MAX_ROWS_ASSUMED = 1_000_000
MAX_TEXT_ASSUMED = 2_000
MAX_KEY_ASSUMED = 100

_REF = re.compile(r"R[A-Z2-7]{16}")
_HEAD = frozenset({"format", "signed", "kind", "party", "to", "list", "as_of", "disclosed_on", "rows"})
#: The words of the fields, in their order; an enum's own look-up is slow a million times.
_FIELDS = {field.value: field for field in SPEC if field is not Field.ROW_ID}
_IN_ORDER = tuple(_FIELDS)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def write_disclosed(disclosed: DisclosedList, *, in_record: bool = False) -> bytes:
    """Returns the file of a disclosed list, on its own or as the payload of a signed entry; the same list gives the
    same bytes.

    Raises:
        CallError: the list could not be read back (its key, its references, its texts).
    """
    rows: list[Json] = []
    before = ""
    for row in disclosed.rows:
        fields = {field.value: text for field, text in row.fields}
        wrong = Field.ROW_ID.value in fields or len(fields) != len(row.fields)
        if wrong or not _REF.fullmatch(row.ref) or row.ref <= before or not all(map(_is_text, fields.values())):
            raise CallError("disclosure:row:not_writable", where=row.ref)
        before = row.ref
        rows.append({Field.ROW_ID.value: row.ref, **fields})
    if not is_key(disclosed.list_key) or disclosed.to is not disclosed.party.other:
        raise CallError("disclosure:list:not_writable", where=disclosed.list_key)
    value: dict[str, Json] = {
        "format": FORMAT,
        "signed": in_record,
        "kind": disclosed.kind.value,
        "party": disclosed.party.value,
        "to": disclosed.to.value,
        "list": disclosed.list_key,
        "as_of": disclosed.as_of.isoformat(),
        "disclosed_on": disclosed.disclosed_on.isoformat(),
        "rows": rows,
    }
    if disclosed.count is not None:
        value["count"] = disclosed.count
    return write_canonical(value)


def read_disclosed(data: bytes, *, to: Party | None = None, in_record: bool = False) -> DisclosedList:
    """Returns the list that a file holds; with `to`, only if it is meant for that party. `in_record` says that the
    bytes are the payload of an entry whose signatures were verified.

    Raises:
        InputError: it is not such a file, is of another version, for another party or signed, or differs from what this
        program writes.
    """
    value = read_canonical(data)
    check_format(value, FORMAT, in_record=in_record)
    head = check_keys(value, "", _HEAD, frozenset({"count"}))
    party, addressee = read_parties(head, to)
    rows = head["rows"]
    if not isinstance(rows, list):
        raise unexpected("rows", wanted("array"), rows)
    if len(rows) > MAX_ROWS_ASSUMED:
        raise InputError("file:rows:too_many", expected=MAX_ROWS_ASSUMED, found=len(rows))
    kind = head["kind"]
    if kind not in tuple(ListKind):
        raise unexpected("kind", " ".join(ListKind), kind)
    read: list[DisclosedRow] = []
    before = ""
    for place, each in enumerate(rows):
        row = _read_row(each, f"rows[{place}]")
        if row.ref <= before:
            code = "file:ref:twice" if row.ref == before else "file:ref:order"
            raise InputError(code, where=f"rows[{place}]", expected="", found=row.ref)
        before = row.ref
        read.append(row)
    count = head.get("count")
    if "count" in head and (not isinstance(count, int) or isinstance(count, bool) or count < len(read)):
        raise unexpected("count", wanted("at_least", least=len(read)), count)
    return DisclosedList(
        list_key=read_key(head, "list"),
        kind=ListKind(str(kind)),
        party=party,
        to=addressee,
        as_of=read_day(head, "as_of"),
        disclosed_on=read_day(head, "disclosed_on"),
        rows=tuple(read),
        count=count if isinstance(count, int) else None,
    )


def _read_row(value: object, where: str) -> DisclosedRow:
    if not isinstance(value, dict):
        raise unexpected(where, wanted("object"), value)
    ref = value.get(Field.ROW_ID.value)
    if not isinstance(ref, str) or not _REF.fullmatch(ref):
        raise unexpected(f"{where}.row_id", wanted("reference"), ref)
    fields = []
    for name in _IN_ORDER:
        if name in value:
            text = value[name]
            if not isinstance(text, str) or not _is_text(text):
                raise unexpected(f"{where}.{name}", wanted("plain_text", most=MAX_TEXT_ASSUMED), text)
            fields.append((_FIELDS[name], text))
    if len(fields) != len(value) - 1:
        raise InputError("file:key:unknown", where=where, expected="", found=len(value) - 1 - len(fields))
    return DisclosedRow(ref, tuple(fields))


def _is_text(text: str) -> bool:
    return 0 < len(text) <= MAX_TEXT_ASSUMED and text == text.strip() and is_plain_text(text)


def is_key(text: str) -> bool:
    """Whether a text can be the key of a list in a file."""
    return 0 < len(text) <= MAX_KEY_ASSUMED and text == text.strip() and is_plain_text(text)


def is_ref(text: object) -> bool:
    """Whether a value has the form of a reference."""
    return isinstance(text, str) and _REF.fullmatch(text) is not None


def unexpected(where: str, expected: str, found: object) -> InputError:
    """Returns the error for a wrong value; of a text it gives only the length."""
    shown = wanted("text_of", count=len(found)) if isinstance(found, str) else type(found).__name__
    return InputError("file:value:unexpected", where=where, expected=expected, found=shown)


def check_format(value: Mapping[str, object], expected: str, *, in_record: bool = False) -> None:
    """Raises InputError if a file is of another kind or version, or claims a signature that nothing here proves (or, as
    the payload of a signed entry, claims to have none).
    """
    found = value.get("format")
    if found != expected:
        name, _, _ = expected.partition("/")
        same_kind = isinstance(found, str) and found.partition("/")[0] == name and len(found) <= len(expected) + 6
        code = "file:format:other_version" if same_kind else "file:format:unknown"
        raise InputError(code, where="format", expected=expected, found=str(found) if same_kind else "")
    if value.get("signed") is not in_record:
        code = "file:signed:not_of_record" if in_record else "file:signed:cannot_check"
        raise InputError(code, where="signed", expected=str(in_record).lower(), found="")


def read_parties(head: Mapping[str, object], to: Party | None) -> tuple[Party, Party]:
    """Returns whose file it is and for whom.

    Raises:
        InputError: no parties, the same party twice, or not for `to`.
    """
    for key in ("party", "to"):
        if head[key] not in tuple(Party):
            raise unexpected(key, " ".join(Party), head[key])
    party, addressee = Party(str(head["party"])), Party(str(head["to"]))
    if addressee is not party.other:
        raise InputError(
            "file:party:same",
            where="to",
            expected=Word("party", party.other.value),
            found=Word("party", addressee.value),
        )
    if to is not None and addressee is not to:
        raise InputError(
            "file:party:not_for_us", where="to", expected=Word("party", to.value), found=Word("party", addressee.value)
        )
    return party, addressee


def read_key(head: Mapping[str, object], key: str) -> str:
    """Returns the key of a list. Raises InputError if it is not one."""
    found = head[key]
    if not isinstance(found, str) or not is_key(found):
        raise unexpected(key, wanted("plain_text", most=MAX_KEY_ASSUMED), found)
    return found


def read_day(head: Mapping[str, object], key: str) -> date:
    """Returns a day written as YYYY-MM-DD. Raises InputError if it is not one."""
    found = head[key]
    if isinstance(found, str) and _DAY.fullmatch(found):
        try:
            return date.fromisoformat(found)
        except ValueError:
            pass
    raise unexpected(key, "YYYY-MM-DD", found)
