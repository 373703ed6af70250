"""The closed sets of words that an arrangement is written in."""

from enum import StrEnum


class State(StrEnum):
    """How far an arrangement has come."""

    ANNOUNCED = "announced"  # said in public; no signed text is known
    AGREED = "agreed"
    SIGNED = "signed"


class StatusNotStated(StrEnum):
    """What holds for a person whose list does not say what the person is."""

    TAKEN_AS_SOLDIER = "taken_as_soldier"
    CANNOT_BE_DECIDED = "cannot_be_decided"


class Who(StrEnum):
    """Of which prisoners of war a rule speaks."""

    SOLDIERS = "soldiers"
    PRISONERS_OF_WAR = "prisoners_of_war"  # those who accompany the armed forces too, GC III art. 4(A)(4)


class FormatKind(StrEnum):
    """In what measure the parties give each other what a category names."""

    ALL_FOR_ALL = "all_for_all"  # everyone on both sides, however many
    N_FOR_N = "n_for_n"  # the same number from each side
    ONE_WAY = "one_way"  # a number from one side


class Border(StrEnum):
    """Whether a party said where its age rule ends, or the file assumes it."""

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


#: The category and the tracks that are owed. Nothing is asked for them in return, no number counts them and no outcome
#: holds them back; whoever else must know it reads it here.
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
    """What kind of medical commission a text speaks of."""

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
    """On what a deadline, a ceiling or a threshold rests."""

    LAW = "law"
    AGREED = "agreed"
    SAID_BY_ONE_SIDE = "said_by_one_side"
    ASSUMED = "assumed"


class Unit(StrEnum):
    DAYS = "days"
    MONTHS = "months"
