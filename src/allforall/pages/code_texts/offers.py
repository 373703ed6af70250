"""English texts of the codes of offers: why one may not be made, accepted or decided, and where it stands."""

from allforall.errors import N_

#: Each sentence of a closed gate says what opens it, where anything does.
SAYS_WHAT_TO_DO = True

GROUPS: dict[str, dict[str, str]] = {}

ERRORS: dict[str, str] = {
    # the call
    "offer:line": N_("{found} is not of the form CATEGORY:COUNT, such as young:10."),
    "offer:moment": N_("{found} is no moment in UTC. Write it as 2026-07-01T12:00Z."),
    "offer:unknown": N_("{found} is no offer that is held here. The list of offers shows their names."),
    # why an offer is not made
    "offer:by_decider": N_("Whoever decides on offers makes none."),
    "offer:category": N_("The arrangement knows no category {found}, but these: {expected}."),
    "offer:deadline_passed": N_("The deadline {found} is past. Name a later one."),
    "offer:frozen": N_("The log of {author} is frozen here: it was written twice over. Look at the evidence first."),
    "offer:never_traded": N_(
        "Nothing is asked in return for {found}: they are owed. Make an offer for them that asks nothing."
    ),
    "offer:places_taken": N_(
        "Offer {offer} gives places of category {category} and is not decided. Wait for its outcome."
    ),
    "offer:to": N_("{found} cannot accept an offer here: it is no author of this record, or it decides on offers."),
    # why an offer is not accepted
    "accept:accepted_before": N_("It was accepted before, in entry {entry}."),
    "accept:deadline_passed": N_("Its deadline {found} is past. Ask for a new offer."),
    "accept:decided": N_("Its outcome is held already: {found}."),
    "accept:not_to_us": N_("It is made to {found} and not to this side."),
    "accept:offered_twice": N_(
        "Offer {offer} gives places of the same category and is not decided. Wait for its outcome."
    ),
    # why an outcome is not logged
    "decide:before_deadline": N_("It binds until {found}. It lapses no earlier."),
    "decide:decided_before": N_("This node has said its outcome before. It says it once."),
    "decide:not_the_decider": N_("Another author decides on it."),
    "decide:when": N_(
        "An acceptance is held, and it cannot be seen whether it came by {found}. Say --in-time or --late."
    ),
}
