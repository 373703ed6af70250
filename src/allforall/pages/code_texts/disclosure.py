"""English texts of the codes of `disclosure`."""

from allforall.errors import N_

GROUPS: dict[str, dict[str, str]] = {}

ERRORS: dict[str, str] = {
    "cell:holds_more": N_("the cell may hold more than this field; look at it and decide on this person"),
    "cell:unread": N_("the cell could not be read"),
    "cell:words_left_over": N_("words left over beside the name; look at them and decide on this person"),
    "decision:officer_needed": N_("This decision needs an officer (row {row}, field {field})."),
    "decision:one_person_at_a_time": N_(
        "This field goes only for one named person at a time, not for a whole list (field {field})."
    ),
    "decision:reason_needed": N_("This field goes only with a reason (row {row}, field {field})."),
    "decision:two_officers_needed": N_(
        "This field goes only if two different officers decide it (row {row}, field {field}; named: {found})."
    ),
    "disclosure:export:two_officers_needed": N_("Two different officers have to let a list go out; {found} named."),
    "disclosure:list:not_writable": N_("The list {where} cannot be written: its key is not plain text."),
    "disclosure:row:not_writable": N_("The row {where} cannot be written to a file."),
    "disclosure:row:other_list": N_("The row {where} is not of list {expected}."),
    "disclosure:row:twice": N_("The row {where} stands twice."),
    "disclosure:salt:too_short": N_("The secret for references has {found} bytes; it needs {expected}."),
    "field:allowed": N_("an officer allowed it"),
    "field:default_disclosed": N_("is disclosed if nobody decides otherwise"),
    "field:default_if_approved": N_("is disclosed only if an officer approves"),
    "field:default_never": N_("is never disclosed, unless two officers decide it for one person"),
    "file:encoding:not_utf8": N_("The file is not UTF-8 text (byte {where})."),
    "file:form:not_canonical": N_(
        "The file is not in the form in which it was written: it was changed, or another program wrote it. "
        "Ask for it again."
    ),
    "file:format:other_version": N_("The file is of format {found}; this program reads {expected}."),
    "file:format:unknown": N_("The file is not of the expected kind, {expected}."),
    "file:json:key_twice": N_("A key stands twice in the file."),
    "file:json:not_object": N_("The file should hold an object and holds {found}."),
    "file:json:number": N_("The file holds a number that is not whole."),
    "file:json:too_deep": N_("The file is nested too deep to be read."),
    "file:json:unreadable": N_("The file cannot be read as JSON (character {where})."),
    "file:key:missing": N_("{where}: the key {expected} is missing."),
    "file:party:same": N_("The file is from and for the same party; it should be for {expected}."),
    "file:rows:too_many": N_("The file has {found} rows; at most {expected} are read."),
    "file:signed:cannot_check": N_(
        "The file says that it is signed, and this version cannot check a signature. It was not read."
    ),
    "file:size:too_large": N_("The file has {found} bytes; at most {expected} are read."),
    "file:value:unexpected": N_("{where}: expected {expected}, found {found}."),
    "person:at_liberty": N_("the person is at liberty"),
    "person:custody_unread": N_("what the list says about custody was not understood; decide on this person"),
}
