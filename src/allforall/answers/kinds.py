"""The kinds of answer: every name that the other side looks for has exactly one."""

from enum import StrEnum

from allforall.people.fields import Custody, Field


class AnswerKind(StrEnum):
    """The answer for one name."""

    HELD = "held"
    IN_HOSPITAL = "in_hospital"
    JUDICIAL_DETENTION = "judicial_detention"
    CIVILIAN = "civilian"
    CATEGORY_DISPUTED = "category_disputed"
    TRANSFERRED = "transferred"
    RELEASED = "released"
    ESCAPED = "escaped"
    REPORTED_DEAD = "reported_dead"
    AT_LIBERTY = "at_liberty"  # with the person's consent only
    NOT_HELD = "not_held"  # stated by an officer about one named person, never inferred
    DUPLICATE_OF = "duplicate_of"  # the answer is given at another name of the same list
    NO_CANDIDATE = "no_candidate"  # the node's own finding in list L of date D; never sent
    NO_ANSWER = "no_answer"  # the default


#: The kind that follows from the linked row's custody; a row without one is held, as its list says.
BY_CUSTODY: dict[str, AnswerKind] = {
    "": AnswerKind.HELD,
    Custody.HELD: AnswerKind.HELD,
    Custody.IN_HOSPITAL: AnswerKind.IN_HOSPITAL,
    Custody.JUDICIAL_DETENTION: AnswerKind.JUDICIAL_DETENTION,
    Custody.TRANSFERRED: AnswerKind.TRANSFERRED,
    Custody.RELEASED: AnswerKind.RELEASED,
    Custody.ESCAPED: AnswerKind.ESCAPED,
    Custody.DIED: AnswerKind.REPORTED_DEAD,
    Custody.AT_LIBERTY: AnswerKind.AT_LIBERTY,
}

#: Answers based on a row of the holder's own list.
ON_A_ROW = frozenset(BY_CUSTODY.values()) | {AnswerKind.CIVILIAN, AnswerKind.CATEGORY_DISPUTED}

#: Answers that a holder may also know from outside its list, with the reason stated.
WITHOUT_A_ROW = frozenset({AnswerKind.TRANSFERRED, AnswerKind.RELEASED, AnswerKind.ESCAPED, AnswerKind.REPORTED_DEAD})

#: Confirmed one named person at a time, never in a batch.
NEVER_IN_A_BATCH = frozenset(
    {AnswerKind.REPORTED_DEAD, AnswerKind.AT_LIBERTY, AnswerKind.CATEGORY_DISPUTED, AnswerKind.NOT_HELD}
)

#: Never stated by an officer: a finding of the machine, and the absence of an answer.
NOT_CONFIRMABLE = frozenset({AnswerKind.NO_CANDIDATE, AnswerKind.NO_ANSWER})

#: GC III art. 120: date and place of death, cause, date and place of burial, particulars of the grave.
ART_120 = (
    Field.DEATH_DATE,
    Field.DEATH_PLACE,
    Field.DEATH_CAUSE,
    Field.BURIAL_DATE,
    Field.BURIAL_PLACE,
    Field.GRAVE,
)

#: GC III art. 122 para. 5 asks for transfers, releases, repatriations, escapes, admissions to hospital and
#: deaths.
ART_122 = (Field.CUSTODY_DATE, Field.CUSTODY_PLACE)

#: The names that a particular of an answer can have in a file.
PARTICULARS = frozenset(field.value for field in (*ART_120, *ART_122))

#: The fields that answers depend on; rows that agree in them have the same answers.
FIELDS_LOOKED_AT = frozenset(
    {
        Field.ROW_ID,
        Field.CUSTODY,
        Field.LIBERTY_CONSENT,
        Field.PERSON_STATUS,
        Field.STATUS_DISPUTED,
        *ART_120,
        *ART_122,
    }
)
