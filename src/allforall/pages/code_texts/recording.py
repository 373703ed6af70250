"""English texts of the codes of keys, of appending to the record, of exchanging bundles, and of recovery."""

from allforall.errors import N_

#: Each of these texts says what to do next, or that nothing needs to be done.
SAYS_WHAT_TO_DO = True

GROUPS: dict[str, dict[str, str]] = {
    "act": {"record:say": N_("append an entry to the record")},
    "doctor": {
        "doctor:keys:private": N_("only the node's owner can read the keys"),
        "doctor:record:whole": N_("every log is readable and complete"),
        "doctor:record:not-shorter": N_("no log is shorter than its checkpoint"),
        "doctor:record:sure": N_("the node has not moved and may append entries"),
        "doctor:record:journal": N_("the journal is up to date with the node's own log"),
        "doctor:record:not-frozen": N_("no log is forked"),
        "doctor:record:no-staged": N_("no bundle was left half applied"),
    },
}

ERRORS: dict[str, str] = {
    # keys
    "keys:file:cost": N_(
        "The key file {path} needs more memory to open than any key file this program writes. It was not opened."
    ),
    "keys:file:form": N_("The file {path} is not a key file, or was changed. Use another copy."),
    "keys:file:not-written": N_("{path} could not be written: {found}. Check the disk, then try again."),
    "keys:file:unreadable": N_("The key file {path} cannot be read: {found}."),
    "keys:file:use": N_("Wrong kind of key file {path}: expected “{expected}”, found “{found}”."),
    "keys:locked": N_("This needs the node's own keys. Give the passphrase “log”."),
    "keys:log:another": N_(
        "The log names a different key than the one on this node: {expected}. Restore the folder “keys” from the "
        "newest backup, or have officers change the key: allforall keys rotate --log."
    ),
    "keys:name:unusable": N_(
        "“{found}” cannot name a key: use 1 to {expected} printable characters and no plus sign. The other side "
        "will see the name."
    ),
    "keys:none": N_("This node has no keys yet. Create them with: allforall keys new."),
    "keys:officer:name": N_("Name the key's owner: --officer NAME."),
    "keys:officer:unknown": N_("No officer of this node has the name or key {name} in the record."),
    "keys:officers:few": N_(
        "Only {found} officers would remain, but a rule of this node requires {expected}. Add another one in the "
        "same command."
    ),
    "keys:passphrase:wrong": N_("The key {name} cannot be opened: the passphrase is wrong or the file was changed."),
    "keys:rotate:no-day": N_("Give the day on which the older keys are destroyed: --old-ends 2025-12-31."),
    "keys:rotate:nothing": N_("Nothing to change. Give --log, --add, --remove or --epoch."),
    "keys:there": N_("This node already has keys, in {path}. They are never overwritten."),
    # the node
    "node:author:unknown": N_("A node belongs to one of {expected}, not to “{found}”."),
    "node:witness:no-party": N_(
        "This is the node of the witness, who sees no lists, names or answers. Only work on keys and the record "
        "is possible here."
    ),
    # why a node may not append entries
    "record:closed:behind": N_(
        "This node may not append entries now: another node holds more of its log than it does itself. The "
        "missing entries are recovered from the other nodes. Exchange bundles with every other author; the node "
        "then continues on its own."
    ),
    "record:closed:copied": N_(
        "This node may not append entries now: its folder was copied or moved, and another copy may be in use. "
        "Make sure that only one copy is in use, then exchange bundles with every other author; the node "
        "continues when all have answered."
    ),
    "record:closed:elsewhere": N_(
        "This node may not append entries now: someone with its folder and key is recovering its log elsewhere. "
        "Find that copy and stop it; if it is not yours, change the keys. Then exchange bundles with every other "
        "author."
    ),
    "record:closed:frozen": N_(
        "This node's own log has forked and is frozen everywhere. No more entries can be appended to it. The "
        "parties must settle which version is valid and begin a new case."
    ),
    "record:closed:lost": N_(
        "This node may not append entries now: its log has lost entries. Exchange bundles with every other "
        "author; the entries that they hold are recovered, and the node then continues on its own."
    ),
    "record:closed:restored": N_(
        "This node may not append entries now: it was restored from a backup and may have appended entries since "
        "that it no longer holds. Exchange bundles with every other author; the node continues when all have "
        "answered."
    ),
    # drafts
    "record:draft:body": N_("{path} does not hold the body of an entry: expected a JSON object."),
    "record:draft:by_act": N_(
        "Entries of type {found} are appended only by their own command, which checks more than the entry shows. "
        "A draft can be appended for: {expected}."
    ),
    "record:draft:differs": N_("The text in {path} differs from that in the file before it. Nothing was done."),
    "record:draft:genesis": N_("This is a genesis. Sign or adopt it with: allforall record genesis."),
    "record:draft:kind": N_("{path} holds neither an entry nor a genesis. Nothing else can be signed here."),
    # exporting
    "record:export:nobody": N_("There is no other author “{found}”. The others are: {expected}."),
    "record:export:not_written": N_("{path} could not be written: {found}."),
    "record:export:too_long": N_(
        "The bundle would have {found} bytes; the limit is {expected}. Apply the other side's latest bundle "
        "first, so that only what it does not hold is sent."
    ),
    # genesis
    "record:genesis:another": N_("This node already works under another genesis. A node holds the record of one case."),
    "record:genesis:author_twice": N_("Two descriptions are of the same author."),
    "record:genesis:cases": N_("The descriptions are of different cases: {found}."),
    "record:genesis:changed": N_(
        "The description of {where} in this genesis differs from the one that was given. Do not sign it; ask "
        "whoever drew it up."
    ),
    "record:genesis:described": N_("Name the file with your node's description: --described FILE."),
    "record:genesis:description": N_("{path} does not describe a node's keys."),
    "record:genesis:not_an_officer": N_("The key {name} does not belong to any officer of {where} in this genesis."),
    "record:genesis:not_mine": N_(
        "This genesis does not list this node's keys for {where}. Describe them again and have the genesis drawn "
        "up again."
    ),
    "record:genesis:officer_needed": N_("At least one officer's public key is needed: --officer-key."),
    "record:genesis:unsigned": N_(
        "{found} of {expected} officers of {where} have signed this genesis. It can be adopted when all have signed."
    ),
    # applying bundles
    "record:import:checkpoint": N_(
        "The checkpoint of the log of {where} is not signed by that log's key. Nothing was applied."
    ),
    "record:import:conflict": N_(
        "The log of {where} differs from this node's copy beyond its last checkpoint, at size {size}. Nothing "
        "was applied. Keep the bundle and ask the author for a newer one."
    ),
    "record:import:entries": N_("The part {where} of the bundle has {found} entries; expected {expected}."),
    "record:import:false_cosignature": N_(
        "The checkpoint of the log of {where} carries a false cosignature in the name of {found}. Nothing was applied."
    ),
    "record:import:file": N_(
        "The bundle contains a file that does not belong in a bundle: {found}. Nothing was applied."
    ),
    "record:import:missing": N_("The part {where} is missing from the bundle. Nothing was applied."),
    "record:import:not_signed": N_("The bundle is not signed by the log key of {found}. Nothing was applied."),
    "record:import:origin": N_("A checkpoint of the log {found} is in the place of {expected}."),
    "record:import:other_case": N_("The bundle belongs to the case {found}; this node's case is {expected}."),
    "record:import:other_genesis": N_(
        "The bundle has a different genesis from this node's. Nothing was applied. Compare the digests by voice."
    ),
    "record:import:root": N_(
        "The entries of the log of {where} do not give the root of its checkpoint. Nothing was applied."
    ),
    "record:import:start": N_(
        "What the bundle says about the beginning of the log of {where} is impossible. Nothing was applied."
    ),
    "record:import:unreadable": N_("The bundle {path} cannot be read: {found}."),
    # the rest
    "record:journal:another": N_(
        "The journal in this node's database belongs to another record, from entry {found} on. Restore the whole "
        "node from one backup."
    ),
    "record:none": N_("This node has no record yet. Begin one with: allforall record genesis."),
    "record:say:seen": N_(
        "The draft's author had seen the log of {log} up to {found}, which differs from this node's copy "
        "({expected}). Draft it again."
    ),
}
