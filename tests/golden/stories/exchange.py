"""Two parties and a witness with a record, from their keys to verified proofs: the README's steps and more."""

import json
from pathlib import Path

from conftest_exchange import rows
from sitecustomize import later
from stage import FIRST, LANGUAGES, SECOND, Desk
from tests.record_making import force

from allforall.node.folder import opened
from allforall.node.keys.keyring import read_officer_key, unlock
from allforall.node.record.record import open_record

AUTHORS = {"party_a": "a", "party_b": "b", "witness": "w"}
YOUNG = "young:2"


class Table:
    """The three desks, and the bundles that are carried between them."""

    def __init__(self, stage):
        self.stage = stage
        self.desks = {
            author: Desk(stage, author, tuple(f"{sign}-{n}.key" for n in (1, 2, 3))) for author, sign in AUTHORS.items()
        }

    def __iter__(self):
        return iter(self.desks.values())

    def carry(self, author, to):
        """A bundle from one to another."""
        file = self.desks[author].good("record", "export", "--to", to)["file"]
        return self.desks[to].good("record", "import", file)

    def carry_round(self):
        """A bundle from each to each."""
        for author in AUTHORS:
            for to in AUTHORS:
                if to != author:
                    self.carry(author, to)


def play(stage):
    table = Table(stage)
    digest = _begin(table)
    a, b, w = table
    _agree(table, a, b)
    _disclose(table, a, b)
    _answer(table, a, b)
    objection = _remark(table, a, b)
    _hand_over(table, a, b)
    _unlock(table, a, objection)
    _offer(table, a, b, w)
    _look(table, a, w)
    _prove(stage, a, digest)
    _change_keys(table, a, b)
    _erase(table, a, b)
    _restore(table, b)
    _silent_witness(table, a, b)
    _write_nonsense(stage, table, a, b, digest)


def _begin(table):
    public = {}
    for desk in table:
        author = desk.name
        desk.good("init", desk.node, "--party", author, "--title", author)
        desk.good("officer", "add", FIRST)
        desk.good("officer", "add", SECOND)
        desk.refused("keys", "show")
        desk.good("keys", "new")
        desk.refused("keys", "new")
        desk.look("keys", "show", langs=())
        sign = AUTHORS[author]
        public[author] = [
            desk.good("keys", "new", "--officer", f"{sign}-{n}", "--to", f"{sign}-{n}.key")["vkey"] for n in (1, 2, 3)
        ]
    a, _, w = table
    a.refused("keys", "new", "--officer", "nobody", "--to", "nobody.key")
    a.refused("keys", "new", "--officer", "a-1", "--to", "a-1.key")
    a.look("keys", "show", "a-1.key")
    described = []
    for desk in table:
        keys = [word for key in public[desk.name] for word in ("--officer-key", key)]
        described.append(desk.good("record", "genesis", "describe", "--case", "c-1", *keys)["file"])
    a.refused("record", "genesis", "describe", "--case", "c-1", "--officer-key", "nonsense")
    decided = ("--decider", "witness")
    a.refused("record", "genesis", "draft", *described[:1], *decided, "--to", "too-few")
    drawn = a.good("record", "genesis", "draft", *described, *decided, "--to", "genesis")
    a.look("record", "genesis", "show", "genesis")
    a.refused("record", "genesis", "adopt", "genesis", *a.signing)
    draft = (a.folder / "genesis").read_bytes()
    for desk in table:
        desk.write(f"genesis-{desk.name}", draft)
        desk.signed("record", "genesis", "sign", f"genesis-{desk.name}")
    w.refused("record", "genesis", "sign", "genesis-witness", *a.signing)
    for desk in table:
        desk.signed("record", "genesis", "adopt", *(f"genesis-{author}" for author in AUTHORS))
    a.look("record", "genesis", "show")
    return drawn["digest"]


def _agree(table, a, b):
    a.refused("arrangement", "propose", "istanbul")
    a.refused("arrangement", "propose", "istanbul", "--key", "b-1.key")
    a.signed("arrangement", "propose", "istanbul")
    a.refused("arrangement", "accept", *a.signing)
    a.look("arrangement", "show")
    table.carry("party_a", "party_b")
    b.refused("arrangement", "accept", "--wording", "no.such.clause=x", *b.signing)
    b.signed("arrangement", "accept", "--wording", "category.young.title=Young soldiers, under 25")
    table.carry("party_b", "party_a")
    a.look("arrangement", "show")
    for desk in (a, b):
        desk.good("arrangement", "adopt", "agreed", "--why", "accepted", second=True)


def _disclose(table, a, b):
    custody = {9: "помер", 10: "у шпиталі", 11: "звільнений"}
    for desk, sought, held in ((a, [*range(1, 13), *range(21, 27)], range(30, 36)), (b, range(28, 34), range(7, 19))):
        for kind, numbers in (("sought", sought), ("held", held)):
            path = desk.write(f"{desk.name}-{kind}.csv", rows(numbers, custody if desk is b else None))
            desk.good("list", "import", path, "--kind", kind, "--as-of", "2025-06-02")
    a.refused("disclose", "export", "SA1", *a.signing, second=True)
    a.refused("disclose", "declare", "SA1", *a.signing[:2], second=True)
    a.refused("disclose", "declare", "SA1", *a.signing)
    a.signed("disclose", "declare", "SA1")
    b.signed("disclose", "declare", "SB1", "--with-count")
    a.good("disclose", "open", "SA1:3", "--to", "row.json")
    for desk, key in ((a, "SA1"), (b, "SB1")):
        desk.signed("disclose", "export", key)
    table.carry_round()
    b.refused("disclose", "import", "row.json")
    b.look("disclose", "check", "row.json", langs=("en", "uk"))
    b.refused("disclose", "check", "genesis")
    for desk in (a, b):
        desk.good("disclose", "import")
    a.good("disclose", "import")
    a.look("disclose", "list", langs=("en", "ru"))


def _answer(table, a, b):
    for desk, theirs in ((a, "SB1"), (b, "SA1")):
        desk.good("reconcile", "--within", theirs)
        desk.good("reconcile")
        desk.good("answers", "propose")
        desk.good("answers", "confirm", "--clear")
    b.refused("answers", "sign", *b.signing)
    b.look("review", "list", langs=("en",))
    for desk in (a, b):
        desk.signed("answers", "sign")
    b.signed("answers", "notices")
    table.carry_round()
    for desk in (a, b):
        desk.good("answers", "import")
    a.look("answers", "show", langs=("en", "tr"))
    a.good("answers", "open", "SA1:9", "--to", "answer.json")
    b.good("answers", "check", "answer.json")
    forged = json.loads((a.folder / "answer.json").read_text(encoding="utf-8"))
    forged["index"] ^= 1
    a.write("forged.json", json.dumps(forged, separators=(",", ":"), sort_keys=True))
    b.refused("answers", "check", "forged.json")


def _remark(table, a, b):
    objection = ("record", "object", "party_b:1", "--code", "incomplete", "--why", "six names have no answer")
    objected = a.signed(*objection, "--nonce", "n-1")["entry"]
    a.signed(*objection, "--nonce", "n-1")  # the answer got lost: it is not said again
    a.refused("record", "object", "party_b:2", "--code", "incomplete", "--nonce", "n-1", *a.signing[:2])
    a.refused("record", "object", "party_a:1", "--code", "incomplete", *a.signing)
    a.refused("record", "object", "party_b:99", "--code", "incomplete", *a.signing)
    b.signed("record", "correct", "party_b:2", "--code", "clerical")
    a.refused("record", "correct", "party_b:2", "--code", "clerical", *a.signing)
    a.write("body.json", '{"code": "objection:too_late", "payload": null}')
    a.good("record", "draft", "objection:raised", "--re", "party_b:2", "--body", "body.json", "--to", "entry")
    a.refused("record", "append", "entry")
    a.good("record", "sign", "entry", "--key", "a-1.key")
    a.good("record", "append", "entry")
    a.refused("record", "append", "entry")
    table.carry_round()
    return objected


def _hand_over(table, a, b):
    a.write("memorandum.txt", "Меморандум, якого немає")
    receipt = ("paper", "receipt", "memorandum.txt", "--kind", "memorandum", "--on", "2025-06-02")
    a.refused(*receipt, "--from", "party_a", "--sheets", "4", *a.signing[:2])
    a.refused(*receipt, "--from", "party_b", "--sheets", "0", *a.signing[:2])
    received = a.signed(*receipt, "--from", "party_b", "--sheets", "4")["entry"]
    table.carry("party_a", "party_b")
    b.good("paper", "check", received, "memorandum.txt")
    b.good("paper", "check", received, "genesis")  # another paper
    b.refused("paper", "check", "party_a:1", "memorandum.txt")
    owed = ("commitment", "state", "--about", received, "--debtor", "party_a")
    a.signed(*owed, "--creditor", "party_b", "--owed", "study", "--trigger", "receipt", "--due", "2025-06-09",
             "--state", "active")  # fmt: skip
    b.signed(*owed, "--creditor", "party_b", "--owed", "answer", "--state", "claimed_by_one_side")
    b.refused(*owed, "--creditor", "party_a", "--owed", "answer", "--state", "active", *b.signing[:2])
    proposal = ("meeting", "propose", "--round", "3", "--place", "istanbul", "--language", "uk", "--language", "ru")
    b.refused(*proposal, "--day", "tomorrow", *b.signing[:2])
    proposed = b.signed(*proposal, "--day", "2025-06-20", "--day", "2025-06-25")["entry"]
    b.refused("meeting", "confirm", proposed, *b.signing[:2])
    table.carry_round()
    a.look("meeting", "list")
    a.refused("meeting", "confirm", proposed, "--day", "2025-06-30", *a.signing[:2])
    a.signed("meeting", "confirm", proposed, "--day", "2025-06-25")
    table.carry_round()
    for thing in ("paper", "commitment", "meeting"):
        b.look(thing, "list")


def _unlock(table, a, objection):
    """With an agent nobody types a passphrase, and so every language can show what only keys open."""
    a.refused("unlock", "--node-only", "--key", "a-1.key")
    a.refused("unlock", "--key", "a-1.key", "--key", "a-2.key")
    a.good("unlock", "--node-only")
    a.good("record", "show", objection, "--names")
    a.good("lock")
    a.good("unlock", "--key", "a-1.key", "--for", "8h")
    a.refused("unlock")
    a.look("record", "show", objection)
    a.look("record", "show", objection, "--names")
    a.good("record", "correct", objection, "--code", "clerical", "--why", "seven names, not six")
    a.good("lock")
    a.refused("record", "correct", objection, "--code", "clerical")


def _offer(table, a, b, w):
    made = a.signed("offer", "make", "--to", "party_b", "--until", "2025-06-11T09:00Z", "--give", YOUNG)["entry"]
    lapsing = b.signed("offer", "make", "--to", "party_a", "--until", "2025-06-10T12:00Z", "--give", YOUNG,
                       "--ask", YOUNG)["entry"]  # fmt: skip
    a.refused("offer", "make", "--to", "party_b", "--until", "2025-06-09T09:00Z", "--give", YOUNG, *a.signing)
    a.refused("offer", "make", "--to", "party_b", "--until", "tomorrow", "--give", YOUNG, *a.signing)
    a.refused("offer", "make", "--to", "party_b", "--until", "2025-06-11T09:00Z", "--give", "camp", *a.signing)
    a.look("offer", "list")
    table.carry_round()
    a.refused("offer", "accept", made, *a.signing)
    b.signed("offer", "accept", made)
    w.refused("offer", "decide", lapsing, *w.signing)
    table.carry_round()
    a.look("offer", "show", made)
    a.refused("offer", "decide", made, *a.signing)
    w.signed("offer", "decide", made)
    later(hours=4)
    w.signed("offer", "decide", lapsing)
    w.refused("offer", "decide", made, *w.signing)
    table.carry_round()
    table.carry_round()
    a.look("offer", "list")
    a.look("offer", "show", made)
    a.look("offer", "show", lapsing)
    a.refused("offer", "show", "party_a:99")
    table.carry_round()


def _look(table, a, w):
    a.look("record", "show")
    a.look("record", "show", "--entries")
    a.look("record", "show", "party_b:2")
    a.refused("record", "show", "party_b:99")
    a.look("record", "verify")
    a.look("eligibility", "show")
    a.refused("record", "sync")
    a.refused("record", "sync", "party_b")
    a.refused("record", "serve", "--port", "0", "--host", "0.0.0.0")
    a.refused("record", "import", "genesis")
    a.refused("record", "import", "missing.bundle")
    for lang in LANGUAGES:
        a.good("report", "--pdf", "--to", f"pages-{lang}", "--lang", lang)
    a.good("report", "--names", "--to", "pages-names")
    w.good("report", "--to", "pages-witness")
    w.refused("eligibility", "show")


def _prove(stage, a, digest):
    a.good("record", "export", "--file", "whole.bundle", "--all")
    outside = Desk(stage, "outside")
    outside.look("verify", "whole.bundle", "--genesis-digest", digest)
    outside.look("verify", "whole.bundle", langs=("en",))
    outside.refused("verify", "whole.bundle", "--genesis-digest", "0" * 64)
    whole = (a.folder / "whole.bundle").read_bytes()
    a.write("word-changed.bundle", whole.replace(b"aged 18 to 25", b"aged 18 to 52"))
    a.write("cut.bundle", whole[:-100])
    for name in ("word-changed.bundle", "cut.bundle"):
        outside.refused("verify", name, "--genesis-digest", digest)
        a.refused("record", "import", name)
    told = a.good("record", "prove", "party_a:1", "--to", "proof")
    a.refused("record", "prove", "12", "--to", "other-proof")
    outside.look("verify", told["proof"], "--entry", told["entry"], "--keys", told["genesis"])
    outside.refused("verify", told["proof"], "--entry", told["genesis"], "--keys", told["genesis"])
    for act, file in (("disclose", "row.json"), ("answers", "answer.json")):
        outside.good(act, "check", file, "--bundle", "whole.bundle", "--genesis-digest", digest)
        outside.refused(act, "check", file, "--bundle", "whole.bundle", "--genesis-digest", "0" * 64)


def _change_keys(table, a, b):
    new = a.good("keys", "new", "--officer", "a-4", "--to", "a-4.key")["vkey"]
    a.refused("keys", "rotate", "--add", new, *a.signing[:2])
    a.signed("keys", "rotate", "--add", new)
    a.signed("keys", "rotate", "--log")
    b.refused("keys", "rotate", "--epoch", "--old-ends", "yesterday", *b.signing[:4])
    b.signed("keys", "rotate", "--epoch", "--old-ends", "2025-07-01")
    size = b.good("record", "show")["logs"][1]["size"]
    b.signed("keys", "revoke", "allforall/officer/b-3", "--last-trusted", size)
    table.carry_round()


def _erase(table, a, b):
    blob = min(path.name for path in (a.node / "blobs").iterdir()).partition(".")[0]
    reason = ("--reason", "read_by_mistake")
    a.refused("erase", "payload", "0" * 64, *reason, second=True)
    a.refused("erase", "payload", blob, *reason, *a.signing[:2], second=True)
    a.good("erase", "payload", blob, *reason, *a.signing[:4], second=True)
    a.refused("erase", "payload", blob, *reason, *a.signing[:4], second=True)
    a.look("erase", "show")
    table.carry_round()
    b.look("erase", "show")
    sealed = b.good("record", "show", "party_b:3")["body"]["payload"]
    b.good("erase", "ask", sealed, "--reason", "person_asked", *b.signing[:4])
    table.carry("party_b", "party_a")
    a.good("erase", "show")
    b.good("erase", "rows", "HB1:4", "--reason", "family_asked", "--backups", *b.signing[:4], second=True)
    b.look("erase", "show")


def _restore(table, b):
    backup = b.good("node", "backup")["backup"]
    table.carry("party_b", "party_a")
    b.good("node", "restore", backup)
    b.refused("record", "object", "party_a:1", "--code", "incomplete", *b.signing[:2])
    b.look("record", "show")
    table.carry_round()
    table.carry_round()
    b.good("record", "show")
    b.good("node", "doctor")


def _silent_witness(table, a, b):
    """The witness falls silent: what it has not decided stays undecided."""
    made = a.signed("offer", "make", "--to", "party_b", "--until", "2025-06-12T09:00Z", "--give", YOUNG)["entry"]
    table.carry("party_a", "party_b")
    b.signed("offer", "accept", made)
    b.refused("offer", "decide", made, *b.signing[:4])
    table.carry("party_b", "party_a")
    a.look("offer", "show", made)


def _write_nonsense(stage, table, a, b, digest):
    """The other party's node appends what its program would refuse: it is shown as not valid and stops nothing."""
    with opened(b.node) as node:
        keyring = unlock(node, "a long passphrase of log")
        officers = [read_officer_key(Path(f"b-{n}.key").read_bytes(), f"a long passphrase of b-{n}") for n in (1, 2)]
        with open_record(node, keyring) as record:
            void = force(record, officers, "list:declared", {"count": 20, "of": "Vyhadanenko"})
            unknown = force(record, officers, "made:up", {"of": "Vyhadanenko"})
    table.carry("party_b", "party_a")
    a.look("record", "show")
    a.look("record", "show", "--entries", langs=("en",))
    for index in (void, unknown):
        a.look("record", "show", f"party_b:{index}")
        a.look("record", "show", f"party_b:{index}", "--names", langs=("en",))
    a.look("record", "verify")
    a.good("report", "--to", "pages-nonsense")
    a.good("record", "export", "--file", "nonsense.bundle", "--all")
    Desk(stage, "outside").look("verify", "nonsense.bundle", "--genesis-digest", digest)
    b.signed("record", "object", "party_a:1", "--code", "incomplete", keys=1)
    table.carry("party_b", "party_a")
