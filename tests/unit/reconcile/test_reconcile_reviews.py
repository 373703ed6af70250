"""Reviews have the last word; merges are undone without a trace in the rows."""

from dataclasses import replace
from datetime import date

import pytest

from allforall.errors import CallError, GateError
from allforall.people.fields import Field
from allforall.people.persons import Mark, PersonRow, Reading
from allforall.reconcile import (
    Overlay,
    Reason,
    Review,
    Standing,
    Verdict,
    compare_lists,
    evidence_of,
    find_duplicates,
    is_reported_dead,
    merge,
    persons,
    rows_digest,
    undo,
)

DAY = date(2025, 6, 10)


def person(key: str, name: str = "", born: str = "", *, marks: tuple[Mark, ...] = (), **more: str) -> PersonRow:
    parts = dict(zip((Field.SURNAME, Field.GIVEN_NAME, Field.PATRONYMIC), name.split(), strict=False))
    values = {field: value for field, value in parts.items() if value != "-"}
    if born:
        values[Field.BIRTH_DATE] = born
    values.update({Field(field): value for field, value in more.items()})
    readings = tuple(
        Reading(field, value, value, marks if field is Field.BIRTH_DATE else ()) for field, value in values.items()
    )
    return PersonRow(key, 1, tuple(values.values()), readings)


def review(left: PersonRow, right: PersonRow, verdict: Verdict, by: str = "officer 1", on: date = DAY) -> Review:
    return Review(left.key, right.key, verdict, by, "looked at the photographs", on, evidence_of(left, right))


LEFT = person("s:1", "Шевченко Іван Петрович", "1990-05-14")
RIGHT = person("h:1", "Shevchenko Ivan Petrovich", "1990-05-14")
OTHER = person("h:2", "Мельник Олег", "1971-02-03")


def test_a_rejected_pair_stays_rejected_while_the_evidence_is_the_same():
    assert compare_lists([LEFT], [RIGHT]).links
    linking = compare_lists([LEFT], [RIGHT], reviews=[review(LEFT, RIGHT, Verdict.DIFFERENT)])
    assert linking.links == ()
    assert linking.candidates == ()
    assert linking.unlinked == ("s:1",)


def test_a_rejected_pair_comes_back_to_a_person_with_new_evidence():
    rejected = review(LEFT, RIGHT, Verdict.DIFFERENT)
    told_more = person("h:1", "Shevchenko Ivan Petrovich", "1990-05-14", service_number="AB123456")
    link = compare_lists([LEFT], [told_more], reviews=[rejected]).links[0]
    assert link.standing is Standing.TO_REVIEW
    assert link.reasons[0] is Reason.NEW_EVIDENCE


def test_a_change_in_what_is_not_compared_is_no_new_evidence():
    moved = person("h:1", "Shevchenko Ivan Petrovich", "1990-05-14", camp="7", remarks="moved")
    assert compare_lists([LEFT], [moved], reviews=[review(LEFT, RIGHT, Verdict.DIFFERENT)]).links == ()
    assert evidence_of(LEFT, moved) == evidence_of(LEFT, RIGHT) == evidence_of(RIGHT, LEFT)
    assert evidence_of(LEFT, OTHER) != evidence_of(LEFT, RIGHT)


def test_a_rejected_pair_leaves_its_rows_to_others():
    second = person("h:2", "Шевченко Іван", "1990-05-14")
    linking = compare_lists([LEFT], [RIGHT, second], reviews=[review(LEFT, RIGHT, Verdict.DIFFERENT)])
    assert [(link.pair.left, link.pair.right) for link in linking.links] == [("s:1", "h:2")]


def test_a_pair_called_same_stands_whatever_the_score():
    linking = compare_lists([LEFT], [RIGHT, OTHER], reviews=[review(LEFT, OTHER, Verdict.SAME)])
    assert [(link.pair.right, link.standing) for link in linking.links] == [("h:2", Standing.REVIEWED_SAME)]
    assert linking.links[0].pair.bits < 0
    assert Reason.REVIEW_SAME in linking.links[0].reasons


def test_a_pair_called_same_on_old_evidence_stands_but_is_looked_at_again():
    said = review(LEFT, RIGHT, Verdict.SAME)
    changed = person("h:1", "Shevchenko Ivan Petrovich", "1980-01-01")
    link = compare_lists([LEFT], [changed], reviews=[said]).links[0]
    assert link.standing is Standing.TO_REVIEW
    assert link.reasons[:2] == (Reason.NEW_EVIDENCE, Reason.REVIEW_SAME)


def test_an_unsure_review_keeps_a_link_open():
    link = compare_lists([LEFT], [RIGHT], reviews=[review(LEFT, RIGHT, Verdict.UNSURE)]).links[0]
    assert link.standing is Standing.UNSURE
    assert link.reasons[0] is Reason.REVIEW_UNSURE


def test_contradictory_reviews_go_to_a_person_and_are_listed():
    said = [review(LEFT, RIGHT, Verdict.SAME), review(LEFT, RIGHT, Verdict.DIFFERENT, by="officer 2")]
    linking = compare_lists([LEFT], [RIGHT], reviews=said)
    assert [(link.pair.left, link.pair.right) for link in linking.disputed] == [("s:1", "h:1")]
    assert linking.disputed[0].reasons == (Reason.REVIEW_CONTRADICTED,)
    assert linking.links[0].standing is Standing.TO_REVIEW
    assert linking.links[0].reasons[0] is Reason.REVIEW_CONTRADICTED


def test_two_rows_called_the_same_as_one_are_a_contradiction():
    said = [review(LEFT, RIGHT, Verdict.SAME), review(LEFT, OTHER, Verdict.SAME)]
    linking = compare_lists([LEFT], [RIGHT, OTHER], reviews=said)
    assert {link.pair.right for link in linking.disputed} == {"h:1", "h:2"}
    assert all(link.standing is not Standing.REVIEWED_SAME for link in linking.links)


def test_a_persons_later_word_replaces_the_earlier_one():
    early = review(LEFT, RIGHT, Verdict.DIFFERENT)
    late = review(LEFT, RIGHT, Verdict.SAME, on=date(2025, 6, 11))
    for said in ([early, late], [late, early]):
        linking = compare_lists([LEFT], [RIGHT], reviews=said)
        assert linking.links[0].standing is Standing.REVIEWED_SAME
        assert linking.disputed == ()


def test_a_review_counts_whichever_row_it_names_first():
    turned = review(LEFT, RIGHT, Verdict.DIFFERENT)
    turned = replace(turned, left=turned.right, right=turned.left)
    assert compare_lists([LEFT], [RIGHT], reviews=[turned]).links == ()


def test_a_review_of_rows_on_neither_list_changes_nothing():
    assert compare_lists([LEFT], [RIGHT], reviews=[review(OTHER, OTHER, Verdict.SAME)]) == compare_lists(
        [LEFT], [RIGHT]
    )


def test_reviews_hold_for_duplicates():
    twin = person("s:2", "Шевченко Іван Петрович", "1990-05-14")
    assert find_duplicates([LEFT, twin])[0].standing is Standing.CLEAR
    assert find_duplicates([LEFT, twin], reviews=[review(twin, LEFT, Verdict.DIFFERENT)]) == ()
    said = find_duplicates([LEFT, twin], reviews=[review(LEFT, twin, Verdict.SAME)])
    assert said[0].standing is Standing.REVIEWED_SAME
    both = [review(LEFT, twin, Verdict.SAME), review(LEFT, twin, Verdict.DIFFERENT, by="officer 2")]
    assert find_duplicates([LEFT, twin], reviews=both)[0].standing is Standing.TO_REVIEW


def test_a_merge_is_undone_and_gives_back_byte_identical_rows():
    rows = (LEFT, RIGHT, OTHER)
    before, grouped = rows_digest(rows), persons(rows, Overlay())
    merged = merge(Overlay(), [LEFT, RIGHT], by="officer 1", why="same fingerprints", on=DAY)
    assert persons(rows, merged) == ((RIGHT, LEFT), (OTHER,))
    assert rows_digest(row for group in persons(rows, merged) for row in group) == before
    undone = undo(merged, 1, by="officer 2", why="two persons after all", on=DAY)
    assert persons(rows, undone) == grouped
    assert rows_digest(row for group in persons(rows, undone) for row in group) == before
    assert undone.merges == merged.merges
    assert undone.standing == ()


def test_merges_that_share_a_row_are_one_person_until_one_is_undone():
    rows = (LEFT, RIGHT, OTHER)
    overlay = merge(Overlay(), [LEFT, RIGHT], by="officer 1", why="", on=DAY)
    overlay = merge(overlay, [RIGHT, OTHER], by="officer 1", why="", on=DAY)
    assert len(persons(rows, overlay)) == 1
    assert [len(group) for group in persons(rows, undo(overlay, 1, by="o", why="", on=DAY))] == [2, 1]


def test_what_is_not_merged_cannot_be_undone():
    overlay = merge(Overlay(), [LEFT, RIGHT], by="officer 1", why="", on=DAY)
    for number in (0, 2):
        with pytest.raises(CallError):
            undo(overlay, number, by="o", why="", on=DAY)
    with pytest.raises(CallError):
        undo(undo(overlay, 1, by="o", why="", on=DAY), 1, by="o", why="", on=DAY)


def test_one_row_is_no_merge():
    with pytest.raises(CallError):
        merge(Overlay(), [LEFT, LEFT], by="officer 1", why="", on=DAY)


@pytest.mark.parametrize("said", [{"custody": "died"}, {"death_date": "2025-01"}, {"grave": "12"}])
def test_a_merge_of_persons_reported_dead_needs_two_officers(said: dict[str, str]):
    dead = person("h:9", "Shevchenko Ivan", "1990-05-14", **said)
    assert is_reported_dead(dead)
    for second in ("", "  ", "officer 1", " Officer 1 "):
        with pytest.raises(GateError):
            merge(Overlay(), [LEFT, dead], by="officer 1", why="", on=DAY, second_by=second)
    made = merge(Overlay(), [LEFT, dead], by="officer 1", why="", on=DAY, second_by="officer 2").merges[0]
    assert made.needs_two_officers
    assert not merge(Overlay(), [LEFT, RIGHT], by="officer 1", why="", on=DAY).merges[0].needs_two_officers


def test_a_death_that_could_not_be_read_counts_as_reported():
    unread = PersonRow("h:9", 1, ("?",), (Reading(Field.DEATH_DATE, "загинув навесні", "", (Mark.UNREAD,)),))
    assert is_reported_dead(unread)
    assert not is_reported_dead(LEFT)
