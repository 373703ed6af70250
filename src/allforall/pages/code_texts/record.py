"""English texts of the codes of `record`: what is wrong with a bundle, a log, an entry, a key or a proof.

Nothing here is mended by whoever reads it: a signed thing is whole or it is not. So no advice follows these sentences.
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
    "record:bundle:bytes": N_("The bundle's bytes are not as its sender made them, although every file in it is."),
    "record:bundle:cut": N_("A part of the bundle ends within an entry, at byte {where} of {found}."),
    "record:bundle:files": N_("The bundle's files are not those that its manifest lists: a byte was changed or lost."),
    "record:bundle:form": N_("This is no bundle, or it was cut off or damaged on the way. Ask for it again."),
    "record:bundle:manifest": N_("The bundle's manifest cannot be read."),
    "record:bundle:name": N_("A file in the bundle has a name that is not allowed: {found}."),
    "record:bundle:names": N_("The files of the bundle stand in another order than they must, or one stands twice."),
    "record:bundle:sizes": N_("The bundle is packed or says of its files that they are longer than it is."),
    "record:bundle:too_long": N_("The bundle has {found} bytes; at most {expected} are read."),
    "record:bundle:too_many": N_("The bundle holds {found} parts where at most {expected} are read."),
    # the whole record
    "record:prove:entry": N_("{found} names no entry. An entry is named as party_a:12."),
    "record:prove:no_checkpoint": N_(
        "No signed checkpoint that is held here covers {found} yet. Exchange bundles first."
    ),
    "record:prove:none": N_("There is no entry {found} in the record that is held here."),
    "record:verify:digest": N_("A digest of a genesis is 64 signs from 0 to 9 and a to f; found: {found}."),
    "record:verify:entry_missing": N_(
        "A proof is of an entry and does not hold it. Name the entry's file as well: --entry FILE."
    ),
    "record:verify:kind": N_(
        "{path} is none of what is verified here: a bundle, a proof of one entry, evidence of a fork."
    ),
    "record:verify:keys": N_("{path} holds no keys that could be used: a genesis, a policy or a bundle is needed."),
    "record:verify:entries": N_("The log of {where} lacks entries: {found} of {expected} are in this part."),
    "record:verify:false_signature": N_("A signature on the checkpoint is false: it bears the name {found}."),
    "record:verify:missing": N_("The bundle lacks the file {where}."),
    "record:verify:other_case": N_("The bundle is of the case {found}; its genesis is of {expected}."),
    "record:verify:other_genesis": N_(
        "The genesis is another one: expected {expected}, found {found}. Believe nothing in it before it is clear "
        "which of the two all sides signed."
    ),
    "record:verify:partial": N_(
        "This bundle carries on where its reader's own copy ends: the beginning of the log of {where} is not in it. "
        "The node that it is for checks it while taking it in. For everybody else a whole one is made: "
        "allforall record export."
    ),
    "record:verify:root": N_("The entries do not make the root that the checkpoint was signed for."),
    "record:verify:seen_another": N_(
        "Its author had seen another version of the log of {expected}, at size {found}, than the one that is here."
    ),
    "record:verify:seen_more": N_(
        "Its author had seen {found} entries of another log, of which only {expected} are here. Somebody holds more."
    ),
    "record:verify:tile": N_("The hashes in {found} are not those of the entries."),
    # one log
    "record:log:author": N_("It stands in the log of {expected} and says that {found} wrote it."),
    "record:log:case": N_("It is of another case: expected {expected}, found {found}."),
    "record:log:epoch": N_("The number of the encryption key goes back or stands for two keys: {expected}, {found}."),
    "record:log:false_signature": N_("It bears a false signature in the name of an officer."),
    "record:log:first_entry": N_("The first entry of a log, and no other, names the genesis."),
    "record:log:genesis": N_("It names another genesis: expected {expected}, found {found}."),
    "record:log:last_trusted": N_(
        "The revocation does not say up to which entry the key is trusted: a number from 0 to {expected}."
    ),
    "record:log:not_an_officer": N_("The revoked key is not one of this author's officers: {found}."),
    "record:log:revoked_key_back": N_("It brings back a key that was revoked: {found}."),
    "record:log:rotation_new": N_("Too few of the new officers signed the change of keys: {found} of {expected}."),
    "record:log:rotation_old": N_(
        "Too few of the officers before signed the change or revocation of keys: {found} of {expected}."
    ),
    "record:log:seen_unknown": N_("It says that it had seen a log that is not of this record: {found}."),
    "record:log:seen_went_back": N_(
        "It had seen less of another log than an entry before it, or another version: {expected} before, {found} now."
    ),
    "record:log:sequence": N_("It bears the number {found} and stands in the place of {expected}."),
    "record:log:signatures": N_("Too few officers signed: {found} of {expected}."),
    "record:log:type_not_allowed": N_("Its author may not write an entry of the type {found}."),
    # one entry
    "record:entry:answers": N_("“{expected}” may not answer {found} entries."),
    "record:entry:does_not_fit": N_("“{expected}” may not answer what it answers."),
    "record:entry:not_by": N_("Only {found} may say “{expected}”."),
    "record:entry:not_here": N_("What it answers has not arrived yet."),
    "record:entry:not_valid": N_("Not valid as “{expected}”: wrong at {found}."),
    "record:entry:unreadable": N_("It cannot be read."),
    "record:entry:author": N_("The name of its author cannot be read: {found}."),
    "record:entry:body": N_("It has no body."),
    "record:entry:case": N_("The name of its case cannot be read: {found}."),
    "record:entry:commitments": N_("A commitment is no SHA-256, or there are too many: {found}."),
    "record:entry:commitments_twice": N_("A commitment stands twice."),
    "record:entry:expires": N_("Its expiry is no moment such as {expected}: {found}."),
    "record:entry:keys": N_("It has other parts than an entry has: {found}."),
    "record:entry:re": N_("What it answers is no SHA-256, or there are too many: {found}."),
    "record:entry:re_twice": N_("It names what it answers twice."),
    "record:entry:seen": N_("What its author had seen of the other logs cannot be read: {found}."),
    "record:entry:seq": N_("Its number cannot be read: {found}."),
    "record:entry:too_long": N_("It has {found} bytes; an entry has at most {expected}."),
    "record:entry:type": N_("Its type cannot be read: {found}."),
    "record:entry:type_line": N_("Its first line is {found} and not {expected}."),
    "record:entry:version": N_("It is of version {found}; version {expected} can be read."),
    # canonical JSON
    "record:json:depth": N_("It is nested more than {expected} deep."),
    "record:json:encoding": N_("It is no UTF-8 text, from byte {where} on."),
    "record:json:float": N_("It holds a number with a fraction: {found}."),
    "record:json:form": N_("It is no JSON, from character {where} on."),
    "record:json:integer": N_("It holds a number beyond {expected}: {found}."),
    "record:json:key_not_ascii": N_("A name in it has letters that are not allowed there: {found}."),
    "record:json:key_twice": N_("It says two things under one name: {found}."),
    "record:json:kind": N_("It holds a value of a kind that is not allowed: {found}."),
    "record:json:not_canonical": N_("It is not written in the one canonical form."),
    "record:json:not_nfc": N_("It holds a text whose letters are not composed as they must be (Unicode NFC): {found}."),
    "record:json:surrogate": N_("It holds half a character."),
    # signed notes, keys, checkpoints
    "record:note:control_character": N_("The text holds a control character."),
    "record:note:encoding": N_("The note is no UTF-8 text, from byte {where} on."),
    "record:note:no_newline": N_("The text does not end with a line break."),
    "record:note:no_signatures": N_("There are no signatures under the text, or it was cut off."),
    "record:note:signature_line": N_("A line among the signatures is no signature: {found}."),
    "record:note:too_long": N_("The note has {found} bytes; at most {expected} are read."),
    "record:note:too_many_signatures": N_("There are {found} signatures; at most {expected} are read."),
    "record:vkey:form": N_("This is no public key with its name: {found}."),
    "record:vkey:id": N_("The public key and its short mark differ: expected {expected}, found {found}. Mistyped?"),
    "record:key:length": N_("A key has {expected} bytes and not {found}."),
    "record:key:not_a_point": N_("This is no Ed25519 public key: {key}."),
    "record:key:order": N_("This Ed25519 public key is weak and is not accepted: {key}."),
    "record:checkpoint:lines": N_("A checkpoint has at least {expected} lines and not {found}."),
    "record:checkpoint:root": N_("The root in a checkpoint is no SHA-256: {found}."),
    "record:checkpoint:size": N_("The size in a checkpoint is no number: {found}."),
    "record:envelope:form": N_("The signed envelope cannot be read."),
    "record:envelope:type": N_("The signed envelope holds something else: expected {expected}, found {found}."),
    "record:tile:length": N_("A tile of hashes has {found} bytes and not {expected}."),
    # the genesis
    "record:genesis:authors": N_("The genesis does not name its authors, or fewer than two."),
    "record:genesis:case": N_("The name of the case cannot be read: {found}."),
    "record:genesis:decider": N_("Whoever decides on offers is no author of this record: {found}."),
    "record:genesis:epoch": N_("The encryption key of {where} cannot be read."),
    "record:genesis:form": N_("The genesis has other parts than it must: {expected}."),
    "record:genesis:key_twice": N_("One key stands twice in the keys of {where}."),
    "record:genesis:keys": N_("The keys of {where} have other parts than they must: {expected}."),
    "record:genesis:log_key_name": N_("The log key of {where} bears the name {found} and not {expected}."),
    "record:genesis:officers": N_("{where} names no officers, or more than {expected}."),
    "record:genesis:rules": N_("{where} does not say how many officers sign what."),
    "record:genesis:threshold": N_(
        "A rule of {where} asks for {found} signatures, where there are {expected} officers."
    ),
    "record:genesis:type_line": N_("The first line of the genesis is {found} and not {expected}."),
    "record:genesis:vkey": N_("A key of {where} cannot be read."),
    # proofs, evidence, policies
    "record:fork:form": N_("This is no evidence of a fork ({expected})."),
    "record:proof:encoding": N_("The proof holds a character that is not allowed, at byte {where}."),
    "record:proof:extra": N_("What is added to the proof cannot be read."),
    "record:proof:form": N_("The proof has {found} bytes; at most {expected} are read."),
    "record:proof:header": N_("The first line of the proof is {found} and not {expected}."),
    "record:proof:index": N_("The proof does not say which entry it is of."),
    "record:proof:path": N_("A hash in the proof cannot be read, or there are more than {expected}."),
    "record:policy:control_character": N_("The policy holds a control character."),
    "record:policy:duplicate_key": N_("Line {line} of the policy names a key that an earlier line named."),
    "record:policy:key": N_("Line {line} of the policy holds no public key."),
    "record:policy:kind_of_key": N_("The key in line {line} of the policy is of another kind than its line asks for."),
    "record:policy:line": N_("Line {line} of the policy cannot be read: {found}."),
    "record:policy:member_twice": N_("{found} is in two groups or twice in one, in line {line} of the policy."),
    "record:policy:name_taken": N_("The name in line {line} of the policy is taken."),
    "record:policy:no_quorum": N_("The policy does not say whose cosignatures are asked for."),
    "record:policy:second_quorum": N_("Line {line} of the policy says a second time whose cosignatures are asked for."),
    "record:policy:threshold": N_("Line {line} of the policy asks for {found} of {expected}."),
    "record:policy:too_long": N_("The policy is too long: {found}, at most {expected} are read."),
    "record:policy:unknown_name": N_("Line {line} of the policy names {found}, whom no earlier line names."),
    # where an offer stands
    "outcome:none": N_("no outcome is held yet"),
    "outcome:acceptor_log_not_held": N_("the outcome names more of the acceptor's log than is held here"),
    "outcome:claims_an_acceptance_that_is_not_there": N_("the outcome claims an acceptance that is not there"),
    "outcome:overlooks_an_acceptance": N_("the outcome overlooks an acceptance that is there"),
    "outcome:contradicts_an_earlier_one": N_("a second outcome contradicts the first"),
    "outcome:another_acceptor_log": N_("the outcome rests on another version of the acceptor's log"),
    "outcome:checkpoint_not_signed": N_("the outcome rests on a checkpoint that the acceptor's log never signed"),
    "outcome:form": N_("the outcome cannot be read"),
    "outcome:size_never_reached": N_("the outcome names a size that the acceptor's log never had"),
}
