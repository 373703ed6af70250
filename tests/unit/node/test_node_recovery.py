"""Coming back: copied, restored and shortened nodes, asks and answers."""

import shutil

import pytest
from carrying_world import resigned, say, sizes
from tests.record_making import AUTHORS, Table

from allforall.errors import AllforallError
from allforall.node.bundles.transfer import make_export
from allforall.node.record import place, recovery
from allforall.node.record.cosignatures import cosigned
from allforall.node.record.key_changes import Change, rotate_keys
from allforall.node.record.place import Closed, read_recovering
from allforall.record.bundles import read_bundle
from allforall.record.canonical import write_json
from allforall.record.envelopes import sign_payload


@pytest.fixture
def table(tmp_path, clock):
    return Table(tmp_path, clock, database=False)


def test_a_copied_node_is_read_only_until_everyone_has_answered_its_nonce(table):
    say(table, "party_a")
    table.carry_round()
    copy = table.copy("party_a", "copy")
    say(table, "party_a")
    table.carry("party_a", "party_b")  # the one entry that the copy does not have
    with copy.at("party_a") as record:
        assert record.closed == Closed.COPIED
        with pytest.raises(AllforallError, match="record:closed:copied"):
            copy.say(record)
    copy.carry("party_a", "witness")
    copy.carry("party_a", "party_b")
    assert not copy.carry("witness", "party_a").recovered
    with copy.at("party_a") as record:
        assert record.closed
        assert read_recovering(record.folder).answered == ("witness",)
    intake = copy.carry("party_b", "party_a")
    assert intake.taken["party_a"] == (2, 3)
    assert intake.recovered
    say(copy, "party_a")
    assert copy.carry("party_a", "witness").taken["party_a"] == (2, 4)


def test_an_old_answer_does_not_open_a_node(table):
    table.carry_round()
    copy = table.copy("party_a", "copy")
    for to in ("party_b", "witness"):
        copy.carry("party_a", to)
    old = {author: copy.export(author, "party_a") for author in ("party_b", "witness")}
    again = table.copy("party_a", "again")
    with again.at("party_a"):
        pass
    for author, data in old.items():
        assert not again.carry(author, "party_a", data).recovered
    with again.at("party_a") as record:
        assert record.closed


def test_who_holds_more_of_our_log_than_we_do_closes_us(table):
    old = table.copy("party_a", "old")
    old.believe("party_a")  # as after a snapshot of the whole machine was put back
    say(table, "party_a")
    table.carry("party_a", "party_b")
    with table.at("party_b") as record:
        whole = make_export(record, "").data
    old.carry("party_b", "party_a", whole)
    with old.at("party_a") as record:
        assert record.closed == Closed.BEHIND
        assert record.held["party_a"].size == 2  # what it had said is back already
        with pytest.raises(AllforallError, match="record:closed:behind"):
            old.say(record)


def test_an_ask_in_our_name_that_we_did_not_make_closes_us(table):
    table.carry_round()
    copy = table.copy("party_a", "copy")
    copy.carry("party_a", "party_b")
    table.carry("party_b", "party_a")
    with table.at("party_a") as record:
        assert record.closed == Closed.ELSEWHERE


def test_nobody_can_close_a_node_with_an_ask_that_its_key_did_not_sign(table):
    table.carry_round()
    copy = table.copy("party_a", "copy")
    ask = read_bundle(copy.export("party_a", "party_b")).files["recovery/ask"]
    bundle = read_bundle(table.export("party_b", "party_a"))
    for false in (b"x", ask.replace(b'"sig":"', b'"sig":"AAAA', 1)):
        files = {**bundle.files, "recovery/answers/party_a": false}
        table.carry("party_b", "party_a", resigned(table, "party_b", bundle, files))
        with table.at("party_a") as record:
            assert not record.closed


def test_a_restored_node_that_lost_its_last_entry_says_it_anew_only_when_all_hold_less(table):
    table.carry_round()
    log = table.path("party_a") / "record/logs/party_a/entries.log"
    before = log.read_bytes()
    say(table, "party_a")
    with log.open("r+b") as stream:
        stream.truncate(len(before))
    with table.at("party_a") as record:
        assert record.closed == Closed.LOST
    for to in ("party_b", "witness"):
        table.carry("party_a", to)
        table.carry(to, "party_a")
    say(table, "party_a", "test:other")
    table.carry_round()
    assert sizes(table, "party_b")["party_a"] == 2
    for author in AUTHORS:
        with table.at(author, keys=False) as record:
            assert not record.frozen


def test_a_log_that_is_gone_altogether_is_not_begun_anew(table):
    table.carry_round()
    logs = table.path("party_a") / "record/logs/party_a"
    shutil.rmtree(logs)
    with table.at("party_a") as record:
        assert record.closed == Closed.COPIED
        with pytest.raises(AllforallError, match="record:closed:copied"):
            table.say(record, "record:genesis", {})
    for to in ("party_b", "witness"):
        table.carry("party_a", to)
        table.carry(to, "party_a")
    assert sizes(table, "party_a")["party_a"] == 1


def test_a_node_that_comes_back_with_an_older_key_asks_with_it_and_officers_name_a_new_one(table):
    table.carry_round()
    old = table.copy("party_a", "old")
    with table.at("party_a") as record:
        rotate_keys(record, table.officers["party_a"][:2], Change(new_log=True))
    table.carry("party_a", "party_b")
    for to in ("party_b", "witness"):
        old.carry("party_a", to)
        old.carry(to, "party_a")
    with old.at("party_a") as record:
        assert not record.closed
        assert not record.can_sign
        with pytest.raises(AllforallError, match="keys:log:another"):
            old.say(record)
        rotate_keys(record, old.officers["party_a"][:2], Change(new_log=True))
        old.say(record)
    assert old.carry("party_a", "party_b").taken["party_a"] == (2, 4)


def test_the_own_log_goes_back_to_its_author_only_while_it_lacks_it(table):
    table.carry_round()
    copy = table.copy("party_a", "copy")
    say(table, "party_a")
    table.carry("party_a", "party_b")
    own = "logs/party_a/tile/entries/000.p/2"
    assert own not in read_bundle(table.export("party_b", "party_a")).files
    copy.carry("party_a", "party_b")
    assert own in read_bundle(table.export("party_b", "party_a")).files
    copy.carry("party_b", "party_a")
    copy.carry("party_a", "party_b")
    assert own not in read_bundle(table.export("party_b", "party_a")).files


TOUCHED = {
    "the genesis written over": lambda record: _over(record / "genesis"),
    "the log taken away and put back": lambda record: _again(record / "logs/party_a/entries.log"),
    "all of the log put back": lambda record: (
        [_again(path) for path in sorted((record / "logs/party_a").glob("*.*"))]
        + [_again(record / "logs/party_a/born")]
    ),
    "the place taken away": lambda record: (record / "place").unlink(),
    "the place of another": lambda record: (record / "place").write_bytes(b"{}"),
}


def _over(path):
    path.write_bytes(path.read_bytes())


def _again(path):
    if path.is_file():
        data = path.read_bytes()
        path.rename(path.with_name("aside"))
        path.write_bytes(data)
        path.with_name("aside").unlink()


@pytest.mark.parametrize("touched", TOUCHED)
def test_a_record_that_was_put_back_by_hand_is_read_only(table, touched):
    table.carry_round()
    TOUCHED[touched](table.path("party_a") / "record")
    with table.at("party_a") as record:
        assert record.closed == Closed.COPIED


def test_another_machine_is_another_place(table, monkeypatch):
    monkeypatch.setattr(place, "machine_id", lambda: "another")
    with table.at("party_a") as record:
        assert record.closed == Closed.COPIED


def test_a_folder_that_is_renamed_stays_in_its_place(table):
    table.path("party_a").rename(table.folder / "renamed")
    table.paths["party_a"] = table.folder / "renamed"
    with table.at("party_a") as record:
        assert not record.closed


def test_nothing_is_cosigned_while_a_node_is_not_sure_of_itself(table):
    table.carry_round()
    copy = table.copy("party_a", "copy")
    say(table, "party_b")
    table.carry("party_b", "party_a")
    intake = copy.carry("party_b", "party_a", table.export("party_b", "party_a", since={}))
    assert intake.taken["party_b"] == (1, 2)
    assert not intake.cosigned
    with copy.at("party_a") as record:
        assert cosigned(record, "party_b").checkpoint.size == 1


@pytest.mark.parametrize("shows", ["nothing of it", "less of it"])
def test_who_says_to_have_seen_more_of_our_log_than_it_gives_has_not_answered(table, shows):
    table.carry_round()
    old = table.copy("party_a", "old")
    older = read_bundle(table.export("party_b", "party_a", since={})).files
    say(table, "party_a")
    table.carry("party_a", "party_b")
    say(table, "party_b")  # its entry names what it had seen of our log
    for to in ("party_b", "witness"):
        old.carry("party_a", to)
    assert not old.carry("witness", "party_a").recovered
    bundle = read_bundle(table.export("party_b", "party_a"))
    files = {name: data for name, data in bundle.files.items() if not name.startswith("logs/party_a/")}
    if shows == "less of it":
        files |= {name: data for name, data in older.items() if name.startswith("logs/party_a/")}
    assert not old.carry("party_b", "party_a", resigned(table, "party_b", bundle, files)).recovered
    with old.at("party_a") as record:
        assert read_recovering(record.folder).answered == ("witness",)
    assert old.carry("party_b", "party_a", bundle.data).recovered


def test_an_answer_that_names_more_of_our_log_than_it_carries_is_none(table):
    table.carry_round()
    old = table.copy("party_a", "old")
    say(table, "party_a")
    table.carry("party_a", "party_b")
    for to in ("party_b", "witness"):
        old.carry("party_a", to)
    old.carry("witness", "party_a")
    bundle = read_bundle(table.export("party_b", "party_a"))
    files = {name: data for name, data in bundle.files.items() if not name.startswith("logs/party_a/tile/")}
    intake = old.carry("party_b", "party_a", resigned(table, "party_b", bundle, files))
    assert not intake.recovered
    assert intake.lacking == {"party_a": 1}
    with old.at("party_a") as record:
        assert read_recovering(record.folder).answered == ("witness",)
    assert old.carry("party_b", "party_a", bundle.data).recovered


BAD_ASKS = [
    {"size": -256},
    {"size": True},
    {"size": "1"},
    {"nonce": "00"},
    {"nonce": 1},
    {"case": "another"},
    {"more": 1},
]


@pytest.mark.parametrize("wrong", BAD_ASKS, ids=str)
def test_an_ask_of_another_form_is_passed_over_even_under_the_right_key(table, wrong):
    """Whoever asks can be the one who lies: its ask must not stop the bundles of whoever answers."""
    bundle = read_bundle(table.export("party_a", "party_b"))
    value = {"author": "party_a", "case": bundle.case, "nonce": "11" * 32, "size": 0, **wrong}
    with table.at("party_a") as record:
        name = table.genesis.origin("party_a")
        ask = sign_payload(recovery.KIND, write_json(value), name, record.log_key()).data
    table.carry("party_a", "party_b", resigned(table, "party_a", bundle, {**bundle.files, recovery.ASK: ask}))
    with table.at("party_b") as record:
        assert recovery.asked_by(record, "party_a") is None
        assert recovery.answer_file("party_a") not in make_export(record, "party_a").files


def test_an_answer_to_an_earlier_nonce_of_its_own_does_not_open_a_node(table):
    table.carry_round()
    answers = {}
    for time in range(2):
        (table.path("party_a") / "record/place").unlink()
        with table.at("party_a") as record:
            assert record.closed == Closed.COPIED
        for author, data in answers.items():
            assert not table.carry(author, "party_a", data).recovered, time
        for author in ("party_b", "witness"):
            table.carry("party_a", author)
            answers[author] = table.export(author, "party_a")
        recovered = [table.carry(author, "party_a", data).recovered for author, data in answers.items()]
        assert recovered == [False, True]
