"""The content of an arrangement, as values.

The types enforce the rules of the design by what they lack: `WoundedAndIll`, `NotTraded` and `Children` and all their
parts have no `Format`, no ceiling and no number to be matched, so that no code can make them wait for parity.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from allforall.arrangement.codes import (
    WOUNDED_AND_ILL,
    Border,
    CommissionKind,
    CommissionState,
    CommitmentState,
    DeadCount,
    FormatKind,
    Ground,
    NotTradedReason,
    State,
    StatusNotStated,
    Unit,
    Who,
)
from allforall.people.persons import Party


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as stated: days, or calendar months."""

    number: int
    unit: Unit

    def end(self, start: date) -> date:
        """Returns the last day of the period that begins on `start`; a day that the month does not have becomes its
        last.
        """
        if self.unit is Unit.DAYS:
            return start + timedelta(days=self.number)
        months = start.year * 12 + start.month - 1 + self.number
        year, month = months // 12, months % 12 + 1
        after = date(year + month // 12, month % 12 + 1, 1)
        last = (after - timedelta(days=1)).day
        return date(year, month, min(start.day, last))


@dataclass(frozen=True, slots=True)
class Stage:
    """One day of a format N for N."""

    on: date
    number: int


@dataclass(frozen=True, slots=True)
class Format:
    """In what measure the parties exchange. Only categories that may be traded have one."""

    kind: FormatKind
    number: int | None = None  # from each side, or from `giver` alone
    giver: Party | None = None
    stages: tuple[Stage, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What one party said, in its own words."""

    party: Party
    words: str


@dataclass(frozen=True, slots=True)
class AgeReading:
    """One party's wording of an age rule: from the first birthday (included) until the second (excluded).

    ``until_birthday`` 26 means that age 25 lasts until the day before the 26th birthday; 25 means that the rule ends
    the day before the 25th birthday.
    """

    party: Party
    words: str
    from_birthday: int | None
    until_birthday: int | None
    border: Border
    counts_on: date


@dataclass(frozen=True, slots=True)
class DeadReading:
    """One party's wording of the exchange of the dead."""

    party: Party
    words: str
    format: Format


@dataclass(frozen=True, slots=True)
class WoundedAndIll:
    """Seriously wounded and sick prisoners: owed by each side alone, "regardless of number or rank" (GC III
    art. 109(1)).

    It is in every arrangement, since an agreement may not take away what the Convention gives (GC III
    art. 6). `in_text`: whether the file names it, `covers_agreed_severe` whether the parties agreed on
    more than art. 110.
    """

    key: str = WOUNDED_AND_ILL
    title: str = "Seriously wounded and sick"
    in_text: bool = False
    covers_agreed_severe: bool = False
    wording: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class ByAge:
    """A category by age on a date, as each party words it."""

    key: str
    title: str
    who: Who
    format: Format
    readings: tuple[AgeReading, ...]


@dataclass(frozen=True, slots=True)
class AnyPrisoner:
    """A category that every prisoner of war falls under: the parties' lists say who travels."""

    key: str
    title: str
    who: Who
    format: Format
    wording: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Dead:
    """The exchange of remains; each side counts, in every one of the units of `counted_as`."""

    key: str
    title: str
    counted_as: tuple[DeadCount, ...]
    number_counts: DeadCount | None  # what the agreed number counts; None if not stated
    readings: tuple[DeadReading, ...]


Category = WoundedAndIll | ByAge | AnyPrisoner | Dead


@dataclass(frozen=True, slots=True)
class NotTraded:
    """Who is on the track for which nothing is requested in return (GC I art. 28, 30; GC III art. 5)."""

    who: tuple[NotTradedReason, ...] = tuple(NotTradedReason)


@dataclass(frozen=True, slots=True)
class ChildrenList:
    """A list of children that one party handed to the other."""

    handed_over_by: Party
    handed_over_on: date
    names: int


@dataclass(frozen=True, slots=True)
class Children:
    """The children's track. `under` and `counts_on` say who is a child; each side's statements are claims, not a
    verdict.

    Turning 18 does not end a claim: age counts on one fixed day.
    """

    under: int
    counts_on: date
    lists: tuple[ChildrenList, ...] = ()
    claims: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Commission:
    """The medical commission; the Detaining Power's own route of GC III art. 112 works without it."""

    kind: CommissionKind
    state: CommissionState
    said_by: Party | None
    words: str
    members: tuple[str, ...]
    constituted_on: date | None


@dataclass(frozen=True, slots=True)
class Pause:
    """A local ceasefire that one party proposes."""

    key: str
    purpose: str
    area: str
    days_at_least: int
    days_at_most: int
    proposed_by: Party
    accepted_by: tuple[Party, ...]
    remark: str

    @property
    def is_agreed(self) -> bool:
        """Whether both parties have accepted."""
        return set(self.accepted_by) | {self.proposed_by} == set(Party)


@dataclass(frozen=True, slots=True)
class Commitment:
    """Who owes whom what, from when, until when; `due_on` is None if no day was named."""

    key: str
    debtor: Party
    creditor: Party
    what: str
    trigger: str
    trigger_on: date
    within: Period | None
    due_on: date | None
    state: CommitmentState


@dataclass(frozen=True, slots=True)
class Meeting:
    """A proposed meeting: tentative until both parties have confirmed."""

    key: str
    from_day: date
    to_day: date
    proposed_by: Party
    confirmed_by: tuple[Party, ...]

    @property
    def is_tentative(self) -> bool:
        """Whether a confirmation is missing."""
        return set(self.confirmed_by) != set(Party)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier exchange between the same parties, kept as a precedent for the format."""

    key: str
    title: str
    format: Format


@dataclass(frozen=True, slots=True)
class Deadline:
    """A clock that runs for every case of its kind."""

    key: str
    what: str
    within: Period
    after: str
    ground: Ground
    source: str


@dataclass(frozen=True, slots=True)
class Ceiling:
    """How many persons of the named categories may travel; never of those who are owed or not traded."""

    key: str
    categories: tuple[str, ...]
    at_least: int
    at_most: int
    ground: Ground
    said_by: Party | None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Figures that later steps need; None if the parties have not agreed on one: the gate stays closed."""

    identification_posterior: float | None = None
    identification_prior: float | None = None
    smallest_count_shown: int = 10


@dataclass(frozen=True, slots=True)
class Neutral:
    """The roles of the neutral, which may be different bodies; None if nobody was named."""

    witness: str | None = None
    interviewer: str | None = None
    medical_members: str | None = None
    intermediary: str | None = None


@dataclass(frozen=True, slots=True)
class PartyTerms:
    """The terms for one party: where persons it holds stay if they do not travel, and the words for its nationals."""

    party: Party
    not_travelling_go_to: str | None
    nationals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One arrangement. `digest` is that of its text, so that an answer can state the text it was computed under."""

    digest: str
    key: str
    title: str
    agreed_on: date
    place: str
    state: State
    status_not_stated: StatusNotStated
    wounded_and_ill: WoundedAndIll
    by_age: tuple[ByAge, ...]
    any_prisoner: tuple[AnyPrisoner, ...]
    dead: Dead | None
    not_traded: NotTraded
    children: Children
    commission: Commission | None
    pauses: tuple[Pause, ...]
    commitments: tuple[Commitment, ...]
    meetings: tuple[Meeting, ...]
    earlier: tuple[Earlier, ...]
    deadlines: tuple[Deadline, ...]
    ceilings: tuple[Ceiling, ...]
    thresholds: Thresholds
    neutral: Neutral
    parties: tuple[PartyTerms, ...]

    def categories(self) -> Iterator[Category]:
        """Yields every category: the owed one first, then those by age, those of any prisoner, the dead."""
        yield self.wounded_and_ill
        yield from self.by_age
        yield from self.any_prisoner
        if self.dead is not None:
            yield self.dead

    def terms_of(self, party: Party) -> PartyTerms:
        """Returns the terms for one party."""
        return next(terms for terms in self.parties if terms.party is party)
