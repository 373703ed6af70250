"""The closed sets of words that an arrangement is written in."""

from enum import StrEnum


class State(StrEnum):
    """The state of an arrangement."""

    ANNOUNCED = "announced"  # stated in public; no signed text is known
    AGREED = "agreed"
    SIGNED = "signed"


class StatusNotStated(StrEnum):
    """The rule for a person whose list does not state their status."""

    TAKEN_AS_SOLDIER = "taken_as_soldier"
    CANNOT_BE_DECIDED = "cannot_be_decided"


class Who(StrEnum):
    """Which prisoners of war a rule is about."""

    SOLDIERS = "soldiers"
    PRISONERS_OF_WAR = "prisoners_of_war"  # including those who accompany the armed forces, GC III art. 4(A)(4)


class FormatKind(StrEnum):
    """In what measure the parties exchange the persons of a category."""

    ALL_FOR_ALL = "all_for_all"  # everyone on both sides, however many
    N_FOR_N = "n_for_n"  # the same number from each side
    ONE_WAY = "one_way"  # a number from one side


class Border(StrEnum):
    """Whether a party stated where its age rule ends, or the file assumes it."""

    STATED = "stated"
    ASSUMED = "assumed"


class DeadCount(StrEnum):
    """What can be counted when remains are handed over; the six never become one number."""

    BAGS = "bags"
    BODIES_CLAIMED = "bodies_claimed"
    MINIMUM_NUMBER_OF_INDIVIDUALS = "minimum_number_of_individuals"
    PROFILES = "profiles"
    IDENTIFIED = "identified"
    OWN_DEAD_OF_SENDER = "own_dead_of_sender"


#: The category and the tracks that are owed. Nothing is requested for them in return, no number counts them and no
#: outcome holds them back; this is the only definition.
WOUNDED_AND_ILL, NOT_TRADED, CHILDREN = "wounded_and_ill", "not_traded", "children"
NEVER_TRADED = frozenset({WOUNDED_AND_ILL, NOT_TRADED, CHILDREN})


class NotTradedReason(StrEnum):
    """Who is never traded, whatever an arrangement says."""

    CIVILIAN = "civilian"
    RETAINED_MEDICAL = "retained_medical"
    RETAINED_RELIGIOUS = "retained_religious"
    STATUS_DISPUTED = "status_disputed"
    CHILD = "child"


class CommissionKind(StrEnum):
    """The kind of medical commission that a text means."""

    MIXED_ART_112 = "mixed_art_112"
    JOINT = "joint"
    NOT_SAID = "not_said"


class CommissionState(StrEnum):
    NOT_CONSTITUTED = "not_constituted"
    CONSTITUTED = "constituted"


class CommitmentState(StrEnum):
    PROPOSED = "proposed"
    CLAIMED_BY_ONE_SIDE = "claimed_by_one_side"
    ACTIVE = "active"
    PENDING = "pending"
    FULFILLED = "fulfilled"
    BROKEN = "broken"


class Ground(StrEnum):
    """The basis of a deadline, a ceiling or a threshold."""

    LAW = "law"
    AGREED = "agreed"
    SAID_BY_ONE_SIDE = "said_by_one_side"
    ASSUMED = "assumed"


class Unit(StrEnum):
    DAYS = "days"
    MONTHS = "months"
