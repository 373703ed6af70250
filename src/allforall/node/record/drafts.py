"""Texts passed between officers: drafted unsigned, signed away from the node, and combined again.

A draft is a note (`record.notes`) with none or some of its signatures. A signer needs the file and their key
and nothing else; to append or adopt it, the signatures of several files of the same text are combined.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from allforall.errors import CallError, InputError
from allforall.node.keys.key_files import OfficerKey
from allforall.record.entries import TYPE_LINE as ENTRY_LINE
from allforall.record.entries import Entry, read_entry
from allforall.record.genesis import TYPE_LINE as GENESIS_LINE
from allforall.record.genesis import Genesis, read_genesis
from allforall.record.notes import MOST_NOTE_BYTES, Note, Signature, read_note, sign_text, with_signatures

#: Takes the place of a signature while the form of an unsigned text is checked; never written.
_NOBODY = Signature("nobody", bytes(4), bytes(1))


def draft_file(text: str) -> bytes:
    """Returns a text as a file that officers can sign."""
    return Note(text, ()).data


def read_draft(data: bytes, path: str = "") -> Note:
    """Returns the note of a draft, signed or not; its text is an entry or a genesis, and nothing else is signed.

    Raises:
        InputError: if it is neither.

    """
    if len(data) > MOST_NOTE_BYTES:
        raise InputError("record:note:too_long", expected=MOST_NOTE_BYTES, found=len(data))
    unsigned = data.endswith(b"\n\n")
    note = read_note(data + _NOBODY.line.encode() + b"\n") if unsigned else read_note(data)
    if unsigned:
        note = Note(note.text, ())
    head = note.text.partition("\n")[0]
    if head == ENTRY_LINE:
        entry_of(note)
    elif head == GENESIS_LINE:
        genesis_of(note)
    else:
        raise InputError("record:draft:kind", path=path)
    return note


def is_genesis(note: Note) -> bool:
    """Returns whether a draft is of a genesis."""
    return note.text.startswith(GENESIS_LINE + "\n")


def entry_of(note: Note) -> Entry:
    """Returns the entry of a draft, whether signed or not."""
    return read_entry(Note(note.text, note.signatures or (_NOBODY,)).data).entry


def genesis_of(note: Note) -> Genesis:
    """Returns the genesis of a draft, with the signatures that it has."""
    genesis = read_genesis(Note(note.text, note.signatures or (_NOBODY,)).data)
    return Genesis(genesis.case, genesis.authors, genesis.decider, note.signatures)


def sign_draft(note: Note, officers: Sequence[OfficerKey]) -> Note:
    """Returns a draft with more officers' signatures; one that it already has is not added again."""
    return with_signatures(note, [sign_text(note.text, officer.name, officer.key) for officer in officers])


def read_file(path: Path, most: int = MOST_NOTE_BYTES) -> bytes:
    """Returns the bytes of a file, if it is small enough."""
    try:
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as error:
        raise CallError("call:file:unreadable", path=str(path), found=error.strerror or "") from None
    if len(data) > most:
        raise InputError("record:note:too_long", expected=most, found=len(data))
    return data


def gather(paths: Iterable[Path]) -> Note:
    """Returns the note of several files of one text, with all their signatures.

    Raises:
        InputError: if their texts differ.

    """
    gathered: Note | None = None
    for path in paths:
        note = read_draft(read_file(path), str(path))
        if gathered is not None and note.text != gathered.text:
            raise InputError("record:draft:differs", path=str(path))
        gathered = with_signatures(gathered, note.signatures) if gathered else note
    if gathered is None:
        raise CallError("call:arguments", found="", command="")
    return gathered
