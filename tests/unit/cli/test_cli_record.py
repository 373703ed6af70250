"""The commands `keys` and `record`, as officers type them on three machines."""

import json

import pytest
from tests.record_making import AUTHORS, CHEAP, PASSPHRASE, Table

from allforall.arrangement import istanbul
from allforall.arrangement.entries import TEXT_PROPOSED, propose
from allforall.cli import record_commands
from allforall.cli.program import main
from allforall.node.folder import create_node
from allforall.node.keys.key_files import make_officer_key
from allforall.node.keys.keyring import make_log_key


@pytest.fixture
def passphrases(tmp_path):
    path = tmp_path / "passphrases.toml"
    names = ["log", "new", *(f"{author}-{n}" for author in AUTHORS for n in (1, 2, 3))]
    path.write_text("".join(f'{name} = "{PASSPHRASE}"\n' for name in names))
    path.chmod(0o600)
    return path


@pytest.fixture
def run(tmp_path, passphrases, capsys):
    """Runs a command on an author's node; gives its exit code and what it printed as JSON."""

    def command(author, *words):
        code = main(["--node", str(tmp_path / author), "--json", "--passphrases", str(passphrases), *map(str, words)])
        return code, json.loads(capsys.readouterr().out.splitlines()[-1])

    return command


@pytest.fixture
def good(run):
    def command(author, *words):
        code, told = run(author, *words)
        assert code == 0, told
        return told

    return command


@pytest.fixture
def keys(tmp_path):
    """Officers' key files, cheap to open."""
    files = {}
    for author in AUTHORS:
        for number in (1, 2, 3):
            path = tmp_path / f"{author}-{number}.key"
            path.write_bytes(make_officer_key(f"{author}-{number}", PASSPHRASE, cost=CHEAP))
            files[author, number] = path
    return files


@pytest.fixture
def nodes(tmp_path, good, keys):
    """Three nodes with keys; nobody has begun a record."""
    for author in AUTHORS:
        node = create_node(tmp_path / author, party=author, title=author, rehearsal=True)
        make_log_key(node, PASSPHRASE, cost=CHEAP)
    return tmp_path


@pytest.fixture
def genesis(nodes, good, keys):
    """A genesis that all have signed."""
    described = []
    for author in AUTHORS:
        vkeys = [good(author, "keys", "show", keys[author, number])["vkey"] for number in (1, 2)]
        told = good(
            author,
            "record",
            "genesis",
            "describe",
            "--case",
            "c-1",
            *(word for vkey in vkeys for word in ("--officer-key", vkey)),
        )
        described.append(told["file"])
    path = nodes / "genesis"
    good("party_a", "record", "genesis", "draft", *described, "--decider", "witness", "--to", path)
    for author in AUTHORS:
        told = good(author, "record", "genesis", "sign", path, "--key", keys[author, 1], "--key", keys[author, 2])
    assert not told["lacking"]
    return path


@pytest.fixture
def begun(genesis, good, keys):
    for author in AUTHORS:
        good(author, "record", "genesis", "adopt", genesis, "--key", keys[author, 1])
    return genesis


def carry(good, tmp_path, author, to, *more):
    file = good(author, "record", "export", "--to", to, "--file", tmp_path / f"{author}-{to}.bundle", *more)["file"]
    return good(to, "record", "import", file)["bundles"][0]


def test_an_officers_key_is_made_for_a_stick(tmp_path, good, run):
    told = good("none", "keys", "new", "--officer", "new", "--to", tmp_path / "o.key")
    assert told["name"] == "allforall/officer/new"
    assert (tmp_path / "o.key").stat().st_mode & 0o777 == 0o600
    assert good("none", "keys", "show", tmp_path / "o.key")["vkey"] == told["vkey"]
    code, again = run("none", "keys", "new", "--officer", "new", "--to", tmp_path / "o.key")
    assert (code, again["error"]["code"]) == (2, "call:file:exists")


def test_a_node_gets_its_keys_once(tmp_path, good, run):
    create_node(tmp_path / "party_a", party="party_a", title="A", rehearsal=True)
    good("party_a", "keys", "new")
    assert set(good("party_a", "keys", "show")["keys"]) == {"log.key", "epoch-1.key"}
    code, told = run("party_a", "keys", "new")
    assert (code, told["error"]["code"]) == (4, "keys:there")


def test_a_record_begins_between_three_machines_and_bundles_go_round(begun, tmp_path, good):
    digests = {good(author, "record", "genesis", "show")["digest"] for author in AUTHORS}
    assert digests == {good("none", "record", "genesis", "show", begun)["digest"]}
    for _ in range(2):
        for author in AUTHORS:
            for to in AUTHORS:
                if to != author:
                    carry(good, tmp_path, author, to)
    shown = good("witness", "record", "show", "--entries")
    assert {log["author"]: (log["size"], sorted(log["cosigned"])) for log in shown["logs"]} == {
        "party_a": (1, ["party_b", "witness"]),
        "party_b": (1, ["party_a", "witness"]),
        "witness": (1, ["party_a", "party_b"]),
    }
    assert {one["type"] for one in shown["entry_list"]} == {"record:genesis"}
    assert good("party_b", "record", "verify")["stands"]
    whole = good("party_b", "record", "export", "--file", tmp_path / "whole.bundle")["file"]
    assert good("none", "verify", whole, "--genesis-digest", digests.pop())["stands"]


def test_a_genesis_that_was_changed_on_the_way_is_not_signed(genesis, run, keys):
    text = genesis.read_text()
    genesis.write_text(text.replace('"list:disclosed":2', '"list:disclosed":1', 1))
    for author in AUTHORS[:1]:
        code, told = run(author, "record", "genesis", "sign", genesis, "--key", keys[author, 1])
        assert (code, told["error"]["code"]) == (5, "record:genesis:changed")


def test_a_genesis_that_lacks_signatures_is_not_adopted(genesis, run, keys):
    data = genesis.read_bytes()
    genesis.write_bytes(data[: data.rstrip(b"\n").rindex(b"\n") + 1])
    code, told = run("party_a", "record", "genesis", "adopt", genesis, "--key", keys["party_a", 1])
    assert (code, told["error"]["code"]) == (5, "record:genesis:unsigned")


def test_a_stranger_signs_no_genesis(genesis, run, keys):
    code, told = run("party_a", "record", "genesis", "sign", genesis, "--key", keys["party_a", 3])
    assert (code, told["error"]["code"]) == (5, "record:genesis:not_an_officer")


def test_an_entry_is_drafted_signed_on_two_machines_and_said_once(begun, tmp_path, good, run, keys):
    body = TEXT_PROPOSED.body(propose(istanbul()))
    (tmp_path / "body.json").write_text(json.dumps(body))
    draft = tmp_path / "draft"
    good("party_a", "record", "draft", "arrangement:proposed", "--body", tmp_path / "body.json", "--to", draft)
    copy = tmp_path / "copy"
    copy.write_bytes(draft.read_bytes())
    good("none", "record", "sign", draft, "--key", keys["party_a", 1])
    told = good("none", "record", "sign", copy, "--key", keys["party_a", 2])
    assert told["signatures"] == ["allforall/officer/party_a-2"]
    code, told = run("party_a", "record", "append", draft)
    assert (code, told["error"]["code"]) == (5, "record:log:signatures")
    assert good("party_a", "record", "append", draft, copy)["entry"] == 1
    code, told = run("party_a", "record", "append", draft, copy)
    assert (code, told["error"]["code"]) == (5, "record:log:sequence")
    assert good("party_a", "record", "show", "party_a:1")["body"] == body


def test_a_draft_opens_no_gate_that_an_act_keeps_shut(begun, tmp_path, run, keys, monkeypatch):
    """Neither at the node that drafts nor at the one that appends what somebody drafted elsewhere."""
    said = [
        ("list:disclosed", {"count": 20}, "record:draft:by_act"),
        ("offer:accepted", {}, "record:draft:by_act"),
        ("record:keys_rotated", {}, "record:draft:by_act"),
        ("note:made", {"of": "a name"}, "record:draft:by_act"),
        ("objection:raised", {"code": "objection:incomplete", "of": "a name"}, "entry:body:keys"),
    ]
    for number, (kind, body, refused) in enumerate(said):
        file, path = tmp_path / f"{number}.json", tmp_path / str(number)
        file.write_text(json.dumps(body))
        drafting = ("record", "draft", kind, "--body", file, "--to", path)
        assert run("party_a", *drafting)[1]["error"]["code"] == refused
        assert not path.exists()
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr(record_commands, "why_no_draft", lambda _: None)
            assert run("party_a", *drafting)[0] == 0
        assert run("none", "record", "sign", path, "--key", keys["party_a", 1])[0] == 0
        assert run("party_a", "record", "append", path)[1]["error"]["code"] == refused


def test_what_is_no_draft_is_not_signed(tmp_path, run, keys, begun):
    path = tmp_path / "x"
    for data, code in [
        (b"a text\n\n", "record:draft:kind"),
        (b"x", "record:note:no_signatures"),
        (b"", "record:note:no_signatures"),
    ]:
        path.write_bytes(data)
        assert run("none", "record", "sign", path, "--key", keys["party_a", 1])[1]["error"]["code"] == code
        assert path.read_bytes() == data
    assert (
        run("none", "record", "sign", begun, "--key", keys["party_a", 1])[1]["error"]["code"] == "record:draft:genesis"
    )


def test_officers_come_and_go_and_a_stolen_key_is_revoked(begun, tmp_path, good, run, keys):
    vkey = good("party_a", "keys", "show", keys["party_a", 3])["vkey"]
    all_three = [word for n in (1, 2, 3) for word in ("--key", keys["party_a", n])]
    code, told = run("party_a", "keys", "rotate", "--add", vkey, *all_three[:2])
    assert (code, told["error"]["code"]) == (5, "record:log:signatures")
    assert good("party_a", "keys", "rotate", "--add", vkey, "--log", *all_three)["entry"] == 1
    assert good("party_a", "keys", "revoke", "party_a-1", "--last-trusted", 2, *all_three[2:])["entry"] == 2
    code, told = run("party_a", "keys", "rotate", "--log", *all_three[:4])
    assert (code, told["error"]["code"]) == (5, "record:log:signatures")
    good("party_a", "keys", "rotate", "--epoch", "--old-ends", "2030-01-01", *all_three[2:])
    assert carry(good, tmp_path, "party_a", "party_b")["taken"] == {"party_a": [0, 4]}
    now = good("party_a", "keys", "show")["record"]["officers"]
    assert [vkey.partition("+")[0] for vkey in now] == ["allforall/officer/party_a-2", "allforall/officer/party_a-3"]
    assert good("party_b", "record", "verify")["stands"]


CALLS = [
    (["keys", "rotate", "--key", "K"], "keys:rotate:nothing"),
    (["keys", "rotate", "--epoch", "--key", "K"], "keys:rotate:no-day"),
    (["keys", "rotate", "--remove", "nobody", "--key", "K"], "keys:officer:unknown"),
    (["keys", "rotate", "--remove", "party_a-1", "--key", "K"], "keys:officers:few"),
    (["record", "export", "--to", "party_a"], "record:export:nobody"),
    (["record", "show", "party_a:9"], "record:entry:unknown"),
    (["record", "draft", "x:y", "--body", "G", "--to", "T"], "record:draft:body"),
    (["record", "genesis", "describe", "--case", "c", "--officer-key", "x"], "record:vkey:form"),
    (["keys", "new", "--to", "T"], "keys:officer:name"),
    (["record", "import", "nothing.bundle"], "record:import:unreadable"),
]


@pytest.mark.parametrize(("words", "code"), CALLS, ids=[" ".join(words[:3]) + " " + code for words, code in CALLS])
def test_what_cannot_be_done_is_said(begun, tmp_path, run, keys, words, code):
    places = {"G": str(begun), "K": str(keys["party_a", 1]), "T": str(tmp_path / "to")}
    exit_code, told = run("party_a", *[places.get(word, word) for word in words])
    assert told["error"]["code"] == code
    assert exit_code != 0


def test_a_node_without_a_record_says_so(nodes, run):
    assert run("party_a", "record", "show")[1]["error"]["code"] == "record:none"


def test_a_fork_is_said_loudly_and_leaves_the_exit_code_for_a_look(tmp_path, clock, run, passphrases):
    table = Table(tmp_path, clock)
    double = table.copy("party_a", "double")
    double.believe("party_a")
    for one, kind in ((table, "test:said"), (double, "test:other")):
        with one.at("party_a") as record:
            one.say(record, kind)
        data = one.export("party_a", "party_b")
        (tmp_path / "bundle").write_bytes(data)
        code, told = run("party_b", "record", "import", tmp_path / "bundle")
    assert code == 6
    assert set(told["bundles"][0]["forks"]) == {"party_a"}
    code, told = run("party_b", "record", "show")
    assert code == 6
    assert set(told["frozen"]) == {"party_a"}


def test_an_entry_that_binds_nobody_is_shown_so_and_its_words_only_with_names(tmp_path, clock, run):
    table = Table(tmp_path, clock)
    with table.at("party_a") as record:
        table.force(record, "list:declared", {"count": 20, "of": "Vyhadanenko"})
        table.force(record, "made:up", {"of": "Vyhadanenko"})
    (tmp_path / "bundle").write_bytes(table.export("party_a", "party_b"))
    code, told = run("party_b", "record", "import", tmp_path / "bundle")
    assert (code, told["bundles"][0]["problems"]) == (6, [["party_a", 1, "record:entry:not_valid"]])
    for entry, reading, expected in (("party_a:1", "not_valid", 6), ("party_a:2", "unknown", 0)):
        code, told = run("party_b", "record", "show", entry)
        assert (code, told["reading"], told["body"], told["note"]) == (expected, reading, {}, "")
        code, told = run("party_b", "record", "show", entry, "--names")
        assert (code, told["body"]["of"]) == (expected, "Vyhadanenko")
    code, told = run("party_b", "record", "show", "--entries")
    assert code == 6
    assert [one["type"] for one in told["entry_list"] if one["entry"].startswith("party_a")][1:] == ["", ""]
    assert run("party_b", "record", "verify")[0] == 6


@pytest.mark.parametrize("lang", ["en", "uk", "ru", "tr"])
def test_people_are_shown_the_same_in_their_language(begun, tmp_path, passphrases, capsys, lang):
    for words in (["show", "--entries"], ["verify"], ["genesis", "show"], ["show", "party_a:0"]):
        assert (
            main(
                [
                    "--node",
                    str(tmp_path / "party_a"),
                    "--lang",
                    lang,
                    "--passphrases",
                    str(passphrases),
                    "record",
                    *words,
                ]
            )
            == 0
        )
        assert capsys.readouterr().out.strip()


def test_no_passphrase_is_printed_or_stored(begun, tmp_path, keys, passphrases, capsys):
    capsys.readouterr()
    words = ["keys", "rotate", "--log", "--key", str(keys["party_a", 1]), "--key", str(keys["party_a", 2])]
    assert main(["--node", str(tmp_path / "party_a"), "--passphrases", str(passphrases), *words]) == 0
    shown = capsys.readouterr()
    assert PASSPHRASE not in shown.out + shown.err
    for path in (tmp_path / "party_a").rglob("*"):
        assert not path.is_file() or PASSPHRASE.encode() not in path.read_bytes()


def test_a_second_officer_of_three_cannot_be_revoked_by_one(begun, good, run, keys):
    vkey = good("party_a", "keys", "show", keys["party_a", 3])["vkey"]
    all_three = [word for n in (1, 2, 3) for word in ("--key", keys["party_a", n])]
    good("party_a", "keys", "rotate", "--add", vkey, *all_three)
    assert good("party_a", "keys", "revoke", vkey, "--last-trusted", 2, *all_three[:4])["lost"] == []
    code, told = run("party_a", "keys", "revoke", "party_a-1", "--last-trusted", 1, *all_three[2:])
    assert (code, told["error"]["code"]) == (5, "record:log:signatures")
