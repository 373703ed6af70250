"""English texts of the codes of erasure: payloads, rows, files, backups, and what the record says about it."""

from allforall.errors import N_

#: Each of these sentences says itself what to do next, or that nothing is to be done.
SAYS_WHAT_TO_DO = True

GROUPS: dict[str, dict[str, str]] = {
    "act": {
        "payload:erase": N_("erase payloads"),
        "backups:destroy": N_("destroy backups whose day is past"),
    },
    "doctor": {
        "doctor:backup:none-expired": N_("no backup is kept beyond its day"),
        "doctor:erasure:finished": N_("no erasure is unfinished"),
        "doctor:erasure:nothing-returned": N_("nothing that was erased here stands here again"),
    },
    "erasure_reason": {
        "person_asked": N_("the person asked for it"),
        "family_asked": N_("the family asked for it"),
        "other_side_asked": N_("the other side asked for it"),
        "no_longer_needed": N_("it is no longer needed"),
        "read_by_mistake": N_("it was read or sent by mistake"),
        "ordered_by_law": N_("the law or a court orders it"),
        "endangers": N_("it endangers somebody"),
    },
}

ERRORS: dict[str, str] = {
    "backup:days:wrong": N_("A backup is kept for 1 to {expected} days; found: {found}."),
    "erase:database:held": N_(
        "Another program reads the node's database, so that its log could not be emptied. End that program, then: "
        "allforall erase finish."
    ),
    "erase:file:left": N_("The file {path} could not be destroyed: {found}. Mend that, then: allforall erase finish."),
    "erase:mark:damaged": N_(
        "The file {path} says what an unfinished erasure was about, and cannot be read ({found}). Move it away, then "
        "erase the rows again."
    ),
    "erase:nothing": N_("There is nothing left of it to erase."),
    "erase:nothing-returned": N_("Nothing that was erased here stands here again."),
    "erase:nothing-unfinished": N_("No erasure is unfinished."),
    "erase:record:needed": N_(
        "This node has a record, and payloads beside it may hold the person. Open its keys, and name the officers' "
        "keys with --key: the receipt is an entry that they sign."
    ),
    "erase:unfinished": N_("An earlier erasure was interrupted. First: allforall erase finish."),
    "payload:erased": N_("Payload {found} was erased here on {on}. Its commitment and every proof stay valid."),
    "payload:erased-before": N_("Payload {found} was erased here before; the receipt stands in the record."),
    "payload:no_key": N_(
        "No key of this node opens payload {found}. It is for another reader, or its epoch has ended: the next bundle "
        "of {author} brings its key wrapped anew."
    ),
    "payload:not_held": N_("Payload {found} is not held here. Ask {author} for a bundle that carries it again."),
    "payload:not-ours": N_(
        "Payload {found} was sealed by {author}. Ask only for the erasure of what this node sealed."
    ),
    "payload:reader:unknown": N_("A payload is sealed for authors of the case ({expected}); found: {found}."),
    "payload:unknown": N_("No entry of the record names payload {found}."),
    "record:payload:damaged": N_("The file {path} is not what its name says. Destroy it and ask for it again."),
    "record:payload:domain": N_("A payload is sealed for a type of entry; found: {found}."),
    "record:payload:epoch_key": N_("The encryption key of {where} cannot be used. Nothing was sealed for it."),
    "record:payload:form": N_("What lies in the payload is not in the form in which payloads are written."),
    "record:payload:hash": N_("A payload in the bundle is not what its name {found} says."),
    "record:payload:key_length": N_("A wrapped key has {expected} bytes; found: {found}."),
    "record:payload:key_name": N_("This does not name a wrapped key: {found}."),
    "record:payload:key_reader": N_("The bundle brings a key for {found}; this node is {expected}."),
    "record:payload:length": N_("The payload's content is longer or shorter than it says ({expected}, {found})."),
    "record:payload:name": N_("This does not name a payload: {found}."),
    "record:payload:not_committed": N_(
        "The payload opens, and is not what {where} committed to in its entry. That is evidence: keep the bundle and "
        "the payload."
    ),
    "record:payload:not_sealed_so": N_("The payload was not sealed by {where}, in whose entry it stands."),
    "record:payload:not_written": N_("The file {path} could not be written: {found}."),
    "record:payload:other_domain": N_("The payload was sealed as {found} and stands in an entry of {expected}."),
    "record:payload:salt": N_("The payload's salt is not 32 bytes."),
    "record:payload:too_long": N_("A payload has at most {expected} bytes; this one has {found}."),
    "record:payload:unreadable": N_("The file {path} cannot be read: {found}."),
}
