"""English texts of the codes of offers: why one may not be made, accepted or decided, and its state."""

from allforall.errors import N_

#: Each text of a closed gate says what opens it, if anything does.
SAYS_WHAT_TO_DO = True

GROUPS: dict[str, dict[str, str]] = {}

ERRORS: dict[str, str] = {
    # the call
    "offer:line": N_("{found} is not of the form CATEGORY:COUNT, such as young:10."),
    "offer:moment": N_("{found} is not a time in UTC. Write it as 2026-07-01T12:00Z."),
    "offer:unknown": N_("{found} is not an offer on this node. The list of offers shows their names."),
    # why an offer is not made
    "offer:by_decider": N_("The decider cannot make offers."),
    "offer:category": N_("The arrangement has no category {found}. It has: {expected}."),
    "offer:deadline_passed": N_("The deadline {found} has passed. Give a later one."),
    "offer:frozen": N_("The log of {author} is frozen here: it has forked. See the evidence first."),
    "offer:never_traded": N_(
        "Nothing may be requested in return for {found}: they are owed. Make an offer for them that requests nothing."
    ),
    "offer:places_taken": N_(
        "Offer {offer} gives places of category {category} and is undecided. Wait for its outcome."
    ),
    "offer:to": N_("{found} cannot accept an offer here: it is not an author of this record, or it is the decider."),
    # why an offer is not accepted
    "accept:accepted_before": N_("It was already accepted, in entry {entry}."),
    "accept:deadline_passed": N_("Its deadline {found} has passed. Ask for a new offer."),
    "accept:decided": N_("Its outcome is already on this node: {found}."),
    "accept:not_to_us": N_("It is made to {found}, not to this side."),
    "accept:offered_twice": N_(
        "Offer {offer} gives places of the same category and is undecided. Wait for its outcome."
    ),
    # why an outcome is not logged
    "decide:before_deadline": N_("It is binding until {found} and cannot lapse earlier."),
    "decide:decided_before": N_("This node has already logged its outcome. It can do so only once."),
    "decide:not_the_decider": N_("Another author decides on it."),
    "decide:when": N_(
        "There is an acceptance, but whether it came by {found} cannot be determined. Give --in-time or --late."
    ),
}
