"""After an erasure no byte of the node holds the person, every proof verifies, and no step is idle."""

import sqlite3
from datetime import timedelta

import erasing_world as world
import pytest
from conftest_node import BOTH, ONE
from django.db import connection
from erasing_world import WORDS, A, B, build, every_byte, find, keys, put_back, secrets_of, snapshot
from tests.conftest import SteppingClock

from allforall.account.entry_types import ENTRY_TYPES
from allforall.errors import CallError, GateError, NodeError
from allforall.node.acts import answers as answer_acts
from allforall.node.acts import disclosed_lists, prepared_lists
from allforall.node.acts import erasure as erasure_acts
from allforall.node.acts.answers import export_answers, import_answers, look_up, received_answers
from allforall.node.acts.erasure import Wanted, erase, erase_again, finish, is_unfinished
from allforall.node.acts.links import compare
from allforall.node.acts.lists import import_list
from allforall.node.keep.doctor import _examine
from allforall.node.keep.erased import find_returned
from allforall.node.keep.expiry import ERASING, destroy_expired
from allforall.node.record.payload_erasure import not_receipted
from allforall.node.record.payloads import open_payload, take_payloads
from allforall.node.record.record import latest_checkpoint
from allforall.node.views.lists import find_list
from allforall.people.persons import ListKind
from allforall.record.bundles import read_bundle
from allforall.record.checkpoints import check_checkpoint
from allforall.record.erasures import ASKED, ERASED, ERASURE_ASKED, PAYLOADS_ERASED, Reason
from allforall.record.logs import replay
from allforall.record.merkle import includes, inclusion_proof
from allforall.record.verification import cosigner
from allforall.store import erasure
from allforall.store.connection import _SQLITE_OPTIONS
from allforall.store.node.models import Act
from allforall.store.people.models import StoredRow
from allforall.store.people.rows import load_row
from allforall.store.reconcile.models import StoredPrepared


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Three nodes, built once; each test begins with the same bytes in the same files.

    They exchanged loose files before they had a record, and have both.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(prepared_lists, "WORTH_KEEPING", 0)
        for room in (answer_acts, disclosed_lists):
            patched.setattr(room, "check_no_record", lambda _node: None)
        folder = tmp_path_factory.mktemp("erasing")
        table, names = build(folder, SteppingClock())
        with table.at(B) as record:
            row_keys = keys(record.node)
            secrets = secrets_of(record, [names["theirs"], names["ours"]])
        (folder / "stick").mkdir()
        (folder / "stick" / "kept.bundle").write_bytes((folder / B / "inbox" / "from-a.bundle").read_bytes())
        yield table, names, row_keys, secrets, snapshot(folder)


@pytest.fixture
def at_table(built):
    table, names, row_keys, secrets, kept = built
    put_back(table.folder, kept)
    table.clock.moment = table.clock.moment.replace(year=2025, month=6, day=11)
    return table, names, row_keys, secrets


def wanted(row_keys, **more):
    more.setdefault("backups", True)
    refused = "HB1:10"
    return Wanted(Reason.FAMILY_ASKED, rows=(*row_keys, refused), **more)


def run(table, row_keys, **more):
    with table.at(B) as record:
        return erase(record.node, BOTH, wanted(row_keys, **more), record=record, signers=table.officers[B][:2])


def left(table, secrets=None):
    """The words and secrets that are still found anywhere."""
    return find(table.path(B), {**WORDS, **(secrets or {})}, table.genesis)


def test_before_the_erasure_every_word_and_every_key_is_found_by_the_search(at_table):
    """A search that finds nothing would let everything pass."""
    table, _, row_keys, secrets = at_table
    found = left(table, secrets)
    hidden = {name for name in secrets if name.startswith(("item key", "private key"))}
    assert {name for name, _ in found} == {*WORDS, *secrets} - hidden
    assert hidden
    places = {where.split("/")[0] for _, where in found}
    assert places >= {"node.sqlite", "inbox", "outbox", "pages", "backups", "blobs", "keys"}
    assert any(where.startswith("opened") for _, where in found)
    assert row_keys[:2] == ("HB1:8", "HB1:9")


def test_after_the_erasure_nothing_of_the_person_is_found_in_any_byte_of_the_node(at_table):
    table, names, row_keys, secrets = at_table
    done = run(table, row_keys)
    assert left(table, secrets) == []
    assert done.rows == 4
    assert set(done.payloads) == {names["theirs"], names["ours"]}
    assert {name.split("/")[0] for name in done.files} == {"inbox", "outbox"}
    assert {name.rpartition(".")[2] for name in done.files if "notices" in name} == {"json", "html", "pdf"}
    assert (table.path(B) / "outbox" / "notices" / "notice-bureau-000000000000.json").exists()
    openings = [table.path(B) / place / "opening.json" for place in ("outbox", "inbox")]
    assert [path.exists() for path in openings] == [False, True]  # the proof of another person stays
    assert done.pages > 0
    assert done.related == ()
    # The person beside stands where they stood.
    assert find(table.path(B), {"other": world.OTHER}, table.genesis)
    with table.at(B) as record:
        assert open_payload(record, names["other"]).content == f"only {world.OTHER}".encode()
        assert [load_row(key) for key in row_keys] == [None] * 3
        assert {check.code: check.good for check in _examine(record.node)}["doctor:lists:complete"]


def test_it_is_found_while_the_database_is_still_open_neither(at_table):
    table, _, row_keys, secrets = at_table
    with table.at(B) as record:
        erase(record.node, BOTH, wanted(row_keys), record=record, signers=table.officers[B][:2])
        assert find(table.path(B), {**WORDS, **secrets}) == []
        assert (table.path(B) / "node.sqlite-wal").stat().st_size == 0


def test_every_proof_stays_valid_and_the_receipt_says_what_was_done(at_table):
    table, names, row_keys, _ = at_table
    with table.at(B) as record:
        before = {author: (one.size, one.root, one.file.entries(0, one.size)) for author, one in record.held.items()}
        proofs = {
            author: inclusion_proof(1, size, record.logs[author].perfect())
            for author, (size, _, _) in before.items()
            if size > 1
        }
    done = run(table, row_keys)
    with table.at(B) as record:
        for author, (size, root, entries) in before.items():
            held = record.held[author]
            assert (held.root_at(size), held.file.entries(0, size)) == (root, entries)
            _, _, problems = replay(table.genesis, author, ENTRY_TYPES, held.file.entries(0, held.size))
            assert problems == []
            assert (
                held.root
                == replay(table.genesis, author, ENTRY_TYPES, held.file.entries(0, held.size))[0].frontier.root
            )
            if author in proofs:
                assert includes(1, size, held.leaf(1), proofs[author], root)
        own = record.held[B]
        signed = latest_checkpoint(record, B)
        assert check_checkpoint(signed, own.state.keys.log, {cosigner(own.state.keys.log): B}).signed_by_log
        assert (signed.checkpoint.size, signed.checkpoint.root) == (own.size, own.root)
        (receipt,) = record.reads(B, [ERASED])
        said = PAYLOADS_ERASED.read(receipt.entry)
        assert said.payloads == tuple(sorted((names["theirs"], names["ours"])))
        assert (said.reason, said.epochs, said.backups_until) == (Reason.FAMILY_ASKED, (1,), None)
        assert done.receipts == (receipt.leaf.hex(),)
        act = Act.objects.get(kind="list:erase")
        assert act.details["rows"] == ["HB1:8", "HB1:9", "HB1:10", row_keys[2]]
        assert act.details["reason"] == "family_asked"


#: Each single step that is left out, and a word or key that is found then, with a place where it is found.
STEPS = [
    ("trace", "_rows", "surname", "node.sqlite"),
    ("trace", "_problems", "a cell that was refused", "node.sqlite"),
    ("trace", "_comparisons", "what a candidate quoted", "node.sqlite"),
    ("trace", "_prepared", "surname", "node.sqlite"),
    ("trace", "_reviews", "why it was reviewed", "node.sqlite"),
    ("trace", "_answers", "why it was answered", "node.sqlite"),
    ("trace", "_sent", "a particular", "node.sqlite"),
    ("trace", "_decisions", "why it was decided", "node.sqlite"),
    ("trace", "_journal", "why it was merged", "node.sqlite"),
    ("step", "_forget", "surname", "node.sqlite"),
    ("step", "_end_keys", "wrapped key", "blobs"),
    ("step", "_remove_files", "surname", "inbox"),
    ("step", "_remove_pages", "surname", "pages"),
    ("step", "_empty_database", "surname", "node.sqlite"),
    ("step", "_remove_backups", "surname", "backups"),
    ("payload", "destroy_payloads", "wrapped key", "blobs"),
    ("payload", "turn_epoch", "sealed key of epoch 1", "keys"),
    ("payload", "holding", "wrapped key", "blobs"),
    ("payload", "sweep_unsaid", "what was sealed and never said", "opened"),
]


@pytest.mark.parametrize(("kind", "step", "word", "place"), STEPS, ids=[step for _, step, _, _ in STEPS])
def test_each_single_step_is_needed(at_table, monkeypatch, kind, step, word, place):
    table, _, row_keys, secrets = at_table
    if kind == "trace":
        assert step in {trace.__name__ for trace in erasure.TRACES}
        monkeypatch.setattr(erasure, "TRACES", tuple(one for one in erasure.TRACES if one.__name__ != step))
    elif kind == "step":
        assert step in {one.__name__ for one in erasure_acts.STEPS}
        monkeypatch.setattr(erasure_acts, "STEPS", tuple(one for one in erasure_acts.STEPS if one.__name__ != step))
    else:
        assert hasattr(erasure_acts, step)
        monkeypatch.setattr(erasure_acts, step, lambda *_args, **_more: set())
    with table.at(B) as record:
        erase(record.node, BOTH, wanted(row_keys), record=record, signers=table.officers[B][:2])
        found = left(table, secrets)  # while the process still has its database open
    assert any(name.startswith(word) and where.startswith(place) for name, where in found), found


def test_the_table_above_leaves_out_every_step_and_every_trace():
    listed = {step for _, step, _, _ in STEPS}
    assert {one.__name__ for one in erasure_acts.STEPS} <= listed
    # What the other side answered is tested on the node that asked.
    assert {one.__name__ for one in erasure.TRACES} - listed == {"_received"}


def test_deleted_bytes_are_zeroed_or_the_database_is_written_anew_and_without_both_they_are_found(
    at_table, monkeypatch
):
    table, _, row_keys, _ = at_table
    plain = _SQLITE_OPTIONS["init_command"].replace("PRAGMA secure_delete=ON;", "PRAGMA secure_delete=OFF;")
    monkeypatch.setitem(_SQLITE_OPTIONS, "init_command", plain)

    def only_checkpoint(_tables):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    monkeypatch.setattr(erasure_acts, "compact", only_checkpoint)
    run(table, row_keys)
    assert {where for _, where in left(table)} == {"node.sqlite", "backups/20250611T090000Z.zip"}


def test_the_old_bundle_on_a_stick_opens_for_nobody_who_has_the_node_and_its_passphrase(at_table, monkeypatch):
    table, names, row_keys, _ = at_table
    opened = [where for where, _ in every_byte(table.path(B), table.genesis) if where.startswith("opened")]
    assert f"opened {names['theirs'][:8]}" in opened
    run(table, row_keys)
    assert (table.folder / "stick" / "kept.bundle").exists()
    opened = [where for where, _ in every_byte(table.path(B), table.genesis) if where.startswith("opened")]
    assert opened == [f"opened {names['other'][:8]}"]


def test_what_the_other_side_answered_about_an_erased_person_goes_and_does_not_come_back(at_table, monkeypatch):
    table, _, _, _ = at_table
    answers = table.folder / "answers.json"
    answers.write_bytes(next((table.path(B) / "outbox").glob("answers-*.json")).read_bytes())
    later = table.folder / "later.json"
    with table.node(B) as node:
        later.write_bytes(export_answers(node, BOTH, look_up(node)).path.read_bytes())
    words = {"particular": WORDS["a particular"], "surname": WORDS["surname"]}

    def ask():
        with table.node(A) as node:
            import_answers(node, ONE, answers)
        with table.at(A) as record:
            erase(
                record.node,
                BOTH,
                Wanted(Reason.PERSON_ASKED, rows=("SA1:8",), backups=True),
                record=record,
                signers=table.officers[A][:2],
            )

    kept = snapshot(table.folder)
    with monkeypatch.context() as patched:
        patched.setattr(erasure, "TRACES", tuple(one for one in erasure.TRACES if one.__name__ != "_received"))
        ask()
        assert ("particular", "node.sqlite") in find(table.path(A), words, table.genesis)
    put_back(table.folder, kept)
    ask()
    assert find(table.path(A), words, table.genesis) == []
    with table.node(A) as node:
        import_answers(node, ONE, later)
        received = received_answers(find_list("SA1"))["SA1:8"]
        assert received.particulars == ()
    assert find(table.path(A), words, table.genesis) == []


def test_the_holder_answers_every_other_name_as_before(at_table):
    """The file must still have exactly one answer for every name that was disclosed, the erased one too."""
    table, _, row_keys, _ = at_table
    run(table, row_keys)
    with table.node(B) as node:
        compare(node, ONE, sought=find_list("SA1"), held=find_list("HB1"))
        sent = export_answers(node, BOTH, look_up(node))
        content = sent.path.read_bytes()
    assert len(sent.answers.entries) == 7
    (table.folder / "again.json").write_bytes(content)
    with table.node(A) as node:
        import_answers(node, ONE, table.folder / "again.json")
        assert received_answers(find_list("SA1"))["SA1:8"].kind.value == "no_answer"


def test_the_file_that_was_erased_is_not_read_again(at_table):
    table, _, row_keys, _ = at_table
    sought = table.folder / "same.csv"
    sought.write_bytes((table.path(B) / "inbox" / "held.csv").read_bytes())
    run(table, row_keys)
    with table.node(B) as node:
        assert import_list(node, ONE, sought, kind=ListKind.HELD, as_of=world.AS_OF).was_there
    assert left(table) == []


def test_rows_that_may_be_the_same_person_are_named(at_table):
    table, _, row_keys, _ = at_table
    done = run(table, row_keys[:1])
    assert set(done.related) == set(row_keys[1:])
    assert left(table) != []


def test_backups_stay_until_their_day_unless_they_are_to_go_too_and_the_receipt_says_so(at_table):
    table, _, row_keys, _ = at_table
    done = run(table, row_keys, backups=False)
    assert {where for _, where in left(table)} == {"backups/20250610T090000Z.zip"}
    assert [one.path.name for one in done.backups_left] == ["20250610T090000Z.zip"]
    with table.at(B) as record:
        (receipt,) = record.reads(B, [ERASED])
        assert PAYLOADS_ERASED.read(receipt.entry).backups_until == done.backups_left[0].keep_until
    with table.node(B) as node:
        table.clock.moment += timedelta(days=90)
        destroy_expired(node, ONE)
    assert left(table) == []


def test_what_an_older_backup_brings_back_is_named_and_erased_again(at_table):
    table, names, row_keys, secrets = at_table
    before = snapshot(table.path(B))
    run(table, row_keys)
    with table.at(B) as record:
        assert not find_returned(record.node)
    for name, data in before.items():
        if name.parts[0] in {"node.sqlite", "blobs"} or name.name == "epoch-1.key":
            (table.path(B) / name).write_bytes(data)
    with table.at(B) as record:
        returned = find_returned(record.node)
        assert set(returned.rows) == {*row_keys, "HB1:10"}
        assert returned.payloads == tuple(sorted((names["theirs"], names["ours"])))
        check = {check.code: check for check in _examine(record.node)}["doctor:erasure:nothing-returned"]
        assert (check.good, row_keys[0] in check.found) == (False, True)
        erase_again(record.node, BOTH, record=record, signers=table.officers[B][:2])
        assert not find_returned(record.node)
        assert len(list(record.reads(B, [ERASED]))) == 1  # the receipt that was given stands
        with pytest.raises(CallError):
            erase_again(record.node, BOTH, record=record, signers=table.officers[B][:2])
    assert left(table, secrets) == []


def test_what_this_node_sealed_for_the_other_side_is_asked_back_by_an_entry(at_table):
    table, names, row_keys, _ = at_table
    done = run(table, row_keys)
    assert done.asked == (names["ours"],)
    with table.at(B) as record:
        (asked,) = record.reads(B, [ASKED])
        assert ERASURE_ASKED.read(asked.entry).payloads == (names["ours"],)
        assert set(not_receipted(record)) == {names["ours"]}


# Who may, and what stops it


def test_it_takes_two_officers_and_where_there_is_a_record_its_keys(at_table):
    table, _, row_keys, _ = at_table
    before = snapshot(table.folder / B)
    with table.at(B) as record:
        with pytest.raises(GateError):
            erase(record.node, ONE, wanted(row_keys), record=record, signers=table.officers[B][:2])
        with pytest.raises(GateError) as closed:
            erase(record.node, BOTH, wanted(row_keys))
        assert closed.value.code == "erase:record:needed"
        assert not is_unfinished(record.node)
    with table.at(B, keys=False) as record, pytest.raises(GateError) as closed:
        erase(record.node, BOTH, wanted(row_keys), record=record, signers=table.officers[B][:2])
    assert closed.value.code == "keys:locked"
    assert snapshot(table.folder / B).keys() == before.keys()


@pytest.mark.parametrize(
    ("rows", "lists", "code"),
    [
        (("HB1:999",), (), "row:key:unknown"),
        (("HB1:-1",), (), "row:key:unknown"),
        (("HB1:" + "9" * 40,), (), "row:key:unknown"),
        (("HB9:2",), (), "list:key:unknown"),
        (("2",), (), "row:key:unknown"),
        ((), ("HB9",), "list:key:unknown"),
        ((), (), "erase:nothing"),
    ],
)
def test_what_is_not_there_is_not_erased(at_table, rows, lists, code):
    table, _, _, _ = at_table
    with table.at(B) as record:
        with pytest.raises(CallError) as refused:
            erase(
                record.node,
                BOTH,
                Wanted(Reason.PERSON_ASKED, rows=rows, lists=lists),
                record=record,
                signers=table.officers[B][:2],
            )
        assert refused.value.code == code
        assert not is_unfinished(record.node)


@pytest.mark.parametrize("step", range(len(erasure_acts.STEPS)))
def test_whatever_stops_it_in_between_it_is_finished_later(at_table, monkeypatch, step):
    table, names, row_keys, secrets = at_table

    def interrupt(work):
        erasing_steps[step](work)  # done, and then the machine stops
        raise KeyboardInterrupt

    erasing_steps = erasure_acts.STEPS
    with monkeypatch.context() as patched:
        patched.setattr(erasure_acts, "STEPS", (*erasing_steps[:step], interrupt, *erasing_steps[step + 1 :]))
        with pytest.raises(KeyboardInterrupt):
            run(table, row_keys)
    with table.at(B) as record:
        node = record.node
        assert not {check.code: check.good for check in _examine(node)}["doctor:erasure:finished"]
        with pytest.raises(GateError) as closed:
            erase(node, BOTH, wanted(row_keys), record=record, signers=table.officers[B][:2])
        assert closed.value.code == "erase:unfinished"
        finish(node, BOTH, record=record, signers=table.officers[B][:2])
        assert {check.code: check.good for check in _examine(node)}["doctor:erasure:finished"]
        assert len(list(record.reads(B, [ERASED]))) == 1
        with pytest.raises(CallError):
            finish(node, BOTH, record=record, signers=table.officers[B][:2])
        assert open_payload(record, names["other"]).content
    assert left(table, secrets) == []


def test_a_node_that_may_not_write_erases_all_the_same_and_says_what_it_could_not_do(at_table):
    table, names, row_keys, _ = at_table
    bundle = (table.path(B) / "inbox" / "from-a.bundle").read_bytes()
    with table.at(B) as record:
        record.closed = "record:closed:frozen"
        done = erase(record.node, BOTH, wanted(row_keys), record=record, signers=[])
        assert (done.closed, done.receipts, done.asked) == ("record:closed:frozen", (), ())
        assert set(done.payloads) == {names["theirs"], names["ours"]}
        files = dict(read_bundle(bundle).files)
        assert take_payloads(record, files) == 0  # without a receipt its own ledger keeps it out
    (table.folder / "stick" / "kept.bundle").unlink()  # with the old key it would still be opened
    assert [name for name, _ in left(table)] == ["what was sealed and never said"]


def test_a_reader_of_the_database_that_keeps_its_log_alive_is_named(at_table):
    table, _, row_keys, _ = at_table
    with table.at(B) as record:
        other = sqlite3.connect(table.path(B) / "node.sqlite", isolation_level=None)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM people_storedrow").fetchone()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=50")
        with pytest.raises(NodeError) as held:
            erase(record.node, BOTH, wanted(row_keys), record=record, signers=table.officers[B][:2])
        assert held.value.code == "erase:database:held"
        other.close()
        finish(record.node, BOTH, record=record, signers=table.officers[B][:2])
    assert left(table) == []


def test_a_whole_list_goes_with_its_headings_and_file_name(at_table):
    table, _, _, _ = at_table
    with table.at(B) as record:
        done = erase(
            record.node,
            BOTH,
            Wanted(Reason.NO_LONGER_NEEDED, lists=("HB1", "SA1"), backups=True),
            record=record,
            signers=table.officers[B][:2],
        )
        assert StoredRow.objects.filter(erased_by=None).count() == 0
        assert not StoredPrepared.objects.exists()
        assert done.rows == 16
        assert find_list("HB1").headings == []
    words = {**WORDS, "another": "Вигаданенко", "heading": "Дата народження", "file": "held.csv"}
    assert find(table.path(B), words, table.genesis) == []
    with table.at(B) as record, pytest.raises(CallError) as refused:
        erase(
            record.node,
            BOTH,
            Wanted(Reason.NO_LONGER_NEEDED, lists=("HB1",)),
            record=record,
            signers=table.officers[B][:2],
        )
    assert refused.value.code == "erase:nothing"


def test_a_payload_alone_is_erased_by_name(at_table):
    table, names, row_keys, _ = at_table
    with table.at(B) as record:
        done = erase(
            record.node,
            BOTH,
            Wanted(Reason.OTHER_SIDE_ASKED, payloads=(names["other"],)),
            record=record,
            signers=table.officers[B][:2],
        )
        assert done.payloads == (names["other"],)
        assert Act.objects.get(kind="payload:erase").details["payloads"] == [names["other"]]
        assert load_row(row_keys[0]) is not None
        assert open_payload(record, names["theirs"]).content
        with pytest.raises(CallError) as refused:
            erase(
                record.node,
                BOTH,
                Wanted(Reason.OTHER_SIDE_ASKED, payloads=(names["other"],)),
                record=record,
                signers=table.officers[B][:2],
            )
        assert refused.value.code == "payload:erased-before"


def test_no_name_and_no_word_of_the_person_stands_in_what_is_written_about_the_erasure(at_table, monkeypatch):
    table, _, row_keys, _ = at_table
    monkeypatch.setattr(erasure_acts, "STEPS", erasure_acts.STEPS[:1])
    monkeypatch.setattr(erasure_acts, "destroy_file", lambda path: False)
    run(table, row_keys)
    mark = (table.path(B) / ERASING).read_bytes()
    assert not any(shape in mark for word in WORDS.values() for shape in world.forms(word))


def test_a_node_without_a_record_erases_too(node, tmp_path):
    held, _ = world.lists()
    path = tmp_path / "held.csv"
    path.write_text(held, encoding="utf-8")
    import_list(node, ONE, path, kind=ListKind.HELD, as_of=world.AS_OF)
    rows = [f"HA1:{line}" for line in (8, 9, 10)]
    done = erase(node, BOTH, Wanted(Reason.PERSON_ASKED, rows=tuple(rows)))
    assert (done.rows, done.payloads, done.receipts) == (3, (), ())
    assert find(node.path, WORDS) == []
    with pytest.raises(CallError):
        erase(node, BOTH, Wanted(Reason.PERSON_ASKED, payloads=("f" * 64,)))
