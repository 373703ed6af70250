"""A text proposed, accepted in other words, replaced; objections and corrections, carried to the other side."""

import pytest
from acting import Acting
from conftest_node import ONE
from tests.conftest import SteppingClock

from allforall.account.entry_types import ENTRY_TYPES
from allforall.arrangement import istanbul
from allforall.errors import AllforallError
from allforall.node.acts.arrangement import accept_text, agreed_text, current, propose_text, read_arrangements
from allforall.node.acts.remarks import correct, object_to, read_explanation, remarks
from allforall.node.entry_types import AGAIN
from allforall.node.record.entry_names import find_entry
from allforall.node.record.held import open_held
from allforall.node.record.journal import take_up
from allforall.node.record.payloads import open_payload
from allforall.node.record.record_account import make_record_account
from allforall.record.remarks import CorrectionCode, ObjectionCode
from allforall.store.arrangement.models import StoredArrangement
from allforall.store.node.models import Act

WORDS = {"category.young.reading.party_b.words": "younger than 25"}


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A table on which nothing was said yet; every test works on a copy."""
    return Acting(tmp_path_factory.mktemp("begun"), SteppingClock())


@pytest.fixture
def table(begun, tmp_path):
    return begun.copied(tmp_path)


def code(call, *args, **more):
    with pytest.raises(AllforallError) as caught:
        call(*args, **more)
    return caught.value.code


def agree(table):
    with table.at("party_a") as record:
        propose_text(record, table.signers(record), istanbul())
    table.carry("party_a", "party_b")
    with table.at("party_b") as record:
        read, agreed = accept_text(record, ONE, table.signers(record), wordings=WORDS)
    table.carry("party_b", "party_a")
    return read, agreed


def test_a_text_is_agreed_once_the_other_side_accepts_it_and_its_other_words_are_kept(table):
    with table.at("party_a") as record:
        assert code(agreed_text, record) == "arrangement:none-agreed"
    agree(table)
    for author in ("party_a", "party_b"):
        with table.at(author) as record:
            (difference,) = agreed_text(record).differences
            assert (difference.proposed, difference.accepted, difference.by) == (
                "under 25",
                "younger than 25",
                "party_b",
            )
    with table.at("party_b") as record:
        assert current().digest == agreed_text(record).offered.proposed.arrangement.digest
        StoredArrangement.objects.all().delete()
        Act.objects.filter(kind="record:say").order_by("-id").first().delete()
        assert take_up(record, AGAIN) == 1
        assert current().digest == agreed_text(record).offered.proposed.arrangement.digest


def test_a_later_text_takes_the_place_of_the_first_only_once_it_is_accepted(table):
    agree(table)
    with table.at("party_a") as record:
        propose_text(record, table.signers(record), istanbul().replace('place = "Istanbul"', 'place = "Ankara"'))
        assert agreed_text(record).offered.proposed.arrangement.place == "Istanbul"
    table.carry("party_a", "party_b")
    with table.at("party_b") as record:
        accept_text(record, ONE, table.signers(record))
        assert agreed_text(record).offered.proposed.arrangement.place == "Ankara"
        assert len(read_arrangements(record).replaced) == 1


def test_nobody_accepts_what_they_proposed_and_of_two_the_one_that_is_named(table):
    with table.at("party_a") as record:
        propose_text(record, table.signers(record), istanbul())
        assert code(accept_text, record, ONE, table.signers(record)) == "arrangement:proposal:which"
        assert code(accept_text, record, ONE, table.signers(record), entry="party_a:1") == "arrangement:proposal:which"
        propose_text(record, table.signers(record), istanbul().replace('place = "Istanbul"', 'place = "Ankara"'))
    table.carry("party_a", "party_b")
    with table.at("party_b") as record:
        assert code(accept_text, record, ONE, table.signers(record)) == "arrangement:proposal:which"
        accept_text(record, ONE, table.signers(record), entry="party_a:2")
        assert agreed_text(record).offered.proposed.arrangement.place == "Ankara"
    with table.at("witness") as record:
        assert code(propose_text, record, table.signers(record), istanbul()) == "node:witness:no-party"


def test_objections_are_to_the_others_entries_and_corrections_of_ones_own_and_both_travel(table):
    agree(table)
    with table.at("party_a") as record:
        signers = table.signers(record)
        assert code(object_to, record, signers, "party_a:1", ObjectionCode.INCOMPLETE) == "record:entry:does_not_fit"
        assert code(correct, record, signers, "party_b:1", CorrectionCode.CLERICAL) == "record:entry:does_not_fit"
        object_to(record, signers, "party_b:1", ObjectionCode.NOT_AS_AGREED, "a page of reasons")
        correct(record, signers, "party_a:1", CorrectionCode.CLERICAL, instead="party_a:2")
    table.carry("party_a", "party_b")
    with table.at("party_b") as record:
        found = remarks(record)
        (objection,) = found[find_entry(record, "party_b:1").leaf]
        assert objection.said.code is ObjectionCode.NOT_AS_AGREED
        assert open_payload(record, objection.said.payload).content == b"a page of reasons"
        (correction,) = found[find_entry(record, "party_a:1").leaf]
        assert correction.instead == find_entry(record, "party_a:2").leaf
        assert agreed_text(record)  # an objection takes nothing away
    table.carry("party_a", "witness")
    with table.at("witness") as record:
        name = next(record.reads("party_a", ["objection:raised"])).entry.body["payload"]
        assert code(open_payload, record, name) == "payload:not_held"


def test_both_parties_open_the_explanation_of_an_objection(table):
    agree(table)
    with table.at("party_a") as record:
        object_to(record, table.signers(record), "party_b:1", ObjectionCode.INCOMPLETE, "рядок 7")
    table.carry("party_a", "party_b")
    for author in ("party_a", "party_b"):
        with table.at(author) as record:
            read = next(record.reads("party_a", ["objection:raised"]))
            assert read_explanation(record, read) == "рядок 7"
            assert read_explanation(record, next(record.reads("party_a", ["arrangement:proposed"]))) == ""
            account = make_record_account(record, explained=True)
            assert account.explanations == {("party_a", read.index): "рядок 7"}


def test_a_state_that_was_kept_under_another_table_of_types_is_not_believed(table):
    agree(table)
    with table.at("party_a") as record:
        record.held["party_b"].keep()
        folder = record.folder / "logs"
        genesis, size = record.genesis, record.held["party_b"].size
    fewer = {name: kind for name, kind in ENTRY_TYPES.items() if name != "arrangement:accepted"}
    for types, kept in ((ENTRY_TYPES, size), (fewer, 0)):
        held = open_held(folder, genesis, "party_b", types)
        assert (held.kept, held.size) == (kept, size)
        held.close()


def test_an_entry_that_binds_nobody_can_be_objected_to(table):
    agree(table)
    with table.at("party_a") as record:
        table.force(record, "list:declared", {"count": 20})
    table.carry("party_a", "party_b")
    with table.at("party_b") as record:
        name = f"party_a:{record.held['party_a'].size - 1}"
        said = object_to(record, table.signers(record), name, ObjectionCode.CANNOT_BE_READ)
        assert [one.said.code for one in remarks(record)[said.entry.re[0]]] == [ObjectionCode.CANNOT_BE_READ]
