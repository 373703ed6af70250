"""Signed answers in the record, and the notices that a reply makes."""

import json
import random as dice
from dataclasses import replace
from datetime import date

import pytest

from allforall.answers import AnswerEntry, AnswerKind, AnswersFile, read_answers, write_answers
from allforall.answers.entries import Addressee
from allforall.answers.notices import (
    GROUNDS,
    NoticeGround,
    lines_of,
    make_notices,
    notices_of_list,
    write_notices,
)
from allforall.answers.rooted import answer_items, root_answers
from allforall.disclosure import Decision, DisclosedList, DisclosedRow, gather, refer
from allforall.disclosure.opening import check_rooted, is_opened, open_item
from allforall.errors import InputError
from allforall.people.fields import Field
from allforall.people.persons import ListKind, Mark, Party, PersonRow, Reading

DAY, LATER = date(2025, 6, 2), date(2025, 6, 9)
K = AnswerKind
ENTRY = bytes(range(32))
KINDS = [kind for kind in K if kind is not K.NO_CANDIDATE]
NONE = gather([])


def ref(number):
    return refer(f"theirs:{number}", Party.PARTY_A, bytes(32))


def entry(number, kind, **more):
    on = None if kind is K.NO_ANSWER else DAY
    return AnswerEntry(ref(number), kind, more.pop("on", on), **more)


def answers(*entries):
    made = tuple(sorted(entries, key=lambda one: one.ref))
    return AnswersFile(
        Party.PARTY_B, Party.PARTY_A, "SA1", "0" * 64, "persons held", DAY, "Headquarters B", LATER, made
    )


def row(number, custody="held", **more):
    said = {
        Field.SURNAME: "Вигаданенко",
        Field.GIVEN_NAME: "Іван",
        Field.BIRTH_DATE: "1990-02-01",
        Field.NEXT_OF_KIN: "Вигаданенко Олена",
        Field.MOTHER_MAIDEN_NAME: "Примірчук",
        Field.TELEPHONE: "0500000000",
        Field.CUSTODY: custody,
        **{Field(name): text for name, text in more.items()},
    }
    readings = [Reading(field, text, text, (), column) for column, (field, text) in enumerate(said.items(), 1)]
    return PersonRow(f"h:{number}", number, tuple(said.values()), tuple(readings))


def notices_of(*entries, rows=None, decisions=NONE, before=None):
    held = {ref(n): one for n, one in (rows or {}).items()}
    return make_notices(answers(*entries), held, decisions, entry=ENTRY, made_on=LATER, before=before)


@pytest.mark.parametrize("kind", KINDS)
def test_exactly_the_answers_that_the_conventions_pass_on_make_a_notice(kind):
    more = {"duplicate_of": ref(2)} if kind is K.DUPLICATE_OF else {}
    made = notices_of(entry(1, kind, **more), rows={1: row(1)})
    assert len(made.notices) == (kind not in {K.NO_ANSWER, K.DUPLICATE_OF, K.AT_LIBERTY})
    for one in made.notices:
        assert one.ground is GROUNDS[kind]


def test_a_name_without_an_answer_makes_no_notice_whatever_the_holders_list_says():
    assert not notices_of(entry(1, K.NO_ANSWER), rows={1: row(1)}).notices


@pytest.mark.parametrize("kind", KINDS)
def test_a_person_at_liberty_is_in_no_notice_whatever_was_answered_before(kind):
    more = {"duplicate_of": ref(2)} if kind is K.DUPLICATE_OF else {}
    for consent in ("yes", "no"):
        free = row(1, "at_liberty", liberty_consent=consent)
        made = [one for one in notices_of(entry(1, kind, **more), rows={1: free}).notices if one.identity]
        assert not made
        assert (
            "Вигаданенко"
            not in write_notices(notices_of(entry(1, kind, **more), rows={1: free}), Addressee.BUREAU).decode()
        )
    if kind is not K.NOT_HELD:  # that is an officer's word about a name, not about this row
        assert not notices_of(entry(1, kind, **more), rows={1: row(1, "at_liberty")}).notices


def test_a_person_withheld_is_in_no_notice():
    withheld = gather([Decision("h:1", None, Party.PARTY_A, allow=False, by=("one",), why="", on=DAY)])
    assert not notices_of(entry(1, K.HELD), rows={1: row(1)}, decisions=withheld).notices


def test_a_notice_says_what_officers_let_go_and_no_more():
    (one,) = notices_of(entry(1, K.HELD), rows={1: row(1)}).notices
    said = dict(lines_of(one))
    assert (said[Field.SURNAME], said[Field.BIRTH_DATE]) == ("Вигаданенко", "1990-02-01")
    assert said[Field.NEXT_OF_KIN] == said[Field.MOTHER_MAIDEN_NAME] == said[Field.RANK] == ""
    data = write_notices(notices_of(entry(1, K.HELD), rows={1: row(1)}), Addressee.BUREAU).decode()
    assert not [word for word in ("Олена", "Примірчук", "0500000000") if word in data]
    let_go = gather(
        [Decision("h:1", Field.NEXT_OF_KIN, Party.PARTY_A, allow=True, by=("one", "two"), why="asked for", on=DAY)]
    )
    (more,) = notices_of(entry(1, K.HELD), rows={1: row(1)}, decisions=let_go).notices
    assert more.line(Field.NEXT_OF_KIN) == "Вигаданенко Олена"


def test_every_line_of_article_122_stands_in_the_notice_given_or_not():
    (one,) = notices_of(entry(1, K.HELD), rows={1: row(1)}).notices
    wanted = {
        "surname",
        "given_name",
        "rank",
        "service_number",
        "birth_place",
        "birth_date",
        "power",
        "father_name",
        "mother_maiden_name",
        "next_of_kin",
        "next_of_kin_address",
        "correspondence_address",
    }
    assert wanted <= {field.value for field, _ in lines_of(one)}


def test_a_name_in_one_cell_stands_as_it_is_and_its_parts_are_not_called_missing():
    cell, split = "Вигаданенко Іван", (Mark.SPLIT_FROM_FULL_NAME,)
    read = (
        Reading(Field.FULL_NAME, cell, cell, (), 1),
        Reading(Field.SURNAME, cell, "Вигаданенко", split, 1),
        Reading(Field.GIVEN_NAME, cell, "Іван", split, 1),
    )
    whole = PersonRow("h:1", 1, (cell,), read)
    (one,) = notices_of(entry(1, K.HELD), rows={1: whole}).notices
    said = dict(lines_of(one))
    assert said[Field.FULL_NAME] == "Вигаданенко Іван"
    assert not {Field.SURNAME, Field.GIVEN_NAME, Field.PATRONYMIC} & said.keys()
    assert Field.FATHER_NAME in said


def test_not_held_is_passed_on_as_the_answer_to_an_enquiry_and_names_nobody():
    (one,) = notices_of(entry(1, K.NOT_HELD), rows={1: row(1)}).notices
    assert one.ground is NoticeGround.ENQUIRY
    assert not one.identity


def test_an_answer_that_was_given_before_makes_no_second_notice():
    before = answers(entry(1, K.HELD), entry(2, K.HELD))
    moved = entry(2, K.TRANSFERRED, particulars=(("custody_place", "camp 2"),))
    made = notices_of(entry(1, K.HELD), moved, rows={1: row(1), 2: row(2)}, before=before)
    assert [(one.ref, one.kind) for one in made.notices] == [(ref(2), K.TRANSFERRED)]
    assert made.notices[0].line(Field.CUSTODY_PLACE) == "camp 2"


def disclosed(kind, *made):
    listed = tuple(DisclosedRow(ref(n), tuple((Field(name), text) for name, text in said.items())) for n, said in made)
    return DisclosedList(
        "HB1", kind, Party.PARTY_B, Party.PARTY_A, DAY, LATER, tuple(sorted(listed, key=lambda r: r.ref))
    )


def test_a_disclosed_list_of_persons_held_makes_notices_and_one_of_persons_sought_none():
    rows = (
        (1, {"surname": "Вигаданенко"}),
        (2, {"surname": "Примірчук", "custody": "in_hospital", "custody_date": "2025-06-01"}),
        (3, {"surname": "Зразковський", "custody": "at_liberty"}),
        (4, {"surname": "Неіснуюк", "custody": "somewhere"}),
        (5, {"surname": "Казкаренко"}),  # died, which was not let go: he is not passed on as held
        (6, {"surname": "Уявленко"}),  # not on the holder's list any more
    )
    listed = disclosed(ListKind.HELD, *rows)
    own = {ref(1): "", ref(2): "in_hospital", ref(3): "at_liberty", ref(4): "", ref(5): "died"}
    made = notices_of_list(listed, own, authority="B", entry=ENTRY, made_on=LATER)
    assert {one.ref: (one.kind, one.ground) for one in made.notices} == {
        ref(1): (K.HELD, NoticeGround.HELD),
        ref(2): (K.IN_HOSPITAL, NoticeGround.EVENT),
    }
    assert next(one for one in made.notices if one.ref == ref(2)).line(Field.CUSTODY_DATE) == "2025-06-01"
    sought = disclosed(ListKind.SOUGHT, *rows)
    assert not notices_of_list(sought, own, authority="B", entry=ENTRY, made_on=LATER).notices
    # what was disclosed before makes no second notice, and a person who moved makes one
    moved = disclosed(ListKind.HELD, rows[0], (2, {"surname": "Примірчук", "custody": "transferred"}))
    own[ref(2)] = "transferred"
    again = notices_of_list(moved, own, authority="B", entry=ENTRY, made_on=LATER, before=listed)
    assert [(one.ref, one.kind) for one in again.notices] == [(ref(2), K.TRANSFERRED)]


def test_the_copy_says_that_it_is_a_copy_and_both_name_the_entry_that_signs_them():
    made = notices_of(entry(1, K.HELD), rows={1: row(1)})
    bureau, agency = (json.loads(write_notices(made, to)) for to in Addressee)
    assert (bureau["copy"], agency["copy"]) == (False, True)
    assert bureau["entry"] == agency["entry"] == ENTRY.hex()
    assert bureau["notices"] == agency["notices"]


def test_one_family_can_be_shown_its_answer_under_the_root_and_no_other():
    file = answers(entry(1, K.HELD), entry(2, K.REPORTED_DEAD), entry(3, K.NO_ANSWER))
    rooted = root_answers(file, dice.Random(1).randbytes)
    items = answer_items(file)
    check_rooted(rooted, rooted.root, items)
    opened = open_item(rooted, ref(2), items[ref(2)], ENTRY)
    assert is_opened(opened, rooted.root)
    assert ref(1).encode() not in opened.data
    assert not is_opened(replace(opened, item=items[ref(2)].replace(b"reported_dead", b"held")), rooted.root)


@pytest.mark.parametrize("written_in_record", [True, False])
def test_a_payload_handed_over_loose_and_a_loose_file_in_the_record_are_refused(written_in_record):
    asked = {
        "0" * 64: DisclosedList(
            "SA1", ListKind.SOUGHT, Party.PARTY_A, Party.PARTY_B, DAY, DAY, (DisclosedRow(ref(1), ()),)
        )
    }
    data = write_answers(answers(entry(1, K.HELD)), in_record=written_in_record)
    assert read_answers(data, asked=asked, in_record=written_in_record).entries
    with pytest.raises(InputError, match="file:signed"):
        read_answers(data, asked=asked, in_record=not written_in_record)
