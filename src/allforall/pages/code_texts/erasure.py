"""English texts of the codes of erasure: payloads, rows, files, backups, and their entries in the record."""

from allforall.errors import N_

#: Each of these texts says what to do next, or that nothing needs to be done.
SAYS_WHAT_TO_DO = True

GROUPS: dict[str, dict[str, str]] = {
    "act": {
        "payload:erase": N_("erase payloads"),
        "backups:destroy": N_("destroy expired backups"),
    },
    "doctor": {
        "doctor:backup:none-expired": N_("no backup is kept beyond its expiry"),
        "doctor:erasure:finished": N_("no erasure is unfinished"),
        "doctor:erasure:nothing-returned": N_("nothing that was erased here has come back"),
    },
    "erasure_reason": {
        "person_asked": N_("the person asked for it"),
        "family_asked": N_("the family asked for it"),
        "other_side_asked": N_("the other side asked for it"),
        "no_longer_needed": N_("it is no longer needed"),
        "read_by_mistake": N_("it was imported or sent by mistake"),
        "ordered_by_law": N_("a law or court requires it"),
        "endangers": N_("it endangers someone"),
    },
}

ERRORS: dict[str, str] = {
    "backup:days:wrong": N_("A backup is kept for 1 to {expected} days; found: {found}."),
    "erase:database:held": N_(
        "Another program is reading the node's database, so its journal could not be emptied. Close that "
        "program, then run: allforall erase finish."
    ),
    "erase:file:left": N_(
        "The file {path} could not be destroyed: {found}. Fix the cause, then run: allforall erase finish."
    ),
    "erase:mark:damaged": N_(
        "The file {path} describes an unfinished erasure but cannot be read ({found}). Move it away, then erase "
        "the rows again."
    ),
    "erase:nothing": N_("There is nothing left to erase."),
    "erase:nothing-returned": N_("Nothing that was erased here has come back."),
    "erase:nothing-unfinished": N_("No erasure is unfinished."),
    "erase:record:needed": N_(
        "This node has a record, whose payloads may contain this person. Open the node's keys, and name the "
        "officers' keys with --key: the receipt is an entry that they sign."
    ),
    "erase:unfinished": N_("An earlier erasure was interrupted. First run: allforall erase finish."),
    "payload:erased": N_("Payload {found} was erased here on {on}. Its commitment and every proof remain valid."),
    "payload:erased-before": N_("Payload {found} is already erased here; the receipt is in the record."),
    "payload:no_key": N_(
        "No key of this node opens payload {found}. It is for another reader, or its epoch has ended: the next "
        "bundle from {author} will carry its key wrapped again."
    ),
    "payload:not_held": N_("Payload {found} is not on this node. Ask {author} for a bundle that carries it again."),
    "payload:not-ours": N_(
        "Payload {found} was sealed by {author}. You can request erasure only of what this node sealed."
    ),
    "payload:reader:unknown": N_("A payload can be sealed only for authors of the case ({expected}); found: {found}."),
    "payload:unknown": N_("No entry of the record names payload {found}."),
    "record:payload:damaged": N_(
        "The content of the file {path} does not match its name. Destroy it and ask for it again."
    ),
    "record:payload:domain": N_("A payload is sealed for an entry type; found: {found}."),
    "record:payload:epoch_key": N_("The encryption key of {where} is not usable. Nothing was sealed for it."),
    "record:payload:form": N_("The payload's content is not in the required form."),
    "record:payload:hash": N_("A payload in the bundle does not match its name {found}."),
    "record:payload:key_length": N_("A wrapped key has {expected} bytes; found: {found}."),
    "record:payload:key_name": N_("This is not the name of a wrapped key: {found}."),
    "record:payload:key_reader": N_("The bundle carries a key for {found}; this node is {expected}."),
    "record:payload:length": N_("The payload's content does not have the stated length ({expected}, {found})."),
    "record:payload:name": N_("This is not the name of a payload: {found}."),
    "record:payload:not_committed": N_(
        "The payload opens, but is not what {where} committed to in its entry. That is evidence: keep the bundle "
        "and the payload."
    ),
    "record:payload:not_sealed_so": N_("The payload belongs to an entry of {where}, but {where} did not seal it."),
    "record:payload:not_written": N_("The file {path} could not be written: {found}."),
    "record:payload:other_domain": N_("The payload was sealed as {found} but belongs to an entry of {expected}."),
    "record:payload:salt": N_("The payload's salt is not 32 bytes long."),
    "record:payload:too_long": N_("A payload may have at most {expected} bytes; this one has {found}."),
    "record:payload:unreadable": N_("The file {path} cannot be read: {found}."),
}
