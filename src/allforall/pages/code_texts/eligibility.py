"""English texts of the codes of `eligibility`."""

from allforall.errors import N_

GROUPS: dict[str, dict[str, str]] = {
    "outcome": {
        "eligible": N_("eligible"),
        "not_eligible": N_("not eligible"),
        "cannot_be_decided": N_("cannot be decided"),
    },
    "wording": {
        "law": N_("the law (GC III art. 110)"),
        "arrangement": N_("the arrangement"),
    },
    "category": {
        "wounded_and_ill": N_("severely wounded and seriously ill"),
        "young": N_("young soldiers"),
        "dead": N_("the dead"),
        "not_traded": N_("not traded"),
    },
}

ERRORS: dict[str, str] = {
    "eligibility:category:unknown": N_("The arrangement has no category {found}. It has: {expected}."),
    "eligibility:custody:held": N_("is held, by the list"),
    "eligibility:custody:taken_as_held": N_("the list does not say where the person is; assumed held"),
    "eligibility:custody:unread": N_("the custody stated in the list could not be read"),
    "eligibility:custody:in_hospital": N_("is in hospital"),
    "eligibility:custody:judicial_detention": N_(
        "is detained by a court: may travel once the holder consents (GC III art. 115)"
    ),
    "eligibility:custody:transferred": N_("was transferred: the new place must be found before the journey"),
    "eligibility:custody:released": N_("was released"),
    "eligibility:custody:escaped": N_("escaped"),
    "eligibility:custody:at_liberty": N_("is at liberty"),
    "eligibility:custody:reported_dead": N_("is reported dead by the holder"),
    "eligibility:custody:death_contradicted": N_(
        "there is a date of death, but the custody says that the person is alive"
    ),
    "eligibility:custody:signs_of_death": N_("a burial, grave or cause of death is given, but no death"),
    "eligibility:status:soldier": N_("is a combatant, by the list"),
    "eligibility:status:taken_as_soldier": N_(
        "the list does not say what the person is; assumed a soldier, as the arrangement provides"
    ),
    "eligibility:status:missing": N_("the list does not say what the person is"),
    "eligibility:status:unread": N_("what the person is could not be read"),
    "eligibility:status:disputed": N_("one side disputes the person's status"),
    "eligibility:status:dispute_unread": N_("whether the status is disputed could not be read"),
    "eligibility:status:protected_while_disputed": N_(
        "protected as a prisoner of war until a tribunal decides (GC III art. 5)"
    ),
    "eligibility:status:civilian": N_("is a civilian"),
    "eligibility:status:retained_medical": N_("is retained medical personnel (GC I art. 28)"),
    "eligibility:status:retained_religious": N_("is retained religious personnel (GC I art. 28)"),
    "eligibility:status:child": N_("is listed as a child"),
    "eligibility:status:accompanying": N_("accompanies the armed forces (GC III art. 4(A)(4))"),
    "eligibility:status:not_a_soldier": N_("is not a soldier, and the category covers only soldiers"),
    "eligibility:age:child": N_("was a child on the relevant date"),
    "eligibility:age:perhaps_child": N_("may have been a child on the relevant date"),
    "eligibility:age:within": N_("the age is within the wording"),
    "eligibility:age:too_young": N_("is too young for the wording"),
    "eligibility:age:too_old": N_("is too old for the wording"),
    "eligibility:age:outside": N_("the age is outside the wording, whichever birth date is right"),
    "eligibility:age:border_assumed": N_("depends on a limit that neither side stated and the file assumes"),
    "eligibility:birth_date:missing": N_("the birth date is missing"),
    "eligibility:birth_date:unread": N_("the birth date could not be read"),
    "eligibility:birth_date:too_vague": N_("the birth date is too vague to decide"),
    "eligibility:birth_date:after_the_date": N_("the birth date may be after the date on which age is counted"),
    "eligibility:birth_date:about": N_("the birth date is approximate"),
    "eligibility:birth_date:from_age": N_("the birth date was calculated from an age"),
    "eligibility:birth_date:day_or_month": N_("day and month of the birth date may be swapped"),
    "eligibility:birth_date:placeholder": N_("1 January: perhaps only the year was known"),
    "eligibility:birth_date:two_digit_year": N_("the year of birth was written with two digits"),
    "eligibility:birth_date:excel_serial": N_("the birth date was a spreadsheet's day number"),
    "eligibility:wording:readings_divide": N_("the two sides' wordings divide this person"),
    "eligibility:wording:readings_may_divide": N_("the two sides' wordings may divide this person"),
    "eligibility:wording:other_side_gives": N_("under this wording only the other side gives"),
    "eligibility:wounded:art110_stated": N_("entitled to repatriation under GC III art. 110, by the list"),
    "eligibility:wounded:art110_denied": N_("not entitled under GC III art. 110, by the list"),
    "eligibility:wounded:opinion_missing": N_("no medical opinion on GC III art. 110"),
    "eligibility:wounded:said_by_own_side": N_(
        "so far only the person's own side says so; the holder's doctors have not"
    ),
    "eligibility:wounded:ground_not_stated": N_("the medical ground is not stated"),
    "eligibility:wounded:ground_named": N_("a medical ground is stated"),
    "eligibility:wounded:no_commission_needed": N_(
        "the ground needs no commission; the camp physician's opinion is enough (GC III art. 112, annex I, II(2))"
    ),
    "eligibility:wounded:card_seriously_wounded": N_(
        "the capture card says seriously wounded: an indication, not a finding"
    ),
    "eligibility:wounded:card_sick_or_wounded": N_(
        "the capture card says sick, wounded or recovering: an indication, not a finding"
    ),
    "eligibility:wounded:card_well": N_("the capture card says well: an indication, not a finding"),
    "eligibility:wounded:nothing_indicated": N_("health is not stated"),
    "eligibility:wounded:agreed_severe_stated": N_(
        "is among those whom the parties agreed to call severely wounded or ill"
    ),
    "eligibility:wounded:agreed_severe_denied": N_(
        "is not among those whom the parties agreed to call severely wounded or ill"
    ),
    "eligibility:wounded:agreed_severe_missing": N_("it is not stated whether the wider agreed terms cover the person"),
    "eligibility:wounded:owed_without_parity": N_(
        "is owed in any case as wounded or ill: never counts towards a number"
    ),
    "eligibility:travel:not_fit_now": N_("is not fit to travel now; the entitlement remains"),
    "eligibility:travel:fitness_not_stated": N_("fitness to travel is not stated"),
    "eligibility:dead:not_reported_dead": N_("is not reported dead"),
    "eligibility:dead:grave_not_stated": N_("neither grave nor place of burial is stated (GC III art. 120)"),
    "eligibility:not_traded:no_ground": N_("nothing places the person on the track that is never traded"),
    "eligibility:care:under_18": N_("under 18"),
    "eligibility:care:perhaps_under_18": N_("perhaps under 18"),
    "eligibility:care:woman": N_("woman"),
    "eligibility:care:pregnant_or_infant": N_("pregnant, or mother of an infant"),
    "eligibility:care:foreign_national": N_("national of another state"),
    "eligibility:care:prosecution_risk": N_("might be prosecuted on return"),
}
