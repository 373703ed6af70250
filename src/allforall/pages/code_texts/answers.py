"""English texts of the codes of `answers`, `account` and `disclosure`."""

from allforall.pages.code_texts.marking import N_

GROUPS: dict[str, dict[str, str]] = {
    "answer_kind": {
        "held": N_("held"),
        "in_hospital": N_("in hospital"),
        "judicial_detention": N_("in judicial detention"),
        "civilian": N_("civilian"),
        "category_disputed": N_("category disputed"),
        "transferred": N_("transferred"),
        "released": N_("already released"),
        "escaped": N_("escaped"),
        "reported_dead": N_("reported dead"),
        "at_liberty": N_("at liberty, disclosed with consent"),
        "not_held": N_("answered: not held"),
        "duplicate_of": N_("duplicate of another row"),
        "no_candidate": N_("no candidate on the list"),
        "no_answer": N_("no answer"),
    },
    "answer_state": {
        "none": N_("nothing proposed"),
        "proposed": N_("proposed"),
        "confirmed": N_("confirmed"),
    },
    "held_place": {
        "asked_for": N_("asked for"),
        "perhaps_asked_for": N_("perhaps asked for, to be reviewed"),
        "held_not_asked_for": N_("held, not asked for"),
        "not_asked_no_longer_held": N_("not asked for, no longer held"),
        "duplicate": N_("duplicate of another row"),
        "at_liberty_not_disclosed": N_("at liberty, not disclosed"),
        "withheld": N_("withheld"),
    },
    "tally": {
        "rows": N_("Rows of the file"),
        "answers": N_("Our answers, as they stand here"),
        "answers_told": N_("Our answers, as the other side is told"),
        "answers_received": N_("Answers of the other side"),
        "held": N_("Persons held, and who was asked for"),
    },
    "figure": {
        "rows_read": N_("read"),
        "rows_refused": N_("left out"),
    },
}

ERRORS: dict[str, str] = {}
