"""English texts of the codes of `arrangement` and `eligibility`."""

from allforall.pages.code_texts.marking import N_

GROUPS: dict[str, dict[str, str]] = {
    "outcome": {
        "eligible": N_("eligible"),
        "not_eligible": N_("not eligible"),
        "cannot_be_decided": N_("cannot be decided"),
    },
    "wording": {
        "law": N_("by the law"),
        "arrangement": N_("by the arrangement"),
    },
    "category": {
        "wounded_and_ill": N_("severely wounded and seriously ill"),
        "young": N_("young soldiers"),
        "dead": N_("the dead"),
        "not_traded": N_("not traded"),
    },
}

ERRORS: dict[str, str] = {}
