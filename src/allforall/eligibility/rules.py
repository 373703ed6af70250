"""Who falls under which category of an arrangement.

Rules kept here:

- A decided outcome is true for every possible day of birth; more exact facts never turn eligible into not eligible.
- Where the parties' wordings differ, a person is eligible only under all of them, not eligible only under none; anyone
  in between is listed, not decided by a machine.
- The wounded and ill and the track that is never traded are found without looking at any format, ceiling or
  number.
- Being unfit to travel or detained by a court delays the journey and never ends the entitlement.
- Death is never inferred from a blank.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from allforall.arrangement import NOT_TRADED, AnyPrisoner, Arrangement, ByAge, Dead, Format, FormatKind
from allforall.eligibility.ages import Birth, child_part, read_birth, weigh_age
from allforall.eligibility.conditions import (
    agreed_severe_part,
    alive_and_held,
    art110_part,
    dead_part,
    death_is_stated,
    has_signs_of_death,
    is_protected_by_gc3,
    may_be_traded,
    never_traded,
    stated,
)
from allforall.eligibility.findings import (
    Care,
    Finding,
    Outcome,
    Part,
    Reason,
    Wording,
    WordingFinding,
    all_of,
    any_of,
    opposite,
    part,
)
from allforall.people.fields import Field
from allforall.people.persons import Party, PersonRow, Reading

#: The fields that these rules read; rows that agree in them have the same findings.
FIELDS_LOOKED_AT = frozenset(
    {
        Field.AGE,
        Field.AGREED_SEVERE,
        Field.ART110_ENTITLED,
        Field.BIRTH_DATE,
        Field.BURIAL_DATE,
        Field.BURIAL_PLACE,
        Field.CUSTODY,
        Field.DEATH_CAUSE,
        Field.DEATH_DATE,
        Field.DEATH_PLACE,
        Field.FIT_TO_TRAVEL,
        Field.GRAVE,
        Field.HEALTH,
        Field.MEDICAL_GROUND,
        Field.NATIONALITY,
        Field.PERSON_STATUS,
        Field.PREGNANT_OR_INFANT,
        Field.PROSECUTION_RISK,
        Field.SEX,
        Field.STATUS_DISPUTED,
    }
)

_YES, _NO, _OPEN = Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.CANNOT_BE_DECIDED
_GIVEN = part(_YES)
_OTHER_SIDE_GIVES = part(_NO, (Reason.OTHER_SIDE_GIVES,))
_UNFIT = part(_YES, (Reason.NOT_FIT_NOW,))
_FITNESS_NOT_STATED = part(_YES, (Reason.FITNESS_NOT_STATED,))
_ALSO_OWED = part(_YES, (Reason.OWED_WITHOUT_PARITY,))
_NO_SUCH_TRACK = part(_NO, (Reason.ON_NO_SUCH_TRACK,))


def find_categories(person: PersonRow, arrangement: Arrangement, *, held_by: Party) -> tuple[Finding, ...]:
    """Returns one finding for every category of the arrangement, and one for the track that is never traded.

    The row is read as part of a list of persons whom `held_by` holds.
    """
    facts = _Facts(person, arrangement, held_by)
    wounded = facts.wounded_and_ill()
    findings = [wounded]
    owed = wounded.outcome is _YES
    findings.extend(facts.by_age(category, owed=owed) for category in arrangement.by_age)
    findings.extend(facts.any_prisoner(category, owed=owed) for category in arrangement.any_prisoner)
    if arrangement.dead is not None:
        findings.append(facts.dead(arrangement.dead))
    findings.append(facts.not_traded())
    return tuple(findings)


def find_all(persons: Iterable[PersonRow], arrangement: Arrangement, *, held_by: Party) -> Iterator[Finding]:
    """Yields the findings of every person, one person after another; nothing is kept."""
    for person in persons:
        yield from find_categories(person, arrangement, held_by=held_by)


def find_care(person: PersonRow, arrangement: Arrangement, *, held_by: Party) -> tuple[Care, ...]:
    """Returns a person's care marks; they decide no category and are only for the holder's own desk."""
    readings = _first_readings(person)
    marks: list[Care] = []
    birth = read_birth(readings.get(Field.BIRTH_DATE))
    if birth.days:
        child = child_part(birth, arrangement.children.under, arrangement.children.counts_on)
        if child.outcome is _YES:
            marks.append(Care.UNDER_18)
        elif child.outcome is _OPEN:
            marks.append(Care.PERHAPS_UNDER_18)
    if stated(readings, Field.SEX) == "f":
        marks.append(Care.WOMAN)
    if stated(readings, Field.PREGNANT_OR_INFANT) == "yes":
        marks.append(Care.PREGNANT_OR_INFANT)
    home = arrangement.terms_of(held_by.other).nationals
    nationality = stated(readings, Field.NATIONALITY).casefold()
    if home and nationality and nationality not in {word.casefold() for word in home}:
        marks.append(Care.FOREIGN_NATIONAL)
    if stated(readings, Field.PROSECUTION_RISK) == "yes":
        marks.append(Care.PROSECUTION_RISK)
    return tuple(marks)


def _first_readings(person: PersonRow) -> Mapping[Field, Reading]:
    """The readings by field, the first where a field has several, as `PersonRow.reading` takes it."""
    return {reading.field: reading for reading in reversed(person.readings)}


class _Facts:
    """The facts of one row, looked up once for all categories."""

    __slots__ = (
        "alive",
        "arrangement",
        "birth",
        "child",
        "death",
        "disputed",
        "fit",
        "held_by",
        "person",
        "readings",
        "status",
        "travel",
    )

    def __init__(self, person: PersonRow, arrangement: Arrangement, held_by: Party) -> None:
        readings = _first_readings(person)
        self.person = person
        self.arrangement = arrangement
        self.held_by = held_by
        self.readings = readings
        self.death = (
            stated(readings, Field.CUSTODY),
            death_is_stated(readings),
            has_signs_of_death(readings),
        )
        self.alive = alive_and_held(*self.death)
        self.status = stated(readings, Field.PERSON_STATUS)
        self.disputed = stated(readings, Field.STATUS_DISPUTED)
        self.birth: Birth = read_birth(readings.get(Field.BIRTH_DATE))
        children = arrangement.children
        self.child = child_part(self.birth, children.under, children.counts_on)
        self.fit = stated(readings, Field.FIT_TO_TRAVEL)
        self.travel = _UNFIT if self.fit == "no" else _GIVEN

    def _finding(self, category: str, whole: Part, by_wording: tuple[WordingFinding, ...] = ()) -> Finding:
        return Finding(self.person.key, category, self.held_by, whole.outcome, whole.reasons, whole.missing, by_wording)

    def wounded_and_ill(self) -> Finding:
        """Art. 109(1) and what the parties added to it: two facts, each with its own outcome."""
        terms = self.arrangement.wounded_and_ill
        gate = all_of(self.alive, is_protected_by_gc3(self.status, self.disputed))
        law = art110_part(
            stated(self.readings, Field.ART110_ENTITLED),
            stated(self.readings, Field.MEDICAL_GROUND),
            stated(self.readings, Field.HEALTH),
            self.person.basis,
        )
        if terms.covers_agreed_severe:
            agreed = agreed_severe_part(stated(self.readings, Field.AGREED_SEVERE))
            owed = any_of(law, agreed)
            wordings: tuple[WordingFinding, ...] = (
                _under(Wording.LAW, gate, law),
                _under(Wording.ARRANGEMENT, gate, agreed),
            )
        else:
            owed = law
            wordings = (_under(Wording.LAW, gate, law),)
        whole = all_of(gate, owed, self.travel)
        if whole.outcome is _YES and not self.fit:
            whole = all_of(whole, _FITNESS_NOT_STATED)
        return self._finding(terms.key, whole, wordings)

    def _traded_gate(self, category: ByAge | AnyPrisoner, *, owed: bool) -> Part:
        """The conditions of every category that may be traded."""
        return all_of(
            self.alive,
            may_be_traded(self.status, self.disputed, self.arrangement.status_not_stated, category.who),
            opposite(self.child),  # a child is never traded, so a person who may be one cannot be decided
            _given_by(category.format, self.held_by),
            self.travel,
            _ALSO_OWED if owed else _GIVEN,
        )

    def by_age(self, category: ByAge, *, owed: bool) -> Finding:
        gate = self._traded_gate(category, owed=owed)
        weighed = weigh_age(self.birth, category.readings)
        wordings = tuple(
            _under(reading.party, gate, each)
            for reading, each in zip(category.readings, weighed.by_reading, strict=True)
        )
        return self._finding(category.key, _agreeing(gate, weighed.by_reading, weighed.divide), wordings)

    def any_prisoner(self, category: AnyPrisoner, *, owed: bool) -> Finding:
        return self._finding(category.key, self._traded_gate(category, owed=owed))

    def dead(self, category: Dead) -> Finding:
        """A person whom the holder reports dead; a wording may let only one side give."""
        grave = bool(stated(self.readings, Field.GRAVE) or stated(self.readings, Field.BURIAL_PLACE))
        gate = dead_part(*self.death, grave)
        by_reading = tuple(_given_by(reading.format, self.held_by) for reading in category.readings)
        wordings = tuple(
            _under(reading.party, gate, each) for reading, each in zip(category.readings, by_reading, strict=True)
        )
        divide = Reason.READINGS_DIVIDE if len(set(by_reading)) > 1 else None
        return self._finding(category.key, _agreeing(gate, by_reading, divide), wordings)

    def not_traded(self) -> Finding:
        """The track of civilians, retained personnel, children and those whose status is disputed."""
        track = any_of(never_traded(self.status, self.disputed, self.arrangement.status_not_stated), self.child)
        if track.outcome is _NO:
            track = all_of(_NO_SUCH_TRACK, track)
        return self._finding(NOT_TRADED, all_of(self.alive, track, self.travel))


def _given_by(exchange: Format, held_by: Party) -> Part:
    """Whether a format requires anything of the party that holds."""
    if exchange.kind is FormatKind.ONE_WAY and exchange.giver is not held_by:
        return _OTHER_SIDE_GIVES
    return _GIVEN


@lru_cache(maxsize=1 << 16)
def _under(whose: Party | Wording, gate: Part, each: Part) -> WordingFinding:
    """The outcome under one wording alone, together with all other conditions."""
    return WordingFinding(whose, all_of(gate, each).outcome, each.reasons)


@lru_cache(maxsize=1 << 16)
def _agreeing(gate: Part, by_reading: tuple[Part, ...], divide: Reason | None) -> Part:
    """Eligible under every wording, not eligible under none of them, else not decided."""
    whole = all_of(gate, *by_reading)
    if gate.outcome is _NO or whole.outcome is _YES or all(each.outcome is _NO for each in by_reading):
        return whole
    undecided = [each for each in (gate, *by_reading) if each.outcome is _OPEN]
    missing = dict.fromkeys(field for each in undecided for field in each.missing)
    reasons = whole.reasons if divide is None else (divide, *whole.reasons)
    return part(_OPEN, reasons, tuple(missing))
