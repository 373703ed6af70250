"""English texts of the codes of `answers` and `account`."""

from allforall.errors import N_

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
        "answers": N_("Our answers, on this node"),
        "answers_told": N_("Our answers, as the other side sees them"),
        "answers_received": N_("The other side's answers"),
        "held": N_("Persons held, and who was asked for"),
    },
    "figure": {
        "rows_read": N_("read"),
        "rows_refused": N_("left out"),
    },
}

ERRORS: dict[str, str] = {
    "account:tally:does_not_add_up": N_("The tally {where} does not add up to {expected} and is not published."),
    "account:threshold:too_small": N_("A threshold of {found} hides nothing; the minimum is {expected}."),
    "answer:at_liberty_needs_consent": N_(
        "“At liberty” can be answered only if the person's own row says so and the person has consented (row {where})."
    ),
    "answer:duplicate_circle": N_("The names would refer to one another in a circle (row {where})."),
    "answer:finding_is_no_answer": N_(
        "“No candidate” is a finding of the machine, not an answer (row {where}). “Not held” is answered for "
        "each name, with a reason."
    ),
    "answer:no_duplicate_proposed": N_("No duplicate of this name was found (row {where}). Review the pair first."),
    "answer:not_held_needs_no_candidate": N_(
        "“Not held” can be answered only if no candidate was found (row {where})."
    ),
    "answer:nothing_to_withdraw": N_("There is no answer to withdraw (row {where})."),
    "answer:officer_needed": N_("Name an officer (row {where})."),
    "answer:particular_no_date": N_("A particular that is a date is not valid, or is after today (row {where})."),
    "answer:particular_not_plain": N_("A particular contains hidden characters (row {where})."),
    "answer:particular_twice": N_("A particular is given twice (row {where})."),
    "answer:particular_unknown": N_("A particular is unknown, empty or too long (row {where})."),
    "answer:proposal_twice": N_("Two proposals were made for the row {where}."),
    "answer:proposals_not_of_list": N_("The proposals do not match this list: {expected} names, {found} proposals."),
    "answer:reason_needed": N_("A reason is needed (row {where})."),
    "answer:row_answers_another_name": N_("The linked row already answers another name (row {where})."),
    "answer:row_needed": N_(
        "This answer needs a linked row of the held list (row {where}). Add the person to the list first."
    ),
    "answer:row_says_at_liberty": N_("The linked row says that the person is at liberty (row {where})."),
    "answer:two_officers_needed": N_("Two different officers must confirm this (row {where}; named: {found})."),
    "answer:withdraw_instead": N_("There is nothing to confirm (row {where}). To take an answer back, withdraw it."),
    "answer:withdrawn": N_("the answer was withdrawn"),
    "answers:cover:too_thin": N_(
        "The file cannot be sent: persons about whom nothing may be said need {expected} other names without an "
        "answer around them, and there are {found}. Leave more names unanswered, or ask these persons for their "
        "consent."
    ),
    "answers:duplicate:no_end": N_("{where}: the duplicates do not lead to an answered name."),
    "answers:entry:not_writable": N_("The answer for {where} cannot be written to a file ({found})."),
    "answers:export:two_officers_needed": N_("Two different officers must release the answers; {found} named."),
    "answers:file:older": N_("These answers, of {found}, are older than those already imported, of {expected}."),
    "answers:head:not_writable": N_(
        "The answers to list {where} cannot be written: a name or key in the header is not plain text."
    ),
    "answers:list:not_ours": N_("These answers are for a different list from the one disclosed."),
    "answers:names:not_of_list": N_("The names do not match this list: {expected} on the list, {found} here."),
    "answers:ref:missing": N_("The answers are incomplete: {found} of {expected} names."),
    "answers:ref:missing_or_twice": N_("References are missing or appear twice: {found} for {expected} names."),
    "answers:ref:not_asked": N_("{where}: the reference {found} was not asked for."),
    "answers:sent:other_list": N_("The answers sent earlier are for another list: {found} instead of {expected}."),
    "basis:link_changed": N_("the link has changed since the answer was given"),
    "basis:other_than_proposed": N_("the answer differs from the current proposal"),
    "basis:row_gone": N_("the held row is no longer on the list"),
    "basis:silent": N_("nothing may be said about this row any longer"),
    "batch:answered_before": N_("was answered before; check it separately"),
    "batch:one_person_at_a_time": N_("is confirmed one person at a time"),
    "custody:as_listed": N_("the row says no more than the list: held"),
    "custody:at_liberty_contradicted": N_("the list says “at liberty” and also something else"),
    "custody:contradicted": N_("rows of the same person contradict one another"),
    "custody:particulars_of_death": N_("the row gives particulars of a death but does not say that the person died"),
    "custody:unread": N_("the custody could not be read"),
    "duplicate:contradicted": N_("rows linked as duplicates were reviewed as different"),
    "duplicate:held_to_review": N_("the held row may be a duplicate; to be reviewed"),
    "duplicate:no_end": N_("the duplicates do not lead to a name"),
    "duplicate:of_reported_dead": N_("the person is reported dead: two officers required"),
    "duplicate:sure": N_("the same person as another name of the list"),
    "field:withheld": N_("an officer holds this field back"),
    "file:key:unknown": N_("{where}: the file has an unknown key."),
    "file:party:not_for_us": N_("The file is for {found}; expected {expected}."),
    "file:ref:order": N_("{where}: the reference {found} is out of order."),
    "file:ref:twice": N_("{where}: the reference {found} appears twice."),
    "link:another_to_review": N_("another pair of this row has to be reviewed first"),
    "link:candidates_to_review": N_("candidates await review"),
    "link:none": N_("no row of the held list matches"),
    "link:several_persons": N_("several persons match"),
    "link:sure": N_("the link is clear or was reviewed"),
    "link:to_review": N_("the link must be reviewed"),
    "person:at_liberty_without_consent": N_("at liberty and has not consented to disclosure"),
    "person:perhaps_silent": N_("may be a person about whom nothing may be said"),
    "person:withheld": N_("an officer holds this person back"),
    "status:civilian": N_("the list says: civilian"),
    "status:differs": N_("the two lists disagree on what the person is"),
    "status:disputed": N_("the status is disputed"),
    "answer:closed:person_at_liberty_without_consent": N_(
        "No answer may be given for this name: the person is at liberty and has not consented (row {where})."
    ),
    "answer:closed:person_withheld": N_("No answer may be given for this name: the person is withheld (row {where})."),
    "answer:closed:link_to_review": N_("Review the link of this name first (row {where})."),
    "answer:closed:link_candidates_to_review": N_("Review the candidates of this name first (row {where})."),
    "custody:held": N_("the row says: held"),
    "custody:in_hospital": N_("the row says: in hospital"),
    "custody:judicial_detention": N_("the row says: in judicial detention"),
    "custody:transferred": N_("the row says: transferred"),
    "custody:released": N_("the row says: released"),
    "custody:escaped": N_("the row says: escaped"),
    "custody:died": N_("the row says: died"),
    "custody:at_liberty": N_("the row says: at liberty, with consent"),
    "batch:no_candidate": N_("a finding, not an answer"),
    "batch:no_answer": N_("nothing to confirm"),
}
