"""English texts of the codes of `store.record`: what is wrong with the files of a log on this disk."""

from allforall.errors import N_

SAYS_WHAT_TO_DO = True

GROUPS: dict[str, dict[str, str]] = {}

ERRORS: dict[str, str] = {
    "record:log:damaged": N_(
        "The log in {path} is damaged at byte {where}, before its end. Nothing was read or changed. Do not "
        "repair it by hand: restore the folder, or let the node recover its log from the other nodes."
    ),
    "record:log:held": N_("Another process has the log in {path} open. Wait until it has finished."),
    "record:log:not_opened": N_("The log in {path} cannot be opened: {found}."),
    "record:log:not_written": N_(
        "The log in {path} could not be written: {found}. Nothing was appended. Check the disk, then start again."
    ),
    "record:log:reopen": N_(
        "The log in {path} accepts no more entries because a write failed. Start the program again."
    ),
    "record:log:shorter_than_its_index": N_(
        "The log in {path} has {found} bytes but had at least {expected}: entries are lost. Restore the folder, "
        "or let the node recover its log from the other nodes."
    ),
    "record:log:tile_damaged": N_(
        "The hashes in {path} do not match the entries. Restore the folder, or let the node recover its log from "
        "the other nodes."
    ),
}
