"""The lists of this node, as values that every face shows alike."""

from collections.abc import Iterable

from allforall.account.report import ListLine, ProblemLine, RowLine
from allforall.errors import CallError, Word
from allforall.people.fields import Field
from allforall.people.persons import ListKind, Party
from allforall.store.people.models import StoredList, StoredProblem
from allforall.store.people.rows import load_rows, read_problem


def find_list(key: str) -> StoredList:
    """Returns the list with this key."""
    stored = StoredList.objects.filter(key=key).first()
    if stored is None:
        known = ", ".join(StoredList.objects.order_by("id").values_list("key", flat=True))
        raise CallError("list:key:unknown", found=key, expected=known or "-")
    return stored


def latest_list(kind: ListKind, party: Party) -> StoredList:
    """Returns the list of this kind and party with the latest date (of two, the one that was read later)."""
    stored = StoredList.objects.filter(kind=kind.value, party=party.value).order_by("-as_of", "-id").first()
    if stored is None:
        raise CallError("list:none", kind=Word("list_kind", kind.value), party=Word("party", party.value))
    return stored


def list_line(stored: StoredList, *, problems: int = 0) -> ListLine:
    """Returns a list as it arrived, with its first problems up to a limit, refused rows before unread cells."""
    found = stored.problems.order_by("-refused", "line", "column")[:problems] if problems else ()
    return ListLine(
        key=stored.key,
        kind=stored.kind,
        party=stored.party,
        title=stored.title,
        as_of=stored.as_of,
        file_name=stored.file_name,
        sha256=stored.sha256,
        rows_in_file=stored.rows_in_file,
        rows_read=stored.rows_read,
        rows_refused=stored.rows_refused,
        problems=tuple(map(_problem, found)),
        problem_count=stored.problem_count,
    )


def all_lists(*, problems: int = 0) -> tuple[ListLine, ...]:
    """Returns the lists that count, oldest first."""
    return tuple(list_line(stored, problems=problems) for stored in StoredList.objects.order_by("id"))


def problems_of(key: str, most: int | None = None) -> tuple[ProblemLine, ...]:
    """Returns what could not be read of a list, in file order."""
    found = find_list(key).problems.order_by("line", "column")[:most]
    return tuple(map(_problem, found))


def _problem(one: StoredProblem) -> ProblemLine:
    found = read_problem(one)
    return ProblemLine(
        line=found.line,
        column=found.column,
        heading=found.heading,
        code=found.code,
        expected=found.expected,
        found=found.found,
        refused=found.refused,
    )


def rows_of(key: str) -> tuple[RowLine, ...]:
    """Returns the rows of a list without any cell content except its own number."""
    return tuple(
        RowLine(
            key=row.key,
            row_id=row.value(Field.ROW_ID),
            fields=tuple(one.field.value for one in row.readings if one.value),
            marks=tuple(sorted({mark.value for one in row.readings for mark in one.marks})),
        )
        for row in load_rows(find_list(key))
    )


def left_out(compared: Iterable[str]) -> tuple[str, ...]:
    """Returns the lists of the same kinds and parties that were not compared: persons only in these were not found."""
    there = set(compared)
    alike = {(one.kind, one.party) for one in map(find_list, there)}
    lists = StoredList.objects.order_by("id").values_list("key", "kind", "party")
    return tuple(key for key, kind, party in lists if (kind, party) in alike and key not in there)
