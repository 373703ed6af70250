"""English texts of the codes of `reconcile`."""

from allforall.pages.code_texts.marking import N_

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
}

ERRORS: dict[str, str] = {}
