"""English texts of the codes of what is said in the record: the rooms' entries, openings and notices."""

from allforall.account.entry_types import ENTRY_TYPES
from allforall.errors import N_

#: What was signed is not mended by whoever reads it; the sentences of one's own mistakes say what to do.
SAYS_WHAT_TO_DO = True

GROUPS: dict[str, dict[str, str]] = {
    "entry_type": {name: kind.label for name, kind in ENTRY_TYPES.items()},
    "act": {
        "disclosure:declare": N_("declared a list in the record"),
        "record:take-in": N_("read what an entry of the other side brought"),
    },
    "said_by": {
        "any_author": N_("any author"),
        "parties": N_("a party"),
        "decider": N_("whoever decides; where nobody was named for that, a party"),
    },
    "paper_kind": {
        "memorandum": N_("memorandum"),
        "list": N_("list"),
        "letter": N_("letter"),
        "draft": N_("draft of a text"),
        "protocol": N_("protocol"),
    },
    "owed": {
        "study": N_("to study it"),
        "answer": N_("to answer"),
        "hand_over": N_("to hand something over"),
        "meet": N_("to meet"),
    },
    "trigger": {
        "receipt": N_("the receipt"),
        "acceptance": N_("the acceptance"),
        "not_stated": N_("not stated"),
    },
    "commitment_state": {
        "proposed": N_("proposed"),
        "claimed_by_one_side": N_("claimed by one side"),
        "active": N_("running"),
        "pending": N_("not yet running"),
        "fulfilled": N_("fulfilled"),
        "broken": N_("broken"),
    },
    "addressee": {
        "bureau": N_("the information bureau"),
        "cta": N_("the Central Tracing Agency"),
    },
}

ERRORS: dict[str, str] = {
    "meeting:no-proposal": N_("The entry {found} is no proposal of the other side. Proposals: allforall meeting list."),
    "paper:no-receipt": N_("The entry {found} is no receipt. Receipts: allforall paper list."),
    "arrangement:entry:clause": N_(
        "The text has no clause {found}. A clause is named by its place in the file, such as category.young."
    ),
    "arrangement:entry:digest": N_(
        "The acceptance or the digest is of another text: expected {expected}, found {found}."
    ),
    "arrangement:entry:not_nfc": N_(
        "The text is not in Unicode's form NFC: the same letter could be written in two ways. Save it in that form."
    ),
    "arrangement:entry:too_long": N_("The text has {found} bytes; an entry holds at most {expected}."),
    "answers:entry:other_list": N_(
        "The entry and its payload speak of different lists: {expected} and {found}. The answers were not read."
    ),
    "answers:list:not-in-record": N_(
        "The list {found} did not come in the record. Ask the other side to disclose it there; then compare it and "
        "confirm the answers."
    ),
    "arrangement:none-agreed": N_("No text stands in the record that both parties agreed to."),
    "arrangement:proposal:which": N_(
        "No single proposal of the other side is meant by {found}. Open ones: {expected}. Name one with --entry."
    ),
    "arrangement:two-agreed": N_(
        "{found} agreed texts stand side by side. Propose the one that is meant again: once accepted, it takes the "
        "place of all."
    ),
    "arrangement:wording:form": N_("A wording is given as {expected}, each clause once; found {found}."),
    "disclosure:count:declared": N_("Whether the number is said was decided when the list was declared."),
    "disclosure:entry:other_list": N_(
        "The list is not the one that was declared: {expected} declared, {found} in the payload. It was not read."
    ),
    "disclosure:list:changed": N_(
        "{found} rows of what may go now are not among the {expected} that were declared, or the day is another one. "
        "Declare the list again, then disclose it."
    ),
    "disclosure:list:not-declared": N_("The list {found} was not declared in the record. Declare it first."),
    "entry:body:keys": N_("The entry {kind} does not say just what it has to: {expected} and nothing else."),
    "entry:body:value": N_("The entry {kind} says in {where} something else than {expected}."),
    "file:signed:not_of_record": N_("The payload says of itself that it is not signed. It was not read."),
    "keys:officer:needed": N_("Nothing is said in the record without an officer's key. Name the file with --key."),
    "notice:gc3_120_122": N_("a death, GC III art. 120 and art. 122 para. 5"),
    "notice:gc3_122_4": N_("a person held, GC III art. 122 para. 4"),
    "notice:gc3_122_5": N_("an event, GC III art. 122 para. 5"),
    "notice:gc3_122_7": N_("the answer to an enquiry, GC III art. 122 para. 7"),
    "notice:gc4_136_138": N_("a civilian, GC IV art. 136 to 138"),
    "objection:cannot_be_read": N_("it cannot be read"),
    "objection:incomplete": N_("it is not complete"),
    "objection:not_as_agreed": N_("it is not as agreed"),
    "objection:not_authorised": N_("whoever said it had no authority to"),
    "objection:not_what_happened": N_("it is not what happened"),
    "objection:too_late": N_("it comes too late"),
    "objection:wrong_person": N_("it is about the wrong person"),
    "correction:clerical": N_("a clerical mistake"),
    "correction:said_too_early": N_("it was said too early"),
    "correction:withdrawn": N_("it is withdrawn"),
    "correction:wrong_content": N_("what it said was wrong"),
    "correction:wrong_person": N_("it was about the wrong person"),
    "opening:entry:not-held": N_("The entry {found} is not held here. Import the bundle that brings it."),
    "opening:entry:not-in-bundle": N_("The record in this bundle holds no entry {found}."),
    "opening:file": N_("This is no opening of a single row or answer."),
    "opening:form": N_("The commitments are not in the form in which they are made: {found} of them."),
    "opening:no_salt": N_("The salt of this row was erased: it cannot be opened any more."),
    "opening:not_declared": N_(
        "Row number {where} is not among those that were committed to: it was added or changed since."
    ),
    "opening:other_root": N_("The commitments do not make the root that stands in the signed entry."),
    "record:entry:void": N_("The entry {found} is not valid and binds nobody. See record show {found}."),
    "record:explanation:form": N_("The payload {found} holds no text."),
    "opening:entry:void": N_("The entry {found} is not valid or of an unknown type. It proves nothing."),
    "arrangement:entry:plain": N_("The text has a byte order mark or line ends of another kind."),
    "record:entry:unknown": N_(
        "No single entry is held under {found}. Name it by log and number, such as {expected}, or by the first eight "
        "or more digits of its hash."
    ),
    "record:explanation:too_long": N_("The explanation has {found} characters; at most {expected} are sealed."),
    "record:loose-file": N_(
        "This node has a record: lists and answers go in it, signed, and files that nobody signed are neither made nor "
        "read."
    ),
    "record:signers:two": N_("This takes {expected} different keys; {found} were given. Name each with --key."),
    "opening:record_falls": N_("The record in this bundle does not stand; see what verify says of it."),
    "opening:too_many": N_("There are {found} rows; one root stands over at most {expected}."),
}
