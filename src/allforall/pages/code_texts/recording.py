"""English texts of the codes of keys, of saying something in the record, of carrying it, and of coming back."""

from allforall.errors import N_

#: Each of these sentences says itself what to do next, or that nothing is to be done.
SAYS_WHAT_TO_DO = True

GROUPS: dict[str, dict[str, str]] = {
    "act": {"record:say": N_("say something in the record")},
    "doctor": {
        "doctor:keys:private": N_("nobody else may read the keys"),
        "doctor:record:whole": N_("every log can be read and is whole"),
        "doctor:record:not-shorter": N_("no log is shorter than its checkpoint says"),
        "doctor:record:sure": N_("the node is where it was and may write"),
        "doctor:record:journal": N_("the journal has come as far as the node's own log"),
        "doctor:record:not-frozen": N_("no log was written in two versions"),
        "doctor:record:no-staged": N_("no bundle is left that was taken in by half"),
    },
}

ERRORS: dict[str, str] = {
    # keys
    "keys:file:cost": N_(
        "The key file {path} asks for more memory to be opened than any that this program writes. It was not opened."
    ),
    "keys:file:form": N_("The file {path} is no key file, or was changed. Use another copy of it."),
    "keys:file:not-written": N_("{path} could not be written: {found}. Look after the disk, then do it again."),
    "keys:file:unreadable": N_("The key file {path} cannot be read: {found}."),
    "keys:file:use": N_("The key file {path} is of the kind “{found}”; one of the kind “{expected}” is needed here."),
    "keys:locked": N_("This needs the node's own keys. Give the passphrase “log”."),
    "keys:log:another": N_(
        "The log names another key than the one that is here: {expected}. Put the folder “keys” back from the newest "
        "backup, or let officers change the key: allforall keys rotate --log."
    ),
    "keys:name:unusable": N_(
        "“{found}” cannot name a key: 1 to {expected} letters that can be printed, and no plus sign. The other side "
        "will read the name."
    ),
    "keys:none": N_("This node has no keys yet. Make them with: allforall keys new."),
    "keys:officer:name": N_("Say whose key it is: --officer NAME."),
    "keys:officer:unknown": N_("No officer of this node bears the name or key {name} in the record."),
    "keys:officers:few": N_(
        "{found} officers would be left, and a rule of this node asks for {expected}. Add another one in the same call."
    ),
    "keys:passphrase:wrong": N_(
        "The key {name} does not open: the passphrase is another one, or the file was changed."
    ),
    "keys:rotate:no-day": N_("Say on which day the older keys are destroyed: --old-ends 2025-12-31."),
    "keys:rotate:nothing": N_("Nothing would change. Say what: --log, --add, --remove or --epoch."),
    "keys:there": N_("This node has keys already, in {path}. They are never written over."),
    # the node
    "node:author:unknown": N_("A node is that of one of {expected}, not of “{found}”."),
    "node:witness:no-party": N_(
        "This is the node of the witness, who sees no lists, no names and no answers. Only what concerns keys and the "
        "record is done here."
    ),
    # why a node may not write
    "record:closed:behind": N_(
        "This node may not write now: another node holds more of its log than it does itself. What is missing is "
        "taken back from the others. Exchange bundles with every other author; then it goes on by itself."
    ),
    "record:closed:copied": N_(
        "This node may not write now: its folder was copied or moved, and another copy may be in use. Make sure that "
        "there is only one, then exchange bundles with every other author; it goes on when all have answered."
    ),
    "record:closed:elsewhere": N_(
        "This node may not write now: somebody with its folder and key is recovering its log elsewhere. Find that "
        "copy and put an end to it; if it is not yours, change the keys. Then exchange bundles with every other author."
    ),
    "record:closed:frozen": N_(
        "This node's own log was written in two versions, and is frozen everywhere. Nothing more can be said in it. "
        "People have to settle which version counts, and begin a new case."
    ),
    "record:closed:lost": N_(
        "This node may not write now: its log has lost entries that it had said. Exchange bundles with every other "
        "author; what they hold is taken back, and then it goes on by itself."
    ),
    "record:closed:restored": N_(
        "This node may not write now: it was put back from a backup, and may have said more since than it knows. "
        "Exchange bundles with every other author; it goes on when all have answered."
    ),
    # drafts
    "record:draft:body": N_("{path} holds no body of an entry: a JSON object is needed."),
    "record:draft:by_act": N_(
        "An entry of the type {found} is said by its own command alone, which checks more than the entry shows. "
        "From a draft can be said: {expected}."
    ),
    "record:draft:differs": N_("{path} is of another text than the file before it. Nothing was done."),
    "record:draft:genesis": N_("This is a genesis. Sign or adopt it with: allforall record genesis."),
    "record:draft:kind": N_("{path} holds neither an entry nor a genesis. Nothing else is signed here."),
    # handing out
    "record:export:nobody": N_("There is no other author “{found}”. The others are: {expected}."),
    "record:export:not_written": N_("{path} could not be written: {found}."),
    "record:export:too_long": N_(
        "The bundle would have {found} bytes; at most {expected} are read. Take in the other side's latest bundle "
        "first, so that only what it lacks is sent."
    ),
    # genesis
    "record:genesis:another": N_(
        "This node works under another genesis already. One node holds the record of one case."
    ),
    "record:genesis:author_twice": N_("Two descriptions are of the same author."),
    "record:genesis:cases": N_("The descriptions are of several cases: {found}."),
    "record:genesis:changed": N_(
        "The description of {where} does not stand in this genesis as it was given. Do not sign it; ask whoever drew "
        "it up."
    ),
    "record:genesis:described": N_("Name the file with your node's description: --described FILE."),
    "record:genesis:description": N_("{path} is no description of a node's keys."),
    "record:genesis:not_an_officer": N_("The key {name} is none of the officers' of {where} in this genesis."),
    "record:genesis:not_mine": N_(
        "The keys of this node do not stand in this genesis in the place of {where}. Describe them anew and have the "
        "genesis drawn up again."
    ),
    "record:genesis:officer_needed": N_("At least one officer's public key is needed: --officer-key."),
    "record:genesis:unsigned": N_(
        "Officers of {where} have signed this genesis {found} of {expected}. It is adopted when all have signed."
    ),
    # taking in
    "record:import:checkpoint": N_(
        "The checkpoint of the log of {where} is not signed by that log. Nothing was taken in."
    ),
    "record:import:conflict": N_(
        "The log of {where} differs from what is held here beyond its last checkpoint, at size {size}. Nothing was "
        "taken in. Keep the bundle and ask the author for a newer one."
    ),
    "record:import:entries": N_("The part {where} of the bundle has {found} entries in place of {expected}."),
    "record:import:false_cosignature": N_(
        "The checkpoint of the log of {where} bears a false cosignature in the name of {found}. Nothing was taken in."
    ),
    "record:import:file": N_("The bundle holds a file that no bundle has: {found}. Nothing was taken in."),
    "record:import:missing": N_("The bundle lacks its part {where}. Nothing was taken in."),
    "record:import:not_signed": N_("The bundle is not signed by the log key of {found}. Nothing was taken in."),
    "record:import:origin": N_("A checkpoint is of the log {found} and stands in the place of {expected}."),
    "record:import:other_case": N_("The bundle is of the case {found}; this node's is {expected}."),
    "record:import:other_genesis": N_(
        "The bundle is of another genesis than this node's. Nothing was taken in. Compare the digests by voice."
    ),
    "record:import:root": N_(
        "The entries of the log of {where} do not make the root of its checkpoint. Nothing was taken in."
    ),
    "record:import:start": N_(
        "What the bundle says of the beginning of the log of {where} cannot be. Nothing was taken in."
    ),
    "record:import:unreadable": N_("The bundle {path} cannot be read: {found}."),
    # the rest
    "record:journal:another": N_(
        "The journal in this node's database is that of another record, from entry {found} on. Restore the whole node "
        "from one backup."
    ),
    "record:none": N_("This node has no record yet. It begins with: allforall record genesis."),
    "record:say:seen": N_(
        "The draft says that its author had read the log of {log} up to {found}, which is not what is held here "
        "({expected}). Draft it anew."
    ),
}
