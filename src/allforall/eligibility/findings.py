"""The finding about one person under one category: the outcome, every reason, and which fact is missing.

A finding about the wounded, children or others who are never traded is the same kind of value as any other: no number,
no counterpart and no place in a queue.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from allforall.arrangement import NOT_TRADED
from allforall.people.fields import Field
from allforall.people.persons import Party


class Outcome(StrEnum):
    """Whether a person falls under a category."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    CANNOT_BE_DECIDED = "cannot_be_decided"


class Reason(StrEnum):
    """Why; each has a text in every language."""

    # where the person is
    HELD = "eligibility:custody:held"
    TAKEN_AS_HELD = "eligibility:custody:taken_as_held"
    CUSTODY_UNREAD = "eligibility:custody:unread"
    IN_HOSPITAL = "eligibility:custody:in_hospital"
    JUDICIAL_DETENTION = "eligibility:custody:judicial_detention"
    TRANSFERRED = "eligibility:custody:transferred"
    RELEASED = "eligibility:custody:released"
    ESCAPED = "eligibility:custody:escaped"
    AT_LIBERTY = "eligibility:custody:at_liberty"
    REPORTED_DEAD = "eligibility:custody:reported_dead"
    DEATH_CONTRADICTED = "eligibility:custody:death_contradicted"
    SIGNS_OF_DEATH = "eligibility:custody:signs_of_death"
    # what the person is
    SOLDIER = "eligibility:status:soldier"
    TAKEN_AS_SOLDIER = "eligibility:status:taken_as_soldier"
    STATUS_MISSING = "eligibility:status:missing"
    STATUS_UNREAD = "eligibility:status:unread"
    STATUS_DISPUTED = "eligibility:status:disputed"
    DISPUTE_UNREAD = "eligibility:status:dispute_unread"
    PROTECTED_WHILE_DISPUTED = "eligibility:status:protected_while_disputed"
    CIVILIAN = "eligibility:status:civilian"
    RETAINED_MEDICAL = "eligibility:status:retained_medical"
    RETAINED_RELIGIOUS = "eligibility:status:retained_religious"
    CHILD = "eligibility:status:child"
    ACCOMPANYING = "eligibility:status:accompanying"
    NOT_A_SOLDIER = "eligibility:status:not_a_soldier"
    # how old
    UNDER_AGE = "eligibility:age:child"
    PERHAPS_UNDER_AGE = "eligibility:age:perhaps_child"
    WITHIN = "eligibility:age:within"
    TOO_YOUNG = "eligibility:age:too_young"
    TOO_OLD = "eligibility:age:too_old"
    OUTSIDE = "eligibility:age:outside"
    BORDER_ASSUMED = "eligibility:age:border_assumed"
    BIRTH_DATE_MISSING = "eligibility:birth_date:missing"
    BIRTH_DATE_UNREAD = "eligibility:birth_date:unread"
    BIRTH_DATE_TOO_VAGUE = "eligibility:birth_date:too_vague"
    BIRTH_AFTER_THE_DATE = "eligibility:birth_date:after_the_date"
    BIRTH_ABOUT = "eligibility:birth_date:about"
    BIRTH_FROM_AGE = "eligibility:birth_date:from_age"
    BIRTH_DAY_OR_MONTH = "eligibility:birth_date:day_or_month"
    BIRTH_PLACEHOLDER = "eligibility:birth_date:placeholder"
    BIRTH_TWO_DIGITS = "eligibility:birth_date:two_digit_year"
    BIRTH_SERIAL = "eligibility:birth_date:excel_serial"
    # each side's wording
    READINGS_DIVIDE = "eligibility:wording:readings_divide"
    READINGS_MAY_DIVIDE = "eligibility:wording:readings_may_divide"
    OTHER_SIDE_GIVES = "eligibility:wording:other_side_gives"
    # wounded and ill
    ART110_STATED = "eligibility:wounded:art110_stated"
    ART110_DENIED = "eligibility:wounded:art110_denied"
    OPINION_MISSING = "eligibility:wounded:opinion_missing"
    SAID_BY_OWN_SIDE = "eligibility:wounded:said_by_own_side"
    GROUND_NOT_STATED = "eligibility:wounded:ground_not_stated"
    GROUND_NAMED = "eligibility:wounded:ground_named"
    NO_COMMISSION_NEEDED = "eligibility:wounded:no_commission_needed"
    CARD_SERIOUSLY_WOUNDED = "eligibility:wounded:card_seriously_wounded"
    CARD_SICK_OR_WOUNDED = "eligibility:wounded:card_sick_or_wounded"
    CARD_WELL = "eligibility:wounded:card_well"
    NOTHING_INDICATED = "eligibility:wounded:nothing_indicated"
    AGREED_SEVERE_STATED = "eligibility:wounded:agreed_severe_stated"
    AGREED_SEVERE_DENIED = "eligibility:wounded:agreed_severe_denied"
    AGREED_SEVERE_MISSING = "eligibility:wounded:agreed_severe_missing"
    OWED_WITHOUT_PARITY = "eligibility:wounded:owed_without_parity"
    # travel
    NOT_FIT_NOW = "eligibility:travel:not_fit_now"
    FITNESS_NOT_STATED = "eligibility:travel:fitness_not_stated"
    # the dead
    NOT_REPORTED_DEAD = "eligibility:dead:not_reported_dead"
    GRAVE_NOT_STATED = "eligibility:dead:grave_not_stated"
    # the track that is never traded
    ON_NO_SUCH_TRACK = "eligibility:not_traded:no_ground"


#: What delays the journey and never ends the entitlement.
NOT_NOW = frozenset({Reason.NOT_FIT_NOW, Reason.JUDICIAL_DETENTION, Reason.TRANSFERRED})


class Care(StrEnum):
    """A reminder of care that the law requires for a person. It decides nothing."""

    UNDER_18 = "eligibility:care:under_18"
    PERHAPS_UNDER_18 = "eligibility:care:perhaps_under_18"
    WOMAN = "eligibility:care:woman"
    PREGNANT_OR_INFANT = "eligibility:care:pregnant_or_infant"
    FOREIGN_NATIONAL = "eligibility:care:foreign_national"
    PROSECUTION_RISK = "eligibility:care:prosecution_risk"


class Wording(StrEnum):
    """Whose wording a reading follows, besides those of the two parties."""

    LAW = "law"  # `art110_entitled`
    ARRANGEMENT = "arrangement"  # `agreed_severe`


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One condition: its outcome, its reasons, and the facts that would decide it.

    Only `part` makes it, and returns the same object for the same words, so that a condition shared by many persons is
    combined with others once (100,000 persons share a few thousand of them).
    """

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    missing: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class WordingFinding:
    """The outcome under one wording alone: a party's, the law's, or the arrangement's."""

    whose: Party | Wording
    outcome: Outcome
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One person and one category.

    `reasons` holds every reason, those that a desk can resolve (a missing fact) first. `missing` is empty if the
    outcome is decided, or if no fact is missing but the parties' wordings differ.
    """

    key: str
    category: str
    held_by: Party
    outcome: Outcome
    reasons: tuple[Reason, ...]
    missing: tuple[Field, ...]
    by_wording: tuple[WordingFinding, ...] = ()

    @property
    def readings(self) -> tuple[tuple[str, Outcome], ...]:
        """The outcome under each wording."""
        return tuple((wording.whose.value, wording.outcome) for wording in self.by_wording)

    @property
    def not_now(self) -> tuple[Reason, ...]:
        """The reasons why the person cannot travel now; none of them ends the entitlement."""
        if self.outcome is Outcome.NOT_ELIGIBLE:
            return ()
        return tuple(reason for reason in self.reasons if reason in NOT_NOW)


_UNDECIDED_FIRST = (Outcome.CANNOT_BE_DECIDED, Outcome.NOT_ELIGIBLE, Outcome.ELIGIBLE)


@lru_cache(maxsize=1 << 16)
def part(outcome: Outcome, reasons: tuple[Reason, ...] = (), missing: tuple[Field, ...] = ()) -> Part:
    """Returns the condition of these words, the same object each time."""
    return Part(outcome, reasons, missing)


@lru_cache(maxsize=1 << 16)
def all_of(*parts: Part) -> Part:
    """Returns whether all conditions hold: one that fails decides, then one that cannot be decided."""
    return _joined(parts, (Outcome.NOT_ELIGIBLE, Outcome.CANNOT_BE_DECIDED, Outcome.ELIGIBLE))


@lru_cache(maxsize=1 << 16)
def any_of(*parts: Part) -> Part:
    """Returns whether any condition holds: one that holds decides, then one that cannot be decided."""
    return _joined(parts, (Outcome.ELIGIBLE, Outcome.CANNOT_BE_DECIDED, Outcome.NOT_ELIGIBLE))


_OPPOSITE = {
    Outcome.ELIGIBLE: Outcome.NOT_ELIGIBLE,
    Outcome.NOT_ELIGIBLE: Outcome.ELIGIBLE,
    Outcome.CANNOT_BE_DECIDED: Outcome.CANNOT_BE_DECIDED,
}


@lru_cache(maxsize=1 << 16)
def opposite(condition: Part) -> Part:
    """Returns the opposite of a condition, for the same reasons."""
    return part(_OPPOSITE[condition.outcome], condition.reasons, condition.missing)


def _joined(parts: tuple[Part, ...], strongest_first: tuple[Outcome, ...]) -> Part:
    outcomes = {each.outcome for each in parts}
    outcome = next(outcome for outcome in strongest_first if outcome in outcomes)
    reasons = {
        reason: None for kind in _UNDECIDED_FIRST for each in parts if each.outcome is kind for reason in each.reasons
    }
    if outcome is not Outcome.CANNOT_BE_DECIDED:
        return part(outcome, tuple(reasons))
    missing = {field: None for each in parts if each.outcome is outcome for field in each.missing}
    return part(outcome, tuple(reasons), tuple(missing))


def divided(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Returns the findings about persons for whom the wordings of one rule differ, whatever else is known of them."""
    return tuple(finding for finding in findings if Reason.READINGS_DIVIDE in finding.reasons)


def perhaps_divided(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Returns the findings about persons whose facts are too vague to tell whether the wordings differ."""
    return tuple(finding for finding in findings if Reason.READINGS_MAY_DIVIDE in finding.reasons)


def not_traded(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Returns the findings that put, or may put, a person on the track that is never traded."""
    return tuple(
        finding
        for finding in findings
        if finding.category == NOT_TRADED and finding.outcome is not Outcome.NOT_ELIGIBLE
    )
