"""English texts of the codes of `record`: what is wrong with a bundle, a log, an entry, a key or a proof.

The reader cannot fix any of this: what is signed is either valid or not. So no advice follows these sentences.
"""

from allforall.errors import N_

SAYS_WHAT_TO_DO = True

GROUPS: dict[str, dict[str, str]] = {
    "author": {
        "party_a": N_("Party A"),
        "party_b": N_("Party B"),
        "witness": N_("Witness"),
    },
    "offer_state": {
        "open": N_("open"),
        "undecided": N_("undecided"),
        "accepted": N_("accepted"),
        "lapsed": N_("lapsed"),
    },
}

ERRORS: dict[str, str] = {
    # the bundle
    "record:bundle:bytes": N_(
        "Every file in the bundle is intact, but the bundle's own bytes are not as the sender made them."
    ),
    "record:bundle:cut": N_("The bundle breaks off within an entry, at byte {where} of {found}."),
    "record:bundle:files": N_("The bundle's files do not match its manifest: a byte was changed or lost."),
    "record:bundle:form": N_("This is not a bundle, or it was cut short or damaged on the way. Ask for it again."),
    "record:bundle:manifest": N_("The bundle's manifest cannot be read."),
    "record:bundle:name": N_("A file in the bundle has a name that is not allowed: {found}."),
    "record:bundle:names": N_("The bundle's files are in the wrong order, or one appears twice."),
    "record:bundle:sizes": N_("The bundle is compressed, or declares its files longer than the bundle itself."),
    "record:bundle:too_long": N_("The bundle has {found} bytes; the limit is {expected}."),
    "record:bundle:too_many": N_("The bundle has {found} parts; the limit is {expected}."),
    # the whole record
    "record:prove:entry": N_("{found} does not name an entry. Write an entry as party_a:12."),
    "record:prove:no_checkpoint": N_("No signed checkpoint on this node covers {found} yet. Exchange bundles first."),
    "record:prove:none": N_("This node's record has no entry {found}."),
    "record:verify:digest": N_("A genesis digest has 64 characters, 0 to 9 and a to f; found: {found}."),
    "record:verify:entry_missing": N_(
        "A proof does not contain the entry that it proves. Name the entry's file as well: --entry FILE."
    ),
    "record:verify:kind": N_(
        "{path} cannot be verified here: expected a bundle, a proof of one entry or evidence of a fork."
    ),
    "record:verify:keys": N_("{path} holds no usable keys: give a genesis, a policy or a bundle."),
    "record:verify:entries": N_("Entries are missing from the log of {where}: this part holds {found} of {expected}."),
    "record:verify:false_signature": N_("A signature on the checkpoint is false; it is in the name of {found}."),
    "record:verify:missing": N_("The file {where} is missing from the bundle."),
    "record:verify:other_case": N_("The bundle belongs to the case {found}, its genesis to {expected}."),
    "record:verify:other_genesis": N_(
        "Wrong genesis: expected {expected}, found {found}. Do not rely on anything in it until it is clear "
        "which of the two all sides signed."
    ),
    "record:verify:partial": N_(
        "This bundle continues from its recipient's own copy: the beginning of the log of {where} is not in it. "
        "The recipient's node checks it on import. To make a complete bundle for anyone else: allforall record "
        "export."
    ),
    "record:verify:root": N_("The entries do not give the root that the checkpoint signs."),
    "record:verify:seen_another": N_(
        "Its author had seen a different version of the log of {expected}, at size {found}."
    ),
    "record:verify:seen_more": N_(
        "Its author had seen {found} entries of another log; only {expected} are here. Someone holds more."
    ),
    "record:verify:tile": N_("The hashes in {found} do not match the entries."),
    # one log
    "record:log:author": N_("It is in the log of {expected} but names {found} as its author."),
    "record:log:case": N_("Wrong case: expected {expected}, found {found}."),
    "record:log:epoch": N_("The number of the encryption key goes back or is used for two keys: {expected}, {found}."),
    "record:log:false_signature": N_("It carries a false signature in an officer's name."),
    "record:log:first_entry": N_("The first entry of a log, and no other, names the genesis."),
    "record:log:genesis": N_("Wrong genesis: expected {expected}, found {found}."),
    "record:log:last_trusted": N_(
        "The revocation does not say up to which entry the key is valid: expected a number from 0 to {expected}."
    ),
    "record:log:not_an_officer": N_("The revoked key does not belong to any of this author's officers."),
    "record:log:revoked_key_back": N_("It reinstates a revoked key."),
    "record:log:rotation_new": N_("Too few of the new officers signed the key change: {found} of {expected}."),
    "record:log:rotation_old": N_(
        "Too few of the previous officers signed the key change or revocation: {found} of {expected}."
    ),
    "record:log:seen_unknown": N_("It refers to a log that is not part of this record: {found}."),
    "record:log:seen_went_back": N_(
        "Its author had seen less of another log than at an earlier entry, or a different version: {expected} "
        "before, {found} now."
    ),
    "record:log:sequence": N_("Its number is {found}, but its position in the log is {expected}."),
    "record:log:signatures": N_("Too few officers signed: {found} of {expected}."),
    "record:log:type_not_allowed": N_("Its author may not append entries of type {found}."),
    # one entry
    "record:entry:answers": N_("“{expected}” may not answer {found} entries."),
    "record:entry:does_not_fit": N_("“{expected}” may not answer the entry it answers."),
    "record:entry:not_by": N_("Only {found} may append “{expected}”."),
    "record:entry:not_here": N_("The entry it answers has not arrived yet."),
    "record:entry:not_valid": N_("Not valid as “{expected}”: wrong at {found}."),
    "record:entry:unreadable": N_("It cannot be read."),
    "record:entry:author": N_("Its author's name is invalid: {found}."),
    "record:entry:body": N_("It has no body."),
    "record:entry:case": N_("Its case name is invalid: {found}."),
    "record:entry:commitments": N_("A commitment is not a SHA-256 digest, or there are too many: {found}."),
    "record:entry:commitments_twice": N_("A commitment appears twice."),
    "record:entry:expires": N_("Its expiry is not a time like {expected}: {found}."),
    "record:entry:keys": N_("Its fields are not those of an entry: {found}."),
    "record:entry:re": N_("A reference to another entry is not a SHA-256 digest, or there are too many: {found}."),
    "record:entry:re_twice": N_("It refers to the same entry twice."),
    "record:entry:seen": N_("What its author had seen of the other logs is invalid: {found}."),
    "record:entry:seq": N_("Its number is invalid: {found}."),
    "record:entry:too_long": N_("It has {found} bytes; the limit for an entry is {expected}."),
    "record:entry:type": N_("Its type is invalid: {found}."),
    "record:entry:type_line": N_("Its first line is {found}; expected {expected}."),
    "record:entry:version": N_("It is version {found}; this program reads version {expected}."),
    # canonical JSON
    "record:json:depth": N_("It is nested more than {expected} levels deep."),
    "record:json:encoding": N_("It is not UTF-8 text from byte {where} on."),
    "record:json:float": N_("It contains a fractional number: {found}."),
    "record:json:form": N_("It is not JSON from character {where} on."),
    "record:json:integer": N_("It contains a number beyond {expected}: {found}."),
    "record:json:key_not_ascii": N_("A key in it has characters that are not allowed: {found}."),
    "record:json:key_twice": N_("It gives two values for one key: {found}."),
    "record:json:kind": N_("It contains a value of a type that is not allowed: {found}."),
    "record:json:not_canonical": N_("It is not in canonical form."),
    "record:json:not_nfc": N_("It contains text that is not normalised (Unicode NFC): {found}."),
    "record:json:surrogate": N_("It contains half a character (an unpaired surrogate)."),
    # signed notes, keys, checkpoints
    "record:note:control_character": N_("The text contains a control character."),
    "record:note:encoding": N_("The note is not UTF-8 text from byte {where} on."),
    "record:note:no_newline": N_("The text does not end with a line break."),
    "record:note:no_signatures": N_("The text has no signatures, or was cut short."),
    "record:note:signature_line": N_("A line among the signatures is not a signature: {found}."),
    "record:note:too_long": N_("The note has {found} bytes; the limit is {expected}."),
    "record:note:too_many_signatures": N_("There are {found} signatures; the limit is {expected}."),
    "record:vkey:form": N_("This is not a named public key: {found}."),
    "record:vkey:id": N_(
        "The public key and its key ID do not match: expected {expected}, found {found}. Was it mistyped?"
    ),
    "record:key:length": N_("A key has {expected} bytes; this one has {found}."),
    "record:key:not_a_point": N_("This is not an Ed25519 public key: {key}."),
    "record:key:order": N_("This Ed25519 public key is weak and not accepted: {key}."),
    "record:checkpoint:lines": N_("A checkpoint has at least {expected} lines; this one has {found}."),
    "record:checkpoint:root": N_("The root in a checkpoint is not a SHA-256 digest: {found}."),
    "record:checkpoint:size": N_("The size in a checkpoint is not a number: {found}."),
    "record:envelope:form": N_("The signed envelope cannot be read."),
    "record:envelope:type": N_("Wrong content in the signed envelope: expected {expected}, found {found}."),
    "record:tile:length": N_("A hash tile has {found} bytes; expected {expected}."),
    # the genesis
    "record:genesis:authors": N_("The genesis names fewer than two authors."),
    "record:genesis:case": N_("The case name is invalid: {found}."),
    "record:genesis:decider": N_("The decider is not an author of this record: {found}."),
    "record:genesis:epoch": N_("The encryption key of {where} is invalid."),
    "record:genesis:form": N_("The genesis has the wrong fields; expected: {expected}."),
    "record:genesis:key_twice": N_("A key appears twice among the keys of {where}."),
    "record:genesis:keys": N_("The keys of {where} have the wrong fields; expected: {expected}."),
    "record:genesis:log_key_name": N_("The log key of {where} is named {found}; expected {expected}."),
    "record:genesis:officers": N_("{where} names no officers, or more than {expected}."),
    "record:genesis:rules": N_("{where} does not say how many officers must sign what."),
    "record:genesis:threshold": N_(
        "A rule of {where} requires {found} signatures, but there are only {expected} officers."
    ),
    "record:genesis:type_line": N_("The first line of the genesis is {found}; expected {expected}."),
    "record:genesis:vkey": N_("A key of {where} is invalid."),
    # proofs, evidence, policies
    "record:fork:form": N_("This is not evidence of a fork ({expected})."),
    "record:proof:encoding": N_("The proof contains a character that is not allowed, at byte {where}."),
    "record:proof:extra": N_("The proof's extra data cannot be read."),
    "record:proof:form": N_("The proof has {found} bytes; the limit is {expected}."),
    "record:proof:header": N_("The first line of the proof is {found}; expected {expected}."),
    "record:proof:index": N_("The proof does not say which entry it proves."),
    "record:proof:path": N_("A hash in the proof is invalid, or there are more than {expected}."),
    "record:policy:control_character": N_("The policy contains a control character."),
    "record:policy:duplicate_key": N_("Line {line} of the policy repeats a key from an earlier line."),
    "record:policy:key": N_("Line {line} of the policy has no public key."),
    "record:policy:kind_of_key": N_("The key in line {line} of the policy is of the wrong kind for that line."),
    "record:policy:line": N_("Line {line} of the policy cannot be read: {found}."),
    "record:policy:member_twice": N_("{found} is in two groups, or twice in one (policy, line {line})."),
    "record:policy:name_taken": N_("The name in line {line} of the policy is already in use."),
    "record:policy:no_quorum": N_("The policy does not say whose cosignatures are required."),
    "record:policy:second_quorum": N_(
        "Line {line} of the policy states a second time whose cosignatures are required."
    ),
    "record:policy:threshold": N_("Line {line} of the policy requires {found} of {expected}."),
    "record:policy:too_long": N_("The policy is too long: {found}; the limit is {expected}."),
    "record:policy:unknown_name": N_("Line {line} of the policy names {found}, which no earlier line defines."),
    # the state of an offer
    "outcome:none": N_("no outcome on this node yet"),
    "outcome:acceptor_log_not_held": N_(
        "the outcome relies on entries of the acceptor's log that this node does not hold"
    ),
    "outcome:claims_an_acceptance_that_is_not_there": N_("the outcome claims an acceptance that does not exist"),
    "outcome:overlooks_an_acceptance": N_("the outcome overlooks an existing acceptance"),
    "outcome:contradicts_an_earlier_one": N_("a second outcome contradicts the first"),
    "outcome:another_acceptor_log": N_("the outcome relies on a different version of the acceptor's log"),
    "outcome:checkpoint_not_signed": N_("the outcome relies on a checkpoint that the acceptor's log never signed"),
    "outcome:form": N_("the outcome cannot be read"),
    "outcome:size_never_reached": N_("the outcome names a size that the acceptor's log never had"),
}
