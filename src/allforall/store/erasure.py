"""Every place in the database that holds a row's text, and how each is emptied.

`TRACES` is the one list of such places: a new table that quotes a person needs a trace, and
`tests/unit/node/test_node_erasing.py` searches the bytes of the whole node with each single one omitted. What
remains is the row's key, its line and who did what when, so that every count can still be explained.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from allforall.disclosure.canonical import write_canonical
from allforall.people.fields import Field
from allforall.store.answers.models import StoredAnswer, StoredReceived, StoredSentAnswers
from allforall.store.disclosure.models import StoredDecision, StoredDisclosedRow, StoredDisclosure
from allforall.store.node.models import Act
from allforall.store.people.models import StoredList, StoredProblem, StoredRow
from allforall.store.people.rows import encode_readings, erase_rows, load_rows
from allforall.store.reconcile.models import StoredCandidate, StoredLink, StoredReview
from allforall.store.reconcile.prepared import forget

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Erased:
    """Rows to be erased, by list; `refs` are the references by which the parties exchanged them."""

    lines: tuple[tuple[StoredList, tuple[int, ...]], ...]
    refs: frozenset[str]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the rows."""
        return tuple(f"{stored.key}:{line}" for stored, lines in self.lines for line in lines)


def _batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]


def unerased(stored: StoredList, lines: Iterable[int]) -> set[int]:
    """Returns which of these lines of a list still hold something: a row, or the cells of a refused row."""
    wanted, found = sorted(set(lines)), set[int]()
    for start in range(0, len(wanted), _BATCH):
        some = wanted[start : start + _BATCH]
        found.update(
            StoredRow.objects.filter(list=stored, line__in=some, erased_by=None).values_list("line", flat=True)
        )
        refused = StoredProblem.objects.filter(list=stored, line__in=some, refused=True).exclude(found="", heading="")
        found.update(refused.values_list("line", flat=True))
    return found


def every_line(stored: StoredList) -> set[int]:
    """Returns every line of a list that still holds something."""
    rows = StoredRow.objects.filter(list=stored, erased_by=None).values_list("line", flat=True)
    refused = StoredProblem.objects.filter(list=stored).exclude(found="", heading="").values_list("line", flat=True)
    return {*rows, *refused}


def references(lines: Iterable[tuple[StoredList, Iterable[int]]]) -> frozenset[str]:
    """Returns the references by which the parties exchanged these rows, either way, and the names of the other
    side that they answered. To be called before the rows are erased.
    """
    found: set[str] = set()
    keys: list[str] = []
    for stored, numbers in lines:
        keys += [f"{stored.key}:{line}" for line in numbers]
        if stored.disclosure_digest:
            found.update(_own_references(stored, numbers))
    for some in _batches(keys):
        found.update(StoredDisclosedRow.objects.filter(row_key__in=some).values_list("ref", flat=True))
        answered: dict[int, set[int]] = {}
        for list_id, key in StoredAnswer.objects.filter(held_key__in=some).values_list("list_id", "sought_key"):
            answered.setdefault(list_id, set()).add(int(key.rpartition(":")[2]))
        for stored in StoredList.every.filter(pk__in=answered):
            found.update(_own_references(stored, answered[stored.pk]))
    return frozenset(found)


def _own_references(stored: StoredList, lines: Iterable[int]) -> Iterator[str]:
    for row in load_rows(stored, lines, fields=[Field.ROW_ID]):
        reference = row.value(Field.ROW_ID)
        if reference:
            yield reference


def digests_of(erased: Erased) -> frozenset[str]:
    """Returns the SHA-256 of the files in which these rows came in or went out."""
    lists = [stored for stored, _ in erased.lines]
    found = {digest for stored in lists for digest in (stored.sha256, stored.disclosure_digest) if digest}
    for some in _batches(erased.keys):
        sent = StoredDisclosure.objects.filter(rows__row_key__in=some)
        received = StoredReceived.objects.filter(sought_key__in=some)
        found.update(sent.values_list("sha256", flat=True), received.values_list("file_sha256", flat=True))
    for content in StoredSentAnswers.objects.all():
        if any(reference in content.content for reference in erased.refs):
            found.add(content.sha256)
    return frozenset(found)


def related(erased: Erased) -> tuple[str, ...]:
    """Returns the rows that may be the same persons by a link, a review or an answer, and are not being erased."""
    ours, found = set(erased.keys), set[str]()
    for some in _batches(erased.keys):
        sure = StoredLink.objects.filter(standing__in=("clear", "reviewed_same"))
        same = StoredReview.objects.filter(verdict="same", withdrawn=False)
        answers = StoredAnswer.objects.filter(Q(held_key__in=some) | Q(sought_key__in=some))
        for query in (sure, same):
            for pair in query.filter(Q(left__in=some) | Q(right__in=some)).values_list("left", "right"):
                found.update(pair)
        for pair in answers.values_list("sought_key", "held_key"):
            found.update(filter(None, pair))
    left = sorted(found - ours)
    standing = {one.key: one for one in StoredList.every.filter(key__in={key.rpartition(":")[0] for key in left})}
    return tuple(
        key
        for key in left
        if (stored := standing.get(key.rpartition(":")[0])) and unerased(stored, [int(key.rpartition(":")[2])])
    )


def _rows(erased: Erased, act: Act) -> None:
    """Keeps the reference of a row that the other side disclosed: a file of answers has one for every reference."""
    for stored, lines in erased.lines:
        rows = load_rows(stored, lines, fields=[Field.ROW_ID]) if stored.disclosure_digest else ()
        kept = {row.line: encode_readings(row) for row in rows}
        for start in range(0, len(lines), _BATCH):
            erase_rows(stored, lines[start : start + _BATCH], act)
        for line, reference in kept.items():
            StoredRow.objects.filter(list=stored, line=line).update(readings=reference)


def erased_references(stored: StoredList) -> tuple[str, ...]:
    """Returns the references of the other side's rows that were erased here; they are no longer answered."""
    gone = StoredRow.objects.filter(list=stored).exclude(erased_by=None).exclude(readings="[]")
    return tuple(sorted(json.loads(readings)[0][1] for readings in gone.values_list("readings", flat=True)))


def _problems(erased: Erased, _act: Act) -> None:
    for stored, lines in erased.lines:
        for start in range(0, len(lines), _BATCH):
            stored.problems.filter(line__in=lines[start : start + _BATCH]).update(found="", heading="")


def _pairs(query: "QuerySet[Any]", erased: Erased) -> Iterator["QuerySet[Any]"]:
    for some in _batches(erased.keys):
        yield query.filter(Q(left__in=some) | Q(right__in=some))


def _comparisons(erased: Erased, _act: Act) -> None:
    for model in (StoredLink, StoredCandidate):
        for query in _pairs(model.objects.exclude(fields="[]"), erased):
            query.update(fields="[]")


def _prepared(erased: Erased, _act: Act) -> None:
    for stored, _ in erased.lines:
        forget(stored)


def _reviews(erased: Erased, _act: Act) -> None:
    # The evidence is a digest of what was compared: it could confirm a guess of the values.
    for query in _pairs(StoredReview.objects.all(), erased):
        query.update(why="", evidence="")


def _answers(erased: Erased, _act: Act) -> None:
    for some in _batches(erased.keys):
        StoredAnswer.objects.filter(Q(held_key__in=some) | Q(sought_key__in=some)).update(particulars=[], why="")


def _received(erased: Erased, _act: Act) -> None:
    for some in _batches(erased.keys):
        StoredReceived.objects.filter(sought_key__in=some).update(particulars=[])


def _sent(erased: Erased, _act: Act) -> None:
    """Keeps in a sent file which reference had which kind of answer: what was sent must stay known."""
    for one in StoredSentAnswers.objects.all():
        if not any(reference in one.content for reference in erased.refs):
            continue
        value = json.loads(one.content)
        for entry in value["answers"]:
            if entry["ref"] in erased.refs and "particulars" in entry:
                entry["particulars"] = {}
        one.content = write_canonical(value).decode()
        one.save(update_fields=["content"])


def _decisions(erased: Erased, _act: Act) -> None:
    for some in _batches(erased.keys):
        StoredDecision.objects.filter(row_key__in=some).update(why="")


def _journal(erased: Erased, _act: Act) -> None:
    """Empties the reasons typed for acts about these rows; what was done, by whom and when stays."""
    keys = set(erased.keys)
    for act in Act.objects.exclude(why="").iterator():
        named = [word for word in act.details.values() if isinstance(word, str)]
        named += [word for words in act.details.values() if isinstance(words, list) for word in words]
        if keys.intersection(filter(lambda word: isinstance(word, str), named)):
            Act.objects.filter(pk=act.pk).update(why="", why_salt="")


Trace = Callable[[Erased, Act], None]

#: Every place that holds a row's text. The rows come last: until then the references can still be looked up.
TRACES: tuple[Trace, ...] = (
    _problems,
    _comparisons,
    _prepared,
    _reviews,
    _answers,
    _received,
    _sent,
    _decisions,
    _journal,
    _rows,
)

#: The tables that these change, for a database that is compacted table by table.
TABLES = tuple(
    model._meta.db_table  # noqa: SLF001 - Django's documented interface
    for model in (
        StoredRow,
        StoredProblem,
        StoredLink,
        StoredCandidate,
        StoredReview,
        StoredAnswer,
        StoredReceived,
        StoredSentAnswers,
        StoredDecision,
        Act,
    )
)


def forget_rows(erased: Erased, act: Act) -> None:
    """Empties every trace of these rows; the caller holds the transaction."""
    for trace in TRACES:
        trace(erased, act)


def forget_list(stored: StoredList) -> None:
    """Empties the texts that describe a list: its title, its file's name, its headings."""
    stored.title, stored.file_name, stored.headings = stored.key, "", []
    stored.save(update_fields=["title", "file_name", "headings"])
