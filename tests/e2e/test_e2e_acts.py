"""The acts on top of the record as a person types them: agreed, declared, disclosed, answered, noticed, objected to."""

import json
import sys
from pathlib import Path

import pytest
from conftest_shell import Shell

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit" / "node"))
from conftest_exchange import rows
from conftest_node import FIRST, SECOND
from tests.record_making import CHEAP, PASSPHRASE, Table

from allforall.node.keys.key_files import KeyUse, make_lock, seal_key


class Desk(Shell):
    """A shell at a node with a record; `keys` are the officers' key files."""

    def __init__(self, table, author):
        super().__init__(table.folder, author)
        lock = make_lock(PASSPHRASE, CHEAP)
        self.keys = []
        for number, officer in enumerate(table.officers[author][:2], 1):
            path = table.folder / f"{author}-{number}.key"
            path.write_bytes(seal_key(KeyUse.OFFICER, officer.name, officer.key.seed, lock).data)
            self.keys.append(path)
        names = {officer.name.removeprefix("allforall/officer/") for officer in table.officers[author]}
        words = {FIRST.name: FIRST.passphrase, SECOND.name: SECOND.passphrase, "log": PASSPHRASE}
        words |= dict.fromkeys(names, PASSPHRASE)
        self.passphrases = table.folder / f"{author}.toml"
        self.passphrases.write_text("".join(f'"{name}" = "{word}"\n' for name, word in words.items()))
        self.passphrases.chmod(0o600)

    def run(self, *words, second=False, officer=True):
        call = [*words, "--officer", FIRST.name, "--passphrases", str(self.passphrases)] if officer else [*words]
        if second:
            call += ["--second", SECOND.name]
        return super().run(*call, officer=False)

    def signed(self, *words, keys=2):
        """A call that has to succeed, with officers' keys."""
        given = [word for path in self.keys[:keys] for word in ("--key", path)]
        return self.good(*words, *given, second=True)


@pytest.fixture
def table(tmp_path, clock):
    return Table(tmp_path, clock)


@pytest.fixture
def desks(table):
    made = {author: Desk(table, author) for author in ("party_a", "party_b")}
    for desk in made.values():
        desk.good("officer", "add", FIRST.name)
        desk.good("officer", "add", SECOND.name)
    return made


def test_two_headquarters_agree_exchange_lists_and_answers_and_prove_single_ones(table, desks):
    a, b = desks["party_a"], desks["party_b"]
    # what was agreed
    assert a.signed("arrangement", "propose", "istanbul", keys=1)["entry"] == "party_a:1"
    table.carry("party_a", "party_b")
    accepted = b.signed("arrangement", "accept", "--wording", "category.young.title=Young soldiers, under 25", keys=1)
    assert accepted["differences"][0]["proposed"] == "Young soldiers"
    table.carry("party_b", "party_a")
    shown = a.good("arrangement", "show")
    assert shown["agreed"][0]["differences"] == accepted["differences"]
    assert a.good("arrangement", "adopt", "agreed")["digest"] == accepted["digest"]

    # lists: declared, then disclosed; a loose file is neither made nor read
    a.read(a.write("sought.csv", rows(range(1, 13))), "sought")
    b.read(b.write("held.csv", rows(range(7, 19))), "held")
    assert a.run("disclose", "export", "SA1", "--key", a.keys[0], "--key", a.keys[1], second=True) == 5
    assert a.code == "disclosure:list:not-declared"
    declared = a.signed("disclose", "declare", "SA1")
    assert a.good("disclose", "open", "SA1:3", "--to", a.folder / "row.json")["entry"] == declared["entry"]
    assert a.signed("disclose", "export", "SA1")["persons"] == 12
    assert a.run("disclose", "export", "SA1", second=True) == 5
    assert a.code == "keys:officer:needed"
    table.carry("party_a", "party_b")
    assert b.good("disclose", "import")["lists"][0]["rows_read"] == 12
    assert b.good("disclose", "import")["lists"] == []
    assert b.run("disclose", "import", a.folder / "row.json") == 5
    assert b.code == "record:loose-file"
    checked = b.good("disclose", "check", a.folder / "row.json")
    assert (checked["author"], checked["item"]["surname"]) == ("party_a", "Зразковський")

    before = table.export("party_a")

    # answers, with their notices
    for words in (["reconcile", "--within", "SA1"], ["reconcile", "--within", "HB1"], ["reconcile"]):
        b.good(*words)
    b.good("answers", "confirm", "--clear")
    signed = b.signed("answers", "sign")
    assert signed["told"] == {"held": 6, "no_answer": 6}
    (made,) = signed["notices"]
    assert made["notices"] == 6
    told = [json.loads(Path(path).read_text()) for path in made["files"] if path.endswith(".json")]
    assert [one["copy"] for one in told] == [False, True]
    assert b.signed("answers", "notices")["notices"] == []
    table.carry("party_b", "party_a")
    assert a.good("answers", "import")["added"] == 12
    a.good("answers", "open", "SA1:9", "--to", a.folder / "answer.json")
    assert b.good("answers", "check", a.folder / "answer.json")["item"]["kind"] == "held"
    forged = json.loads((a.folder / "answer.json").read_text())
    a.write("forged.json", json.dumps({**forged, "index": forged["index"] ^ 1}, separators=(",", ":"), sort_keys=True))
    assert b.run("answers", "check", a.folder / "forged.json") == 3
    assert b.code == "opening:other_root"
    # and whoever has the whole record, but no node: a family, a court
    whole = a.write("whole.bundle", table.export("party_a"))
    older = a.write("older.bundle", before)
    digest = ["--genesis-digest", table.genesis.digest.hex()]
    outside, answered = Shell(a.folder, "no-node"), a.folder / "answer.json"
    for words, expected in (
        ([answered, "--bundle", whole, *digest], ""),
        ([a.folder / "forged.json", "--bundle", whole, *digest], "opening:other_root"),
        ([answered, "--bundle", whole, "--genesis-digest", "0" * 64], "record:verify:other_genesis"),
        ([answered, "--bundle", older, *digest], "opening:entry:not-in-bundle"),
    ):
        outside.run("answers", "check", *words, officer=False)
        assert outside.code == expected
        assert expected or outside.told["item"]["kind"] == "held"

    # an objection, and a correction
    objected = a.signed(
        "record", "object", "party_b:2", "--code", "incomplete", "--why", "six names have no answer", keys=1
    )
    assert objected["code"] == "objection:incomplete"
    assert b.signed("record", "correct", "party_b:2", "--code", "withdrawn", keys=1)["entry"].startswith("party_b:")
    assert a.run("record", "correct", "party_b:2", "--code", "clerical", "--key", a.keys[0]) == 5


@pytest.mark.parametrize("lang", ["en", "uk", "ru", "tr"])
def test_what_is_said_of_it_is_in_the_readers_language(table, desks, lang, capsys):
    from allforall.cli import main

    a = desks["party_a"]
    call = ["--node", str(a.node), "--lang", lang, "--officer", FIRST.name, "--passphrases", str(a.passphrases)]
    assert main([*call, "arrangement", "show"]) == 0
    said = capsys.readouterr().out
    expected = {
        "en": "has not adopted an arrangement",
        "uk": "ще не ухвалив домовленості",
        "ru": "ещё не принял договорённость",
        "tr": "bir mutabakat benimsemedi",
    }
    assert expected[lang] in said
