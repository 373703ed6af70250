"""The commands about offers, as officers type them on three machines."""

import json

import pytest
from tests import record_making
from tests.record_making import AUTHORS, PASSPHRASE, Table

from allforall.arrangement import istanbul
from allforall.arrangement.entries import TEXT_ACCEPTED, TEXT_PROPOSED, accept, propose
from allforall.cli.offer_commands import read_line, read_moment
from allforall.cli.program import main
from allforall.errors import CallError
from allforall.node.folder import read_clock
from allforall.offers.entries import LINE
from allforall.pages import LANGUAGES

#: The program reads the real clock, so the deadline is far away.
UNTIL = "2099-07-01T12:00Z"


@pytest.fixture
def table(tmp_path, monkeypatch):
    """Three desks that have agreed on the example, with officers' key files and passphrases beside them."""
    made = record_making.make_officer_key

    def kept(name, passphrase, **more):
        data = made(name, passphrase, **more)
        (tmp_path / f"{name}.key").write_bytes(data)
        return data

    monkeypatch.setattr(record_making, "make_officer_key", kept)
    table = Table(tmp_path, read_clock)
    proposed = propose(istanbul())
    with table.at("party_a") as record:
        leaf = table.say(record, "arrangement:proposed", TEXT_PROPOSED.body(proposed)).leaf
    table.carry("party_a", "party_b")
    with table.at("party_b") as record:
        table.say(record, "arrangement:accepted", TEXT_ACCEPTED.body(accept(proposed)), answers=[leaf])
    table.carry_round(1)
    return table


@pytest.fixture
def run(tmp_path, table, capsys):
    passphrases = tmp_path / "passphrases.toml"
    names = ["log", *(f"{author}-officer-{n}" for author in AUTHORS for n in (1, 2, 3))]
    passphrases.write_text("".join(f'{name} = "{PASSPHRASE}"\n' for name in names))
    passphrases.chmod(0o600)

    def command(author, *words, keys=2, plain=False, lang="en"):
        files = [word for n in range(1, keys + 1) for word in ("--key", tmp_path / f"{author}-officer-{n}.key")]
        front = ["--node", tmp_path / author, "--passphrases", passphrases, "--lang", lang]
        code = main([str(word) for word in (*front, *([] if plain else ["--json"]), *words, *files)])
        out = capsys.readouterr().out
        return code, out if plain else json.loads(out.splitlines()[-1])

    return command


@pytest.fixture
def offer(run, table):
    code, told = run("party_a", "offer", "make", "--to", "party_b", "--until", UNTIL, "--give", "young:10")
    assert code == 0, told
    table.carry_round(1)
    return told["entry"]


def test_an_offer_is_made_accepted_decided_and_listed(run, table, offer):
    code, told = run("party_b", "offer", "accept", offer)
    assert (code, told["type"]) == (0, "offer:accepted")
    table.carry_round(1)
    code, told = run("party_a", "offer", "list", keys=0)
    (stands,) = told["offers"]
    assert (stands["state"], stands["places_are_free"], stands["may_dispatch"]) == ("undecided", False, False)
    code, told = run("witness", "offer", "decide", offer)
    assert (code, told["type"]) == (0, "offer:outcome")
    table.carry_round(1)
    code, told = run("party_a", "offer", "show", offer, keys=0)
    assert (told["state"], told["may_dispatch"], told["outcome"]) == ("accepted", True, "witness:1")


def test_what_blocks_is_said_with_every_reason_and_the_exit_code_of_a_closed_gate(run, offer):
    words = ("offer", "make", "--to", "witness", "--until", "2020-01-01T00:00Z", "--give", "young:10")
    code, told = run("party_a", *words)
    assert code == 5
    assert [reason["code"] for reason in told["blocked"]] == ["offer:to", "offer:deadline_passed", "offer:places_taken"]
    code, out = run("party_a", *words, plain=True)
    assert out.count("\n  ") == 3


def test_one_officer_alone_accepts_nothing(run, offer):
    assert run("party_b", "offer", "accept", offer, keys=1)[0] == 5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_reader_of_every_language_is_told_that_places_are_bound_and_nobody_is_sent(run, offer, lang):
    code, out = run("party_b", "offer", "list", keys=0, plain=True, lang=lang)
    assert (code, "{" in out) == (0, False)
    assert len(out.splitlines()) == 4, out


def test_a_line_of_places_is_read():
    assert LINE.write(read_line("wounded_and_ill:4")) == {"category": "wounded_and_ill", "count": 4}


@pytest.mark.parametrize("typed", ["", "young", "young:", ":1", "young:ten", "place-1:young:10", "young:10:urgent"])
def test_a_line_of_another_form_is_refused(typed):
    with pytest.raises(CallError):
        read_line(typed)


def test_a_moment_is_in_utc():
    assert read_moment("2026-07-01 12:00Z") == "2026-07-01T12:00:00Z"
    with pytest.raises(CallError):
        read_moment("2026-07-01 12:00")
