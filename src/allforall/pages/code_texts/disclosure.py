"""English texts of the codes of `disclosure`."""

from allforall.errors import N_

GROUPS: dict[str, dict[str, str]] = {}

ERRORS: dict[str, str] = {
    "cell:holds_more": N_("the cell may contain more than this field; check it and decide for this person"),
    "cell:unread": N_("the cell could not be read"),
    "cell:words_left_over": N_("words are left over beside the name; check them and decide for this person"),
    "decision:officer_needed": N_("This decision needs an officer (row {row}, field {field})."),
    "decision:one_person_at_a_time": N_(
        "This field is disclosed only for one named person at a time, not for a whole list (field {field})."
    ),
    "decision:reason_needed": N_("This field is disclosed only with a reason (row {row}, field {field})."),
    "decision:two_officers_needed": N_(
        "This field is disclosed only if two different officers decide so (row {row}, field {field}; named: {found})."
    ),
    "disclosure:export:two_officers_needed": N_("Two different officers must release a list; {found} named."),
    "disclosure:list:not_writable": N_("The list {where} cannot be written: its key is not plain text."),
    "disclosure:row:not_writable": N_("The row {where} cannot be written to a file."),
    "disclosure:row:other_list": N_("The row {where} does not belong to list {expected}."),
    "disclosure:row:twice": N_("The row {where} appears twice."),
    "disclosure:salt:too_short": N_("The secret for references has {found} bytes; expected {expected}."),
    "field:allowed": N_("an officer allowed it"),
    "field:default_disclosed": N_("is disclosed unless someone decides otherwise"),
    "field:default_if_approved": N_("is disclosed only if an officer approves"),
    "field:default_never": N_("is never disclosed, unless two officers decide so for one person"),
    "file:encoding:not_utf8": N_("The file is not UTF-8 text (byte {where})."),
    "file:form:not_canonical": N_(
        "The file is not as it was written: it was changed, or another program wrote it. Ask for it again."
    ),
    "file:format:other_version": N_("The file has format {found}; this program reads {expected}."),
    "file:format:unknown": N_("The file is not of the expected kind, {expected}."),
    "file:json:key_twice": N_("A key appears twice in the file."),
    "file:json:not_object": N_("The file must contain an object but contains {found}."),
    "file:json:number": N_("The file contains a number that is not whole."),
    "file:json:too_deep": N_("The file is nested too deep."),
    "file:json:unreadable": N_("The file is not valid JSON (character {where})."),
    "file:key:missing": N_("{where}: the key {expected} is missing."),
    "file:party:same": N_("The file is from and for the same party; it must be for {expected}."),
    "file:rows:too_many": N_("The file has {found} rows; the limit is {expected}."),
    "file:signed:cannot_check": N_(
        "The file claims to be signed, but this version cannot verify a signature. It was not read."
    ),
    "file:size:too_large": N_("The file has {found} bytes; the limit is {expected}."),
    "file:value:unexpected": N_("{where}: expected {expected}, found {found}."),
    "person:at_liberty": N_("the person is at liberty"),
    "person:custody_unread": N_("the custody stated in the list was not understood; decide for this person"),
}
