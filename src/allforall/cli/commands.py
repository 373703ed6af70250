"""Every command of the command line: what it is called, what it does, and the module that does it.

One table, of which help, completion and “did you mean” are made. Only the module of the command that is called is
imported: the rooms and the database behind the others take a second to load.

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
    """What `register` of a module of commands is given: it says who does a command, and gets the parser to fill."""

    def __call__(
        self, words: str, handler: "Handler | None", *, needs_node: bool = True, **defaults: Any
    ) -> argparse.ArgumentParser:
        """Returns the parser of this command, which must be in the table."""


#: In the order in which help shows them.
_TABLE = (
    Command("init", N_("make a node in a new folder"), "keeping_commands"),
    Command("node", N_("keep a node: backup, restore, doctor, upgrade")),
    Command("node backup", N_("write one file with everything"), "keeping_commands"),
    Command("node restore", N_("put a backup in the node's place; what was there is kept"), "keeping_commands"),
    Command("node doctor", N_("look whether the node is sound; changes nothing"), "keeping_commands"),
    Command("node upgrade", N_("bring the node to this version, after a backup"), "keeping_commands"),
    Command("officer", N_("who may act on this node")),
    Command("officer add", N_("add an officer"), "keeping_commands"),
    Command("officer retire", N_("end an officer's acts from now on"), "keeping_commands"),
    Command("officer role", N_("change what an officer may do; takes two officers"), "keeping_commands"),
    Command("officer list", N_("show the officers"), "keeping_commands"),
    Command("arrangement", N_("what was agreed, as rules that can be checked")),
    Command("arrangement adopt", N_("let this node work under an arrangement"), "arrangement_commands"),
    Command("arrangement propose", N_("propose a text to the other party, in the record"), "arrangement_commands"),
    Command("arrangement accept", N_("accept the text that the other party proposed"), "arrangement_commands"),
    Command(
        "arrangement show", N_("what was proposed and agreed in the record, with both wordings"), "arrangement_commands"
    ),
    Command("arrangement check", N_("read a file and say what is wrong in it"), "arrangement_commands"),
    Command("arrangement example", N_("print the example that ships with the program"), "arrangement_commands"),
    Command("list", N_("lists of persons sought and held")),
    Command("list import", N_("read a CSV, XLSX or JSON file"), "intake_commands"),
    Command("list draft-mapping", N_("write a mapping file for a person to complete"), "intake_commands"),
    Command("list show", N_("the lists of this node"), "list_commands"),
    Command("list rows", N_("the rows of a list, by key and the list's own numbers, without names"), "list_commands"),
    Command("list problems", N_("what could not be read: line, column, expected, found"), "list_commands"),
    Command("list withdraw", N_("take back a list that was read by mistake; it is kept"), "intake_commands"),
    Command("reconcile", N_("link the persons sought to the persons held"), "linking_commands"),
    Command("review", N_("decide about pairs that the machine leaves to a person")),
    Command("review list", N_("pairs that wait, most certain first"), "linking_commands"),
    Command("review show", N_("open a score: field by field, what agrees and what it weighs"), "linking_commands"),
    Command("review decide", N_("say what a pair is, and why"), "linking_commands"),
    Command("review withdraw", N_("withdraw a decision about a pair"), "linking_commands"),
    Command("review merge", N_("rows of one list are one person; can be undone"), "linking_commands"),
    Command("review undo-merge", N_("take a merge back; the rows are what they were"), "linking_commands"),
    Command("disclose", N_("what of a person goes to the other party")),
    Command("disclose allow", N_("let a field of a person or of a whole list go"), "disclosure_commands"),
    Command("disclose withhold", N_("hold a field, or a person altogether, back"), "disclosure_commands"),
    Command("disclose fields", N_("the fields and what happens to each if nobody decides"), "disclosure_commands"),
    Command(
        "disclose declare",
        N_("declare a list in the record: a root over its rows, and no row; takes two officers"),
        "disclosure_commands",
    ),
    Command(
        "disclose export",
        N_("disclose a declared list in the record, or write it as a file; takes two officers"),
        "disclosure_commands",
    ),
    Command(
        "disclose import", N_("read what the other side disclosed, in the record or a file"), "disclosure_commands"
    ),
    Command("disclose open", N_("prove one row of a declared list, without the others"), "disclosure_commands"),
    Command("disclose check", N_("check the proof of one row or answer against the record"), "disclosure_commands"),
    Command("disclose list", N_("what has been disclosed, of whom, to whom, when"), "disclosure_commands"),
    Command("disclose decisions", N_("what was decided, oldest first"), "disclosure_commands"),
    Command("answers", N_("one answer for every name")),
    Command("answers propose", N_("what the machine proposes for every name"), "answer_commands"),
    Command("answers show", N_("the answers as they stand on this node"), "answer_commands"),
    Command("answers links", N_("which row of ours was linked to which reference of theirs"), "answer_commands"),
    Command("answers confirm", N_("confirm what is clear together, or one named person"), "answer_commands"),
    Command("answers withdraw", N_("take the answer of one name back"), "answer_commands"),
    Command(
        "answers sign",
        N_("sign the confirmed answers in the record, and make the notices; two keys"),
        "answer_commands",
    ),
    Command(
        "answers export", N_("write the confirmed answers for the other side; takes two officers"), "answer_commands"
    ),
    Command("answers notices", N_("make the notices of signed answers that have none yet"), "answer_commands"),
    Command("answers import", N_("read the other side's answers, in the record or a file"), "answer_commands"),
    Command("answers open", N_("prove the other side's answer to one name, without the others"), "answer_commands"),
    Command("answers check", N_("check the proof of one row or answer against the record"), "answer_commands"),
    Command("offer", N_("offers of places: make, show, accept, decide")),
    Command("offer make", N_("offer places; it binds until the deadline and cannot be taken back"), "offer_commands"),
    Command("offer show", N_("one offer, its outcome and what is wrong or missing"), "offer_commands"),
    Command("offer list", N_("all offers and where they stand on this node"), "offer_commands"),
    Command("offer accept", N_("accept an offer, whole"), "offer_commands"),
    Command("offer decide", N_("log the outcome of an offer, as the one who decides"), "offer_commands"),
    Command("eligibility", N_("who falls under which agreed category, and why")),
    Command("eligibility show", N_("who falls under which agreed category, and why"), "report_commands"),
    Command("report", N_("write the pages that open in a browser"), "report_commands"),
    Command("erase", N_("erase persons for good, wherever this node holds them")),
    Command("erase rows", N_("everything of these rows; takes two officers"), "erasure_commands"),
    Command("erase list", N_("everything of whole lists; takes two officers"), "erasure_commands"),
    Command("erase payload", N_("payloads of the record by name; takes two officers"), "erasure_commands"),
    Command("erase ask", N_("ask the other side to erase payloads that this node sealed for it"), "erasure_commands"),
    Command("erase finish", N_("go on with an erasure that was interrupted"), "erasure_commands"),
    Command("erase again", N_("erase again what an older backup brought back"), "erasure_commands"),
    Command("erase backups", N_("destroy the backups whose day is past"), "erasure_commands"),
    Command("erase show", N_("what was erased, asked for and is still held, and until when"), "erasure_commands"),
    Command("keys", N_("keys that sign and keys that open: make, show, change, revoke")),
    Command("keys new", N_("make this node's keys, or an officer's key file for a stick"), "key_commands"),
    Command("keys show", N_("show public keys; needs no passphrase"), "key_commands"),
    Command("keys rotate", N_("change keys, by an entry that old and new officers sign"), "key_commands"),
    Command("keys revoke", N_("revoke an officer's key that was lost or stolen"), "key_commands"),
    Command("unlock", N_("ask for passphrases once: the node's, and one officer's with their key"), "agent_commands"),
    Command("lock", N_("forget the keys that unlock opened"), "agent_commands"),
    Command("record", N_("what was said between the parties, and how it travels")),
    Command("record genesis", N_("begin a record: who writes, with which keys")),
    Command("record genesis describe", N_("write this node's public keys for a case to a file"), "genesis_commands"),
    Command("record genesis draft", N_("draw up the genesis from the descriptions of all"), "genesis_commands"),
    Command(
        "record genesis sign",
        N_("sign a genesis in which your node's description stands unchanged"),
        "genesis_commands",
    ),
    Command(
        "record genesis adopt", N_("begin this node's log under a genesis that all have signed"), "genesis_commands"
    ),
    Command("record genesis show", N_("show a genesis: its digest, its authors, who has signed"), "genesis_commands"),
    Command("record show", N_("show the logs: how long, cosigned by whom, frozen or not"), "record_commands"),
    Command("record verify", N_("compute every signature and hash of this node's record anew"), "record_commands"),
    Command("record export", N_("write a bundle for another author, or for anybody"), "record_commands"),
    Command("record import", N_("take in bundles; twice changes nothing"), "record_commands"),
    Command("record draft", N_("write an entry to a file, to be signed elsewhere"), "record_commands"),
    Command("record sign", N_("sign a draft; needs the file and the key, and no node"), "record_commands"),
    Command("record append", N_("say what officers have signed, if nothing was said since"), "record_commands"),
    Command("record serve", N_("answer the other nodes over HTTP, until stopped"), "carrying_commands"),
    Command("record sync", N_("exchange bundles with the nodes that node.toml names"), "carrying_commands"),
    Command("record prove", N_("write one entry with its proof, for anybody to verify"), "carrying_commands"),
    Command("record object", N_("object to an entry of another side, in the record"), "remark_commands"),
    Command("record correct", N_("correct an entry of one's own; both stay"), "remark_commands"),
    Command(
        "verify",
        N_("check a bundle, a proof or evidence of a fork, without a node and trusting nobody"),
        "verify_commands",
    ),
    Command("exercise", N_("write the lists of two invented parties, and the truth apart"), "rehearsal_commands"),
    Command("demo", N_("run the whole exchange between two invented parties and a witness"), "rehearsal_commands"),
    Command("kinship", N_("weigh the DNA of remains against families; identifies nobody")),
    Command(
        "kinship lr",
        N_("remains against a family in full: every alternative, population and locus"),
        "kinship_commands",
    ),
    Command(
        "kinship matrix", N_("all remains against all families; can be broken off and gone on with"), "kinship_commands"
    ),
    Command("kinship joint", N_("all families and remains at once, under three declared priors"), "kinship_commands"),
    Command(
        "kinship associate", N_("which samples are of one person; staff and blanks among them"), "kinship_commands"
    ),
    Command(
        "kinship power", N_("what a family's references can decide, before anybody is compared"), "kinship_commands"
    ),
    Command(
        "kinship check", N_("look at the files, and whether a family's own references fit; sealed"), "kinship_commands"
    ),
    Command("batch", N_("run the commands of a file, one a line, in this one process"), "program"),
)

COMMANDS: Mapping[str, Command] = {one.words: one for one in _TABLE}


def within(group: str) -> list[Command]:
    """Returns the commands one word below these words, or the first words of all commands."""
    return [one for one in COMMANDS.values() if one.words.rpartition(" ")[0] == group]
