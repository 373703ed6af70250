"""The file in which answers travel, written and read strictly; on its own it states that it is unsigned, as the payload
of a signed entry that it is signed (`disclosure.files`).
"""

import re
from collections.abc import Mapping

from allforall.answers.confirming import MAX_PARTICULAR_ASSUMED
from allforall.answers.kinds import PARTICULARS, AnswerKind
from allforall.answers.outgoing import AnswerEntry, AnswersFile
from allforall.disclosure.canonical import Json, check_keys, read_canonical, write_canonical
from allforall.disclosure.cells import is_plain_text
from allforall.disclosure.files import (
    check_format,
    is_key,
    is_ref,
    read_day,
    read_key,
    read_parties,
    unexpected,
)
from allforall.disclosure.lists import DisclosedList
from allforall.errors import CallError, InputError, Word, wanted
from allforall.people.persons import Party

FORMAT = "allforall-answers/1"

_HEAD = frozenset(
    {
        "format",
        "signed",
        "party",
        "to",
        "list",
        "list_sha256",
        "compared_list",
        "compared_as_of",
        "authority",
        "answered_on",
        "answers",
    }
)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_TRAVELLING = frozenset(AnswerKind) - {AnswerKind.NO_CANDIDATE}


def write_answers(answers: AnswersFile, *, in_record: bool = False) -> bytes:
    """Returns the file of the answers, on its own or as the payload of a signed entry; the same answers give the same
    bytes.

    Raises:
        CallError: the answers could not be read back.
    """
    entries: list[Json] = []
    before = ""
    for entry in answers.entries:
        value = _value(entry)
        try:
            read_back = _read_entry(value, entry.ref)
        except InputError as error:
            raise CallError("answers:entry:not_writable", where=entry.ref, found=error.code) from error
        if read_back != entry or entry.ref <= before:
            raise CallError("answers:entry:not_writable", where=entry.ref, found="")
        before = entry.ref
        entries.append(value)
    head_is_good = all(map(is_key, (answers.list_key, answers.compared_list, answers.authority)))
    if not head_is_good or not _SHA256.fullmatch(answers.list_sha256) or answers.to is not answers.party.other:
        raise CallError("answers:head:not_writable", where=answers.list_key)
    return write_canonical(
        {
            "format": FORMAT,
            "signed": in_record,
            "party": answers.party.value,
            "to": answers.to.value,
            "list": answers.list_key,
            "list_sha256": answers.list_sha256,
            "compared_list": answers.compared_list,
            "compared_as_of": answers.compared_as_of.isoformat(),
            "authority": answers.authority,
            "answered_on": answers.answered_on.isoformat(),
            "answers": entries,
        }
    )


def answer_item(entry: AnswerEntry) -> bytes:
    """Returns one answer as in the file: the input of its commitment."""
    return write_canonical(_value(entry))


def _value(entry: AnswerEntry) -> dict[str, Json]:
    value: dict[str, Json] = {"ref": entry.ref, "kind": entry.kind.value}
    if entry.kind is not AnswerKind.NO_ANSWER:
        value["on"] = entry.on.isoformat() if entry.on is not None else ""
        if entry.kind is AnswerKind.DUPLICATE_OF:
            value["duplicate_of"] = entry.duplicate_of
        else:
            value["particulars"] = dict(entry.particulars)
    return value


def read_answers(
    data: bytes, *, asked: Mapping[str, DisclosedList], to: Party | None = None, in_record: bool = False
) -> AnswersFile:
    """Returns the answers in a file: exactly one for every name that was disclosed.

    `asked` are the disclosed lists that this party sent, by the SHA-256 of their files; `in_record` says that the bytes
    are the payload of an entry whose signatures were verified.

    Raises:
        InputError: it is not such a file, is of another version, signed, for another party or another list; an answer
        is for a name that was not asked, appears twice, or is missing; or it differs from what this program writes.
    """
    value = read_canonical(data)
    check_format(value, FORMAT, in_record=in_record)
    head = check_keys(value, "", _HEAD)
    party, addressee = read_parties(head, to)
    sha256 = head["list_sha256"]
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise unexpected("list_sha256", wanted("sha256"), sha256)
    list_key = read_key(head, "list")
    listed = asked.get(sha256)
    if listed is None or listed.list_key != list_key:
        raise InputError("answers:list:not_ours", where="list_sha256", expected="", found=sha256[:16])
    if listed.party is not addressee:
        raise InputError(
            "file:party:not_for_us",
            where="to",
            expected=Word("party", listed.party.value),
            found=Word("party", addressee.value),
        )
    entries = head["answers"]
    if not isinstance(entries, list):
        raise unexpected("answers", wanted("array"), entries)
    return AnswersFile(
        party=party,
        to=addressee,
        list_key=list_key,
        list_sha256=sha256,
        compared_list=read_key(head, "compared_list"),
        compared_as_of=read_day(head, "compared_as_of"),
        authority=read_key(head, "authority"),
        answered_on=read_day(head, "answered_on"),
        entries=_read_entries(entries, [row.ref for row in listed.rows]),
    )


def _read_entries(values: list[object], refs: list[str]) -> tuple[AnswerEntry, ...]:
    asked = set(refs)
    read: list[AnswerEntry] = []
    before = ""
    for place, value in enumerate(values):
        where = f"answers[{place}]"
        entry = _read_entry(value, where)
        if entry.ref == before:
            raise InputError("file:ref:twice", where=where, expected="", found=entry.ref)
        if entry.ref < before:
            raise InputError("file:ref:order", where=where, expected="", found=entry.ref)
        if entry.ref not in asked:
            raise InputError("answers:ref:not_asked", where=where, expected="", found=entry.ref)
        before = entry.ref
        read.append(entry)
    if len(read) != len(asked):
        raise InputError("answers:ref:missing", where="answers", expected=len(asked), found=len(read))
    kinds = {entry.ref: entry.kind for entry in read}
    for place, entry in enumerate(read):
        if entry.duplicate_of and kinds.get(entry.duplicate_of, AnswerKind.DUPLICATE_OF) is AnswerKind.DUPLICATE_OF:
            where = f"answers[{place}].duplicate_of"
            raise InputError("answers:duplicate:no_end", where=where, expected="", found=entry.duplicate_of)
    return tuple(read)


def _read_entry(value: object, where: str) -> AnswerEntry:
    if not isinstance(value, dict):
        raise unexpected(where, wanted("object"), value)
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in _TRAVELLING:
        raise unexpected(f"{where}.kind", wanted("answer_kind"), kind)
    if kind == AnswerKind.NO_ANSWER:
        needed = frozenset({"ref", "kind"})
    elif kind == AnswerKind.DUPLICATE_OF:
        needed = frozenset({"ref", "kind", "on", "duplicate_of"})
    else:
        needed = frozenset({"ref", "kind", "on", "particulars"})
    entry = check_keys(value, where, needed)
    ref = entry["ref"]
    if not isinstance(ref, str) or not is_ref(ref):
        raise unexpected(f"{where}.ref", wanted("reference"), ref)
    target = entry.get("duplicate_of", "")
    if not isinstance(target, str) or ("duplicate_of" in entry and not is_ref(target)):
        raise unexpected(f"{where}.duplicate_of", wanted("reference"), target)
    on = read_day(entry, "on") if "on" in entry else None
    particulars = _read_particulars(entry.get("particulars", {}), f"{where}.particulars")
    return AnswerEntry(ref, AnswerKind(kind), on, target, particulars)


def _read_particulars(value: object, where: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise unexpected(where, wanted("object"), value)
    for name, text in value.items():
        if name not in PARTICULARS:
            raise InputError("file:key:unknown", where=where, expected="", found=len(name))
        plain = isinstance(text, str) and text == text.strip() and is_plain_text(text)
        if not plain or not 0 < len(text) <= MAX_PARTICULAR_ASSUMED:
            raise unexpected(f"{where}.{name}", wanted("plain_text", most=MAX_PARTICULAR_ASSUMED), text)
    return tuple(sorted(value.items()))
