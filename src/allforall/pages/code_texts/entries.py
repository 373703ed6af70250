"""English texts of the codes of entries in the record: the rooms' entries, openings and notices."""

from allforall.errors import N_

#: The reader cannot fix what was signed; the texts about the reader's own mistakes say what to do.
SAYS_WHAT_TO_DO = True

GROUPS: dict[str, dict[str, str]] = {
    "act": {
        "disclosure:declare": N_("declared a list in the record"),
        "record:take-in": N_("imported the content of an entry of the other side"),
    },
    "said_by": {
        "any_author": N_("any author"),
        "parties": N_("a party"),
        "decider": N_("the decider; if none was named, a party"),
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
    "meeting:no-proposal": N_("Entry {found} is not a proposal of the other side. Proposals: allforall meeting list."),
    "paper:no-receipt": N_("Entry {found} is not a receipt. Receipts: allforall paper list."),
    "record:entry:void": N_("The entry {found} is not valid and binds nobody. See record show {found}."),
    "record:explanation:form": N_("The payload {found} contains no text."),
    "opening:entry:void": N_("The entry {found} is not valid or of an unknown type. It proves nothing."),
    "arrangement:entry:plain": N_("The text has a byte order mark or line ends of another kind."),
    "arrangement:entry:clause": N_(
        "The text has no clause {found}. Name a clause by its place in the file, such as category.young."
    ),
    "arrangement:entry:digest": N_("Wrong text in the acceptance or digest: expected {expected}, found {found}."),
    "arrangement:entry:not_nfc": N_(
        "The text is not normalised (Unicode NFC): the same letter could be written in two ways. Save it in that form."
    ),
    "arrangement:entry:too_long": N_("The text has {found} bytes; the limit for an entry is {expected}."),
    "answers:entry:other_list": N_(
        "The entry and its payload name different lists: {expected} and {found}. The answers were not imported."
    ),
    "answers:list:not-in-record": N_(
        "List {found} was not disclosed in the record. Ask the other side to disclose it there; then compare it "
        "and confirm the answers."
    ),
    "arrangement:none-agreed": N_("The record contains no text that both parties agreed to."),
    "arrangement:proposal:which": N_(
        "{found} does not identify one proposal of the other side. Open ones: {expected}. Name one with --entry."
    ),
    "arrangement:two-agreed": N_(
        "There are {found} agreed texts. Propose the right one again: once accepted, it replaces all of them."
    ),
    "arrangement:wording:form": N_("A wording is given as {expected}, each clause once; found {found}."),
    "disclosure:count:declared": N_("Whether the number is disclosed was decided when the list was declared."),
    "disclosure:entry:other_list": N_(
        "The list is not the declared one: {expected} declared, {found} in the payload. It was not imported."
    ),
    "disclosure:list:changed": N_(
        "{found} rows that may now be disclosed are not among the {expected} declared, or the date differs. "
        "Declare the list again, then disclose it."
    ),
    "disclosure:list:not-declared": N_("List {found} is not declared in the record. Declare it first."),
    "entry:body:keys": N_("An entry {kind} must contain exactly {expected}."),
    "entry:body:value": N_("The field {where} of the entry {kind} is not valid; expected: {expected}."),
    "file:signed:not_of_record": N_("The payload states that it is not signed. It was not imported."),
    "keys:officer:needed": N_(
        "Nothing can be appended to the record without an officer's key. Name the file with --key."
    ),
    "notice:gc3_120_122": N_("a death, GC III art. 120 and art. 122 para. 5"),
    "notice:gc3_122_4": N_("a person held, GC III art. 122 para. 4"),
    "notice:gc3_122_5": N_("an event, GC III art. 122 para. 5"),
    "notice:gc3_122_7": N_("the answer to an enquiry, GC III art. 122 para. 7"),
    "notice:gc4_136_138": N_("a civilian, GC IV art. 136 to 138"),
    "objection:cannot_be_read": N_("it cannot be read"),
    "objection:incomplete": N_("it is incomplete"),
    "objection:not_as_agreed": N_("it is not as agreed"),
    "objection:not_authorised": N_("whoever signed it had no authority to"),
    "objection:not_what_happened": N_("it is not what happened"),
    "objection:too_late": N_("it comes too late"),
    "objection:wrong_person": N_("it is about the wrong person"),
    "correction:clerical": N_("a clerical mistake"),
    "correction:said_too_early": N_("it was appended too early"),
    "correction:withdrawn": N_("it is withdrawn"),
    "correction:wrong_content": N_("it was wrong"),
    "correction:wrong_person": N_("it was about the wrong person"),
    "opening:entry:not-held": N_("The entry {found} is not on this node. Apply the bundle that contains it."),
    "opening:entry:not-in-bundle": N_("The record in this bundle has no entry {found}."),
    "opening:file": N_("This is not an opening of a single row or answer."),
    "opening:form": N_("The commitments are not in the required form: {found} of them."),
    "opening:no_salt": N_("The salt of this row was erased: the row can no longer be opened."),
    "opening:not_declared": N_("Row {where} is not among those committed to: it was added or changed since."),
    "opening:other_root": N_("The commitments do not give the root in the signed entry."),
    "record:entry:unknown": N_(
        "{found} does not identify one entry. Name it by log and number, such as {expected}, or by the first "
        "eight or more digits of its hash."
    ),
    "record:explanation:too_long": N_("The explanation has {found} characters; the limit is {expected}."),
    "record:loose-file": N_(
        "This node has a record: lists and answers are exchanged in it, signed. Unsigned files are neither "
        "written nor imported."
    ),
    "record:signers:two": N_("This requires {expected} different keys; {found} were given. Name each with --key."),
    "opening:record_falls": N_("The record in this bundle is not valid; see the output of verify."),
    "opening:too_many": N_("There are {found} rows; one root can cover at most {expected}."),
}
