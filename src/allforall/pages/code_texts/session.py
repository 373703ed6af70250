"""English texts of the codes of acts sent by many hands: nonces, what was seen, roles, the agent, the journal."""

from allforall.errors import N_

GROUPS: dict[str, dict[str, str]] = {
    "role": {
        "coordination": N_("coordination"),
        "records": N_("records"),
        "tracing": N_("tracing and families"),
        "medical": N_("medical"),
        "forensic": N_("forensic"),
    },
}

ERRORS: dict[str, str] = {
    "act:nonce:unusable": N_("A nonce has 1 to {expected} printable ASCII characters."),
    "act:nonce:used": N_("This nonce was used for another act: line {number} of the journal, {act}. Use a new one."),
    "act:repeated": N_("Done before under this nonce, on {on}: line {number} of the journal. Nothing was done again."),
    "agent:answer": N_(
        "What answers at {path} is not the agent of this program ({found}). Find out what it is, or remove the file."
    ),
    "agent:folder": N_("The folder {path} is not private to you, so no agent is used or started there."),
    "agent:for": N_("The keys can be kept open for {expected}; found: {found}."),
    "agent:node-only": N_("With --node-only no officer’s key is kept: leave out --key."),
    "agent:one-officer": N_("Only one officer's keys can be kept open, never two: give one --key."),
    "agent:other-node": N_("The agent at {path} holds the keys of another node."),
    "agent:start": N_("The agent could not be started. Passphrases can still be typed."),
    "agent:there": N_("Keys are open already, until {until}. Close them first: allforall lock."),
    "agent:user": N_("The agent at {path} belongs to another user."),
    "answers:seen:answered": N_(
        "This name was answered meanwhile: {kind}, on {on}. Look at it, then give --seen {expected}."
    ),
    "answers:seen:needed": N_(
        "This name has an answer: {kind}, of {on}. To replace it, look at it and give --seen as printed by "
        "allforall --json answers show."
    ),
    "answers:seen:proposed": N_(
        "What is proposed for {where} has changed since you looked. Look again, then give --seen {expected}."
    ),
    "disclosure:seen:decided": N_(
        "The decision you looked at is no longer in force; the current one is of {on}. Look at it, then give "
        "--seen {expected}."
    ),
    "disclosure:seen:needed": N_(
        "There is another decision about this, of {on}. To replace it, look at it "
        "(allforall disclose decisions) and give --seen {expected}."
    ),
    "doctor:journal:chained": N_("the journal is unaltered to its last line"),
    "officer:role:first": N_("The first officer has the role {expected}; found: {found}."),
    "officer:role:not": N_("An officer of the role “{found}” may not do this: {act}. It is for: {expected}."),
    "officer:role:unknown": N_("There is no role “{found}”. Roles: {expected}."),
    "review:seen:decided": N_(
        "This pair was decided meanwhile: {verdict}, on {on}. Look at it, then give --seen {expected}."
    ),
    "review:seen:needed": N_(
        "This pair was decided before: {verdict}, on {on}. To replace that, look at it (allforall review "
        "show) and give --seen as printed there."
    ),
    "review:seen:rows": N_(
        "The rows of this pair have changed since you looked. Look again, then give --seen {expected}."
    ),
    "review:seen:withdrawn": N_("The decision you looked at was withdrawn. Look again, then give --seen {expected}."),
}
