"""Every command of the command line: its name, what it does, and the module that does it.

Help, completion and “did you mean” are made from this one table. Only the module of the called command is imported: the
rooms and the database behind the others take a second to load.

How commands are named: a job of its own is a verb (`init`, `reconcile`, `report`, `verify`); a job done in steps names
the step after it (`disclose declare`, `erase rows`). Everything about a thing is the thing and then the verb, or the
part of it that comes out (`offer accept`, `list problems`).
"""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from allforall.errors import N_

if TYPE_CHECKING:
    from allforall.cli.call import Handler


@dataclass(frozen=True, slots=True)
class Command:
    """A command, or (without a module) the first words of several. `about` is English, to be translated."""

    words: str
    about: str
    module: str = ""


class Adder(Protocol):
    """Passed to a command module's `register`: sets the handler of a command and returns its parser to fill."""

    def __call__(
        self, words: str, handler: "Handler | None", *, needs_node: bool = True, **defaults: Any
    ) -> argparse.ArgumentParser:
        """Returns the parser of this command, which must be in the table."""


#: In the order in which help shows them.
_TABLE = (
    Command("init", N_("create a node in a new folder"), "keeping_commands"),
    Command("node", N_("maintain a node: backup, restore, doctor, upgrade")),
    Command("node backup", N_("back up the whole node to one file"), "keeping_commands"),
    Command("node restore", N_("restore the node from a backup; the previous node is kept"), "keeping_commands"),
    Command("node doctor", N_("check the node's health; changes nothing"), "keeping_commands"),
    Command("node upgrade", N_("upgrade the node to this version, after a backup"), "keeping_commands"),
    Command("officer", N_("who may act on this node")),
    Command("officer add", N_("add an officer"), "keeping_commands"),
    Command("officer retire", N_("retire an officer, who may not act from then on"), "keeping_commands"),
    Command("officer role", N_("change what an officer may do; needs two officers"), "keeping_commands"),
    Command("officer list", N_("list the officers"), "keeping_commands"),
    Command("arrangement", N_("what was agreed, as rules that can be checked")),
    Command("arrangement adopt", N_("adopt an arrangement for this node"), "arrangement_commands"),
    Command("arrangement propose", N_("propose a text to the other party, in the record"), "arrangement_commands"),
    Command("arrangement accept", N_("accept the text that the other party proposed"), "arrangement_commands"),
    Command(
        "arrangement show",
        N_("show what was proposed and agreed in the record, with both wordings"),
        "arrangement_commands",
    ),
    Command("arrangement check", N_("check a file and report what is wrong with it"), "arrangement_commands"),
    Command("arrangement example", N_("print the example that ships with the program"), "arrangement_commands"),
    Command("list", N_("lists of persons sought and held")),
    Command("list import", N_("import a CSV, XLSX or JSON file"), "intake_commands"),
    Command("list draft-mapping", N_("write a mapping file for a person to complete"), "intake_commands"),
    Command("list show", N_("show this node's lists"), "list_commands"),
    Command("list rows", N_("show a list's rows by key and the list's own numbers, without names"), "list_commands"),
    Command("list problems", N_("show what could not be read: line, column, expected, found"), "list_commands"),
    Command("list withdraw", N_("withdraw a list that was imported by mistake; it stays stored"), "intake_commands"),
    Command("reconcile", N_("link the persons sought to the persons held"), "linking_commands"),
    Command("review", N_("decide on pairs that the machine leaves to a person")),
    Command("review list", N_("list the pairs awaiting review, most certain first"), "linking_commands"),
    Command("review show", N_("explain a score: field by field, what agrees and its weight"), "linking_commands"),
    Command("review decide", N_("decide whether a pair is one person, and why"), "linking_commands"),
    Command("review withdraw", N_("withdraw a decision about a pair"), "linking_commands"),
    Command("review merge", N_("merge rows of one list into one person; can be undone"), "linking_commands"),
    Command("review undo-merge", N_("undo a merge; the rows are as before"), "linking_commands"),
    Command("disclose", N_("what the other party is told about each person")),
    Command("disclose allow", N_("allow a field of one person or a whole list to be disclosed"), "disclosure_commands"),
    Command("disclose withhold", N_("withhold a field, or a whole person"), "disclosure_commands"),
    Command("disclose fields", N_("list the fields and what happens to each by default"), "disclosure_commands"),
    Command(
        "disclose declare",
        N_("declare a list in the record: the root over its rows, but no rows; needs two officers"),
        "disclosure_commands",
    ),
    Command(
        "disclose export",
        N_("disclose a declared list in the record, or export it as a file; needs two officers"),
        "disclosure_commands",
    ),
    Command(
        "disclose import", N_("import what the other side disclosed, from the record or a file"), "disclosure_commands"
    ),
    Command("disclose open", N_("prove one row of a declared list without showing the others"), "disclosure_commands"),
    Command("disclose check", N_("check the proof of one row or answer against the record"), "disclosure_commands"),
    Command("disclose list", N_("show what was disclosed, about whom, to whom and when"), "disclosure_commands"),
    Command("disclose decisions", N_("list the decisions, oldest first"), "disclosure_commands"),
    Command("answers", N_("one answer for every name")),
    Command("answers propose", N_("show the proposed answer for every name"), "answer_commands"),
    Command("answers show", N_("show this node's current answers"), "answer_commands"),
    Command("answers links", N_("show which of our rows is linked to which of their references"), "answer_commands"),
    Command("answers confirm", N_("confirm all clear answers together, or the answer for one row"), "answer_commands"),
    Command("answers withdraw", N_("withdraw the answer for one name"), "answer_commands"),
    Command(
        "answers sign",
        N_("sign the confirmed answers in the record and make the notices; needs two keys"),
        "answer_commands",
    ),
    Command(
        "answers export", N_("export the confirmed answers for the other side; needs two officers"), "answer_commands"
    ),
    Command("answers notices", N_("make the missing notices for signed answers"), "answer_commands"),
    Command("answers import", N_("import the other side's answers, from the record or a file"), "answer_commands"),
    Command(
        "answers open", N_("prove the other side's answer for one name without showing the others"), "answer_commands"
    ),
    Command("answers check", N_("check the proof of one row or answer against the record"), "answer_commands"),
    Command("offer", N_("offers of places: make, show, accept, decide")),
    Command("offer make", N_("offer places; binding until the deadline and cannot be withdrawn"), "offer_commands"),
    Command("offer show", N_("show one offer, its outcome and what is wrong or missing"), "offer_commands"),
    Command("offer list", N_("list all offers and their state on this node"), "offer_commands"),
    Command("offer accept", N_("accept an offer in full"), "offer_commands"),
    Command("offer decide", N_("log the outcome of an offer, as its decider"), "offer_commands"),
    Command("eligibility", N_("who falls under which agreed category, and why")),
    Command("eligibility show", N_("who falls under which agreed category, and why"), "report_commands"),
    Command("report", N_("write the pages, to open in a browser"), "report_commands"),
    Command("paper", N_("receipts for papers that were handed over")),
    Command("paper receipt", N_("state in the record that a paper was received"), "paper_commands"),
    Command("paper check", N_("check a paper against the receipt for it"), "paper_commands"),
    Command("paper list", N_("list the entries of both sides"), "paper_commands"),
    Command("commitment", N_("what is owed, as each side states it")),
    Command("commitment state", N_("state in the record what is owed, by whom and until when"), "paper_commands"),
    Command("commitment list", N_("list the entries of both sides"), "paper_commands"),
    Command("meeting", N_("meetings of the parties: tentative until both confirm")),
    Command("meeting propose", N_("propose a meeting in the record"), "paper_commands"),
    Command("meeting confirm", N_("confirm a proposal of the other side"), "paper_commands"),
    Command("meeting list", N_("list the entries of both sides"), "paper_commands"),
    Command("erase", N_("erase persons for good, everywhere on this node")),
    Command("erase rows", N_("erase everything about these rows; needs two officers"), "erasure_commands"),
    Command("erase list", N_("erase everything about whole lists; needs two officers"), "erasure_commands"),
    Command("erase payload", N_("erase payloads of the record by name; needs two officers"), "erasure_commands"),
    Command("erase ask", N_("ask the other side to erase payloads that this node sealed for it"), "erasure_commands"),
    Command("erase finish", N_("finish an interrupted erasure"), "erasure_commands"),
    Command("erase again", N_("erase again what an older backup brought back"), "erasure_commands"),
    Command("erase backups", N_("destroy expired backups"), "erasure_commands"),
    Command(
        "erase show",
        N_("show what was erased, what was asked for, what is still held and until when"),
        "erasure_commands",
    ),
    Command("keys", N_("keys for signing and decryption: make, show, change, revoke")),
    Command("keys new", N_("make this node's keys, or an officer's key file on a stick"), "key_commands"),
    Command("keys show", N_("show public keys; needs no passphrase"), "key_commands"),
    Command("keys rotate", N_("change keys, by an entry signed by old and new officers"), "key_commands"),
    Command("keys revoke", N_("revoke an officer's key that was lost or stolen"), "key_commands"),
    Command("unlock", N_("enter passphrases once: the node's, and one officer's with their key"), "agent_commands"),
    Command("lock", N_("lock the keys that unlock opened"), "agent_commands"),
    Command("record", N_("the signed entries of all sides, and the bundles that carry them")),
    Command("record genesis", N_("begin a record: its authors and their keys")),
    Command("record genesis describe", N_("write this node's public keys for a case to a file"), "genesis_commands"),
    Command("record genesis draft", N_("draft the genesis from everyone's descriptions"), "genesis_commands"),
    Command(
        "record genesis sign",
        N_("sign a genesis that contains your node's description unchanged"),
        "genesis_commands",
    ),
    Command(
        "record genesis adopt",
        N_("adopt a genesis that all have signed, and begin this node's log"),
        "genesis_commands",
    ),
    Command("record genesis show", N_("show a genesis: its digest, its authors, who has signed"), "genesis_commands"),
    Command("record show", N_("show the logs: length, cosignatures, frozen or not"), "record_commands"),
    Command("record verify", N_("verify every signature and hash of this node's record"), "record_commands"),
    Command("record export", N_("export a bundle for another author, or for anyone"), "record_commands"),
    Command("record import", N_("import bundles; a second time changes nothing"), "record_commands"),
    Command("record draft", N_("draft an entry in a file, to be signed elsewhere"), "record_commands"),
    Command("record sign", N_("sign a draft; needs the file and the key, but no node"), "record_commands"),
    Command("record append", N_("append a signed draft, if nothing was appended since"), "record_commands"),
    Command("record serve", N_("serve the other nodes over HTTP until stopped"), "carrying_commands"),
    Command("record sync", N_("exchange bundles with the nodes listed in node.toml"), "carrying_commands"),
    Command("record prove", N_("export one entry with its proof, for anyone to verify"), "carrying_commands"),
    Command("record object", N_("object to another side's entry, in the record"), "remark_commands"),
    Command("record correct", N_("correct one of your own entries; both stay"), "remark_commands"),
    Command(
        "verify",
        N_("verify a bundle, a proof or evidence of a fork, without a node and without trusting anyone"),
        "verify_commands",
    ),
    Command("exercise", N_("write lists of two invented parties, with the truth kept apart"), "rehearsal_commands"),
    Command("demo", N_("run the whole exchange between two invented parties and a witness"), "rehearsal_commands"),
    Command("kinship", N_("weigh the DNA of remains against families; identifies nobody")),
    Command(
        "kinship lr",
        N_("weigh remains against a family in full: every alternative, population and locus"),
        "kinship_commands",
    ),
    Command(
        "kinship matrix", N_("weigh all remains against all families; can be stopped and resumed"), "kinship_commands"
    ),
    Command(
        "kinship joint", N_("weigh all families and remains together, under three declared priors"), "kinship_commands"
    ),
    Command("kinship associate", N_("find samples of the same person, staff and blanks included"), "kinship_commands"),
    Command(
        "kinship power", N_("show what a family's references can decide, before any comparison"), "kinship_commands"
    ),
    Command(
        "kinship check",
        N_("check the files, and whether a family's own references fit; findings are sealed"),
        "kinship_commands",
    ),
    Command("batch", N_("run the commands in a file, one per line, in one process"), "program"),
)

COMMANDS: Mapping[str, Command] = {one.words: one for one in _TABLE}


def within(group: str) -> list[Command]:
    """Returns the commands one word below these words, or the first words of all commands."""
    return [one for one in COMMANDS.values() if one.words.rpartition(" ")[0] == group]
