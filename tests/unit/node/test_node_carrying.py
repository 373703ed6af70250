"""Bundles between nodes: what is taken in, what is refused, forks found and frozen, crashes in between."""

import os
from dataclasses import replace

import pytest
from carrying_world import files_of, make_double, resigned, say, sizes
from tests.record_making import AUTHORS, PASSPHRASE, Table

from allforall.account.entry_types import ENTRY_TYPES
from allforall.errors import InputError, NodeError
from allforall.node.bundles import branches, transfer
from allforall.node.bundles.transfer import export_bundle, held_by, import_bundle, make_export
from allforall.node.keys.keyring import new_log_key
from allforall.node.record import cosignatures as cosignatures_acts
from allforall.node.record.cosignatures import cosignatures, cosigned
from allforall.node.record.key_changes import Change, rotate_keys
from allforall.node.record.place import Closed
from allforall.node.record.record import latest_checkpoint
from allforall.record.bundles import make_bundle, read_bundle
from allforall.record.checkpoints import Checkpoint, sign_checkpoint
from allforall.record.forks import is_fork, read_fork
from allforall.record.key_entries import ROTATED
from allforall.record.notes import Verifier, encode_base64
from allforall.record.tiles import bundles_of
from allforall.record.verification import verify_bundle


@pytest.fixture
def table(tmp_path, clock):
    return Table(tmp_path, clock, database=False)


# Taking in


def test_what_one_said_is_held_by_the_others_and_cosigned(table):
    say(table, "party_a")
    table.carry_round()
    for author in AUTHORS:
        assert sizes(table, author) == {"party_a": 2, "party_b": 1, "witness": 1}
        with table.at(author, keys=False) as record:
            for log in AUTHORS:
                on = cosignatures(record, log)
                assert {name: one.checkpoint.size for name, one in on.items()} == {
                    name: record.held[log].size for name in AUTHORS if name != log
                }


def test_a_whole_bundle_verifies_without_any_node(table):
    say(table, "party_a", *["test:said"] * 3)
    say(table, "party_b")
    table.carry_round()
    report = verify_bundle(read_bundle(table.export("party_b")), ENTRY_TYPES, trusted=table.genesis.digest)
    assert report.stands
    assert {log.author: (log.size, log.missing) for log in report.logs} == {
        "party_a": (4, ()),
        "party_b": (2, ()),
        "witness": (1, ()),
    }


def test_a_bundle_taken_in_twice_changes_nothing(table):
    say(table, "party_a")
    data = table.export("party_a", "party_b")
    assert table.carry("party_a", "party_b", data).is_new
    before = files_of(table.path("party_b"))
    again = table.carry("party_a", "party_b", data)
    assert not again.is_new
    assert files_of(table.path("party_b")) == before


def test_the_same_record_makes_the_same_bundle(table):
    say(table, "party_a")
    assert table.export("party_a", "party_b") == table.export("party_a", "party_b")


def test_bundles_may_come_late_and_in_another_order(table):
    bundles = []
    for _ in range(3):
        say(table, "party_a")
        bundles.append(table.export("party_a", "party_b"))
    for data in reversed(bundles):
        table.carry("party_a", "party_b", data)
    assert sizes(table, "party_b")["party_a"] == 4


def test_a_log_reaches_whom_its_author_never_meets(table):
    say(table, "party_a")
    table.carry("party_a", "witness")
    table.carry("witness", "party_b")
    assert sizes(table, "party_b")["party_a"] == 2
    with table.at("party_b", keys=False) as record:
        assert set(cosignatures(record, "party_a")) == {"party_b", "witness"}


def test_only_what_the_other_lacks_is_carried(table):
    with table.at("party_a") as record:
        table.fill(record, 700)
    table.carry("party_a", "party_b")
    table.carry("party_b", "party_a")
    with table.at("party_a") as record:
        assert held_by(record, "party_b") == {"party_a": 701, "party_b": 1}
        table.say(record)
        bundle = make_export(record, "party_b")
    carried = sorted(name for name in bundle.files if name.startswith("logs/party_a/"))
    assert carried == [
        "logs/party_a/checkpoint",
        "logs/party_a/cosigned/party_b",
        "logs/party_a/start",
        "logs/party_a/tile/entries/002.p/190",
    ]
    assert table.carry("party_a", "party_b", bundle.data).taken == {"party_a": (701, 702)}
    # the third one has nothing yet: it says from where on it lacks the log, and takes nothing of it
    intake = table.carry("party_a", "witness", bundle.data)
    assert intake.lacking == {"party_a": 0, "party_b": 0}
    assert not intake.taken


def test_a_long_log_is_taken_in_as_a_whole_and_in_parts_alike(table):
    with table.at("party_a") as record:
        table.fill(record, 600)
    table.carry("party_a", "party_b")
    with table.at("party_a") as record:
        table.fill(record, 300)
    table.carry("party_a", "party_b")
    table.carry("party_a", "witness")
    with table.at("party_b", keys=False) as record:
        one = record.held["party_a"].root, latest_checkpoint(record, "party_a").note.data
    with table.at("witness", keys=False) as record:
        assert one == (record.held["party_a"].root, latest_checkpoint(record, "party_a").note.data)


# Refusing


LIES = {
    "another genesis": (lambda f: {**f, "genesis": f["genesis"] + "— x AAAAAAAA\n".encode()}, "other_genesis"),
    "a file that nobody knows": (lambda f: {**f, "notes.txt": b"x"}, "file"),
    "a log of nobody": (lambda f: {**f, "logs/party_c/checkpoint": b"x"}, "file"),
    "an entry more than the checkpoint names": (
        lambda f: {**f, "logs/party_a/tile/entries/000.p/3": b"\x00\x01x"},
        "file",
    ),
    "entries that are not there": (
        lambda f: (
            {name: data for name, data in f.items() if not name.startswith("logs/party_a/tile/entries")}
            | {"logs/party_a/start": b'{"peaks":[],"size":256}'}
        ),
        "start",
    ),
    "another entry": (
        lambda f: (
            f
            | {
                name: data.replace(b'"count":20', b'"count":21')
                for name, data in f.items()
                if name.startswith("logs/party_a/tile/entries")
            }
        ),
        "root",
    ),
    "a checkpoint that its log has not signed": (
        lambda f: (
            f
            | {
                "logs/party_a/checkpoint": f["logs/party_a/checkpoint"].rpartition(b" ")[0]
                + b" "
                + f["logs/party_b/checkpoint"].rpartition(b" ")[2]
            }
        ),
        "checkpoint",
    ),
    "a checkpoint of another log": (
        lambda f: f | {"logs/party_a/checkpoint": f["logs/party_b/checkpoint"]},
        "origin",
    ),
    "a frontier that is no frontier": (lambda f: f | {"logs/party_a/start": b'{"peaks":[],"size":1}'}, "start"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_bundle_that_lies_is_refused_as_a_whole(table, lie):
    say(table, "party_b")
    table.carry("party_b", "party_a")
    say(table, "party_a")
    change, code = LIES[lie]
    bundle = read_bundle(table.export("party_a", "witness"))
    data = resigned(table, "party_a", bundle, change(dict(bundle.files)))
    before = files_of(table.path("witness"))
    with pytest.raises(InputError, match=f"record:import:{code}"):
        table.carry("party_a", "witness", data)
    assert files_of(table.path("witness")) == before
    assert table.carry("party_a", "witness", bundle.data).is_new


@pytest.mark.parametrize("start", [0, 256 << 44])
def test_a_size_that_nobody_can_have_is_refused_before_its_names_are_made(table, monkeypatch, start):
    say(table, "party_a")
    bundle = read_bundle(table.export("party_a", "witness"))
    with table.at("party_a") as record:
        huge = Checkpoint(table.genesis.origin("party_a"), 2**53 - 1, bytes(32))
        lie = {"logs/party_a/checkpoint": sign_checkpoint(huge, record.log_key()).note.data}
    if start:
        peaks = ",".join([f'"{encode_base64(bytes(32))}"'] * start.bit_count())
        lie["logs/party_a/start"] = f'{{"peaks":[{peaks}],"size":{start}}}'.encode()

    def counted(size, first=0):
        for made, one in enumerate(bundles_of(size, first)):
            assert made < 1000
            yield one

    monkeypatch.setattr(branches, "bundles_of", counted)
    with pytest.raises(InputError, match="record:import:missing"):
        table.carry("party_a", "witness", resigned(table, "party_a", bundle, {**bundle.files, **lie}))


def test_a_false_cosignature_is_refused(table):
    say(table, "party_a")
    table.carry_round()
    bundle = read_bundle(table.export("party_a", "party_b"))
    name = "logs/party_a/checkpoint"
    lines = bundle.files[name].decode().splitlines()
    witness = next(place for place, line in enumerate(lines) if line.startswith("— allforall/exercise-1/witness"))
    other = next(line for line in lines if line.startswith("— allforall/exercise-1/party_b"))
    lines[witness] = lines[witness][:-60] + other[-60:]
    files = {**bundle.files, name: ("\n".join(lines) + "\n").encode()}
    with pytest.raises(InputError, match="record:import:false_cosignature"):
        table.carry("party_a", "party_b", resigned(table, "party_a", bundle, files))


def test_a_bundle_that_its_sender_has_not_signed_is_refused(table):
    bundle = read_bundle(table.export("party_a", "party_b"))
    with table.at("witness") as record:
        data = make_bundle(bundle.case, "party_a", bundle.files, table.genesis.origin("party_a"), record.log_key()).data
    with pytest.raises(InputError, match="record:import:not_signed"):
        table.carry("party_a", "party_b", data)


def test_a_bundle_of_another_case_is_refused(tmp_path, clock):
    one, other = Table(tmp_path / "1", clock, database=False), Table(tmp_path / "2", clock, database=False)
    with pytest.raises(InputError, match="record:import:other_genesis"):
        one.carry("party_a", "party_b", other.export("party_a", "party_b"))


def test_what_is_no_bundle_is_refused(table, tmp_path):
    with table.at("party_a") as record:
        with pytest.raises(InputError, match="record:import:unreadable"):
            import_bundle(record, tmp_path / "nothing")
        with pytest.raises(InputError, match="record:bundle:form"):
            import_bundle(record, b"nothing")


# Forks


FORKS = {
    "the same size": (1, 1),
    "the second one longer": (1, 2),
    "the second one shorter": (2, 1),
    "the second one far longer": (3, 300),
}


@pytest.mark.parametrize("fork", FORKS)
def test_a_fork_is_found_where_the_views_meet_and_leaves_evidence_for_anyone(table, fork):
    first, second = FORKS[fork]
    double = make_double(table)
    say(table, "party_a", *["test:said"] * first)
    with double.at("party_a") as record:
        double.fill(record, second)
    table.carry("party_a", "party_b")
    double.carry("party_a", "witness")
    table.carry("witness", "party_b")
    with table.at("party_b", keys=False) as record:
        assert set(record.frozen) == {"party_a"}
        assert record.held["party_a"].size == 1 + first
        evidence = read_fork(record.frozen["party_a"].read_bytes())
    assert is_fork(evidence, (table.genesis.authors["party_a"].log,))
    assert not table.carry("witness", "party_b").is_new
    # what the evidence shows is taken up by whoever gets it, the forked one itself too
    table.carry("party_b", "witness")
    table.carry("party_b", "party_a")
    for author in ("witness", "party_a"):
        with table.at(author, keys=False) as record:
            assert set(record.frozen) == {"party_a"}
            assert record.closed == (Closed.FROZEN if author == "party_a" else "")


def test_evidence_that_is_known_is_nothing_new(table):
    double = make_double(table)
    say(table, "party_a")
    say(double, "party_a", "test:other")
    table.carry("party_a", "party_b")
    double.carry("party_a", "party_b")
    data = table.export("party_b", "witness")
    assert table.carry("party_b", "witness", data).is_new
    assert not table.carry("party_b", "witness", data).is_new


def test_of_a_frozen_log_nothing_is_taken_in_or_cosigned(table):
    double = make_double(table)
    say(table, "party_a")
    say(double, "party_a", "test:other")
    table.carry("party_a", "party_b")
    double.carry("party_a", "party_b")
    say(table, "party_a")
    for one in (table, double):
        assert not one.carry("party_a", "party_b").is_new
    assert sizes(table, "party_b")["party_a"] == 2
    with table.at("party_b") as record:
        assert "party_b" not in cosignatures(record, "party_a") or (
            cosignatures(record, "party_a")["party_b"].checkpoint.size == 2
        )
        table.say(record)  # all else goes on
    assert table.carry("party_b", "witness").taken["party_b"] == (0, 2)


def test_a_fork_under_a_key_that_only_the_other_version_has_is_found(table):
    double = make_double(table)
    say(table, "party_a")
    with double.at("party_a") as record:
        record.keyring = new_log_key(record.keyring)
        named = Verifier(table.genesis.origin("party_a"), record.keyring.next_log.public)
        keys = {**record.held["party_a"].state.keys.value, "log_key": named.vkey}
        double.say(record, ROTATED, {"keys": keys, "old_epochs_end": None})
    table.carry("party_a", "party_b")
    assert "party_a" in double.carry("party_a", "party_b").forks


def test_evidence_that_proves_nothing_freezes_nothing(table):
    double = make_double(table)
    say(table, "party_a")
    say(double, "party_a", "test:other")
    table.carry("party_a", "party_b")
    double.carry("party_a", "party_b")
    bundle = read_bundle(table.export("party_b", "witness"))
    evidence = bundle.files["frozen/party_a"]
    fork = read_fork(evidence)
    one_version = replace(fork, second=fork.first, root=fork.first.checkpoint.root, path=())
    for false in (b"x", one_version.data, replace(fork, keys=()).data):
        files = {**bundle.files, "frozen/party_a": false}
        files = {name: data for name, data in files.items() if not name.startswith("logs/party_a")}
        assert not table.carry("party_b", "witness", resigned(table, "party_b", bundle, files)).forks
    files = {name: data for name, data in bundle.files.items() if name != "frozen/party_a"}
    files["frozen/party_b"] = evidence
    assert not table.carry("party_b", "witness", resigned(table, "party_b", bundle, files)).forks


def test_a_checkpoint_that_was_cosigned_elsewhere_shows_a_fork(table):
    """B has one version, the witness the other; a bundle of the witness without entries is enough."""
    double = make_double(table)
    say(table, "party_a")
    say(double, "party_a", "test:other")
    table.carry("party_a", "party_b")
    double.carry("party_a", "witness")
    bundle = read_bundle(table.export("witness", "party_b"))
    files = {name: data for name, data in bundle.files.items() if "party_a/tile" not in name}
    assert set(table.carry("witness", "party_b", resigned(table, "witness", bundle, files)).forks) == {"party_a"}


def test_what_was_cosigned_is_on_the_disk_before_the_cosignature_exists(table, monkeypatch):
    say(table, "party_a")
    data = table.export("party_a", "party_b")
    found = []
    signs = cosignatures_acts.cosign_text

    def signing(text, *more):
        path = table.path("party_b") / "record/cosigned/party_a"
        found.append(path.exists() and path.read_bytes().decode().startswith(text))
        return signs(text, *more)

    monkeypatch.setattr(cosignatures_acts, "cosign_text", signing)
    table.carry("party_a", "party_b", data)
    assert found == [True]


def test_a_node_whose_mirror_was_taken_away_cosigns_no_other_version(table):
    double = make_double(table)
    say(table, "party_a")
    say(double, "party_a", "test:other")
    table.carry("party_a", "party_b")
    logs = table.path("party_b") / "record/logs/party_a"
    for path in sorted(logs.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (table.path("party_b") / "record/cosignatures/party_a").unlink()
    intake = double.carry("party_a", "party_b")
    assert "party_a" not in intake.cosigned
    with table.at("party_b", keys=False) as record:
        assert "party_b" not in cosignatures(record, "party_a")
        assert cosigned(record, "party_a").checkpoint.size == 2


# Crashes


class _Crash(BaseException):
    pass


@pytest.mark.disk
def test_a_crash_at_any_moment_leaves_a_node_that_comes_to_the_same(table, tmp_path, monkeypatch):
    say(table, "party_b")
    table.carry_round()
    say(table, "party_a", *["test:said"] * 2)
    data = table.export("party_a", "party_b")
    whole = table.copy("party_b", "whole")
    whole.believe("party_b")
    whole.carry("party_a", "party_b", data)
    expected = files_of(whole.path("party_b"))
    step, done = 0, False
    while not done:
        one = table.copy("party_b", f"crash-{step}")
        one.believe("party_b")
        calls = 0
        real = os.fsync

        def failing(handle, *, real=real, step=step):
            nonlocal calls
            calls += 1
            if calls > step:
                raise _Crash
            real(handle)

        with one.at("party_b") as record:
            monkeypatch.setattr(os, "fsync", failing)
            try:
                import_bundle(record, data)
                done = True
            except _Crash:
                pass
            finally:
                monkeypatch.setattr(os, "fsync", real)
        one.carry("party_a", "party_b", data)
        assert files_of(one.path("party_b")) == expected, step
        step += 1
    assert step > 10


def test_a_full_disk_is_said_and_the_next_bundle_finishes_what_was_begun(table, monkeypatch):
    say(table, "party_a")
    data = table.export("party_a", "party_b")
    with table.at("party_b") as record:
        real = transfer.write_durably

        def full(path, content):
            if path.name == "checkpoint":
                raise OSError(28, "No space left on device")
            real(path, content)

        monkeypatch.setattr(transfer, "write_durably", full)
        with pytest.raises(NodeError, match="No space left"):
            import_bundle(record, data)
        monkeypatch.undo()
    intake = table.carry("witness", "party_b")
    assert "party_a" in intake.cosigned or sizes(table, "party_b")["party_a"] == 2
    with table.at("party_b", keys=False) as record:
        assert latest_checkpoint(record, "party_a").checkpoint.size == 2
    assert not list((table.path("party_b") / "record/staged").iterdir())


def test_a_bundle_in_the_outbox_has_the_bytes_of_its_export(table):
    with table.at("party_a") as record:
        path = export_bundle(record, "party_b")
        assert path.read_bytes() == make_export(record, "party_b").data
        assert path.parent == record.node.path / "outbox"
        assert PASSPHRASE.encode() not in path.read_bytes()


def rotated(table):
    with table.at("party_a") as record:
        rotate_keys(record, table.officers["party_a"][:2], Change(new_log=True))


@pytest.mark.parametrize(("first", "second", "before"), [(3, 0, 0), (1, 5, 0), (300, 2, 0), (2, 300, 270)])
def test_honest_nodes_go_on_between_them_when_a_third_forked_under_a_new_key(table, first, second, before):
    if before:
        with table.at("party_a") as record:
            table.fill(record, before)
        table.carry_round(1)
    double = make_double(table)
    with table.at("party_a") as record:
        table.fill(record, first)
    rotated(double)
    with double.at("party_a") as record:
        double.fill(record, second)
    say(table, "party_b")
    table.carry("party_a", "party_b")
    double.carry("party_a", "witness")
    for _ in range(2):
        table.carry("party_b", "witness")
        table.carry("witness", "party_b")
    for author in ("party_b", "witness"):
        with table.at(author, keys=False) as record:
            assert set(record.frozen) == {"party_a"}
            assert record.held["party_b"].size == 2
    # and the forked one learns of it, from whichever version
    table.carry("witness", "party_a")
    with table.at("party_a", keys=False) as record:
        assert record.closed == Closed.FROZEN


def test_a_checkpoint_of_what_is_held_must_be_signed_by_its_log_as_well(table):
    say(table, "party_a")
    table.carry_round()
    bundle = read_bundle(table.export("party_a", "party_b"))
    lines = bundle.files["logs/party_a/checkpoint"].decode().splitlines(keepends=True)
    unsigned = [line for line in lines if not line.startswith("— allforall/exercise-1/party_a")]
    assert len(unsigned) == len(lines) - 1
    files = {**bundle.files, "logs/party_a/checkpoint": "".join(unsigned).encode()}
    with pytest.raises(InputError, match="record:import:checkpoint"):
        table.carry("party_a", "party_b", resigned(table, "party_a", bundle, files))


def test_a_log_that_was_frozen_before_it_was_cosigned_stays_so(table):
    double = make_double(table)
    say(table, "party_a")
    say(double, "party_a", "test:other")
    table.carry("party_a", "party_b")
    double.carry("party_a", "party_b")
    data = table.export("party_a", "witness")
    with table.at("witness", keys=False) as record:
        import_bundle(record, data)  # read without the keys: not cosigned yet
    intake = table.carry("party_b", "witness")
    assert set(intake.forks) == {"party_a"}
    assert "party_a" not in intake.cosigned
    with table.at("witness") as record:
        assert cosigned(record, "party_a") is None


def test_a_cosignature_of_ones_own_that_comes_back_counts_as_given(table):
    say(table, "party_a")
    table.carry_round()
    (table.path("party_b") / "record/cosigned/party_a").unlink()
    data = table.export("witness", "party_b")
    with table.at("party_b", keys=False) as record:
        assert cosigned(record, "party_a") is None
        import_bundle(record, data)
        assert cosigned(record, "party_a").checkpoint.size == 2


def test_a_crash_after_a_fork_was_frozen_keeps_nobody_from_later_bundles(table, monkeypatch):
    double = make_double(table)
    say(table, "party_a")
    rotated(double)
    say(table, "party_b")
    table.carry("party_a", "witness")
    double.carry("party_b", "party_a")
    data = double.export("party_a", "witness")
    with table.at("witness") as record:
        real = transfer.freeze

        def crash(*words):
            real(*words)
            raise _Crash

        monkeypatch.setattr(transfer, "freeze", crash)
        with pytest.raises(_Crash):
            import_bundle(record, data)
        monkeypatch.undo()
    say(table, "party_b")
    assert table.carry("party_b", "witness").taken == {"party_b": (2, 3)}  # the rest of the liar's bundle came first
    with table.at("witness") as record:
        assert set(record.frozen) == {"party_a"}
        assert not list((record.folder / "staged").iterdir())


def test_an_older_checkpoint_that_somebody_cosigned_shows_a_fork(table):
    """The bundle has the version that is held here, and beside it a cosignature on another one."""
    double = make_double(table)
    say(table, "party_a")
    say(double, "party_a", "test:other")
    table.carry("party_a", "party_b")
    double.carry("party_a", "witness")
    ours = read_bundle(table.export("party_b", "witness")).files["logs/party_a/checkpoint"]
    bundle = read_bundle(table.export("witness", "party_b"))
    files = {name: data for name, data in bundle.files.items() if not name.startswith("logs/party_a/")}
    files |= {
        "logs/party_a/checkpoint": ours,
        "logs/party_a/cosigned/witness": bundle.files["logs/party_a/checkpoint"],
    }
    assert set(table.carry("witness", "party_b", resigned(table, "witness", bundle, files)).forks) == {"party_a"}
