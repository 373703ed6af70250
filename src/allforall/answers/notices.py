"""The notice that results from a reply or a disclosed list of persons held: to the information bureau, with a copy for
the Central Tracing Agency.

The bureau of the Power that holds a prisoner passes on what art. 122 of the Third Convention names: in its fourth
paragraph who the person is, as far as that is known and may be asked (art. 17); in its fifth what happened (transfer,
release, repatriation, escape, admission to hospital, death); in its seventh the answer to an enquiry. It goes through
the Protecting Power and the Central Agency (art. 122 para. 3, 123), under a signature or a seal (para. 8). A death is
reported as in art. 120, a civilian as in art. 136 to 138 of the Fourth Convention.

Rules kept here:

- a notice states no more than the signed answer and what officers disclosed of the holder's own row: an undisclosed
  field is "not given", like an unknown one;
- there is no notice for a name without an answer, nor for a person at liberty, with or without consent: nobody holds
  them, and a notice would say where to look for them;
- "not held" is passed on only if officers stated it for that name; it says nothing else about anyone;
- an answer that was given before causes no second notice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from allforall.answers.entries import Addressee
from allforall.answers.kinds import BY_CUSTODY, PARTICULARS, AnswerKind
from allforall.answers.outgoing import AnswerEntry, AnswersFile
from allforall.disclosure import Decisions, DisclosedList, DisclosedRow, is_at_liberty, is_withheld, tell
from allforall.disclosure.canonical import Json, write_canonical
from allforall.people.fields import Field
from allforall.people.persons import ListKind, Party, PersonRow

FORMAT = "allforall-notice/1"


class NoticeGround(StrEnum):
    """The rule under which an answer is passed on."""

    HELD = "notice:gc3_122_4"
    EVENT = "notice:gc3_122_5"
    ENQUIRY = "notice:gc3_122_7"
    DEATH = "notice:gc3_120_122"
    CIVILIAN = "notice:gc4_136_138"


#: The answers that cause a notice, with its ground; the others cause none.
GROUNDS: Mapping[AnswerKind, NoticeGround] = {
    AnswerKind.HELD: NoticeGround.HELD,
    AnswerKind.JUDICIAL_DETENTION: NoticeGround.HELD,
    AnswerKind.CATEGORY_DISPUTED: NoticeGround.HELD,  # GC III art. 5: protected as a prisoner until a tribunal decides
    AnswerKind.IN_HOSPITAL: NoticeGround.EVENT,
    AnswerKind.TRANSFERRED: NoticeGround.EVENT,
    AnswerKind.RELEASED: NoticeGround.EVENT,
    AnswerKind.ESCAPED: NoticeGround.EVENT,
    AnswerKind.REPORTED_DEAD: NoticeGround.DEATH,
    AnswerKind.CIVILIAN: NoticeGround.CIVILIAN,
    AnswerKind.NOT_HELD: NoticeGround.ENQUIRY,
}

#: GC III art. 122 para. 4, in its order; a full name is used if the list has no parts of it.
PRISONER_LINES = (
    Field.FULL_NAME,
    Field.SURNAME,
    Field.GIVEN_NAME,
    Field.RANK,
    Field.SERVICE_NUMBER,
    Field.BIRTH_PLACE,
    Field.BIRTH_DATE,
    Field.POWER,
    Field.PATRONYMIC,
    Field.FATHER_NAME,
    Field.MOTHER_MAIDEN_NAME,
    Field.NEXT_OF_KIN,
    Field.NEXT_OF_KIN_ADDRESS,
    Field.CORRESPONDENCE_ADDRESS,
)
#: GC IV art. 138.
CIVILIAN_LINES = (
    Field.FULL_NAME,
    Field.SURNAME,
    Field.GIVEN_NAME,
    Field.BIRTH_PLACE,
    Field.BIRTH_DATE,
    Field.NATIONALITY,
    Field.DISTINGUISHING_MARKS,
    Field.PATRONYMIC,
    Field.FATHER_NAME,
    Field.MOTHER_NAME,
    Field.MOTHER_MAIDEN_NAME,
    Field.CORRESPONDENCE_ADDRESS,
    Field.NEXT_OF_KIN,
    Field.NEXT_OF_KIN_ADDRESS,
)
LINES: Mapping[NoticeGround, tuple[Field, ...]] = {
    NoticeGround.HELD: PRISONER_LINES,
    NoticeGround.EVENT: PRISONER_LINES,
    NoticeGround.DEATH: PRISONER_LINES,
    NoticeGround.CIVILIAN: CIVILIAN_LINES,
    NoticeGround.ENQUIRY: (),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice about one name: the answer, its day and particulars, and who the person is."""

    ref: str
    kind: AnswerKind
    ground: NoticeGround
    on: date | None
    particulars: tuple[tuple[Field, str], ...]
    identity: tuple[tuple[Field, str], ...]

    def line(self, field: Field) -> str:
        """Returns the content of a line of the notice; empty if unknown or not disclosed."""
        return dict((*self.identity, *self.particulars)).get(field, "")


@dataclass(frozen=True, slots=True)
class Notices:
    """All notices of one signed reply, or of one disclosed list of persons held. `entry` is the leaf hash of the
    entry that signs it.
    """

    party: Party
    power: Party
    authority: str
    list_key: str
    answered_on: date
    made_on: date
    entry: bytes
    notices: tuple[Notice, ...]


def make_notices(
    answers: AnswersFile,
    rows: Mapping[str, PersonRow],
    decisions: Decisions,
    *,
    entry: bytes,
    made_on: date,
    before: AnswersFile | None = None,
) -> Notices:
    """Returns the notices of a signed reply. `rows` are the holder's own rows by the reference they answer, `before`
    the last reply for which notices were made.
    """
    told = {one.ref: one for one in before.entries} if before is not None else {}
    made = (
        _notice(one, rows.get(one.ref), decisions, answers.to) for one in answers.entries if one != told.get(one.ref)
    )
    return Notices(
        answers.party,
        answers.to,
        answers.authority,
        answers.list_key,
        answers.answered_on,
        made_on,
        entry,
        tuple(one for one in made if one is not None),
    )


def _notice(said: AnswerEntry, row: PersonRow | None, decisions: Decisions, power: Party) -> Notice | None:
    ground = GROUNDS.get(said.kind)
    if ground is None:
        return None
    identity: tuple[tuple[Field, str], ...] = ()
    if row is not None and ground is not NoticeGround.ENQUIRY:
        if is_at_liberty(row) or is_withheld(row.key, decisions, power):
            return None
        going = dict(tell(row, decisions, power).fields)
        identity = tuple((field, going[field]) for field in LINES[ground] if field in going)
    particulars = tuple((Field(name), text) for name, text in said.particulars if name in PARTICULARS)
    return Notice(said.ref, said.kind, ground, said.on, particulars, identity)


def notices_of_list(
    listed: DisclosedList,
    custody: Mapping[str, str],
    *,
    authority: str,
    entry: bytes,
    made_on: date,
    before: DisclosedList | None = None,
) -> Notices:
    """Returns the notices for a disclosed list of persons held, which reports them before anyone asked.

    `custody` is that of the holder's own rows, by reference; there is no notice if the disclosed list differs from it,
    or omits it for a person who is not simply held. `before` is the list as last disclosed. A list of persons sought
    has none.
    """
    told = set(before.rows) if before is not None else set()
    rows = listed.rows if listed.kind is ListKind.HELD else ()
    made = (_notice_of_row(row, custody.get(row.ref), listed.as_of) for row in rows if row not in told)
    return Notices(
        listed.party,
        listed.to,
        authority,
        listed.list_key,
        listed.disclosed_on,
        made_on,
        entry,
        tuple(one for one in made if one is not None),
    )


def _notice_of_row(row: DisclosedRow, own: str | None, as_of: date) -> Notice | None:
    said = dict(row.fields)
    kind = BY_CUSTODY.get(said.get(Field.CUSTODY, ""))
    ground = GROUNDS.get(kind) if kind is not None else None
    if kind is None or ground is None or own is None or BY_CUSTODY.get(own) is not kind:
        # At liberty, not understood, or not what the holder knows: the disclosed list would call a dead man held if his
        # custody was not disclosed.
        return None
    identity = tuple((field, said[field]) for field in LINES[ground] if field in said)
    particulars = tuple((Field(name), said[Field(name)]) for name in sorted(PARTICULARS) if Field(name) in said)
    return Notice(row.ref, kind, ground, as_of, particulars, identity)


def write_notices(notices: Notices, to: Addressee) -> bytes:
    """Returns the notices as a file for one addressee, in canonical form."""
    return write_canonical(
        {
            "format": FORMAT,
            "to": to.value,
            "copy": to is Addressee.CENTRAL_TRACING_AGENCY,
            "party": notices.party.value,
            "power": notices.power.value,
            "authority": notices.authority,
            "list": notices.list_key,
            "answered_on": notices.answered_on.isoformat(),
            "made_on": notices.made_on.isoformat(),
            "entry": notices.entry.hex(),
            "notices": [_value(one) for one in notices.notices],
        }
    )


def _value(one: Notice) -> Json:
    return {
        "reference": one.ref,
        "answer": one.kind.value,
        "ground": one.ground.value,
        "on": one.on.isoformat() if one.on is not None else None,
        "person": {field.value: one.line(field) or None for field in _shown(one)},
        "particulars": {field.value: text for field, text in one.particulars},
    }


#: A list has these, or a full name in one cell.
_NAME_PARTS = frozenset({Field.SURNAME, Field.GIVEN_NAME, Field.PATRONYMIC})


def _shown(one: Notice) -> Iterable[Field]:
    """The lines of a notice. Of the full name and its parts, only those that are given, so that the others do not look
    missing; if none is given, the parts.
    """
    full = bool(one.line(Field.FULL_NAME))
    unasked = _NAME_PARTS if full else frozenset({Field.FULL_NAME})
    return (field for field in LINES[one.ground] if field not in unasked or one.line(field))


def lines_of(one: Notice) -> tuple[tuple[Field, str], ...]:
    """Returns the lines of a notice in their order, each with what is given or the empty text, then the particulars."""
    return (*((field, one.line(field)) for field in _shown(one)), *one.particulars)
