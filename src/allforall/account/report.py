"""A node's account as plain values: the pages draw these, and every figure lists the keys that made it.

Codes (kinds of answer, outcomes, reasons, levels) are the words of the rooms that made them; their texts
in four languages are in `pages`. Names of persons are only in the fields called `name`, which are empty unless asked
for.

Every face shows these values: pages draw them, and `as_data` is what `--json` prints of them, names left out.
"""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """A count with the keys of the rows or entries that made it."""

    code: str
    keys: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many."""
        return len(self.keys)


@dataclass(frozen=True, slots=True)
class Tally:
    """One answer per row of a list: the figures must add up to `total`, the length of the list `of`."""

    code: str
    of: str
    total: int
    figures: tuple[Figure, ...]

    @property
    def adds_up(self) -> bool:
        """Whether every row is counted in exactly one figure."""
        keys = [key for figure in self.figures for key in figure.keys]
        return len(keys) == self.total and len(set(keys)) == self.total

    def as_data(self) -> dict[str, Any]:
        """Returns the tally for programs."""
        return {
            "code": self.code,
            "of": self.of,
            "total": self.total,
            "adds_up": self.adds_up,
            "figures": {figure.code: figure.count for figure in self.figures},
        }


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A cell or row of a file that could not be read."""

    line: int
    column: int
    heading: str
    code: str
    expected: str
    found: str
    refused: bool

    def as_data(self) -> dict[str, Any]:
        """Returns the problem for programs."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ListLine:
    """One list as it arrived."""

    key: str
    kind: str
    party: str
    title: str
    as_of: date
    file_name: str
    sha256: str
    rows_in_file: int
    rows_read: int
    rows_refused: int
    problems: tuple[ProblemLine, ...]  # only the first ones; problem_count is their number
    problem_count: int

    def as_data(self) -> dict[str, Any]:
        """Returns the list for programs, without its problems."""
        return {
            "key": self.key,
            "kind": self.kind,
            "party": self.party,
            "title": self.title,
            "as_of": self.as_of.isoformat(),
            "file": self.file_name,
            "sha256": self.sha256,
            "rows_in_file": self.rows_in_file,
            "rows_read": self.rows_read,
            "rows_refused": self.rows_refused,
            "problems": self.problem_count,
        }


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of a list: its key, the list's own number for it, which fields have a value, and the marks on them."""

    key: str
    row_id: str
    fields: tuple[str, ...]
    marks: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        """Returns the row for programs."""
        return {"row": self.key, "row_id": self.row_id, "fields": list(self.fields), "marks": list(self.marks)}


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of a comparison: the two values as written, the result, its weight in bits.

    The readings are what was compared of the values, `group` the given name that both are forms of. `m` and `u` are how
    often this occurs between rows of one person and of two; `by_frequency`: u is the frequency of the value itself.
    """

    field: str
    level: str
    agreement: str  # agree, close, conflict, unknown
    left: str
    right: str
    bits: float
    left_reading: str = ""
    right_reading: str = ""
    group: str = ""
    m: float | None = None
    u: float | None = None
    by_frequency: bool = False

    def as_data(self) -> dict[str, Any]:
        """Returns the field for programs."""
        return {
            "field": self.field,
            "level": self.level,
            "agreement": self.agreement,
            "left": self.left,
            "right": self.right,
            "bits": self.bits,
            "left_reading": self.left_reading,
            "right_reading": self.right_reading,
            "group": self.group,
            "m": self.m,
            "u": self.u,
            "u_is_of_the_value": self.by_frequency,
        }


@dataclass(frozen=True, slots=True)
class PairLine:
    """Two rows compared, with what made the score.

    `probability` is calibrated on invented lists, is always shown with that caveat, and only at the desk; None if a
    person reviewed the pair. `confirmed_for` are sought rows of other lists for which the held row was confirmed
    before.
    """

    left: str
    right: str
    bits: float
    prior_bits: float
    standing: str  # clear, to_review, reviewed_same, reviewed_different, unsure, ...
    reasons: tuple[str, ...]
    runner_up: str
    margin_bits: float | None
    fields: tuple[FieldLine, ...]
    left_name: str = ""
    right_name: str = ""
    probability: float | None = None
    confirmed_for: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Returns the pair for programs: everything that made its score."""
        calibrated = {"value": self.probability, "calibrated_on": "invented lists"}
        return {
            "left": self.left,
            "right": self.right,
            "bits": self.bits,
            "prior_bits": self.prior_bits,
            "standing": self.standing,
            "reasons": list(self.reasons),
            "runner_up": self.runner_up,
            "margin_bits": self.margin_bits,
            "confirmed_for": list(self.confirmed_for),
            "probability": None if self.probability is None else calibrated,
            "fields": [one.as_data() for one in self.fields],
        }


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """The one answer for one sought name."""

    key: str
    reference: str
    kind: str
    state: str  # proposed, confirmed
    by: str
    on: date | None
    list_key: str
    list_date: date | None
    held_key: str
    particulars: tuple[tuple[str, str], ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One person and one category: the outcome, every reason, what is missing, and each side's reading."""

    key: str
    category: str
    outcome: str  # eligible, not_eligible, cannot_be_decided
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    readings: tuple[tuple[str, str], ...]  # (whose wording, its outcome)
    name: str = ""
    held_by: str = ""

    def as_data(self) -> dict[str, Any]:
        """Returns the finding for programs."""
        return {
            "row": self.key,
            "category": self.category,
            "held_by": self.held_by,
            "outcome": self.outcome,
            "reasons": list(self.reasons),
            "missing": list(self.missing),
            "readings": dict(self.readings),
        }


@dataclass(frozen=True, slots=True)
class DisclosedLine:
    """What was disclosed, about whom, to whom, when and by whom."""

    key: str
    fields: tuple[str, ...]
    to: str
    on: date
    by: tuple[str, ...]
    file_name: str
    name: str = ""
    reference: str = ""

    def as_data(self) -> dict[str, Any]:
        """Returns what was disclosed for programs."""
        return {
            "row": self.key,
            "reference": self.reference,
            "fields": list(self.fields),
            "to": self.to,
            "on": self.on,
            "by": list(self.by),
            "file": self.file_name,
        }


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """What officers decided about a field of a person or of a list (an empty field: everything)."""

    row: str
    field: str
    allow: bool
    to: str
    by: tuple[str, ...]
    why: str
    on: date
    seen: str = ""  # what its replacement must return

    def as_data(self) -> dict[str, Any]:
        """Returns the decision for programs."""
        return {**asdict(self), "field": self.field or "everything", "by": list(self.by)}


@dataclass(frozen=True, slots=True)
class NodeReport:
    """Everything that one node's pages show on one day."""

    party: str
    made_on: date
    arrangement_title: str
    lists: tuple[ListLine, ...] = ()
    tallies: tuple[Tally, ...] = ()
    answers: tuple[AnswerLine, ...] = ()  # this node's answers to the other side's sought names
    received: tuple[AnswerLine, ...] = ()  # the other side's answers to this node's sought names
    pairs: tuple[PairLine, ...] = ()  # what people have to review, most certain first
    duplicates: tuple[PairLine, ...] = ()
    eligibility: tuple[Tally, ...] = ()
    findings: tuple[FindingLine, ...] = ()
    divided: tuple[FindingLine, ...] = ()  # the persons for whom the two readings of one rule differ
    not_traded: tuple[FindingLine, ...] = ()  # a track without parity
    disclosed: tuple[DisclosedLine, ...] = ()
    notes: tuple[str, ...] = field(default=())
