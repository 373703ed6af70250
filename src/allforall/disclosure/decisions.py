"""Whether a field of a person may be disclosed to the other party, by the defaults and the officers' decisions.

The rules (DESIGN section 3; `docs/decisions/0051-order-of-decisions.md`):

- a field's default is in `people.fields.SPEC`: disclosed, if approved (one officer), never (two officers,
  one named person at a time, with a reason);
- a later decision overrides an earlier one, and a decision on one person overrides one on the whole list, with one
  restrictive exception: withholding a field of a whole list also withholds what was allowed for single persons before;
- a person can be withheld entirely; then no field is disclosed, whatever was decided about it;
- a person at liberty is on no disclosed list;
- a decision to allow without the approvals that its field needs is invalid; a decision to withhold is always valid.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date

from allforall.errors import GateError, Word
from allforall.people.fields import SPEC, Custody, Default, Field
from allforall.people.persons import ListKind, Mark, Party, PersonRow

#: Ends the key of a decision on a whole list: ``<list key>:*``.
EVERY_ROW = "*"


def whole_list(list_key: str) -> str:
    """Returns the row key that means every row of a list."""
    return f"{list_key}:{EVERY_ROW}"


def list_of(row_key: str) -> str:
    """Returns the key of the list that a row key belongs to."""
    return row_key.rpartition(":")[0]


@dataclass(frozen=True, slots=True)
class Decision:
    """What officers decided about one field of one person, or of a whole list (`whole_list`), towards one
    party.

    `field` None means the whole person: allow=False withholds the row, allow=True lifts that and allows no field by
    itself.
    """

    row_key: str
    field: Field | None
    to: Party
    allow: bool
    by: tuple[str, ...]
    why: str
    on: date

    @property
    def is_for_whole_list(self) -> bool:
        """Whether the decision is on every row of its list."""
        return self.row_key.rpartition(":")[2] == EVERY_ROW


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something may be disclosed, with every reason; `looked_at`: an officer decided on this one person."""

    allowed: bool
    reasons: tuple[str, ...]
    by: tuple[str, ...] = ()
    looked_at: bool = False


def different_officers(by: Iterable[str]) -> int:
    """Returns how many different officers are named; names that differ only in case or spaces are one officer."""
    return len({_officer(name) for name in by} - {""})


def _officer(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def lacking(decision: Decision) -> tuple[str, ...]:
    """Returns what a decision lacks to be valid, as codes; withholding lacks nothing and is always valid."""
    if not decision.allow:
        return ()
    found = []
    officers = different_officers(decision.by)
    default = SPEC[decision.field].disclosure if decision.field is not None else Default.IF_APPROVED
    if default is Default.NEVER:
        if decision.is_for_whole_list:
            found.append("decision:one_person_at_a_time")
        if officers < 2:
            found.append("decision:two_officers_needed")
        if not decision.why.strip():
            found.append("decision:reason_needed")
    elif officers < 1:
        found.append("decision:officer_needed")
    return tuple(found)


def decide(
    row_key: str,
    field: Field | None,
    to: Party,
    *,
    allow: bool,
    by: tuple[str, ...],
    why: str,
    on: date,
) -> Decision:
    """Returns the decision, ready to be stored.

    Raises:
        GateError: an officer, a second officer, a reason or a single named person is missing.
    """
    decision = Decision(row_key=row_key, field=field, to=to, allow=allow, by=by, why=why, on=on)
    missing = lacking(decision)
    if not different_officers(by) and "decision:officer_needed" not in missing:
        missing = ("decision:officer_needed", *missing)
    if missing:
        raise GateError(
            missing[0],
            row=row_key,
            field=Word("field", field.value) if field is not None else None,
            missing=", ".join(missing),
            found=different_officers(by),
        )
    return decision


_Place = tuple[str, Field | None, Party]


@dataclass(frozen=True, slots=True)
class _Last:
    order: int
    decision: Decision


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions in order of precedence; made by `gather`."""

    last: Mapping[_Place, _Last] = dataclass_field(default_factory=dict)
    disregarded: Mapping[_Place, tuple[str, ...]] = dataclass_field(default_factory=dict)
    rows: frozenset[str] = frozenset()  # persons with a decision of their own
    #: Verdicts for rows without a decision of their own, by list and party: looked up once, not per row.
    of_list: dict[tuple[str, Party], dict[Field, Verdict]] = dataclass_field(
        default_factory=dict, repr=False, compare=False
    )

    def counting(self, row_key: str, field: Field | None, to: Party) -> Decision | None:
        """Returns the decision in force for one field of one person, or None."""
        single = self.last.get((row_key, field, to))
        wide = self.last.get((whole_list(list_of(row_key)), field, to))
        if single is None:
            return wide.decision if wide is not None else None
        if wide is not None and not wide.decision.allow and wide.order > single.order:
            return wide.decision
        return single.decision


def gather(decisions: Iterable[Decision]) -> Decisions:
    """Returns the decisions ready for look-up; those of one day count in the order given."""
    last: dict[_Place, _Last] = {}
    disregarded: dict[_Place, tuple[str, ...]] = {}
    in_order = sorted(enumerate(decisions), key=lambda item: (item[1].on, item[0]))
    for order, (_, decision) in enumerate(in_order):
        place = (decision.row_key, decision.field, decision.to)
        missing = lacking(decision)
        if missing:
            disregarded[place] = missing
        else:
            last[place] = _Last(order, decision)
            disregarded.pop(place, None)
    return Decisions(last, disregarded, frozenset(decision.row_key for _, decision in in_order))


def is_at_liberty(row: PersonRow) -> bool:
    """Whether the list states that the person is at liberty."""
    return any(r.field is Field.CUSTODY and r.value == Custody.AT_LIBERTY for r in row.readings)


def has_consented(row: PersonRow) -> bool:
    """Whether the row states, readably and without contradiction, that the person consents to disclosure."""
    said = [r.value for r in row.readings if r.field is Field.LIBERTY_CONSENT]
    return bool(said) and all(value == "yes" for value in said)


def custody_is_unread(row: PersonRow) -> bool:
    """Whether the row's custody was not understood: it might mean "at liberty"."""
    return any(
        r.field is Field.CUSTODY and (Mark.UNREAD in r.marks or (r.written.strip() and not r.value))
        for r in row.readings
    )


def is_withheld(row_key: str, decisions: Decisions, to: Party) -> bool:
    """Whether it was decided to disclose nothing about this person to that party."""
    counting = decisions.counting(row_key, None, to)
    return counting is not None and not counting.allow


def may_list(row: PersonRow, decisions: Decisions, to: Party, kind: ListKind) -> Verdict:
    """Returns whether the person may be on a disclosed list at all."""
    reasons = []
    if is_at_liberty(row):
        reasons.append("person:at_liberty")
    if is_withheld(row.key, decisions, to):
        reasons.append("person:withheld")
    if kind is ListKind.HELD and custody_is_unread(row):
        counting = decisions.counting(row.key, None, to)
        if counting is None or counting.is_for_whole_list:  # a person has to review this one row
            reasons.append("person:custody_unread")
    return Verdict(allowed=not reasons, reasons=tuple(reasons))


def may_disclose(row: PersonRow, field: Field, decisions: Decisions, to: Party) -> Verdict:
    """Returns whether this field of this person may go to that party, with every reason."""
    return verdicts(row, decisions, to)(field)


def verdicts(row: PersonRow, decisions: Decisions, to: Party) -> Callable[[Field], Verdict]:
    """Returns `may_disclose` for each field of one person; decisions on the whole person are looked up once."""
    closed = []
    if is_at_liberty(row):
        closed.append("person:at_liberty")
    if is_withheld(row.key, decisions, to):
        closed.append("person:withheld")
    if closed or row.key in decisions.rows:
        return lambda field: _verdict(row.key, field, decisions, to, tuple(closed))
    # There is no decision about this person: the verdict is the same as for all such rows of the list.
    shared = decisions.of_list.setdefault((list_of(row.key), to), {})

    def verdict(field: Field) -> Verdict:
        found = shared.get(field)
        if found is None:
            found = shared[field] = _verdict(row.key, field, decisions, to, ())
        return found

    return verdict


def _verdict(row_key: str, field: Field, decisions: Decisions, to: Party, closed: tuple[str, ...]) -> Verdict:
    default = SPEC[field].disclosure
    counting = decisions.counting(row_key, field, to)
    if counting is not None and counting.allow:
        reason, allowed = "field:allowed", True
    elif counting is not None:
        reason, allowed = "field:withheld", False
    else:
        reason, allowed = f"field:default_{default.value}", default is Default.DISCLOSED
    ignored = decisions.disregarded.get((row_key, field, to)) or decisions.disregarded.get(
        (whole_list(list_of(row_key)), field, to), ()
    )
    return Verdict(
        allowed=allowed and not closed,
        reasons=(*closed, reason, *ignored),
        by=counting.by if counting is not None else (),
        looked_at=counting is not None and counting.allow and not counting.is_for_whole_list,
    )
