"""English texts of the codes of `arrangement`."""

from allforall.errors import N_

GROUPS: dict[str, dict[str, str]] = {}

ERRORS: dict[str, str] = {
    "arrangement:text:too_long": N_("The arrangement's text has {found} characters; the limit is {expected}."),
    "arrangement:text:hidden_character": N_(
        "Line {line} contains an invisible character that changes how the text looks ({found}). Remove it."
    ),
    "arrangement:toml:syntax": N_("Line {line} is not valid TOML: {found}"),
    "arrangement:toml:twice": N_("Line {line} repeats a name used before: {found}"),
    "arrangement:toml:too_deep": N_("The brackets in the text are nested too deep."),
    "arrangement:format:unknown": N_("Line {line}: the file's format is {found}; this version reads {expected}."),
    "arrangement:key:unknown": N_("Line {line}: {where} is not known here. Expected: {expected}."),
    "arrangement:key:missing": N_("{where} is missing (expected: {expected}); it belongs to the table on line {line}."),
    "arrangement:key:form": N_(
        "Line {line}: the name {found} may contain only lower-case Latin letters, digits and underscores, and "
        "must begin with a letter."
    ),
    "arrangement:type:wrong": N_("Line {line}: {where} must be {expected}; found: {found}."),
    "arrangement:value:empty": N_("Line {line}: {where} is empty; expected: {expected}."),
    "arrangement:value:twice": N_("Line {line}: {found} appears twice."),
    "arrangement:value:not_allowed": N_("Line {line}: {where} is {found}; expected one of: {expected}."),
    "arrangement:value:out_of_range": N_("Line {line}: {where} is {found}; expected: {expected}."),
    "arrangement:range:inverted": N_(
        "Line {line}: {where} ends before it begins (found {found}; expected {expected})."
    ),
    "arrangement:parity:never": N_(
        "Line {line}: {where} would make persons who are never traded wait for parity ({found}). Such a rule is "
        "not allowed for the wounded and ill, children and others who are not traded."
    ),
    "arrangement:age:date_missing": N_("Line {line}: the date on which age is counted is missing (age_counts_on)."),
    "arrangement:age:no_border": N_("Line {line}: {where}: this wording gives neither a first nor a last birthday."),
    "arrangement:reading:party_missing": N_(
        "Line {line}: the words of {expected} are missing. If one party's words are given, the other's must be "
        "given too."
    ),
    "arrangement:format:all_has_no_number": N_(
        "Line {line}: all for all has no number and no giver ({where} is {found}). Formats that have one: {expected}."
    ),
    "arrangement:format:giver": N_("Line {line}: only the format {expected} has a giver."),
    "arrangement:stages:sum": N_("Line {line}: the stages add up to {found}; the agreed number is {expected}."),
    "arrangement:stages:order": N_("Line {line}: the stages must be in order of date, one per day."),
    "arrangement:dead:counted_as": N_("Line {line}: the dead are never counted as one number; missing: {expected}."),
    "arrangement:not_traded:left_out": N_(
        "Line {line}: nobody can be left out of those who are never traded; missing: {expected}."
    ),
    "arrangement:children:under_18": N_(
        "Line {line}: a child is a person under {expected}; the file says {found}. An arrangement may protect "
        "longer, not shorter."
    ),
    "arrangement:commission:kind_missing": N_("Line {line}: a constituted commission must have a kind: {expected}."),
    "arrangement:commission:not_constituted": N_(
        "Line {line}: {where} is only for a constituted commission; this one is not constituted."
    ),
    "arrangement:commission:neutral_missing": N_(
        "Line {line}: a mixed commission of GC III art. 112 needs neutral members; name the body."
    ),
    "arrangement:period:unknown": N_("Line {line}: {found} is not a valid period; write it like {expected}."),
    "arrangement:commitment:due_on": N_(
        "Line {line}: the trigger and the period give {expected}; the file says {found}."
    ),
    "arrangement:commitment:same_party": N_("Line {line}: debtor and creditor are the same party."),
    "arrangement:ceiling:category": N_(
        "Line {line}: there is no category {found} that may be traded; there are: {expected}."
    ),
    "arrangement:category:reserved": N_(
        "Line {line}: {found} is the name of a track and cannot be that of a category."
    ),
    "arrangement:category:owed_by_name": N_(
        "Line {line}: the rule wounded_and_ill belongs to the category wounded_and_ill and to no other (found {found})."
    ),
    "arrangement:category:twice": N_("Line {line}: there can be only one category of the dead."),
    "arrangement:threshold:prior_and_posterior": N_(
        "Line {line}: a posterior means nothing without its prior: agree on both or on neither."
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
