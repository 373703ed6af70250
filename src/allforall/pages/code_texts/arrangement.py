"""English texts of the codes of `arrangement`."""

from allforall.errors import N_

GROUPS: dict[str, dict[str, str]] = {}

ERRORS: dict[str, str] = {
    "arrangement:text:too_long": N_("The arrangement's text has {found} characters; at most {expected} are read."),
    "arrangement:text:hidden_character": N_(
        "Line {line} holds a character that cannot be seen and changes how the text looks ({found}). Remove it."
    ),
    "arrangement:toml:syntax": N_("Line {line} cannot be read as TOML: {found}"),
    "arrangement:toml:twice": N_("Line {line} names something that was named before: {found}"),
    "arrangement:toml:too_deep": N_("The text has brackets within brackets too deep to be read."),
    "arrangement:format:unknown": N_("Line {line}: this file says format {found}; this version reads {expected}."),
    "arrangement:key:unknown": N_("Line {line}: {where} is not known here. Expected: {expected}."),
    "arrangement:key:missing": N_("{where} is missing (expected: {expected}); it belongs to the table on line {line}."),
    "arrangement:key:form": N_(
        "Line {line}: the name {found} may only have small Latin letters, digits and underscores, and must "
        "begin with a letter."
    ),
    "arrangement:type:wrong": N_("Line {line}: {where} should be a {expected}, but is {found}."),
    "arrangement:value:empty": N_("Line {line}: {where} is empty; expected: {expected}."),
    "arrangement:value:twice": N_("Line {line}: {found} stands there twice."),
    "arrangement:value:not_allowed": N_("Line {line}: {where} is {found}; it can be one of: {expected}."),
    "arrangement:value:out_of_range": N_("Line {line}: {where} is {found}; it must lie within {expected}."),
    "arrangement:range:inverted": N_(
        "Line {line}: {where} ends before it begins (found {found}; expected {expected})."
    ),
    "arrangement:parity:never": N_(
        "Line {line}: {where} would make persons wait for parity who are never traded ({found}). The "
        "wounded and ill, children and the others who are not traded can have no such rule."
    ),
    "arrangement:age:date_missing": N_("Line {line}: the date on which age counts is missing (age_counts_on)."),
    "arrangement:age:no_border": N_("Line {line}: {where}: this wording names neither a first nor a last birthday."),
    "arrangement:reading:party_missing": N_(
        "Line {line}: the words of {expected} are missing. Where one party's words stand, the other's must stand too."
    ),
    "arrangement:format:all_has_no_number": N_(
        "Line {line}: all for all has no number and no giver ({where} is {found}). Formats that have one: {expected}."
    ),
    "arrangement:format:giver": N_("Line {line}: only the format {expected} has a giver."),
    "arrangement:stages:sum": N_("Line {line}: the stages add up to {found}, the number agreed is {expected}."),
    "arrangement:stages:order": N_("Line {line}: the stages must be in the order of their days, one a day."),
    "arrangement:dead:counted_as": N_("Line {line}: the dead are never counted as one number; left out: {expected}."),
    "arrangement:not_traded:left_out": N_(
        "Line {line}: nobody can be left out of those who are never traded; left out: {expected}."
    ),
    "arrangement:children:under_18": N_(
        "Line {line}: a child is a person under {expected}; the file says {found}. An agreement may protect"
        " longer, not shorter."
    ),
    "arrangement:commission:kind_missing": N_("Line {line}: a commission that is constituted has a kind: {expected}."),
    "arrangement:commission:not_constituted": N_(
        "Line {line}: {where} belongs to a commission that is constituted; this one is not."
    ),
    "arrangement:commission:neutral_missing": N_(
        "Line {line}: a mixed commission of GC III art. 112 needs neutral members; name the body."
    ),
    "arrangement:period:unknown": N_("Line {line}: {found} is no period that can be read; write it like {expected}."),
    "arrangement:commitment:due_on": N_(
        "Line {line}: the trigger and the period give {expected}, the file says {found}."
    ),
    "arrangement:commitment:same_party": N_("Line {line}: debtor and creditor are the same party."),
    "arrangement:ceiling:category": N_(
        "Line {line}: there is no category {found} that may be traded; there are: {expected}."
    ),
    "arrangement:category:reserved": N_(
        "Line {line}: {found} is the name of a track and cannot be that of a category."
    ),
    "arrangement:category:owed_by_name": N_(
        "Line {line}: the category wounded_and_ill has the rule wounded_and_ill, and no other category has "
        "it (found {found})."
    ),
    "arrangement:category:twice": N_("Line {line}: there can be one category of the dead only."),
    "arrangement:threshold:prior_and_posterior": N_(
        "Line {line}: a posterior without its prior says nothing: agree on both or on neither."
    ),
    "arrangement:word:text": N_("text"),
    "arrangement:word:date": N_("date, like 2025-06-02"),
    "arrangement:word:whole_number": N_("whole number"),
    "arrangement:word:share": N_("number between 0 and 1"),
    "arrangement:word:true_or_false": N_("true or false"),
    "arrangement:word:table": N_("table"),
    "arrangement:word:list_of_texts": N_("list of texts"),
    "arrangement:word:list_of_tables": N_("list of tables"),
    "arrangement:word:nothing": N_("nothing"),
    "arrangement:word:empty": N_("empty"),
}
