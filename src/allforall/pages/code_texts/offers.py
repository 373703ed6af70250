"""English texts of the codes of offers: why one may not be made, accepted or decided, and its state."""

from allforall.pages.code_texts.marking import N_

#: Each text of a closed gate says what opens it, if anything does.
SAYS_WHAT_TO_DO = True

GROUPS: dict[str, dict[str, str]] = {
    "entry_type": {"offer:acknowledged": N_("an outcome acknowledged")},
}

ERRORS: dict[str, str] = {
    # the call
    "offer:line": N_("{found} is not of the form PLACE:CATEGORY:COUNT, such as place-1:young:10."),
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
        "Places of category {category} at {place} are in offer {offer}, which is undecided. Wait for its outcome."
    ),
    "offer:to": N_("{found} cannot accept an offer here: it is not an author of this record, or it is the decider."),
    # why an offer is not accepted
    "accept:accepted_before": N_("It was already accepted, in entry {entry}."),
    "accept:deadline_passed": N_("Its deadline {found} has passed. Ask for a new offer."),
    "accept:decided": N_("Its outcome is already on this node: {found}."),
    "accept:not_to_us": N_("It is made to {found}, not to this side."),
    "accept:offered_twice": N_(
        "The same places are in offer {offer}, which is undecided. Wait for its outcome, or ask for another offer."
    ),
    # why an outcome is not acknowledged
    "acknowledge:done": N_("An acknowledgement is held already: no takeover can come before the outcome any more."),
    "acknowledge:not_needed": N_("Nobody can take over from the one who decides, or it is this node: none is needed."),
    "acknowledge:nothing_held": N_("No outcome of it is held here. Take in a bundle of the one who decides."),
    "acknowledge:of_no_use": N_(
        "This side has signed a takeover before the outcome. Only somebody who has signed none can acknowledge it."
    ),
    # why an outcome is not logged
    "decide:before_deadline": N_("It is binding until {found} and cannot lapse earlier."),
    "decide:decided_before": N_("This node has already logged its outcome. It can do so only once."),
    "decide:decider_log_not_held": N_(
        "The log of the one who decided is not held here up to the takeover. Take in a bundle of another side first."
    ),
    "decide:no_takeover": N_("Not everyone has signed the same takeover. Until then the deputy decides nothing."),
    "decide:not_the_decider": N_("Another author decides on it."),
    "decide:outcome_is_held": N_("Its outcome is already on this node."),
    "decide:outcome_to_be_checked": N_(
        "An outcome of it cannot be verified yet. Apply a bundle from the side that it was made to."
    ),
    "decide:taken_over": N_("The deputy has taken over. What this node decides now counts for nobody."),
    "decide:when": N_(
        "There is an acceptance, but whether it came by {found} cannot be determined. Give --in-time or --late."
    ),
    # why a takeover is not signed
    "takeover:below_what_was_read": N_(
        "This side had seen more of the log than this node holds now. Apply a bundle with the rest first."
    ),
    "takeover:by_decider": N_("The one who decides signs no takeover from itself."),
    "takeover:complete": N_("All have signed. The deputy decides."),
    "takeover:no_checkpoint": N_("There is no signed checkpoint at the end of the log. Apply a bundle again."),
    "takeover:no_decider": N_("The arrangement names no witness: each side decides on its own offers."),
    "takeover:no_deputy": N_("No deputy was named when the record began. Without one nothing new is decided."),
    "takeover:signed_before": N_("This side has signed a takeover at this size before."),
}
