"""The record's entries about answers: that they are signed, and that notices of them were made.

The answers are in an encrypted payload. The entry has the root over a salted commitment to each name's answer, so that
the asking party can show one family its answer under the holder's signatures, and no other name. A notice goes to the
information bureau, with a copy to the Central Tracing Agency (GC III art. 122, 123); the entry states to whom and under
which hash, so that nobody can later deny it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from allforall.answers.files import answer_item
from allforall.answers.outgoing import AnswersFile
from allforall.disclosure.opening import Random, Rooted, root_items
from allforall.record.bodies import Body, check_keys, read_hash, read_list_key, read_sha256, read_word
from allforall.record.notes import encode_base64

SIGNED, NOTICE = "answers:signed", "notice:made"
#: The context that the commitments to single answers are bound to.
ANSWER_DOMAIN = "answers:signed/answer"


class Addressee(StrEnum):
    """The addressee of a notice."""

    BUREAU = "bureau"  # the information bureau, GC III art. 122
    CENTRAL_TRACING_AGENCY = "cta"  # GC III art. 123


@dataclass(frozen=True, slots=True)
class Signed:
    """States that the answers to a disclosed list are in this payload, each of them under this root."""

    list_key: str
    payload: str
    root: bytes

    @property
    def body(self) -> Body:
        """The body of the entry."""
        return {"list": self.list_key, "payload": self.payload, "root": encode_base64(self.root)}


@dataclass(frozen=True, slots=True)
class NoticeMade:
    """States that a notice for an addressee was made and is in this payload."""

    to: Addressee
    payload: str

    @property
    def body(self) -> Body:
        """The body of the entry."""
        return {"payload": self.payload, "to": self.to.value}


def answer_items(answers: AnswersFile) -> Mapping[str, bytes]:
    """Returns the inputs of the answers' commitments, by reference."""
    return {entry.ref: answer_item(entry) for entry in answers.entries}


def root_answers(answers: AnswersFile, random: Random) -> Rooted:
    """Returns the commitments to the answers under one root."""
    return root_items(answer_items(answers), ANSWER_DOMAIN, random)


def read_signed(body: object) -> Signed:
    """Returns the signed answers of a body.

    Raises:
        InputError: it has another form.

    """
    found = check_keys(body, SIGNED, ("list", "payload", "root"))
    return Signed(read_list_key(found, SIGNED), read_sha256(found, SIGNED, "payload"), read_hash(found, SIGNED, "root"))


def read_notice_made(body: object) -> NoticeMade:
    """Returns the notice of a body.

    Raises:
        InputError: it has another form.

    """
    found = check_keys(body, NOTICE, ("payload", "to"))
    to = Addressee(read_word(found, NOTICE, "to", tuple(Addressee)))
    return NoticeMade(to, read_sha256(found, NOTICE, "payload"))
