"""Which acts there are, which roles officers have, and the one table of who may do what: yes, two of them, or no."""

from collections.abc import Mapping
from enum import StrEnum


class ActKind(StrEnum):
    """What can be done on a node. The word before the colon is the room that it concerns."""

    OFFICER_ADD = "officer:add"
    OFFICER_RETIRE = "officer:retire"
    OFFICER_ROLE = "officer:role"
    ARRANGEMENT_ADOPT = "arrangement:adopt"
    LIST_IMPORT = "list:import"
    LIST_WITHDRAW = "list:withdraw"
    LIST_ERASE = "list:erase"
    PAYLOAD_ERASE = "payload:erase"
    BACKUPS_DESTROY = "backups:destroy"
    RECONCILE = "reconcile:compare"
    REVIEW = "review:decide"
    REVIEW_WITHDRAW = "review:withdraw"
    MERGE = "merge:make"
    MERGE_DEAD = "merge:make-dead"
    MERGE_UNDO = "merge:undo"
    ANSWERS_PROPOSE = "answers:propose"
    ANSWERS_CONFIRM = "answers:confirm"
    ANSWERS_CONFIRM_DEAD = "answers:confirm-dead"
    ANSWERS_WITHDRAW = "answers:withdraw"
    ANSWERS_EXPORT = "answers:export"
    ANSWERS_IMPORT = "answers:import"
    DISCLOSURE_DECIDE = "disclosure:decide"
    DISCLOSURE_DECIDE_NEVER = "disclosure:decide-never"
    DISCLOSURE_DECLARE = "disclosure:declare"
    DISCLOSURE_EXPORT = "disclosure:export"
    REPORT_NAMES = "report:names"
    RECORD_SAY = "record:say"
    RECORD_TAKE_IN = "record:take-in"


class Role(StrEnum):
    """An officer's role. Any other role, as older nodes may have, may read and do nothing else."""

    COORDINATION = "coordination"
    RECORDS = "records"  # lists, comparisons, what comes in
    TRACING = "tracing"  # persons sought, their families, answers
    MEDICAL = "medical"
    FORENSIC = "forensic"  # the dead


class Permit(StrEnum):
    """Whether a role may do an act: alone, with a second officer, or not at all."""

    YES = "yes"
    TWO = "two"
    NO = "no"


#: Acts that take two officers: what leaves the node, what reports or merges the dead, and who may act at all.
_TWO = frozenset(
    {
        ActKind.OFFICER_RETIRE,
        ActKind.OFFICER_ROLE,
        ActKind.LIST_ERASE,
        ActKind.PAYLOAD_ERASE,
        ActKind.MERGE_DEAD,
        ActKind.ANSWERS_CONFIRM_DEAD,
        ActKind.ANSWERS_EXPORT,
        ActKind.DISCLOSURE_DECIDE_NEVER,
        ActKind.DISCLOSURE_DECLARE,
        ActKind.DISCLOSURE_EXPORT,
    }
)
_REVIEWS = frozenset({ActKind.REVIEW, ActKind.REVIEW_WITHDRAW})
_MERGES = frozenset({ActKind.MERGE, ActKind.MERGE_DEAD, ActKind.MERGE_UNDO})
_ANSWERS = frozenset(
    {ActKind.ANSWERS_PROPOSE, ActKind.ANSWERS_CONFIRM, ActKind.ANSWERS_CONFIRM_DEAD, ActKind.ANSWERS_WITHDRAW}
)
_LISTS = frozenset({ActKind.LIST_IMPORT, ActKind.LIST_WITHDRAW, ActKind.RECONCILE})
_COMES_IN = frozenset({ActKind.ANSWERS_IMPORT, ActKind.RECORD_TAKE_IN})

_MAY: Mapping[Role, frozenset[ActKind]] = {
    Role.COORDINATION: frozenset(ActKind),
    Role.RECORDS: _LISTS | _COMES_IN | _REVIEWS | _MERGES | {ActKind.REPORT_NAMES},
    Role.TRACING: _LISTS | _COMES_IN | _REVIEWS | _MERGES | _ANSWERS | {ActKind.REPORT_NAMES},
    Role.MEDICAL: _REVIEWS | {ActKind.REPORT_NAMES},
    Role.FORENSIC: _REVIEWS | _MERGES | {ActKind.ANSWERS_CONFIRM_DEAD, ActKind.REPORT_NAMES},
}


def _permit(kind: ActKind, role: Role) -> Permit:
    if kind not in _MAY[role]:
        return Permit.NO
    return Permit.TWO if kind in _TWO else Permit.YES


#: Act by role: yes, two, no. docs/commands.md shows it, and a test compares the two.
PERMITS: Mapping[ActKind, Mapping[Role, Permit]] = {
    kind: {role: _permit(kind, role) for role in Role} for kind in ActKind
}

#: The acts that take two officers, whoever they are.
NEEDS_TWO = frozenset(kind for kind, roles in PERMITS.items() if Permit.TWO in roles.values())


def permit_of(kind: ActKind, role: str) -> Permit:
    """Returns whether an officer of this role, as it is stored, may do an act."""
    known = next((one for one in Role if one.value == role), None)
    return PERMITS[kind][known] if known else Permit.NO
