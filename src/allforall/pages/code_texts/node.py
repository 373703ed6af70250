"""English texts of the codes of `node`, `store` and `cli`."""

from allforall.errors import N_

GROUPS: dict[str, dict[str, str]] = {
    "act": {
        "officer:add": N_("add an officer"),
        "officer:retire": N_("retire an officer"),
        "arrangement:adopt": N_("adopt an arrangement"),
        "list:import": N_("read a list"),
        "list:erase": N_("erase rows"),
        "list:withdraw": N_("take a list back"),
        "reconcile:compare": N_("compare two lists"),
        "review:decide": N_("decide about a pair"),
        "review:withdraw": N_("take a decision about a pair back"),
        "merge:make": N_("merge rows"),
        "merge:make-dead": N_("merge rows of a person who is reported dead"),
        "merge:undo": N_("undo a merge"),
        "answers:propose": N_("propose answers"),
        "answers:confirm": N_("confirm an answer"),
        "answers:confirm-dead": N_("confirm that a person is reported dead"),
        "answers:withdraw": N_("take an answer back"),
        "answers:export": N_("write answers for the other side"),
        "answers:import": N_("read the answers of the other side"),
        "disclosure:decide": N_("decide about a disclosure"),
        "disclosure:decide-never": N_("disclose what is otherwise never disclosed"),
        "disclosure:export": N_("write a list for the other side"),
        "report:names": N_("write pages with names"),
    },
}

ERRORS: dict[str, str] = {
    "act:why:missing": N_("A reason is needed. Give one with --why."),
    "answers:confirm:which": N_("Say either --clear, for everything that may be confirmed together, or one row."),
    "answers:list:not-disclosed": N_(
        "List {found} did not come as a disclosed list, so there is nobody to send answers to. Read the "
        "other side's file with: allforall disclose import FILE."
    ),
    "answers:list:not-theirs": N_("List {found} is not a list of persons whom the other party seeks."),
    "answers:particular:wrong": N_("A particular is written as {expected}; found: {found}."),
    "arrangement:encoding:not-utf-8": N_("The file {path} is not UTF-8 text. Save it as UTF-8."),
    "arrangement:none-adopted": N_(
        "This node works under no arrangement yet. Adopt one with: allforall arrangement adopt FILE."
    ),
    "call:arguments": N_("The command line was not understood: {found}. See: {command} --help."),
    "call:argument:not-text": N_(
        "A word of the call is no text: {found}. Rename the file in plain letters, or type the word again."
    ),
    "call:batch:command": N_("“{found}” cannot stand in a batch: only commands on the node that the batch runs on."),
    "call:batch:not-utf-8": N_("The file {path} is not UTF-8 text. Save it as UTF-8."),
    "call:batch:quotes": N_("A quotation mark is never closed."),
    "call:date:wrong": N_("A date is written as {expected}; found: {found}."),
    "call:file:exists": N_("The file {path} exists already and is left alone."),
    "call:file:unreadable": N_("The file {path} cannot be read: {found}."),
    "call:language:unknown": N_("There is no language “{found}”. Known languages: {expected}."),
    "call:node:needed": N_("This command needs a node. Name its folder with --node."),
    "call:output:failed": N_("The outcome could not be printed: {found}. The command itself was done."),
    "demo:folder:not-ours": N_(
        "The folder {path} was not made by a demonstration and is left alone. Name another one."
    ),
    "demo:side:failed": N_("The process of {party} stopped: {found}."),
    "disclosure:everything:never": N_("Everything at once is never disclosed. Decide field by field."),
    "disclosure:list:not-ours": N_("List {found} is not this node's own list."),
    "doctor:backup:present": N_("there is a backup"),
    "doctor:database:references": N_("references inside the database hold"),
    "doctor:database:whole": N_("the database is whole"),
    "doctor:disk:room": N_("there is room on the disk"),
    "doctor:folder:no-leftovers": N_("no half-written files"),
    "doctor:folder:private": N_("the folder is closed to others"),
    "doctor:lists:complete": N_("every list has all its rows"),
    "doctor:version:current": N_("the database is of this version"),
    "doctor:version:known": N_("the database is not of a newer version"),
    "file:not-written": N_("The file {path} could not be written: {found}. Nothing was kept."),
    "file:too-large": N_("The file {path} is too large: {found} bytes, at most {expected} are read."),
    "list:date:future": N_("The list's day {found} lies after today, {expected}."),
    "list:date:past": N_("The list's day {found} lies before {expected}. Look whether the year was mistyped."),
    "list:file:both-kinds": N_(
        "This file, or one with the same rows, was read as list {list} ({kind}) already. One list cannot be"
        " of persons sought and of persons held. Check which file is which; a list read by mistake is taken back with:"
        " allforall list withdraw {list}."
    ),
    "list:file:missing": N_("There is no file {path}."),
    "list:file:other-day": N_(
        "This file was read already as list {list}, true on {expected}, and is now said to be of {found}. Nothing "
        "was changed. If the first day was a mistake, take the list back, then read it again:"
        " allforall list withdraw {list}."
    ),
    "list:file:other-mapping": N_(
        "This file was read already as list {list}, with other columns. Nothing was changed. If the first reading was "
        "a mistake, take the list back, then read it again: allforall list withdraw {list}."
    ),
    "list:file:unreadable": N_("The file {path} cannot be read: {found}."),
    "list:key:unknown": N_("There is no list {found}. This node's lists: {expected}."),
    "list:none": N_(
        "This node has no list of this kind ({kind}) of {party} yet. Read one with: allforall list import FILE."
    ),
    "list:rows:none": N_(
        "The file {file} has no rows below its headings. An empty list is not stored: if nobody is meant, "
        "say so to the other side in words."
    ),
    "list:rows:none-readable": N_(
        "None of the {rows} rows of {file} could be read, so nothing was stored. The first is on line {line}: "
        "{reason}. Check the headings, or write a mapping: allforall list draft-mapping FILE."
    ),
    "mapping:encoding:not-utf-8": N_("The mapping file {path} is not UTF-8 text. Save it as UTF-8."),
    "merge:keys": N_("At least two rows of one list are needed; found: {found}."),
    "merge:taken": N_("Already part of another merge: {found}. Undo that one first."),
    "merge:unknown": N_("There is no merge of exactly these rows: {found}."),
    "node:backup:exists": N_("The file {path} exists already and is left alone."),
    "node:backup:failed": N_("The backup {path} could not be written: {found}. Nothing was kept of it."),
    "node:backup:not-sqlite": N_(
        "This node's database is not in its folder. Back it up with the tools of your database server."
    ),
    "node:folder:missing": N_(
        "There is no node in {path}. Name its folder with --node, or make one with: allforall init FOLDER."
    ),
    "exercise:folder:not-empty": N_("The folder {path} is not empty and is left alone. Name a new folder."),
    "node:folder:not-empty": N_("The folder {path} is not empty and is left alone. Name a new folder."),
    "node:folder:not-made": N_("No node could be made in {path}: {found}. Nothing was left behind."),
    "node:folder:not-writable": N_("The folder {path} cannot be written to: {found}."),
    "node:folder:unfinished": N_("An earlier attempt was interrupted and left {path}. Look into it, then remove it."),
    "node:format:newer": N_(
        "This node's folder is of format {found}; this program knows up to {expected}. Use a newer program."
    ),
    "node:lock:held": N_("Another process serves the node in {path}. Wait until it has ended."),
    "node:pages:not-written": N_("The pages could not be written into {path}: {found}."),
    "node:restore:damaged": N_("The backup is damaged or was changed: {file}. The node was left as it is."),
    "node:restore:failed": N_(
        "The backup could not be put in place in {path}: {found}. What it replaces is not lost: look under backups."
    ),
    "node:restore:format": N_("The backup is of format {found}, expected {expected}. The node was left as it is."),
    "node:restore:manifest": N_("The backup's manifest cannot be read. The node was left as it is."),
    "node:restore:members": N_("This is not a backup of a node: expected {expected}, found {found}."),
    "node:restore:missing": N_("There is no backup {path}."),
    "node:title:unusable": N_(
        "A node's title has at most {expected} characters, at least one, and none that is hidden; this one has {found}."
    ),
    "node:toml:unreadable": N_("The file {path} cannot be read: {found}."),
    "node:toml:wrong": N_("The file {path} is not a node's description: {found}."),
    "list:withdraw:spoken-for": N_(
        "Something of list {list} has gone to the other side, or answers rest on it. Correct what was said instead."
    ),
    "node:upgrade:back-up-first": N_(
        "This node's database is on a server. Back it up with the server's own tools, then upgrade with --backed-up."
    ),
    "node:version:newer": N_(
        "A newer program has worked on this node ({found}). Use that program; nothing was touched."
    ),
    "node:version:older": N_(
        "The node in {path} is of an older version. Bring it up to date with: allforall node upgrade."
    ),
    "note:not-signed": N_("This node has no record: lists and answers between the parties are not signed."),
    "note:signed-in-record": N_("Lists and answers between the parties are signed, in the record."),
    "note:rehearsal": N_("A rehearsal: all persons are invented."),
    "officer:name:taken": N_("There is an officer of this name already."),
    "officer:name:unknown": N_("There is no such officer."),
    "officer:name:unusable": N_("A name has {expected} characters, all of them printable."),
    "officer:needed": N_("Somebody has to act. Name the officer with --officer."),
    "officer:passphrase-file:missing": N_("The passphrase file {path} cannot be read: {found}."),
    "officer:passphrase-file:open": N_(
        "The passphrase file {path} can be read by others. Its mode has to be {expected}."
    ),
    "officer:passphrase-file:wrong": N_("The passphrase file {path} is not TOML of the form “name” = “passphrase”."),
    "officer:passphrase:differs": N_("The two passphrases differ."),
    "officer:passphrase:not-given": N_(
        "A passphrase is needed and nobody can be asked. Use --passphrases FILE or a terminal."
    ),
    "officer:passphrase:short": N_("A passphrase has at least {expected} characters; this one has {found}."),
    "officer:passphrase:wrong": N_("The passphrase is wrong."),
    "officer:second-is-first": N_("This act ({act}) takes two different officers."),
    "officer:second-needed": N_("This act ({act}) takes two officers. Name the second one with --second."),
    "officer:unknown": N_("There is no such officer on this node, or no longer."),
    "program:fault": N_(
        "This is a fault of the program ({found}, {where}). Nothing was stored by half. Please report it, with the "
        "command and without any names of persons."
    ),
    "reconcile:kinds": N_("A list of persons sought is compared with a list of persons held; found: {found}."),
    "reconcile:not-compared": N_("{left} and {right} have not been compared yet. Run: allforall reconcile."),
    "reconcile:same-party": N_(
        "Both lists are of {found}. Whom one party seeks is compared with whom the other holds."
    ),
    "review:none": N_("There is no decision about {left} and {right} to take back."),
    "review:pair:unknown": N_("{left} and {right} have not been linked in any comparison."),
    "review:same-row": N_("Both are the same row: {found}."),
    "row:key:unknown": N_("There is no row {found}, or it was erased. A row is written as LIST:LINE, such as HA1:12."),
    "store:database:busy": N_("The database is in use by another program. Try again when it has ended."),
    "store:database:closed": N_(
        "The database cannot be opened for writing ({found}). Look at the rights of the node's folder and its disk."
    ),
    "store:database:damaged": N_(
        "The database is damaged ({found}). Stop, keep a copy of the folder, and restore a backup: "
        "allforall node restore FILE."
    ),
    "store:database:failed": N_("The database refused: {found}. Nothing was stored."),
    "store:database:missing": N_(
        "The node's database {path} is gone or empty. No new one is made in its place. Restore a backup: allforall "
        "node restore FILE."
    ),
    "store:database:other-open": N_("One process serves one node, and this one has another one open."),
    "store:database:unknown": N_("There is no database of the kind “{found}”. Known: {expected}."),
    "store:disk:full": N_("The disk is full. Nothing was stored by half; make room and repeat the command."),
    "system:memory": N_("The machine has too little memory for this. Nothing was stored by half."),
    "system:refused": N_("The system refused ({path}): {found}. Nothing was stored by half."),
}

#: These texts say themselves what to do next.
SAYS_WHAT_TO_DO = True
