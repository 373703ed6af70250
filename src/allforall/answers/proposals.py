"""What the machine proposes for every sought name, with every reason.

The rules:

- exactly one proposal per sought row, whatever the links;
- an answer is based on a link that is clear or that a person reviewed as the same; anything less gives no answer;
- `no_candidate` is a finding about the searched lists, each as of its date, and never becomes `not_held` by itself;
- death is proposed only if the holder's own row states it; a row that contradicts itself is left to a person;
- a person at liberty who has not consented, or who is withheld, is proposed as no answer;
- which of two names is the duplicate depends only on the sought list, so that it reveals nothing about the held list.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from allforall.answers.kinds import ART_120, ART_122, BY_CUSTODY, NEVER_IN_A_BATCH, AnswerKind
from allforall.answers.lists import SURE, HeldList, SoughtList
from allforall.disclosure import is_at_liberty, may_disclose
from allforall.disclosure.cells import is_plain_text
from allforall.disclosure.decisions import custody_is_unread
from allforall.people.fields import Field, PersonStatus
from allforall.people.persons import PersonRow
from allforall.reconcile import Link, Pair, is_reported_dead

#: Reasons that close a name: nothing can be confirmed for it until they are resolved.
AT_LIBERTY = "person:at_liberty_without_consent"
WITHHELD = "person:withheld"
TO_REVIEW = "link:to_review"
CANDIDATES = "link:candidates_to_review"
CLOSING = frozenset({AT_LIBERTY, WITHHELD, TO_REVIEW, CANDIDATES})
#: One of the rows awaiting review is that of a person at liberty or withheld.
PERHAPS_SILENT = "person:perhaps_silent"
#: Nothing about these may be visible from outside.
SILENT = frozenset({AT_LIBERTY, WITHHELD, PERHAPS_SILENT})


@dataclass(frozen=True, slots=True)
class Proposal:
    """The machine's proposal for one sought name, only on the holder's node.

    `held_key` is the row it is based on; `duplicate_of` the sought name that has the answer; `list_key` and `list_date`
    the searched list and its date. `may_batch`: it may be confirmed together with others; `officers_needed`: how many
    officers must confirm it.
    """

    sought_key: str
    kind: AnswerKind
    reasons: tuple[str, ...]
    list_key: str
    list_date: date | None  # None if several lists were searched: `list_key` then names each with its date
    held_key: str = ""
    duplicate_of: str = ""
    particulars: tuple[tuple[str, str], ...] = ()
    may_batch: bool = False
    officers_needed: int = 1

    @property
    def is_silent(self) -> bool:
        """Whether nothing may be said about the person whom this name may be."""
        return not SILENT.isdisjoint(self.reasons)

    @property
    def closed_by(self) -> tuple[str, ...]:
        """The reasons why nothing can be confirmed for this name now."""
        return tuple(reason for reason in self.reasons if reason in CLOSING)


def propose_answers(
    sought: SoughtList,
    held: HeldList,
    links: Iterable[Link],
    *,
    candidates: Iterable[Pair] = (),
) -> tuple[Proposal, ...]:
    """Returns one proposal per sought row, in the order of the list.

    `links` are those of sought rows (left) with held rows (right); `candidates` are pairs that may be worth a look and
    that nobody has rejected. A name with one is not "no candidate", unless the held row is surely someone else's.
    """
    sure: dict[str, list[str]] = {}
    open_links: set[str] = set()
    perhaps_silent: set[str] = set()
    for link in links:
        left, right = link.pair.left, link.pair.right
        if left not in sought.rows or right not in held.rows:
            continue
        if link.standing in SURE:
            sure.setdefault(left, []).append(right)
        else:
            open_links.add(left)
            if held.may_be_silent(right):
                perhaps_silent.add(left)
    taken = {right for rights in sure.values() for right in rights}
    waiting: set[str] = set()
    for pair in candidates:
        if pair.left in sought.rows and pair.right in held.rows and pair.right not in taken:
            waiting.add(pair.left)
            if held.may_be_silent(pair.right):
                perhaps_silent.add(pair.left)
    made = []
    for key in sought.rows:
        root = sought.groups.root_of(key)
        group = sought.groups.group_of(key)
        linked = list(dict.fromkeys(right for each in group for right in sure.get(each, ())))
        if key != root:
            made.append(_of_duplicate(key, root, linked, held))
        else:
            undone = []
            if not open_links.isdisjoint(group):
                undone.append(TO_REVIEW)
            elif not waiting.isdisjoint(group):
                undone.append(CANDIDATES)
            if not perhaps_silent.isdisjoint(group):
                undone.append(PERHAPS_SILENT)
            made.append(_of_name(key, group, linked, sought, held, tuple(undone)))
    return tuple(made)


def _of_duplicate(key: str, root: str, linked: Sequence[str], held: HeldList) -> Proposal:
    dead = any(is_reported_dead(held.rows[each]) for each in linked if not held.is_silent(each))
    return Proposal(
        key,
        AnswerKind.DUPLICATE_OF,
        ("duplicate:sure", *(("duplicate:of_reported_dead",) if dead else ())),
        *held.looked_through,
        duplicate_of=root,
        may_batch=not dead,
        officers_needed=2 if dead else 1,
    )


def _of_name(
    key: str,
    group: Sequence[str],
    linked: Sequence[str],
    sought: SoughtList,
    held: HeldList,
    undone: tuple[str, ...],
) -> Proposal:
    def proposal(kind: AnswerKind, *reasons: str) -> Proposal:
        return Proposal(key, kind, reasons, *held.looked_through)

    if any(right in held.at_liberty for right in linked):
        return proposal(AnswerKind.NO_ANSWER, AT_LIBERTY)
    if any(right in held.withheld for right in linked):
        return proposal(AnswerKind.NO_ANSWER, WITHHELD)
    if not linked:
        if undone:
            return proposal(AnswerKind.NO_ANSWER, *undone)
        return proposal(AnswerKind.NO_CANDIDATE, "link:none")
    persons = {held.groups.root_of(right) for right in linked}
    if len(persons) > 1:
        return proposal(AnswerKind.NO_ANSWER, "link:several_persons")
    rows = [held.rows[each] for each in held.groups.group_of(linked[0])]
    doubts = _doubts(rows)
    if doubts:
        return Proposal(key, AnswerKind.NO_ANSWER, doubts, *held.place_of(linked[0]), held_key=linked[0])
    kind, reasons = _kind_of(sought.rows[key], rows)
    cautions = []
    if TO_REVIEW in undone:
        cautions.append("link:another_to_review")
    if not sought.groups.contradicted.isdisjoint(group) or not held.groups.contradicted.isdisjoint(linked):
        cautions.append("duplicate:contradicted")
    if any(right in held.groups.unsure for right in linked):
        cautions.append("duplicate:held_to_review")
    return Proposal(
        key,
        kind,
        (*reasons, *cautions),
        *held.place_of(linked[0]),
        held_key=linked[0],
        particulars=_particulars(kind, rows, held),
        may_batch=kind not in NEVER_IN_A_BATCH and not cautions,
        officers_needed=2 if kind is AnswerKind.REPORTED_DEAD else 1,
    )


def _doubts(rows: Sequence[PersonRow]) -> tuple[str, ...]:
    """Returns why the rows of one held person together allow no proposal."""
    found = []
    if any(custody_is_unread(row) for row in rows):
        found += ["custody:unread", PERHAPS_SILENT]
    kinds = {BY_CUSTODY.get(row.value(Field.CUSTODY)) for row in rows}
    if None in kinds:
        found.append("custody:unread")
    if len(kinds) > 1:
        found.append("custody:contradicted")
    if any(_tells_of_death(row) for row in rows) and kinds != {AnswerKind.REPORTED_DEAD}:
        found.append("custody:particulars_of_death")
    if any(is_at_liberty(row) for row in rows) and len(kinds) > 1:
        found.append("custody:at_liberty_contradicted")
    return tuple(dict.fromkeys(found))


def _tells_of_death(row: PersonRow) -> bool:
    return any(reading.field in ART_120 and reading.written.strip() for reading in row.readings)


def _kind_of(asked: PersonRow, rows: Sequence[PersonRow]) -> tuple[AnswerKind, tuple[str, ...]]:
    """Returns the kind for a held person whose rows agree, and the reason."""
    custody = rows[0].value(Field.CUSTODY)
    kind = BY_CUSTODY[custody]
    reasons = ["link:sure", f"custody:{custody}" if custody else "custody:as_listed"]
    if kind not in {AnswerKind.HELD, AnswerKind.IN_HOSPITAL, AnswerKind.JUDICIAL_DETENTION}:
        return kind, tuple(reasons)
    said = {row.value(Field.PERSON_STATUS) for row in (*rows, asked)} - {""}
    if any(row.value(Field.STATUS_DISPUTED) == "yes" for row in (*rows, asked)):
        return AnswerKind.CATEGORY_DISPUTED, (*reasons, "status:disputed")
    if len(said) > 1:
        return AnswerKind.CATEGORY_DISPUTED, (*reasons, "status:differs")
    if any(row.value(Field.PERSON_STATUS) == PersonStatus.CIVILIAN for row in rows):
        return AnswerKind.CIVILIAN, (*reasons, "status:civilian")
    return kind, tuple(reasons)


def _particulars(kind: AnswerKind, rows: Sequence[PersonRow], held: HeldList) -> tuple[tuple[str, str], ...]:
    """Returns the particulars besides the kind: of a death those of art. 120, unless withheld; else as decided."""
    fields: tuple[Field, ...]
    if kind is AnswerKind.REPORTED_DEAD:
        fields = ART_120
    elif kind in {AnswerKind.TRANSFERRED, AnswerKind.RELEASED, AnswerKind.ESCAPED, AnswerKind.IN_HOSPITAL}:
        fields = ART_122
    else:
        return ()
    told = []
    for field in fields:
        for row in rows:
            reading = row.reading(field)
            text = " ".join((reading.value or reading.written).split()) if reading is not None else ""
            if not text or not is_plain_text(text):
                continue
            verdict = may_disclose(row, field, held.decisions, held.to)
            # The two officers who confirm a death give the approval; a decision to withhold still applies.
            owed = kind is AnswerKind.REPORTED_DEAD and "field:withheld" not in verdict.reasons
            if verdict.allowed or owed:
                told.append((field.value, text))
                break
    return tuple(told)
