"""Everything that this node can report on one day, as one value that pages draw."""

from collections.abc import Iterable, Mapping

from allforall.account.lines import (
    Names,
    answer_lines,
    disclosed_lines,
    finding_lines,
    names_of,
    no_names,
    pair_lines,
    received_lines,
)
from allforall.account.report import AnswerLine, FindingLine, NodeReport, PairLine, Tally
from allforall.account.tallies import tally_answers, tally_eligibility, tally_held, tally_received, tally_rows
from allforall.arrangement import NOT_TRADED, Arrangement
from allforall.eligibility import Finding, divided, find_categories, not_traded
from allforall.errors import GateError
from allforall.node.acts.answers import Asked, look_up
from allforall.node.acts.arrangement import current
from allforall.node.acts.eligibility import holder_of
from allforall.node.acts.links import pairs_to_review
from allforall.node.folder import Node
from allforall.node.lock import acting
from allforall.node.officers import ActKind, Desk, journal
from allforall.node.record.record import has_record
from allforall.node.views.lists import all_lists
from allforall.people.persons import ListKind, Party, PersonRow
from allforall.store.answers.acts import load_received
from allforall.store.disclosure.ledger import load_ledger
from allforall.store.people.models import StoredList
from allforall.store.people.rows import load_rows
from allforall.store.reconcile.links import latest_linking, load_links

#: How many problems of a list are included in a report; the report says how many there are.
_PROBLEMS = 2_000


def _latest(kind: ListKind, party: Party) -> StoredList | None:
    return StoredList.objects.filter(kind=kind.value, party=party.value).order_by("-as_of", "-id").first()


def _arrangement() -> Arrangement | None:
    try:
        return current()
    except GateError:
        return None


def _asked(node: Node) -> Asked | None:
    try:
        return look_up(node, whole=True)
    except GateError:
        return None


def _rows(stored: StoredList | None) -> dict[str, PersonRow]:
    return {row.key: row for row in load_rows(stored)} if stored is not None else {}


def note_names_shown(node: Node, desk: Desk, folder: str) -> None:
    """Writes into the journal that pages with names of persons are made, and who asked for them."""
    with acting(node, rests_on=()):  # it changes nothing: it only says that names are shown
        journal(node, desk, ActKind.REPORT_NAMES, details={"folder": folder})


def make_report(node: Node, *, show_names: bool = False) -> NodeReport:
    """Returns the report of this node; names of persons are in it only if asked for."""
    ours_sought = _latest(ListKind.SOUGHT, node.party)
    ours_held = _latest(ListKind.HELD, node.party)
    theirs = _latest(ListKind.SOUGHT, node.party.other)
    asked = _asked(node) if theirs and ours_held else None
    held_rows: Mapping[str, PersonRow] = asked.held.rows if asked is not None else _rows(ours_held)
    name_of: Names = no_names
    if show_names:
        name_of = names_of(held_rows, asked.sought.rows if asked is not None else _rows(theirs), _rows(ours_sought))
    tallies: list[Tally] = []
    for stored in StoredList.objects.order_by("id"):
        refused = stored.problems.filter(refused=True).values_list("line", flat=True)
        lines = stored.rows.order_by("line").values_list("line", flat=True)
        read = (f"{stored.key}:{line}" for line in lines)
        tallies.append(tally_rows(stored.key, stored.rows_in_file, read, refused))
    answers: tuple[AnswerLine, ...] = ()
    pairs: tuple[PairLine, ...] = ()
    if asked is not None:
        names = asked.names()
        answers = answer_lines(names, name_of=name_of)
        tallies.append(tally_answers(names, list_key=asked.stored.key, sought_keys=asked.sought.rows))
        tallies.append(tally_held(asked.places(), list_key=asked.held_key, held_keys=asked.held.rows))
        pairs = pair_lines(pairs_to_review(asked.stored, *asked.held_lists), left_name=name_of, right_name=name_of)
    received: tuple[AnswerLine, ...] = ()
    if ours_sought is not None:
        lines = ours_sought.rows.filter(erased_by=None).order_by("line").values_list("line", flat=True)
        keys = [f"{ours_sought.key}:{line}" for line in lines]
        history = load_received(ours_sought)
        tallies.append(tally_received(history, list_key=ours_sought.key, sought_keys=keys))
        refs = {line.row_key: line.ref for line, _ in load_ledger()}
        standing = {one.sought_key: one for one in history}
        received = received_lines(keys, standing, refs=refs, name_of=name_of)
    duplicates = [
        link
        for stored in (theirs, ours_held)
        if stored is not None and (linking := latest_linking(stored, stored)) is not None
        for link in load_links(linking)
    ]
    arrangement = _arrangement()
    findings = _findings(arrangement, ours_held, held_rows.values())
    traded = [one for one in findings if one.category != NOT_TRADED]
    ledger = list(load_ledger())
    return NodeReport(
        party=node.party.value,
        made_on=node.now.date(),
        arrangement_title=arrangement.title if arrangement else "",
        lists=all_lists(problems=_PROBLEMS),
        tallies=tuple(tallies),
        answers=answers,
        received=received,
        pairs=pairs,
        duplicates=pair_lines(duplicates, left_name=name_of, right_name=name_of),
        eligibility=tally_eligibility(traded, list_key=ours_held.key, keys=list(held_rows)) if ours_held else (),
        findings=_lines(traded, name_of),
        divided=_lines(divided(traded), name_of),
        not_traded=_lines(not_traded(findings), name_of),
        disclosed=disclosed_lines(
            (line for line, _ in ledger),
            file_names={line.file_sha256: file for line, file in ledger},
            name_of=name_of,
        ),
        notes=(
            "note:signed-in-record" if has_record(node) else "note:not-signed",
            *(("note:rehearsal",) if node.rehearsal else ()),
        ),
    )


def _findings(arrangement: Arrangement | None, stored: StoredList | None, rows: Iterable[PersonRow]) -> list[Finding]:
    if arrangement is None or stored is None:
        return []
    holder = holder_of(stored)
    return [one for row in rows for one in find_categories(row, arrangement, held_by=holder)]


def _lines(findings: Iterable[Finding], name_of: Names) -> tuple[FindingLine, ...]:
    return finding_lines(findings, name_of=name_of)
