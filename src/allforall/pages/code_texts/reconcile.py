"""English texts of the codes of `reconcile`."""

from allforall.errors import N_

GROUPS: dict[str, dict[str, str]] = {
    "agreement": {
        "agree": N_("agrees"),
        "close": N_("close"),
        "conflict": N_("conflicts"),
        "unknown": N_("unknown"),
    },
    "standing": {
        "clear": N_("clear"),
        "to_review": N_("to be reviewed"),
        "reviewed_same": N_("reviewed: the same person"),
        "reviewed_different": N_("reviewed: different persons"),
        "unsure": N_("reviewed: not sure"),
    },
    "verdict": {
        "same": N_("same person"),
        "different": N_("different persons"),
        "unsure": N_("not sure"),
    },
    "field": {"name_order": N_("order of the names")},
    "reading": {
        "sound": N_("sound: {reading}"),
        "days": N_("possible days: {reading}"),
        "compared_as": N_("compared as: {reading}"),
    },
    "kept": {
        "good": N_("reused as kept"),
        "none": N_("read for the first time"),
        "other_rows": N_("read again: its rows have changed"),
        "other_program": N_("read again: kept by another version of the program"),
        "damaged": N_("read again: the kept data was damaged"),
    },
    "level": {
        "same": N_("the same"),
        "different": N_("another value"),
        "swapped": N_("surname and given name swapped"),
        "same_sound": N_("same sound"),
        "same_name": N_("another form of the same name"),
        "other_ending": N_("same name with another ending"),
        "short_form": N_("short form of the name"),
        "near_sound": N_("nearly the same sound"),
        "similar": N_("similar"),
        "partly_alike": N_("partly alike"),
        "other_name": N_("another name"),
        "initial_agrees": N_("initial agrees"),
        "initial_conflicts": N_("initial contradicts"),
        "same_day": N_("same day"),
        "day_month_swapped": N_("day and month swapped"),
        "year_off_by_one": N_("year off by one"),
        "one_digit": N_("one digit or letter off"),
        "same_year": N_("same year, another day"),
        "month_compatible": N_("possible: same month"),
        "month_conflicts": N_("months contradict"),
        "year_compatible": N_("possible: same year"),
        "year_near": N_("years nearly match"),
        "year_conflicts": N_("years contradict"),
        "span_compatible": N_("possible: the spans overlap"),
        "span_conflicts": N_("spans contradict"),
        "near": N_("near"),
    },
}

ERRORS: dict[str, str] = {
    "reconcile:splink:dialect": N_("There are no settings for {found}. Choose one of: {expected}."),
    "reconcile:calibration:wrong": N_(
        "The calibration in calibration.toml is not usable: {expected}. Calibrate again with benchmarks/calibrate.py."
    ),
    "reconcile:rows:same_key": N_(
        "Two rows of one list have the key {key}. Every row of a list needs a key of its own."
    ),
    "reconcile:merge:too_few": N_("A merge needs at least two different rows; {found} given."),
    "reconcile:merge:second_officer": N_(
        "Merge {number} concerns a person who is reported dead: name a second officer, different from the first."
    ),
    "reconcile:merge:not_standing": N_("There is no merge {number} in effect to undo."),
    "lists:empty": N_("One of the lists is empty: there is nothing to compare."),
    "lists:same_list": N_("The two lists are identical, row by row. Was a file imported twice?"),
    "reconcile:prepared:damaged": N_("The data kept of list {list} for comparing is damaged. Its rows are read again."),
    "reconcile:prepared:mixed": N_(
        "Two lists could not be combined: {expected} names expected, {found} found. Compare them again."
    ),
    "reconcile:weights:damaged": N_("The weights kept from a comparison are damaged. Compare the lists again."),
    "reconcile:calibration:pairs": N_(
        "Pairs to be given probabilities: expected {expected} left rows, right rows and finite bits, found {found}. "
        "Give one of each per pair."
    ),
    "doctor:prepared:good": N_("the data kept of lists for comparing agrees with their rows"),
    "held:confirmed_for_another": N_("The held row was confirmed before for another sought name"),
    "held:linked_to_another": N_("The held row fits another name better"),
    "score:clear": N_("Score, margin and fields are all clear"),
    "score:below_clear": N_("The score is below what counts as clear"),
    "margin:near_tie": N_("Another row fits almost as well"),
    "fields:name_not_agreed": N_("Surname or given name does not agree, or is an initial only"),
    "fields:name_alone": N_("Only the name agrees"),
    "fields:date_unknown": N_("The birth date is not known on both sides"),
    "fields:conflict": N_("Two values contradict each other"),
    "relatives:siblings": N_("May be brothers or sisters"),
    "relatives:twins": N_("May be twins"),
    "relatives:twin_on_list": N_("A possible twin is on a list"),
    "relatives:father_and_son": N_("May be parent and child"),
    "relatives:namesake": N_("The same name, another birth date: perhaps namesakes"),
    "rows:identical": N_("The rows agree in every field"),
    "review:same": N_("Reviewed: the same person"),
    "review:unsure": N_("Reviewed: unsure"),
    "review:contradicted": N_("Reviews contradict one another"),
    "review:new_evidence": N_("The rows have changed since the review"),
}
