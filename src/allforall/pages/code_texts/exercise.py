"""English texts of the codes of `exercise`."""

from allforall.errors import N_

GROUPS: dict[str, dict[str, str]] = {}

ERRORS: dict[str, str] = {
    "exercise:rates:not_toml": N_("The profile is not valid TOML (line {line}): {found}."),
    "exercise:rates:unknown_key": N_("Line {line} of the profile: {key} is not a known rate. Known here: {expected}."),
    "exercise:rates:out_of_range": N_(
        "Line {line} of the profile: {key} must be a number in {expected}, found {found}."
    ),
    "exercise:rates:sum": N_("Line {line} of the profile: {key} must be {expected}, found {found}."),
    "exercise:rates:missing": N_("The profile does not state {key}; expected {expected}."),
    "exercise:rates:not_table": N_("Line {line} of the profile: {key} must be a table of rates."),
    "exercise:rates:ages": N_("Line {line} of the profile: {key} must satisfy {expected}, found {found}."),
    "exercise:rates:unknown_value": N_("Line {line} of the profile: {key} must be one of {expected}, found {found}."),
    "exercise:lists:overfull": N_("The rates leave no room in a list: {key} must be {expected}, found {found}."),
    "exercise:persons:too_many": N_("An exercise has at most {expected} persons for each party, found {found}."),
    "exercise:persons:too_few": N_("An exercise needs more persons: expected {expected}, found {found}."),
    "exercise:seed:negative": N_("The seed must be {expected}, found {found}."),
    "exercise:truth:format": N_("This is not a truth file of this version: expected {expected}, found {found}."),
    "exercise:truth:unreadable": N_("The truth file cannot be read as {expected} ({found})."),
}
