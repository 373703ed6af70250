"""The two lists as the answers see them: which rows are one person, and about whom nothing may be said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from allforall.disclosure import Decisions, has_consented, is_at_liberty, is_withheld
from allforall.disclosure.decisions import custody_is_unread
from allforall.people.fields import Field
from allforall.people.persons import Party, PersonRow
from allforall.reconcile import Link, Review, Standing, Verdict

#: The standings of a link that can support an answer: the machine is sure, or a person confirmed it.
SURE = frozenset({Standing.CLEAR, Standing.REVIEWED_SAME})


@dataclass(frozen=True, slots=True)
class Groups:
    """Which rows of one list are the same person: `root` gives for each row of a group its first row in
    the list.

    `contradicted` are the rows of groups in which a person called two rows different.
    """

    root: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    contradicted: frozenset[str]
    unsure: frozenset[str]

    def root_of(self, key: str) -> str:
        """Returns the first row of the group of a row; the row itself if it is in no group."""
        return self.root.get(key, key)

    def group_of(self, key: str) -> tuple[str, ...]:
        """Returns the rows of the same person, in the order of the list."""
        return self.members.get(self.root_of(key), (key,))


def group(keys: Iterable[str], duplicates: Iterable[Link], reviews: Iterable[Review] = ()) -> Groups:
    """Returns the groups formed by sure links; a group with two rows that a person reviewed as different is split up
    again.
    """
    place = {key: number for number, key in enumerate(keys)}
    parent: dict[str, str] = {}

    def find(key: str) -> str:
        root = key
        while parent.get(root, root) != root:
            root = parent[root]
        while parent.get(key, key) != root:
            parent[key], key = root, parent[key]
        return root

    unsure: set[str] = set()
    for link in duplicates:
        left, right = link.pair.left, link.pair.right
        if left not in place or right not in place or left == right:
            continue
        if link.standing in SURE:
            first, second = sorted((find(left), find(right)), key=place.__getitem__)
            parent.setdefault(first, first)
            parent[second] = first
        else:
            unsure.update((left, right))
    broken = {
        find(review.left)
        for review in reviews
        if review.verdict is Verdict.DIFFERENT
        and review.left in parent
        and review.right in parent
        and find(review.left) == find(review.right)
    }
    members: dict[str, list[str]] = {}
    contradicted = set()
    for key in sorted(parent, key=place.__getitem__):
        root = find(key)
        if root in broken:
            contradicted.add(key)
        else:
            members.setdefault(root, []).append(key)
    grouped = {root: tuple(each) for root, each in members.items() if len(each) > 1}
    return Groups(
        root={key: root for root, each in grouped.items() for key in each},
        members=grouped,
        contradicted=frozenset(contradicted),
        unsure=frozenset(unsure),
    )


@dataclass(frozen=True, slots=True)
class SoughtList:
    """The names that the other side looks for, from its disclosed list as read on this node."""

    list_key: str
    rows: Mapping[str, PersonRow]
    refs: Mapping[str, str]  # row key -> the reference in the disclosed list
    groups: Groups


@dataclass(frozen=True, slots=True)
class HeldList:
    """The holder's own list, with the rows about which nothing may be said.

    `silent` are the rows of persons at liberty who have not consented (`at_liberty`) and of persons withheld
    (`withheld`), and every row that is the same person as one of those. If several held lists are searched as one (a
    list for each camp), `lists` are their keys and dates; `list_date` is then the earliest of these dates, the day that
    all of them cover.
    """

    list_key: str
    list_date: date
    rows: Mapping[str, PersonRow]
    groups: Groups
    at_liberty: frozenset[str]
    withheld: frozenset[str]
    unread: frozenset[str]  # custody was not understood: it may mean "at liberty"
    decisions: Decisions
    to: Party
    lists: tuple[tuple[str, date], ...] = ()

    def place_of(self, row: str) -> tuple[str, date | None]:
        """Returns the list of a row, and that list's date."""
        for key, on in self.lists:
            if row.startswith(f"{key}:"):
                return key, on
        return self.looked_through

    @property
    def looked_through(self) -> tuple[str, date | None]:
        """The searched list with its date; several lists are each named with their dates."""
        if len(self.lists) < 2:
            return self.list_key, self.list_date
        return ", ".join(f"{key} {on.isoformat()}" for key, on in self.lists), None

    def is_silent(self, key: str) -> bool:
        """Whether nothing may be said about the person in this row."""
        return key in self.at_liberty or key in self.withheld

    def may_be_silent(self, key: str) -> bool:
        """Whether possibly nothing may be said about the person in this row."""
        return self.is_silent(key) or key in self.unread


def reference(row: PersonRow) -> str:
    """Returns the reference of a row of a disclosed list as it was written there."""
    reading = row.reading(Field.ROW_ID)
    return reading.written.strip() if reading is not None else ""


def gather_sought(
    rows: Iterable[PersonRow],
    *,
    list_key: str,
    duplicates: Iterable[Link] = (),
    reviews: Iterable[Review] = (),
) -> SoughtList:
    """Returns the sought list ready for answers; `duplicates` are the links found within it.

    `reviews` are those of pairs of its rows: two rows that a person called different are never one group.
    `list_key` is the key by which the other side knows its list: it is returned to them with the answers.
    """
    by_key = {row.key: row for row in rows}
    refs = {key: reference(row) for key, row in by_key.items()}
    return SoughtList(list_key, by_key, refs, group(by_key, duplicates, reviews))


def gather_held(
    rows: Iterable[PersonRow],
    *,
    list_key: str,
    list_date: date,
    to: Party,
    decisions: Decisions | None = None,
    duplicates: Iterable[Link] = (),
    reviews: Iterable[Review] = (),
    lists: Iterable[tuple[str, date]] = (),
) -> HeldList:
    """Returns the held list ready for answers to the party `to`; `duplicates` are the links found within
    it. `lists` are the keys and dates of the lists whose rows these are, where there are several.
    """
    decided = decisions if decisions is not None else Decisions()
    by_key = {row.key: row for row in rows}
    groups = group(by_key, duplicates, reviews)
    free = {key for key, row in by_key.items() if is_at_liberty(row) and not has_consented(row)}
    unread = {key for key, row in by_key.items() if custody_is_unread(row)}
    kept = {key for key in by_key if is_withheld(key, decided, to)}
    return HeldList(
        list_key=list_key,
        list_date=list_date,
        rows=by_key,
        groups=groups,
        at_liberty=frozenset(each for key in free for each in groups.group_of(key)),
        withheld=frozenset(each for key in kept for each in groups.group_of(key)),
        unread=frozenset(each for key in unread for each in groups.group_of(key)),
        decisions=decided,
        to=to,
        lists=tuple(lists),
    )
