"""`verify`: a file, keys, and nothing else; what stands, what does not, and what is missing of how many."""

import contextlib
import io
import json
import subprocess
import sys
from dataclasses import replace

import pytest
from tests.unit.record.whole_records import Story, short_story

from allforall.cli import main
from allforall.pages import LANGUAGES
from allforall.record.merkle import EMPTY_ROOT
from allforall.record.verification import policy_of


def _run(*words, lang="en"):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["--lang", lang, *map(str, words)])
    return code, out.getvalue(), err.getvalue()


def _told(*words):
    code, out, _ = _run("--json", *words)
    told = json.loads(out)
    assert told["exit_code"] == code
    return code, told


@pytest.fixture
def story():
    return short_story()


@pytest.fixture
def put(tmp_path):
    def write(name, data):
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return write


def test_a_whole_record_stands_and_says_who_cosigned(story, put):
    code, told = _told("verify", put("a.bundle", story.bundle().data))
    assert code == 0
    assert told["stands"]
    assert told["signed_by_sender"]
    assert told["genesis"] == story.genesis.digest.hex()
    logs = {log["author"]: log for log in told["logs"]}
    assert logs["party_a"]["size"] == 3
    assert [one["by"] for one in logs["party_a"]["cosigned"]] == ["party_b", "witness"]
    assert told["entries"] == 7


def test_what_is_missing_is_said_of_how_many_and_needs_a_look(story, put):
    path = put("a.bundle", story.bundle(cosigners={"party_b": ["party_a"]}).data)
    code, out, _ = _run("verify", path)
    assert code == 6
    assert "cosigned: 1 of 2; Party A (2025-06-10 09:00 UTC); missing: Witness" in out
    assert "Valid. Cosignatures are missing" in out


def test_an_entry_with_too_few_signatures_is_named_by_its_number_in_words(story, put):
    story.say("party_a", "test:two", {"to": "party_b"}, officers=(1,))
    code, out, _ = _run("verify", put("a.bundle", story.bundle().data))
    assert code == 6
    assert "ENTRY 3 IS NOT VALID and binds nobody: Too few officers signed: 1 of 2." in out
    assert "Valid, except for entries that bind nobody: see above." in out
    assert "INVALID" not in out


def test_an_entry_that_binds_nobody_is_named_and_its_log_stands_as_does_what_others_said(story, put):
    story.say("party_a", "list:declared", {"count": 20, "of": "Вигаданенко"})
    proposed = story.entries["party_a"][1]
    story.say("party_b", "list:disclosed", {"list": "SA1", "payload": "2e" * 32}, re=[proposed])
    story.say("party_b", "made:up_vyhadanenko", {"of": "Вигаданенко"})
    path = put("a.bundle", story.bundle().data)
    code, out, _ = _run("verify", path)
    assert code == 6
    assert "ENTRY 3 IS NOT VALID and binds nobody: Not valid as “a list declared”: wrong at entry:body:keys." in out
    assert "ENTRY 3 IS NOT VALID and binds nobody: “a list disclosed” may not answer the entry it answers." in out
    assert "of an unknown type: 4" in out
    assert "адан" not in out + _run("--json", "verify", path)[1]
    assert "vyhadanenko" not in out
    code, told = _told("verify", path)
    assert (code, told["stands"]) == (6, True)
    assert [log["void"] for log in told["logs"]] == [[3], [3], []]


def test_an_entry_whose_answer_has_not_arrived_waits_and_is_not_wrong(story, put):
    other = short_story()
    later = other.say("party_b", "made:up", {})
    story.say("party_a", "objection:raised", {"code": "objection:too_late", "payload": None}, re=[later])
    code, told = _told("verify", put("a.bundle", story.bundle().data))
    logs = {log["author"]: log for log in told["logs"]}
    assert (logs["party_a"]["waiting"], logs["party_a"]["void"], told["stands"]) == ([3], [], True)
    assert code == 0


def test_a_cosigned_log_whose_entries_were_exchanged_does_not_stand(story, put):
    """The checkpoint is that of the log as it was; an entry in it is another one, well signed."""
    checkpoint = story.checkpoint("party_a").note.data
    other = Story(story.genesis)
    other.say("party_a", "arrangement:proposed", {"digest": "cd" * 32, "text": "another"}, see=False)
    other.say("party_a", "test:other", {"code": "list:count"}, see=False)
    forged = story.bundle(more={**other.files(), "logs/party_a/checkpoint": checkpoint})
    code, told = _told("verify", put("a.bundle", forged.data))
    assert code == 3
    assert "record:verify:root" in {problem["code"] for log in told["logs"] for problem in log["problems"]}


@pytest.mark.parametrize("at", [0.1, 0.5, 0.95])
def test_a_changed_byte_is_an_error_that_names_no_entry_as_good(story, put, at):
    data = bytearray(story.bundle().data)
    data[int(len(data) * at)] ^= 1
    code, told = _told("verify", put("a.bundle", bytes(data)))
    assert code == 3
    assert told["error"]["code"].startswith("record:")


def test_another_genesis_than_the_one_named_is_refused(story, put):
    path = put("a.bundle", story.bundle().data)
    right = story.genesis.digest.hex()
    assert _told("verify", path, "--genesis-digest", right)[0] == 0
    grouped = " ".join(right[at : at + 4] for at in range(0, 64, 4)).upper()
    assert _told("verify", path, "--genesis-digest", grouped)[1]["genesis_compared"]
    code, told = _told("verify", path, "--genesis-digest", "00" * 32)
    assert (code, told["error"]["code"]) == (3, "record:verify:other_genesis")
    code, told = _told("verify", path, "--genesis-digest", "nonsense")
    assert (code, told["error"]["code"]) == (2, "record:verify:digest")


def test_the_digest_is_shown_in_groups_to_be_read_aloud(story, put):
    _, out, _ = _run("verify", put("a.bundle", story.bundle().data))
    digest = story.genesis.digest.hex()
    assert f"    {digest[:4]} {digest[4:8]} {digest[8:12]} {digest[12:16]}\n" in out


def test_a_bundle_that_its_sender_did_not_sign_does_not_stand(story, put):
    """Anybody can put true logs into a bundle; what else lies in it is vouched for by the sender alone."""
    bundle = replace(story.bundle("witness"), sender="party_b")
    manifest = bundle.manifest.payload.replace(b'"sender":"witness"', b'"sender":"party_b"')
    forged = replace(bundle, manifest=replace(bundle.manifest, payload=manifest))
    code, told = _told("verify", put("a.bundle", forged.data))
    assert code == 3
    assert not told["signed_by_sender"]
    assert all(log["stands"] for log in told["logs"])


def test_a_log_of_which_nothing_is_there_needs_a_look_and_is_no_fault(put):
    story = Story(authors=("party_a", "party_b"))
    files = {name: data for name, data in story.files().items() if not name.startswith("logs/witness")}
    story.files = lambda cosigners=None: files
    code, out, _ = _run("verify", put("a.bundle", story.bundle().data))
    assert code == 6
    assert f"Witness: 0 entries\n    root  {EMPTY_ROOT.hex()}\n    The bundle contains nothing of this log." in out


def test_a_bundle_that_only_carries_on_says_what_it_is(story, put):
    files = {name: data for name, data in story.files().items() if "logs/party_b/tile" not in name}
    story.files = lambda cosigners=None: files
    code, told = _told("verify", put("a.bundle", story.bundle().data))
    assert (code, told["error"]["code"]) == (3, "record:verify:partial")
    assert told["error"]["params"]["where"] == "party_b"


# evidence of a fork


def _two_versions():
    first, second = short_story(), short_story()
    first.say("party_a", "test:two", {"to": "party_b", "places": 10})
    second.say("party_a", "test:two", {"to": "party_b", "places": 20})
    second.say("party_a", "test:other", {"code": "list:count"})
    return first, second, first.fork("party_a", second)


def test_evidence_of_a_fork_is_proof_with_the_keys_of_the_genesis_alone(put):
    first, _, fork = _two_versions()
    evidence = put("party_a.fork.json", fork.data)
    code, out, _ = _run("verify", evidence, "--keys", put("genesis", first.genesis.data))
    assert code == 0
    assert "PROVEN: this log was written in two versions under its own key." in out


def test_evidence_without_known_keys_needs_a_look(put):
    _, _, fork = _two_versions()
    code, told = _told("verify", put("party_a.fork.json", fork.data))
    assert code == 6
    assert told["forks"][0]["stands"]
    assert not told["forks"][0]["key_known"]


def test_evidence_of_a_log_that_only_grew_proves_nothing(put):
    first, second = short_story(), short_story()
    second.say("party_a", "test:two", {"to": "party_b"})
    code, out, _ = _run("verify", put("x.fork.json", first.fork("party_a", second).data))
    assert code == 3
    assert "IT PROVES NOTHING" in out


def test_a_bundle_with_evidence_against_one_of_its_logs_says_so_and_is_not_well(put):
    first, _, fork = _two_versions()
    path = put("a.bundle", first.bundle().data)
    code, out, _ = _run("verify", path, "--evidence", put("e.json", fork.data))
    assert code == 6
    assert "TWO VERSIONS" in out
    carried = put("b.bundle", first.bundle(more={"frozen/party_a": fork.data}).data)
    code, told = _told("verify", carried)
    assert code == 6
    assert told["forks"][0]["key_known"]


# a proof of one entry


def test_a_proof_with_its_entry_and_the_genesis_is_enough(story, put):
    entry = story.entries["party_a"][2].data
    proof = put("2.tlog-proof", story.proof("party_a", 2).data)
    keys = put("genesis", story.genesis.data)
    code, told = _told("verify", proof, "--entry", put("2.entry", entry), "--keys", keys)
    assert code == 0
    assert told["stands"]
    assert {one["by"] for one in told["cosigned"]} == {"party_b", "witness"}
    policy = put("policy", policy_of(story.genesis, "party_a").text.encode())
    assert _told("verify", proof, "--entry", put("2.entry", entry), "--keys", policy)[0] == 0
    bundle = put("keys.bundle", story.bundle().data)
    assert _told("verify", proof, "--entry", put("2.entry", entry), "--keys", bundle)[0] == 0


def test_a_proof_may_carry_its_entry(story, put):
    entry = story.entries["party_a"][1].data
    proof = put("1.tlog-proof", story.proof("party_a", 1, extra=entry).data)
    assert _told("verify", proof, "--keys", put("genesis", story.genesis.data))[0] == 0


def test_a_proof_of_another_entry_does_not_stand(story, put):
    proof = put("2.tlog-proof", story.proof("party_a", 2).data)
    other = put("1.entry", story.entries["party_a"][1].data)
    code, told = _told("verify", proof, "--entry", other, "--keys", put("genesis", story.genesis.data))
    assert code == 3
    assert not told["leads"]


def test_a_proof_under_a_checkpoint_of_an_unknown_key_does_not_stand(story, put):
    proof = story.proof("party_a", 2)
    forged = put("2.tlog-proof", replace(proof, signed=story.checkpoint("party_a", name="another")).data)
    entry = put("2.entry", story.entries["party_a"][2].data)
    assert _told("verify", forged, "--entry", entry, "--keys", put("genesis", story.genesis.data))[0] == 3


def test_a_proof_without_keys_says_that_nobody_was_asked(story, put):
    proof = put("2.tlog-proof", story.proof("party_a", 2).data)
    code, out, _ = _run("verify", proof, "--entry", put("2.entry", story.entries["party_a"][2].data))
    assert code == 6
    assert "no signature was checked" in out
    assert _run("verify", proof)[0] == 2


# bad input and reading


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"PK\x03\x04nonsense", b"{}", b"hello", b"c2sp.org/tlog-proof@v1\n", b"\xff" * 99]
)
def test_what_is_no_piece_of_a_record_is_refused_in_words(put, data):
    code, out, err = _run("verify", put("x", data))
    assert code in {2, 3}
    assert not out
    assert "Traceback" not in err


def test_a_missing_file_is_a_mistake_in_the_call(tmp_path):
    assert _run("verify", tmp_path / "none")[0] == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_says_the_same_figures(story, put, lang):
    code, out, _ = _run("verify", put("a.bundle", story.bundle().data), lang=lang)
    assert code == 0
    for log in ("party_a", "party_b", "witness"):
        assert story.states[log].frontier.root.hex() in out


def test_verifying_loads_no_database_and_no_web_framework(story, put):
    """Whoever gets a bundle can check it on a machine where no node could be made; and it starts at once."""
    path = put("a.bundle", story.bundle().data)
    program = (
        "import sys; from allforall.cli import main; code = main(sys.argv[1:]); "
        "loaded = {'django', 'sqlite3', 'reportlab', 'numpy', 'allforall.node', 'allforall.store', 'socket'} "
        "& set(sys.modules); sys.exit(f'loaded {loaded}' if loaded else code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--lang", "en", "verify", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
