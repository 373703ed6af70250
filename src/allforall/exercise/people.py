"""Invented persons: names by origin, birth dates, families, service. Nobody here exists."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import numpy as np

from allforall.exercise.pools import NamePool, pools
from allforall.exercise.rates import Rates
from allforall.people.fields import PersonStatus

_YEAR_DAYS = 365.2425
Indexes = np.ndarray[tuple[int], np.dtype[np.int64]]
Bounds = np.ndarray[tuple[int], np.dtype[np.float64]]
#: Ranks with their shares (assumption). Ukrainian, Russian, share.
RANKS: tuple[tuple[str, str, float], ...] = (
    ("солдат", "рядовой", 0.36),
    ("старший солдат", "ефрейтор", 0.20),
    ("молодший сержант", "младший сержант", 0.13),
    ("сержант", "сержант", 0.10),
    ("старший сержант", "старший сержант", 0.06),
    ("старшина", "старшина", 0.03),
    ("прапорщик", "прапорщик", 0.02),
    ("старший прапорщик", "старший прапорщик", 0.01),
    ("молодший лейтенант", "младший лейтенант", 0.01),
    ("лейтенант", "лейтенант", 0.03),
    ("старший лейтенант", "старший лейтенант", 0.02),
    ("капітан", "капитан", 0.015),
    ("майор", "майор", 0.01),
    ("підполковник", "подполковник", 0.004),
    ("полковник", "полковник", 0.001),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in both languages, with its old name where it has one."""

    names: tuple[str, str]
    old: tuple[str, str] | None


@cache
def places() -> tuple[tuple[Place, ...], tuple[float, ...]]:
    """Returns the places of the exercise and their cumulated weights."""
    found: list[Place] = []
    weights: list[float] = []
    for line in (files("allforall.exercise") / "places.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        ukrainian, russian, weight, *old = line.split(";")
        found.append(Place((ukrainian, russian), (old[0], old[1]) if old else None))
        weights.append(float(weight))
    added = np.cumsum(np.asarray(weights))
    return tuple(found), tuple((added / added[-1]).tolist())


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented person. Pairs of texts are Ukrainian, Russian."""

    number: int
    origin: str
    woman: bool
    surname: tuple[str, str]
    given_name: tuple[str, str]
    patronymic: tuple[str, str]
    father_name: tuple[str, str]
    former_surname: tuple[str, str]
    latin: tuple[str, str]  # surname and given name as the name's own language spells them; empty if it is not Latin
    short: tuple[tuple[str, ...], tuple[str, ...]]
    birth: date
    place: int
    unit: tuple[int, int, int]
    rank: int
    service_number: str
    status: PersonStatus
    status_disputed: bool
    captured: date
    captured_at: int
    relation: str
    relative: int  # the number of the relative, -1 if there is none


@dataclass(slots=True)
class _Draws:
    """The draws, one entry per person: indexes into the pools, and days."""

    origin: Indexes
    woman: np.ndarray[tuple[int], np.dtype[np.bool_]]
    surname: Indexes
    former: Indexes
    father: Indexes
    male: Indexes
    female: Indexes
    birth: Indexes
    place: Indexes


def invent(count: int, rates: Rates, *, as_of: date, rng: np.random.Generator) -> list[Invented]:
    """Returns `count` invented persons, with relatives and namesakes among them at the profile's rates."""
    known = pools()
    in_pool = [known[name] for name in rates.origins]
    draws = _draw(count, rates, in_pool, as_of, rng)
    relations = _relate(draws, rates, in_pool, as_of, rng)
    where = np.asarray(places()[1])
    taken_at = np.searchsorted(where, rng.random(count), side="right").tolist()
    units = list(zip(*(rng.integers(low, high, count).tolist() for low, high in _ASSUMED_UNITS), strict=True))
    ranks = np.searchsorted(np.cumsum([share for _, _, share in RANKS[:-1]]), rng.random(count), side="right").tolist()
    numbers = rng.integers(100_000, 1_000_000, count).tolist()
    letters = rng.integers(0, len(_LETTERS), (count, 2)).tolist()
    statuses = rng.random(count).tolist()
    disputed = (rng.random(count) < rates.people["status_disputed"]).tolist()
    captured = rng.integers(*_ASSUMED_DAYS_SINCE_CAPTURE, count).tolist()
    persons: list[Invented] = []
    for number in range(count):
        pool = in_pool[draws.origin[number]]
        woman = bool(draws.woman[number])
        side = int(woman)
        own, maiden = pool.surnames[draws.surname[number]], pool.surnames[draws.former[number]]
        given = pool.female[draws.female[number]] if woman else pool.male[draws.male[number]]
        father = pool.male[draws.father[number]]
        relation, relative = relations.get(number, ("", -1))
        persons.append(
            Invented(
                number=number,
                origin=pool.origin,
                woman=woman,
                surname=(own.ukrainian[side], own.russian[side]),
                given_name=(given.ukrainian, given.russian),
                patronymic=father.daughter if woman else father.son,
                father_name=(father.ukrainian, father.russian),
                former_surname=(maiden.ukrainian[side], maiden.russian[side]) if woman else ("", ""),
                latin=(own.latin, given.latin) if own.latin and given.latin else ("", ""),
                short=(given.short_ukrainian, given.short_russian),
                birth=date.fromordinal(int(draws.birth[number])),
                place=int(draws.place[number]),
                unit=units[number],
                rank=ranks[number],
                service_number=f"{_LETTERS[letters[number][0]]}{_LETTERS[letters[number][1]]}-{numbers[number]}",
                status=_status(rates, statuses[number]),
                status_disputed=disputed[number],
                captured=as_of - timedelta(days=captured[number]),
                captured_at=taken_at[number],
                relation=relation,
                relative=relative,
            )
        )
    return persons


def _draw(count: int, rates: Rates, in_pool: list[NamePool], as_of: date, rng: np.random.Generator) -> _Draws:
    shares = np.cumsum(list(rates.origins.values()))
    origin = np.minimum(np.searchsorted(shares, rng.random(count), side="right"), len(in_pool) - 1)
    woman = rng.random(count) < rates.people["female"]
    youngest, typical, oldest = rates.ages
    ages = rng.triangular(youngest, min(max(typical, youngest), oldest + 1), oldest + 1, count)
    earliest, latest = _birth_bounds(rates.ages, as_of)
    birth = np.clip(as_of.toordinal() - np.floor(ages * _YEAR_DAYS).astype(np.int64), earliest, latest)
    place = np.searchsorted(np.asarray(places()[1]), rng.random(count), side="right")
    throws = rng.random((5, count))
    return _Draws(
        origin=origin,
        woman=woman,
        surname=_chosen(origin, throws[0], [pool.surname_bounds for pool in in_pool]),
        former=_chosen(origin, throws[1], [pool.surname_bounds for pool in in_pool]),
        father=_chosen(origin, throws[2], [pool.male_bounds for pool in in_pool]),
        male=_chosen(origin, throws[3], [pool.male_bounds for pool in in_pool]),
        female=_chosen(origin, throws[4], [pool.female_bounds for pool in in_pool]),
        birth=birth,
        place=place,
    )


def _chosen(origin: Indexes, throws: np.ndarray[tuple[int], np.dtype[np.float64]], bounds: list[Bounds]) -> Indexes:
    chosen = np.zeros(len(origin), dtype=np.int64)
    for code, bound in enumerate(bounds):
        here = origin == code
        chosen[here] = np.searchsorted(bound, throws[here], side="right")
    return chosen


def _relate(
    draws: _Draws, rates: Rates, in_pool: list[NamePool], as_of: date, rng: np.random.Generator
) -> dict[int, tuple[str, int]]:
    """Makes pairs of brothers, twins, father and son, namesakes; a rate counts both of a pair. Returns who is related
    to whom, and how.
    """
    count = len(draws.origin)
    scattered = rng.permutation(count).tolist()
    relations: dict[int, tuple[str, int]] = {}
    bounds = _birth_bounds(rates.ages, as_of)
    for name, first_is, second_is in _PAIRS:
        for _ in range(min(round(rates.relations[name] * count / 2), len(scattered) // 2)):
            one, other = scattered.pop(), scattered.pop()
            if name == "father_son":
                made = _make_father(draws, one, other, in_pool, int(rng.integers(*_ASSUMED_FATHERHOOD)), bounds)
            else:
                made = True
                _make_alike(draws, name, one, other, in_pool, int(rng.integers(*_ASSUMED_GAP)), bounds)
            if made:
                relations[one], relations[other] = (first_is, other), (second_is, one)
    return relations


def _make_father(
    draws: _Draws, one: int, other: int, in_pool: list[NamePool], gap: int, bounds: tuple[int, int]
) -> bool:
    """Makes one the father of the other, unless the profile's age range is too small for two generations."""
    earliest, latest = bounds
    if latest - gap < earliest:
        return False
    _share_surname(draws, one, other, in_pool)
    draws.woman[one] = draws.woman[other] = False
    draws.father[other] = draws.male[one]
    draws.place[other] = draws.place[one]
    draws.birth[one] = min(draws.birth[one], latest - gap)
    draws.birth[other] = draws.birth[one] + gap
    return True


def _make_alike(
    draws: _Draws, name: str, one: int, other: int, in_pool: list[NamePool], gap: int, bounds: tuple[int, int]
) -> None:
    """Makes the other a brother or sister, a twin, or a namesake of the one."""
    earliest, latest = bounds
    pool = _share_surname(draws, one, other, in_pool)
    draws.father[other] = draws.father[one]
    if name == "namesakes":
        draws.woman[other] = draws.woman[one]
        draws.male[other], draws.female[other] = draws.male[one], draws.female[one]
        if draws.birth[other] == draws.birth[one]:
            draws.birth[other] += 1 if draws.birth[one] < latest else -1
        return
    draws.place[other] = draws.place[one]
    if draws.male[other] == draws.male[one]:
        draws.male[other] = (draws.male[one] + 1) % len(pool.male)
    if draws.female[other] == draws.female[one]:
        draws.female[other] = (draws.female[one] + 1) % len(pool.female)
    if name == "twins":
        draws.birth[other] = draws.birth[one]
    else:
        later = draws.birth[one] + gap
        draws.birth[other] = later if later <= latest else max(int(draws.birth[one]) - gap, earliest)


def _share_surname(draws: _Draws, one: int, other: int, in_pool: list[NamePool]) -> NamePool:
    draws.origin[other] = draws.origin[one]
    draws.surname[other] = draws.surname[one]
    pool: NamePool = in_pool[int(draws.origin[one])]
    # an index from another origin's pool may be too high for this one
    draws.former[other] %= len(pool.surnames)
    draws.male[other] %= len(pool.male)
    draws.female[other] %= len(pool.female)
    return pool


#: The rate's name, what the first of the pair is to the second, and the second to the first.
_PAIRS = (
    ("siblings", "sibling_of", "sibling_of"),
    ("twins", "twin_of", "twin_of"),
    ("father_son", "father_of", "son_of"),
    ("namesakes", "namesake_of", "namesake_of"),
)
_ASSUMED_GAP = (330, 3000)  # days between the births of brothers or sisters
_ASSUMED_FATHERHOOD = (19 * 365, 32 * 365)  # days between a father's birth and his son's
_ASSUMED_UNITS = (
    (901, 1000),
    (1, 5),
    (1, 10),
)  # brigades (with numbers that no army uses), battalions, companies
_ASSUMED_DAYS_SINCE_CAPTURE = (
    30,
    1200,
)  # most of those returned in 2025 had been held for more than three years


_LETTERS = "АВЕКМНОРСТ"


def _status(rates: Rates, throw: float) -> PersonStatus:
    for name, status in (
        ("civilians", PersonStatus.CIVILIAN),
        ("retained_medical", PersonStatus.RETAINED_MEDICAL),
        ("retained_religious", PersonStatus.RETAINED_RELIGIOUS),
    ):
        if throw < rates.people[name]:
            return status
        throw -= rates.people[name]
    return PersonStatus.COMBATANT


def _birth_bounds(ages: tuple[int, int, int], as_of: date) -> tuple[int, int]:
    """The earliest and latest birth dates within the profile's ages."""
    today = as_of.toordinal()
    return today - int((ages[2] + 1) * _YEAR_DAYS) + 1, today - int(ages[0] * _YEAR_DAYS) - 1
