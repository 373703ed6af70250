"""The conditions other than age: where a person is, who a person is, and what is known of wounds and sickness.

Sources: GC III art. 4 (who is a prisoner of war), 5 (in doubt the Convention protects until a tribunal
decides), 33 and GC I art. 28, 30 (retained personnel), 109 to 115 and annexes I and II (wounded and sick),
120 (the dead).
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from allforall.arrangement import NotTradedReason, StatusNotStated, Who
from allforall.eligibility.findings import Outcome, Part, Reason, all_of, any_of, opposite, part
from allforall.people.fields import Basis, Custody, Field, Health, PersonStatus
from allforall.people.persons import Reading

_YES, _NO, _OPEN = Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.CANNOT_BE_DECIDED

#: A cell that could not be read: neither a value nor a blank.
UNREAD = "?"

_LIVING = {
    Custody.HELD: part(_YES, (Reason.HELD,)),
    Custody.IN_HOSPITAL: part(_YES, (Reason.IN_HOSPITAL,)),
    # GC III art. 115: with the Detaining Power's consent, before the end of the proceedings or the
    # punishment.
    Custody.JUDICIAL_DETENTION: part(_YES, (Reason.JUDICIAL_DETENTION,)),
    Custody.TRANSFERRED: part(_YES, (Reason.TRANSFERRED,)),
}
_GONE = {
    Custody.RELEASED: part(_NO, (Reason.RELEASED,)),
    Custody.ESCAPED: part(_NO, (Reason.ESCAPED,)),
    Custody.AT_LIBERTY: part(_NO, (Reason.AT_LIBERTY,)),
}
_DEATH = (Field.CUSTODY, Field.DEATH_DATE)


def stated(readings: Mapping[Field, Reading], field: Field) -> str:
    """Returns a field's value, the empty text if the list says nothing, `UNREAD` if it could not be read."""
    reading = readings.get(field)
    if reading is None:
        return ""
    return reading.value or (UNREAD if reading.written.strip() else "")


def death_is_stated(readings: Mapping[Field, Reading]) -> bool:
    """Returns whether a list gives a day of death, read or not."""
    return bool(stated(readings, Field.DEATH_DATE))


_SIGNS = frozenset(
    {
        Field.DEATH_PLACE,
        Field.DEATH_CAUSE,
        Field.BURIAL_DATE,
        Field.BURIAL_PLACE,
        Field.GRAVE,
    }
)


def has_signs_of_death(readings: Mapping[Field, Reading]) -> bool:
    """Returns whether a list mentions a grave, a burial or a cause of death."""
    return not _SIGNS.isdisjoint(readings) and any(stated(readings, field) for field in _SIGNS)


@lru_cache(maxsize=256)
def alive_and_held(custody: str, death_date: bool, signs: bool) -> Part:
    """Returns whether a person is alive in the holder's hands.

    A blank counts as held, since the row is on a list of persons held; death is never inferred from a blank.
    """
    if custody == Custody.DIED or (not custody and death_date):
        return part(_NO, (Reason.REPORTED_DEAD,))
    if death_date:
        return part(_OPEN, (Reason.DEATH_CONTRADICTED,), _DEATH)
    if signs:
        return part(_OPEN, (Reason.SIGNS_OF_DEATH,), _DEATH)
    for parts in (_LIVING, _GONE):
        for code, stated_part in parts.items():
            if custody == code:
                return stated_part
    if not custody:
        return part(_YES, (Reason.TAKEN_AS_HELD,))
    return part(_OPEN, (Reason.CUSTODY_UNREAD,), (Field.CUSTODY,))


@lru_cache(maxsize=256)
def dead_part(custody: str, death_date: bool, signs: bool, grave: bool) -> Part:
    """Returns whether the holder reports a person dead."""
    alive = alive_and_held(custody, death_date, signs)
    if Reason.REPORTED_DEAD in alive.reasons:
        reasons = (Reason.REPORTED_DEAD,) if grave else (Reason.REPORTED_DEAD, Reason.GRAVE_NOT_STATED)
        return part(_YES, reasons)
    if alive.outcome is _OPEN:
        return alive
    return part(_NO, (Reason.NOT_REPORTED_DEAD,))


_NEVER_TRADED = {
    who.value: Reason(f"eligibility:status:{who}")
    for who in NotTradedReason
    if who is not NotTradedReason.STATUS_DISPUTED
}


@lru_cache(maxsize=256)
def never_traded(status: str, disputed: str, unknown: StatusNotStated) -> Part:
    """Returns whether a person's status, or a dispute about it, puts that person on the track that is never traded."""
    return any_of(_dispute(disputed), _status(status, unknown))


def _dispute(disputed: str) -> Part:
    if disputed == "yes":
        return part(_YES, (Reason.STATUS_DISPUTED,))
    if disputed == UNREAD:
        return part(_OPEN, (Reason.DISPUTE_UNREAD,), (Field.STATUS_DISPUTED,))
    return part(_NO)


def _status(status: str, unknown: StatusNotStated) -> Part:
    if status in _NEVER_TRADED:
        return part(_YES, (_NEVER_TRADED[status],))
    if status == PersonStatus.COMBATANT:
        return part(_NO, (Reason.SOLDIER,))
    if status == PersonStatus.ACCOMPANYING:
        return part(_NO, (Reason.ACCOMPANYING,))
    if status:
        return part(_OPEN, (Reason.STATUS_UNREAD,), (Field.PERSON_STATUS,))
    if unknown is StatusNotStated.TAKEN_AS_SOLDIER:
        return part(_NO, (Reason.TAKEN_AS_SOLDIER,))
    return part(_OPEN, (Reason.STATUS_MISSING,), (Field.PERSON_STATUS,))


@lru_cache(maxsize=1024)
def may_be_traded(status: str, disputed: str, unknown: StatusNotStated, who: Who) -> Part:
    """Returns whether a rule about soldiers, or about prisoners of war, can apply to a person of this status."""
    track = never_traded(status, disputed, unknown)
    reachable = opposite(track)
    if status == PersonStatus.ACCOMPANYING and who is Who.SOLDIERS:
        return all_of(reachable, part(_NO, (Reason.NOT_A_SOLDIER,)))
    return reachable


@lru_cache(maxsize=256)
def is_protected_by_gc3(status: str, disputed: str) -> Part:
    """Returns whether GC III art. 109 can apply to a person: retained personnel too (33), and in doubt (5)."""
    if disputed == "yes":
        return part(_YES, (Reason.PROTECTED_WHILE_DISPUTED,))
    if status == PersonStatus.CIVILIAN:
        return part(_NO, (Reason.CIVILIAN,))
    return part(_YES)


#: Annex I, II(2): unquestionable cases go home as soon as possible on the camp physicians' word, without a
#: commission; an amputation (annex I.A(1)(a)) is the first of them.
_UNQUESTIONABLE = re.compile(r"(II\.?2|I\.?A\.?1\.?A)(\.|$)")
_WELL = frozenset({Health.GOOD, Health.NOT_WOUNDED})


def is_unquestionable(ground: str) -> bool:
    """Returns whether a medical ground names a case that needs no commission, such as ``II(2)`` or
    ``I.A.1.a``.
    """
    code = re.sub(r"[()\s.]+", ".", ground.upper().removeprefix("ANNEX I")).strip(".,: ")
    return _UNQUESTIONABLE.match(code) is not None


@lru_cache(maxsize=4096)
def art110_part(entitled: str, ground: str, health: str, basis: Basis) -> Part:
    """Returns what is known of the entitlement of GC III art. 110.

    The capture card's line on health is an indication, never a finding: without a medical opinion nothing is decided,
    for or against a person.
    """
    unquestionable = is_unquestionable(ground)
    if entitled == "yes":
        reasons = [Reason.ART110_STATED]
        if basis is Basis.OWN_SIDE:
            reasons.append(Reason.SAID_BY_OWN_SIDE)
        if unquestionable:
            reasons.append(Reason.NO_COMMISSION_NEEDED)
        elif not ground or ground == UNREAD:
            reasons.append(Reason.GROUND_NOT_STATED)
        return part(_YES, tuple(reasons))
    indications = _indications(ground, health, unquestionable=unquestionable)
    if entitled == "no":
        return part(_NO, (Reason.ART110_DENIED, *indications))
    missing = [Field.ART110_ENTITLED]
    if not ground and indications[0] in (Reason.CARD_SERIOUSLY_WOUNDED, Reason.CARD_SICK_OR_WOUNDED):
        missing.append(Field.MEDICAL_GROUND)
    return part(_OPEN, (Reason.OPINION_MISSING, *indications), tuple(missing))


def _indications(ground: str, health: str, *, unquestionable: bool) -> tuple[Reason, ...]:
    found: list[Reason] = []
    if ground:
        found.append(Reason.NO_COMMISSION_NEEDED if unquestionable else Reason.GROUND_NAMED)
    if health == Health.SERIOUSLY_WOUNDED:
        found.append(Reason.CARD_SERIOUSLY_WOUNDED)
    elif health in _WELL:
        found.append(Reason.CARD_WELL)
    elif health:
        # Also after recovery: art. 110 para. 1(3) covers those who recovered but remain gravely diminished.
        found.append(Reason.CARD_SICK_OR_WOUNDED)
    return tuple(found) or (Reason.NOTHING_INDICATED,)


@lru_cache(maxsize=16)
def agreed_severe_part(agreed: str) -> Part:
    """Returns whether a person is among those whom the parties agreed to call severely wounded or ill."""
    if agreed == "yes":
        return part(_YES, (Reason.AGREED_SEVERE_STATED,))
    if agreed == "no":
        return part(_NO, (Reason.AGREED_SEVERE_DENIED,))
    return part(_OPEN, (Reason.AGREED_SEVERE_MISSING,), (Field.AGREED_SEVERE,))
