"""What the parties say in the record: lists, answers and notices, from one node to the other."""

import json
import os
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from acting import Acting
from conftest_exchange import rows
from conftest_node import BOTH, ONE
from tests.conftest import SteppingClock

from allforall.answers import AnswerKind
from allforall.disclosure import write_disclosed
from allforall.disclosure.entries import (
    DECLARED,
    DISCLOSED,
    LIST_DECLARED,
    LIST_DISCLOSED,
    Shown,
    declare,
    root_rows,
    write_payload,
)
from allforall.disclosure.opening import read_opened
from allforall.errors import AllforallError
from allforall.node.acts.answers import export_answers, import_answers, look_up, received_answers
from allforall.node.acts.declared_lists import declare_list, disclose_declared, latest_declared, open_row, take_in_lists
from allforall.node.acts.disclosed_lists import decide, disclose_list, receive_list
from allforall.node.acts.lists import withdraw_list
from allforall.node.acts.notices import make_notices_due
from allforall.node.acts.signed_answers import check_opened, open_answer, sign_answers, take_in_answers
from allforall.node.entry_types import AGAIN
from allforall.node.record.entry_names import find_entry, name_of
from allforall.node.record.journal import take_up
from allforall.node.record.payload_erasure import sweep_unsaid
from allforall.node.record.payloads import blobs_folder, open_payload, seal_for
from allforall.node.record.record import say
from allforall.node.views.lists import latest_list
from allforall.people.fields import Field
from allforall.people.persons import ListKind, Party
from allforall.record.payloads import domain_of
from allforall.store.answers.models import StoredSentAnswers
from allforall.store.disclosure.models import StoredDisclosure
from allforall.store.node.models import Act
from allforall.store.people.models import StoredList
from allforall.store.record.payload_files import held_payloads


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A table on which nothing was said yet; every test works on a copy."""
    return Acting(tmp_path_factory.mktemp("begun"), SteppingClock())


@pytest.fixture(scope="module")
def compared(begun, tmp_path_factory):
    """A table on which party A's list has come to party B, and B's clear answers are confirmed."""
    table = begun.copied(tmp_path_factory.mktemp("compared"))
    table.ask()
    return table


@pytest.fixture
def table(begun, tmp_path):
    return begun.copied(tmp_path)


@pytest.fixture
def asked(compared, tmp_path):
    return compared.copied(tmp_path)


def code(call, *args, **more):
    with pytest.raises(AllforallError) as caught:
        call(*args, **more)
    return caught.value.code


def answer(table):
    with table.at("party_b") as record:
        return sign_answers(record, BOTH, table.signers(record), look_up(record.node))


def test_a_list_declared_and_disclosed_is_read_on_the_other_side_row_for_row(table):
    table.read("party_a", rows(range(1, 13)), ListKind.SOUGHT)
    said = table.disclose()
    intake = table.carry("party_a", "party_b")
    assert (intake.taken["party_a"][1], intake.payloads) == (3, 2)
    with table.at("party_b") as record:
        (done,), failed = take_in_lists(record, ONE)
        assert not failed
        assert (done.stored.rows_read, done.stored.their_key) == (12, "SA1")
        assert take_in_lists(record, ONE) == ([], [])  # a second time nothing
        declared = LIST_DECLARED.read(find_entry(record, "party_a:1").entry)
        assert declared.count is None
        assert said.read.entry.re == (find_entry(record, "party_a:1").leaf,)


def test_a_count_stands_in_the_declaration_only_if_it_is_wished(table):
    table.read("party_a", rows(range(1, 13)), ListKind.SOUGHT)
    with table.at("party_a") as record:
        declare_list(record, BOTH, table.signers(record), list_key="SA1", with_count=True)
        disclose_declared(record, BOTH, table.signers(record), list_key="SA1")
        assert LIST_DECLARED.read(find_entry(record, "party_a:1").entry).count == 12
    table.carry("party_a", "party_b")
    with table.at("party_b") as record:
        assert not take_in_lists(record, ONE)[1]


def test_the_bytes_of_the_record_name_nobody(asked):
    answer(asked)
    with asked.at("party_b") as record:
        make_notices_due(record, asked.signers(record), "en")
    for author in ("party_a", "party_b"):
        with asked.at(author) as record:
            entries = b"".join(record.held[a].file.entry(n) for a in record.authors for n in range(record.held[a].size))
            refs = [ref for file in StoredDisclosure.objects.all() for ref in file.rows.values_list("ref", flat=True)]
            assert not any(ref.encode() in entries for ref in refs)
            assert "Вигаданенко".encode() not in entries


def test_nothing_is_disclosed_that_was_not_declared_before(table):
    table.read("party_a", rows(range(1, 13)), ListKind.SOUGHT)
    with table.at("party_a") as record:
        assert code(disclose_declared, record, BOTH, table.signers(record), list_key="SA1") == (
            "disclosure:list:not-declared"
        )
        declare_list(record, BOTH, table.signers(record), list_key="SA1")
        decide(record.node, ONE, row_key="SA1:*", field=Field.CUSTODY, allow=True, why="agreed")
        decide(record.node, ONE, row_key="SA1:3", field=Field.BIRTH_DATE, allow=False, why="uncertain")
        assert code(disclose_declared, record, BOTH, table.signers(record), list_key="SA1") == "disclosure:list:changed"
        assert not StoredDisclosure.objects.exists()


def test_a_person_withheld_after_the_declaration_is_left_out_and_the_rest_goes(table):
    table.read("party_a", rows(range(1, 13)), ListKind.SOUGHT)
    with table.at("party_a") as record:
        declare_list(record, BOTH, table.signers(record), list_key="SA1")
        decide(record.node, ONE, row_key="SA1:3", field=None, allow=False, why="asked for by the family")
        said = disclose_declared(record, BOTH, table.signers(record), list_key="SA1")
        assert len(said.made.disclosed.rows) == 11
    table.carry("party_a", "party_b")
    with table.at("party_b") as record:
        (done,), failed = take_in_lists(record, ONE)
        assert (done.stored.rows_read, failed) == (11, [])


def test_two_officers_and_two_keys_are_needed_for_what_leaves_with_names(table):
    table.read("party_a", rows(range(1, 13)), ListKind.SOUGHT)
    with table.at("party_a") as record:
        one, two = table.signers(record, 1), table.signers(record)
        assert code(declare_list, record, ONE, two, list_key="SA1") == "officer:second-needed"
        assert code(declare_list, record, BOTH, one, list_key="SA1") == "record:signers:two"
        assert code(declare_list, record, BOTH, (*one, *one), list_key="SA1") == "record:signers:two"
        assert record.held["party_a"].size == 1


def forge(table, change):
    """Party A discloses something else than it declared, with good signatures; returns what B makes of it."""
    table.read("party_a", rows(range(1, 13)), ListKind.SOUGHT)
    with table.at("party_a") as record:
        declare_list(record, BOTH, table.signers(record), list_key="SA1")
        before = latest_declared(record, "SA1")
        listed, rooted, answers = change(record, before)
        content = write_payload(write_disclosed(listed, in_record=True), rooted, rooted.salts)
        sealed = seal_for(record, content, domain_of(DISCLOSED), ["party_b"])
        shown, proof = Shown("SA1", sealed.name), [sealed.commitment]
        say(record, table.signers(record), LIST_DISCLOSED, shown, answers=answers, commitments=proof)
    table.carry("party_a", "party_b")
    with table.at("party_b") as record:
        done, failed = take_in_lists(record, ONE)
        assert not done
        return failed[0].error.code


def _more_rows(record, before):
    row = before.listed.rows[0]
    late = replace(row, ref="R" + "Z" * 16)
    return replace(before.listed, rows=(*before.listed.rows, late)), before.rooted, [before.read.leaf]


def _other_words(record, before):
    first, *rest = before.listed.rows
    changed = replace(first, fields=tuple((field, f"{text}x") for field, text in first.fields))
    return replace(before.listed, rows=(changed, *rest)), before.rooted, [before.read.leaf]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_more_rows, "opening:not_declared"),
        (_other_words, "opening:not_declared"),
        (
            lambda record, before: (replace(before.listed, count=12), before.rooted, [before.read.leaf]),
            "disclosure:entry:other_list",
        ),
        (
            lambda record, before: (replace(before.listed, kind=ListKind.HELD), before.rooted, [before.read.leaf]),
            "disclosure:entry:other_list",
        ),
    ],
)
def test_a_list_that_is_not_the_declared_one_is_taken_in_by_nobody(table, change, expected):
    assert forge(table, change) == expected


def test_one_list_that_cannot_be_read_does_not_keep_the_others_from_being_read(table):
    table.read("party_a", rows(range(1, 13)), ListKind.SOUGHT)
    table.disclose()
    with table.at("party_a") as record:
        signers, before = table.signers(record), latest_declared(record, "SA1")
        listed = replace(before.listed, as_of=before.listed.as_of - timedelta(days=1))  # the same rows of another day
        rooted = root_rows(listed, os.urandom)
        content = write_payload(write_disclosed(listed, in_record=True), rooted, rooted.salts)
        kept = seal_for(record, content, domain_of(DECLARED), [])
        said = declare(listed, rooted.root, kept.name)
        declared = say(record, signers, LIST_DECLARED, said, commitments=[kept.commitment])
        sent = seal_for(record, content, domain_of(DISCLOSED), ["party_b"])
        shown = Shown("SA1", sent.name)
        say(record, signers, LIST_DISCLOSED, shown, answers=[declared.leaf], commitments=[sent.commitment])
    table.read("party_a", rows(range(2, 9)), ListKind.SOUGHT, "more.csv")
    table.disclose(key="SA2")
    table.carry("party_a", "party_b")
    with table.at("party_b") as record:
        done, failed = take_in_lists(record, ONE)
        assert [one.stored.their_key for one in done] == ["SA1", "SA2"]
        assert [one.error.code for one in failed] == ["list:file:other-day"]


def test_a_row_is_opened_against_the_declared_root_without_the_others(table):
    table.read("party_a", rows(range(1, 13)), ListKind.SOUGHT)
    with table.at("party_a") as record:
        declare_list(record, BOTH, table.signers(record), list_key="SA1")
        opened = open_row(record, "SA1:5")
    table.carry("party_a", "party_b")  # declared only: B holds no rows, and nobody but A could open them
    with table.at("party_b") as record:
        name = find_entry(record, "party_a:1").entry.body["payload"]
        assert code(open_payload, record, name) == "payload:not_held"
        read = check_opened(record, read_opened(opened.data))
        assert read.entry.type == DECLARED
        assert json.loads(opened.item)["surname"] in rows([4])
        assert code(check_opened, record, replace(opened, item=opened.item + b" ")) == "opening:other_root"
        assert code(check_opened, record, replace(opened, entry=bytes(32))) == "opening:entry:not-held"


def test_answers_are_signed_carried_and_read_one_for_every_name(asked):
    signed = answer(asked)
    assert len(signed.answers.entries) == 12
    asked.carry("party_b", "party_a")
    with asked.at("party_a") as record:
        (taken,), failed = take_in_answers(record, ONE)
        assert not failed
        assert taken.added == 12
        kinds = [one.kind for one in received_answers(latest_list(ListKind.SOUGHT, Party.PARTY_A)).values()]
        assert kinds.count(AnswerKind.HELD) == 6
        assert kinds.count(AnswerKind.NO_ANSWER) == 6  # who was not found is not "not held"
        assert take_in_answers(record, ONE) == ([], [])


def test_one_name_is_shown_its_signed_answer_and_nobody_elses(asked):
    answer(asked)
    asked.carry("party_b", "party_a")
    with asked.at("party_a") as record:
        take_in_answers(record, ONE)
        opened = open_answer(record, "SA1:9")
        assert check_opened(record, opened).entry.author == "party_b"
        assert json.loads(opened.item)["kind"] == "held"
        assert code(open_answer, record, "SA1:99") == "row:key:unknown"


def test_answers_are_signed_by_two_and_to_a_list_that_came_in_the_record(asked):
    with asked.at("party_b") as record:
        looked = look_up(record.node)
        assert code(sign_answers, record, BOTH, asked.signers(record, 1), looked) == "record:signers:two"
        assert code(sign_answers, record, ONE, asked.signers(record), looked) == "officer:second-needed"
        Act.objects.filter(kind="record:take-in").delete()
        assert code(sign_answers, record, BOTH, asked.signers(record), looked) == "answers:list:not-in-record"


def test_answers_to_a_question_that_was_not_asked_are_taken_in_by_nobody(asked):
    signed = answer(asked)
    with asked.at("party_b") as record:
        other = find_entry(record, "party_a:1")  # a declaration is no question
        body = dict(signed.read.entry.body)
        shown = signed.read.entry.commitments
        asked.force(record, "answers:signed", body, answers=[other.leaf], commitments=shown)
    asked.carry("party_b", "party_a")
    with asked.at("party_a") as record:
        done, failed = take_in_answers(record, ONE)
        assert (len(done), [one.error.code for one in failed]) == (1, ["record:entry:does_not_fit"])


def test_a_notice_is_made_as_a_page_where_nothing_can_print(asked, monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "reportlab"] + ["reportlab"]:
        monkeypatch.setitem(sys.modules, name, None)
    for name in [name for name in sys.modules if name.startswith("allforall.pages.pdf")]:
        monkeypatch.delitem(sys.modules, name)
    answer(asked)
    with asked.at("party_b") as record:
        (made,) = make_notices_due(record, asked.signers(record), "en")
        assert {path.suffix for path in made.files} == {".json", ".html"}
        assert len(made.entries) == 2


def test_each_reply_makes_notices_once_for_the_bureau_and_in_copy_for_the_agency(asked):
    answer(asked)
    with asked.at("party_b") as record:
        (made,) = make_notices_due(record, asked.signers(record), "en")
        assert len(made.notices.notices) == 6  # the names that were found; silence makes no notice
        assert sorted(path.suffix for path in made.files) == [".html", ".html", ".json", ".json", ".pdf", ".pdf"]
        assert [read.entry.body["to"] for read in made.entries] == ["bureau", "cta"]
        assert all(read.entry.re == (made.notices.entry,) for read in made.entries)
        assert make_notices_due(record, asked.signers(record), "en") == []
        told = json.loads(
            next(path for path in made.files if path.name.startswith("notice-cta")).with_suffix(".json").read_bytes()
        )
        assert (told["copy"], len(told["notices"])) == (True, 6)
        assert told["notices"][0]["person"]["surname"]


def test_a_second_reply_passes_on_only_what_is_new(asked):
    answer(asked)
    with asked.at("party_b") as record:
        make_notices_due(record, asked.signers(record), "en")
    answer(asked)
    with asked.at("party_b") as record:
        assert make_notices_due(record, asked.signers(record), "en") == []


def test_a_disclosed_list_of_persons_held_is_passed_on_and_one_of_persons_sought_is_not(table):
    table.read("party_a", rows(range(1, 13)), ListKind.SOUGHT)
    table.read("party_a", rows(range(20, 26), {21: "на волі", 22: "помер"}), ListKind.HELD, "held.csv")
    for key in ("SA1", "HA1"):
        table.disclose(key=key)
    with table.at("party_a") as record:
        (made,) = make_notices_due(record, table.signers(record), "en")
        assert (made.notices.list_key, len(made.notices.notices)) == (
            "HA1",
            4,
        )  # nobody at liberty, and no dead man as held
        assert make_notices_due(record, table.signers(record), "en") == []


def test_loose_files_count_for_nothing_beside_a_record(table, tmp_path):
    table.read("party_a", rows(range(1, 13)), ListKind.SOUGHT)
    with table.at("party_a") as record:
        assert code(disclose_list, record.node, BOTH, list_key="SA1") == "record:loose-file"
        assert code(receive_list, record.node, ONE, tmp_path / "x.json") == "record:loose-file"
        assert code(import_answers, record.node, ONE, tmp_path / "x.json") == "record:loose-file"
        assert code(export_answers, record.node, BOTH, None) == "record:loose-file"


def test_a_list_taken_back_by_the_reader_can_be_read_again(table):
    table.read("party_a", rows(range(1, 13)), ListKind.SOUGHT)
    table.disclose()
    table.carry("party_a", "party_b")
    with table.at("party_b") as record:
        (done,), _ = take_in_lists(record, ONE)
        withdraw_list(record.node, ONE, list_key=done.stored.key, why="by mistake")
        (again,), _ = take_in_lists(record, ONE)
        assert again.stored.key != done.stored.key


def test_what_a_crash_left_out_of_the_database_is_taken_up_from_the_log(asked, monkeypatch):
    with asked.at("party_a") as record:
        before = list(StoredDisclosure.objects.values_list("sha256", "file_name"))
        rows_before = set(StoredDisclosure.objects.get().rows.values_list("row_key", "ref"))
        for file in StoredDisclosure.objects.all():
            file.rows.all().delete()
            file.delete()
        Act.objects.filter(kind="record:say").order_by("-id").first().delete()
        assert take_up(record, AGAIN) == 1
        assert list(StoredDisclosure.objects.values_list("sha256", "file_name")) == before
        assert set(StoredDisclosure.objects.get().rows.values_list("row_key", "ref")) == rows_before
    answer(asked)
    with asked.at("party_b") as record:
        content = StoredSentAnswers.objects.get().content
        StoredSentAnswers.objects.all().delete()
        Act.objects.filter(kind="record:say").order_by("-id").first().delete()
        assert take_up(record, AGAIN) == 1
        assert StoredSentAnswers.objects.get().content == content


def test_what_was_sealed_and_then_not_said_does_not_stay(asked):
    """An erasure looks for a person in what entries name: a payload that none names would be passed over."""
    with asked.at("party_b") as record:
        blobs = blobs_folder(record)
        before, looked = held_payloads(blobs), look_up(record.node)
        record.closed = "record:closed:frozen"
        assert code(sign_answers, record, BOTH, asked.signers(record), looked) == "record:closed:frozen"
        assert held_payloads(blobs) == before
        record.closed = ""
        sign_answers(record, BOTH, asked.signers(record), looked)
        record.closed = "record:closed:frozen"
        assert code(make_notices_due, record, asked.signers(record), "en") == "record:closed:frozen"
        assert not list((record.node.path / "outbox").rglob("notice-*"))
        assert len(held_payloads(blobs)) == len(before) + 1
        # what a crash left: sealed, and no entry names it
        record.closed = ""
        seal_for(record, b"R", domain_of(DISCLOSED), ["party_a"])
        assert sweep_unsaid(record) == 3  # with the keys that open it
        assert len(held_payloads(blobs)) == len(before) + 1


def test_a_database_put_back_from_before_the_lists_were_read_does_not_keep_the_record_shut(asked):
    answer(asked)
    for author, kept in (("party_a", "SA1"), ("party_b", "SA1")):
        with asked.at(author) as record:
            StoredSentAnswers.objects.all().delete()
            for file in StoredDisclosure.objects.all():
                file.rows.all().delete()
                file.delete()
            StoredList.objects.filter(key=kept).update(key="gone")
            Act.objects.filter(kind="record:say").delete()
            assert take_up(record, AGAIN) == record.held[author].size


def test_entries_are_named_by_log_and_number_or_by_their_hash(table):
    with table.at("party_a") as record:
        read = find_entry(record, "party_a:0")
        assert find_entry(record, read.leaf.hex()[:12]) == read
        assert name_of(record, read.leaf) == "party_a:0"
        for wrong in ("party_a:9", "party_c:0", "party_a:x", "", "abc", "party_a:²", "f" * 64, f"party_a:{'9' * 5000}"):
            assert code(find_entry, record, wrong) == "record:entry:unknown"
