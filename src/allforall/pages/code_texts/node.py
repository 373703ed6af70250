"""English texts of the codes of `node`, `store` and `cli`."""

from allforall.errors import N_

GROUPS: dict[str, dict[str, str]] = {
    "act": {
        "officer:add": N_("add an officer"),
        "officer:retire": N_("retire an officer"),
        "officer:role": N_("change an officer’s role"),
        "arrangement:adopt": N_("adopt an arrangement"),
        "list:import": N_("import a list"),
        "list:erase": N_("erase rows"),
        "list:withdraw": N_("withdraw a list"),
        "reconcile:compare": N_("compare two lists"),
        "review:decide": N_("decide about a pair"),
        "review:withdraw": N_("withdraw a decision about a pair"),
        "merge:make": N_("merge rows"),
        "merge:make-dead": N_("merge rows of a person who is reported dead"),
        "merge:undo": N_("undo a merge"),
        "answers:propose": N_("propose answers"),
        "answers:confirm": N_("confirm an answer"),
        "answers:confirm-dead": N_("confirm that a person is reported dead"),
        "answers:withdraw": N_("withdraw an answer"),
        "answers:export": N_("export answers for the other side"),
        "answers:import": N_("import the other side's answers"),
        "disclosure:decide": N_("decide on a disclosure"),
        "disclosure:decide-never": N_("disclose what is otherwise never disclosed"),
        "disclosure:export": N_("export a list for the other side"),
        "report:names": N_("write pages with names"),
    },
}

ERRORS: dict[str, str] = {
    "act:why:missing": N_("A reason is needed. Give one with --why."),
    "answers:confirm:which": N_("Give either --clear, for everything that may be confirmed together, or one row."),
    "answers:list:not-disclosed": N_(
        "List {found} was not imported as a disclosed list, so there is nobody to send answers to. Import the "
        "other side's file with: allforall disclose import FILE."
    ),
    "answers:list:not-theirs": N_("List {found} is not a list of persons whom the other party seeks."),
    "answers:particular:wrong": N_("A particular is written as {expected}; found: {found}."),
    "arrangement:encoding:not-utf-8": N_("The file {path} is not UTF-8 text. Save it as UTF-8."),
    "arrangement:none-adopted": N_(
        "No arrangement is adopted on this node yet. Adopt one with: allforall arrangement adopt FILE."
    ),
    "call:arguments": N_("The command line was not understood: {found}. See: {command} --help."),
    "call:argument:not-text": N_(
        "An argument is not text: {found}. Rename the file with plain letters, or type the argument again."
    ),
    "call:batch:command": N_("“{found}” cannot run in a batch: a batch takes only commands for its own node."),
    "call:batch:not-utf-8": N_("The file {path} is not UTF-8 text. Save it as UTF-8."),
    "call:batch:quotes": N_("A quotation mark is not closed."),
    "call:date:wrong": N_("A date is written as {expected}; found: {found}."),
    "call:file:exists": N_("The file {path} already exists and was left unchanged."),
    "call:file:unreadable": N_("The file {path} cannot be read: {found}."),
    "call:language:unknown": N_("There is no language “{found}”. Known languages: {expected}."),
    "call:node:needed": N_("This command needs a node. Name its folder with --node."),
    "call:output:failed": N_("The output could not be printed: {found}. The command itself was completed."),
    "demo:folder:not-ours": N_(
        "The folder {path} was not made by a demonstration and was left unchanged. Name another one."
    ),
    "demo:side:failed": N_("The process of {party} stopped: {found}."),
    "disclosure:everything:never": N_("All fields at once are never disclosed. Decide field by field."),
    "disclosure:list:not-ours": N_("List {found} is not this node's own list."),
    "doctor:backup:present": N_("there is a backup"),
    "doctor:database:references": N_("references within the database are valid"),
    "doctor:database:whole": N_("the database is intact"),
    "doctor:disk:room": N_("there is room on the disk"),
    "doctor:folder:no-leftovers": N_("there are no half-written files"),
    "doctor:folder:private": N_("nobody else can open the folder"),
    "doctor:lists:complete": N_("every list has all its rows"),
    "doctor:version:current": N_("the database is of this program's version"),
    "doctor:version:known": N_("the database is not of a newer version"),
    "file:not-written": N_("The file {path} could not be written: {found}. Nothing was saved."),
    "file:too-large": N_("The file {path} is too large: {found} bytes; the limit is {expected}."),
    "list:date:future": N_("The list's date {found} is after today, {expected}."),
    "list:date:past": N_("The list's date {found} is before {expected}. Check whether the year was mistyped."),
    "list:file:both-kinds": N_(
        "This file, or one with the same rows, is already imported as list {list} ({kind}). A list cannot be "
        "both of persons sought and of persons held. Check which file is which; to withdraw a list imported by "
        "mistake: allforall list withdraw {list}."
    ),
    "list:file:missing": N_("There is no file {path}."),
    "list:file:other-day": N_(
        "This file is already imported as list {list}, as of {expected}; now {found} was given. Nothing was "
        "changed. If the first date was a mistake, withdraw the list and import the file again: allforall list "
        "withdraw {list}."
    ),
    "list:file:other-mapping": N_(
        "This file is already imported as list {list}, with other columns. Nothing was changed. If the first "
        "import was a mistake, withdraw the list and import the file again: allforall list withdraw {list}."
    ),
    "list:file:unreadable": N_("The file {path} cannot be read: {found}."),
    "list:key:unknown": N_("There is no list {found}. This node's lists: {expected}."),
    "list:none": N_(
        "This node has no list of this kind ({kind}) of {party} yet. Import one with: allforall list import FILE."
    ),
    "list:rows:none": N_(
        "The file {file} has no rows below its headings. An empty list is not saved: if you mean nobody, tell "
        "the other side so in words."
    ),
    "list:rows:none-readable": N_(
        "None of the {rows} rows of {file} could be read, so nothing was saved. The first is on line {line}: "
        "{reason}. Check the headings, or write a mapping: allforall list draft-mapping FILE."
    ),
    "mapping:encoding:not-utf-8": N_("The mapping file {path} is not UTF-8 text. Save it as UTF-8."),
    "merge:keys": N_("At least two rows of one list are needed; found: {found}."),
    "merge:taken": N_("Already part of another merge: {found}. Undo that one first."),
    "merge:unknown": N_("There is no merge of exactly these rows: {found}."),
    "node:backup:exists": N_("The file {path} already exists and was left unchanged."),
    "node:backup:failed": N_("The backup {path} could not be written: {found}. Nothing was saved."),
    "node:backup:not-sqlite": N_(
        "This node's database is not in its folder. Back it up with your database server's tools."
    ),
    "node:folder:missing": N_(
        "There is no node in {path}. Name its folder with --node, or create one with: allforall init FOLDER."
    ),
    "exercise:folder:not-empty": N_("The folder {path} is not empty and was left unchanged. Name a new folder."),
    "node:folder:not-empty": N_("The folder {path} is not empty and was left unchanged. Name a new folder."),
    "node:folder:not-made": N_("No node could be created in {path}: {found}. Nothing was left behind."),
    "node:folder:not-writable": N_("The folder {path} cannot be written to: {found}."),
    "node:folder:unfinished": N_("An earlier attempt was interrupted and left {path}. Inspect it, then remove it."),
    "node:format:newer": N_(
        "This node's folder has format {found}; this program supports formats up to {expected}. Use a newer program."
    ),
    "node:lock:held": N_("The node in {path} is busy with another act, and it did not end in time. Try again."),
    "node:pages:not-written": N_("The pages could not be written to {path}: {found}."),
    "node:restore:damaged": N_("The backup is damaged or was changed: {file}. The node was left unchanged."),
    "node:restore:failed": N_(
        "The backup could not be put in place in {path}: {found}. What it replaces is not lost: see the folder backups."
    ),
    "node:restore:format": N_("Wrong backup format: expected {expected}, found {found}. The node was left unchanged."),
    "node:restore:manifest": N_("The backup's manifest cannot be read. The node was left unchanged."),
    "node:restore:members": N_("This is not a backup of a node: expected {expected}, found {found}."),
    "node:restore:missing": N_("There is no backup {path}."),
    "node:title:unusable": N_(
        "A node's title has 1 to {expected} characters, none of them hidden; this one has {found}."
    ),
    "node:toml:unreadable": N_("The file {path} cannot be read: {found}."),
    "node:toml:wrong": N_("The file {path} does not describe a node: {found}."),
    "list:withdraw:spoken-for": N_(
        "Part of list {list} was disclosed to the other side, or answers rely on it. Correct it there instead."
    ),
    "node:upgrade:back-up-first": N_(
        "This node's database is on a server. Back it up with the server's own tools, then upgrade with --backed-up."
    ),
    "node:version:newer": N_("A newer program has used this node ({found}). Use that program; nothing was changed."),
    "node:version:older": N_("The node in {path} is of an older version. Upgrade it with: allforall node upgrade."),
    "note:not-signed": N_("This node has no record: lists and answers between the parties are not signed."),
    "note:signed-in-record": N_("Lists and answers between the parties are signed in the record."),
    "note:rehearsal": N_("A rehearsal: all persons are invented."),
    "node:moved": N_("What this act is based on changed while it ran; nothing was saved. Try again."),
    "officer:name:taken": N_("An officer of this name already exists."),
    "officer:name:unknown": N_("There is no such officer."),
    "officer:name:unusable": N_("A name has {expected} characters, all of them printable."),
    "officer:needed": N_("This command needs an officer. Name one with --officer."),
    "officer:passphrase-file:missing": N_("The passphrase file {path} cannot be read: {found}."),
    "officer:passphrase-file:open": N_("Others can read the passphrase file {path}. Its mode must be {expected}."),
    "officer:passphrase-file:wrong": N_("The passphrase file {path} is not TOML of the form “name” = “passphrase”."),
    "officer:passphrase:differs": N_("The two passphrases differ."),
    "officer:passphrase:not-given": N_(
        "A passphrase is needed, but there is no terminal to ask for it. Use --passphrases FILE or a terminal."
    ),
    "officer:passphrase:short": N_("A passphrase must have at least {expected} characters; this one has {found}."),
    "officer:passphrase:wrong": N_("The passphrase is wrong."),
    "officer:second-is-first": N_("This act ({act}) requires two different officers."),
    "officer:second-needed": N_("This act ({act}) requires two officers. Name the second with --second."),
    "officer:unknown": N_("This node has no such officer, or no longer."),
    "program:fault": N_(
        "This is a fault in the program ({found}, {where}). No partial changes were saved. Please report it, "
        "with the command but without any person's name."
    ),
    "reconcile:kinds": N_("A list of persons sought is compared with a list of persons held; found: {found}."),
    "reconcile:not-compared": N_("{left} and {right} have not been compared yet. Run: allforall reconcile."),
    "reconcile:same-party": N_(
        "Both lists are of {found}. The persons sought by one party are compared with those held by the other."
    ),
    "review:none": N_("There is no decision about {left} and {right} to withdraw."),
    "review:pair:unknown": N_("{left} and {right} are not linked in any comparison."),
    "review:same-row": N_("Both are the same row: {found}."),
    "row:key:unknown": N_("There is no row {found}, or it was erased. A row is written as LIST:LINE, such as HA1:12."),
    "store:database:busy": N_("The database is in use by another program. Try again when that program has finished."),
    "store:database:closed": N_(
        "The database cannot be opened for writing ({found}). Check the permissions of the node's folder, and its disk."
    ),
    "store:database:damaged": N_(
        "The database is damaged ({found}). Stop, keep a copy of the folder, and restore a backup: "
        "allforall node restore FILE."
    ),
    "store:database:failed": N_("The database reported an error: {found}. Nothing was saved."),
    "store:database:missing": N_(
        "The node's database {path} is missing or empty. No new one is created in its place. Restore a backup: "
        "allforall node restore FILE."
    ),
    "store:database:other-open": N_("A process serves one node, and this process already has another one open."),
    "store:database:unknown": N_("There is no database type “{found}”. Known: {expected}."),
    "store:disk:full": N_("The disk is full. No partial changes were saved; free some space and repeat the command."),
    "system:memory": N_("The machine has too little memory for this. No partial changes were saved."),
    "system:refused": N_("The system refused ({path}): {found}. No partial changes were saved."),
}

#: These texts already say what to do next.
SAYS_WHAT_TO_DO = True
