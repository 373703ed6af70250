"""English texts of the codes of `answers`, `account` and `disclosure`."""

from allforall.pages.code_texts.marking import N_

GROUPS: dict[str, dict[str, str]] = {
    "answer_kind": {
        "held": N_("held"),
        "no_candidate": N_("no candidate on the list"),
        "not_held": N_("answered: not held"),
        "reported_dead": N_("reported dead"),
        "released": N_("already released"),
        "transferred": N_("transferred"),
        "escaped": N_("escaped"),
        "in_hospital": N_("in hospital"),
        "judicial_detention": N_("in judicial detention"),
        "civilian": N_("civilian"),
        "duplicate_of": N_("duplicate of another row"),
        "category_disputed": N_("category disputed"),
        "no_answer": N_("no answer"),
        "held_not_asked_for": N_("held, not asked for"),
    },
    "answer_state": {
        "proposed": N_("proposed"),
        "confirmed": N_("confirmed"),
    },
}

ERRORS: dict[str, str] = {}
