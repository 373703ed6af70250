"""An exercise, made: two parties, four lists, and the truth.

Each party seeks its own persons and holds the other's; both directions are made in the same way from the
same rates, so that no list tells one side's story. The language of the sought lists is that of the profile or chosen by
the seed; the held lists are written in the other one, partly in Latin script: so both parties write both languages.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from allforall.errors import CallError, InputError
from allforall.exercise.dice import Dice, generator
from allforall.exercise.lists import ExerciseList, heading, title
from allforall.exercise.people import Invented, invent
from allforall.exercise.rates import ListRates, Rates
from allforall.exercise.rows import Entry, RowWriter
from allforall.exercise.truth import RowTruth, TruthLine
from allforall.people.fields import Custody
from allforall.people.persons import ListKind, Party

_OTHER = {"ukrainian": "russian", "russian": "ukrainian"}
FEWEST_PERSONS = 10
#: Twice the most rows of a list; more would fill the memory before anything is written. Assumption.
MOST_PERSONS = 1_000_000
_PEOPLE, _SOUGHT, _HELD, _ORDER, _LISTS = range(5)


@dataclass(frozen=True, slots=True)
class Exercise:
    """Both parties' lists, and the truth, which those who rehearse do not get."""

    seed: int
    as_of: date
    sought: dict[Party, ExerciseList]
    held: dict[Party, ExerciseList]
    truth: tuple[TruthLine, ...]

    @property
    def lists(self) -> tuple[ExerciseList, ...]:
        """The four lists: what both parties seek, what both parties hold."""
        return (*self.sought.values(), *self.held.values())


@dataclass(frozen=True, slots=True)
class _Counts:
    """The number of rows of each kind in the lists of one direction."""

    linked: int
    released: int
    sought_only: int
    fictitious: int
    sought_again: int
    held_only: int
    held_again: int


def make_exercise(*, seed: int, persons: int, rates: Rates, as_of: date) -> Exercise:
    """Returns an exercise in which each party's sought list has `persons` rows.

    A held list has as many rows, or enough that the profile's share of it is on no sought list. The same
    seed, number, rates and date give the same exercise.

    Errors:
        CallError: fewer than 10 persons or more than a million, a negative seed.
        InputError: rates that would leave a list with fewer than zero rows.
    """
    if persons < FEWEST_PERSONS:
        raise CallError("exercise:persons:too_few", expected=f">= {FEWEST_PERSONS}", found=persons)
    if persons > MOST_PERSONS:
        raise CallError("exercise:persons:too_many", expected=MOST_PERSONS, found=persons)
    if seed < 0:
        raise CallError("exercise:seed:negative", expected=">= 0", found=seed)
    counts = _count(persons, rates)
    language = rates.sought.language
    if language == "coin":
        language = ("ukrainian", "russian")[int(generator(seed, _LISTS).integers(2))]
    sought: dict[Party, ExerciseList] = {}
    held: dict[Party, ExerciseList] = {}
    truth: list[TruthLine] = []
    for place, party in enumerate(Party):
        direction = _Direction(seed, place, party, counts, rates, as_of, language)
        sought[party], held[party.other] = direction.sought, direction.held
        truth.extend(direction.truth())
    return Exercise(seed, as_of, sought, {party: held[party] for party in Party}, tuple(truth))


def _count(persons: int, rates: Rates) -> _Counts:
    linked = round(persons * rates.overlap)
    fictitious = round(persons * rates.sought.rate("fictitious"))
    sought_again = round(persons * rates.sought.rate("duplicates"))
    nobody_asks, doubled = rates.held.on_no_sought_list, rates.held.rate("duplicates")
    if nobody_asks is None:
        held_rows = persons
    elif nobody_asks + doubled < 1:
        held_rows = round(linked / (1 - nobody_asks - doubled))
    else:
        raise InputError(
            "exercise:lists:overfull",
            key="held.on_no_sought_list + held.duplicates",
            expected="< 1",
            found=nobody_asks + doubled,
        )
    held_again = round(held_rows * doubled)
    held_only = held_rows - linked - held_again
    sought_only = persons - linked - fictitious - sought_again
    if held_only < -1 or sought_only < -1 or linked + max(held_only, 0) == 0:
        raise InputError(
            "exercise:lists:overfull",
            key="overlap + held.duplicates",
            expected="<= 1",
            found=rates.overlap + doubled,
        )
    return _Counts(
        linked=linked,
        released=min(linked, round(persons * rates.sought.rate("already_released"))),
        sought_only=max(sought_only, 0),
        fictitious=fictitious,
        sought_again=sought_again,
        held_only=max(held_only, 0),
        held_again=held_again,
    )


class _Direction:
    """One party's persons: the list on which it seeks them, and the list on which the other party holds
    them.
    """

    def __init__(
        self, seed: int, place: int, party: Party, counts: _Counts, rates: Rates, as_of: date, language: str
    ) -> None:
        self._party = party
        first_held_only = counts.linked + counts.sought_only + counts.fictitious
        self._persons = invent(
            first_held_only + counts.held_only, rates, as_of=as_of, rng=generator(seed, _PEOPLE, place)
        )
        self._counts = counts
        self._language = language
        order = generator(seed, _ORDER, place)
        on_sought = self._persons[:first_held_only]
        on_held = self._persons[: counts.linked] + self._persons[first_held_only:]
        self._custody = self._custodies(on_held, rates.held, generator(seed, _HELD, place, 1))
        dice = Dice(generator(seed, _SOUGHT, place))
        self.sought, self._sought_truth = self._list(
            party,
            ListKind.SOUGHT,
            language,
            rates.sought,
            as_of,
            dice,
            _entries(on_sought, counts.sought_again, order),
        )
        dice = Dice(generator(seed, _HELD, place))
        self.held, self._held_truth = self._list(
            party.other,
            ListKind.HELD,
            _OTHER[language],
            rates.held,
            as_of,
            dice,
            _entries(on_held, counts.held_again, order),
        )

    def _custodies(self, on_held: list[Invented], rates: ListRates, rng: np.random.Generator) -> dict[int, Custody]:
        """Each person's custody in the holder's register; those already released are among the persons sought."""
        states = [state for state in Custody if state not in {Custody.HELD, Custody.RELEASED}]
        bounds = np.cumsum([rates.custody[state] for state in states])
        drawn = np.searchsorted(bounds, rng.random(len(on_held)), side="right").tolist()
        found = {
            person.number: states[index] if index < len(states) else Custody.HELD
            for person, index in zip(on_held, drawn, strict=True)
        }
        released = rng.permutation(self._counts.linked)[: self._counts.released].tolist()
        return found | {self._persons[place].number: Custody.RELEASED for place in released}

    def _list(
        self,
        writer_party: Party,
        kind: ListKind,
        language: str,
        rates: ListRates,
        as_of: date,
        dice: Dice,
        entries: list[Entry],
    ) -> tuple[ExerciseList, dict[int, list[RowTruth]]]:
        writer = RowWriter(rates, language, kind, as_of, dice)
        truths: dict[int, list[RowTruth]] = {}
        rows: list[tuple[str, ...]] = []
        for number, entry in enumerate(entries, 1):
            row, befell, cells = writer.write(entry, str(number), self._custody.get(entry.person.number))
            rows.append(row)
            truths.setdefault(entry.person.number, []).append(
                RowTruth(
                    row_id=str(number),
                    script=cells.script,
                    language=cells.language,
                    romanisation=cells.romanisation,
                    defects=tuple(befell),
                )
            )
        headings = tuple((field, heading(field, language)) for field in writer.fields)
        made = ExerciseList(
            writer_party,
            kind,
            language,
            as_of,
            title(writer_party, kind, language, as_of),
            headings,
            tuple(rows),
        )
        return made, truths

    def truth(self) -> list[TruthLine]:
        """Returns one line per invented person of this party."""
        side = 0 if self._language == "ukrainian" else 1
        first_fictitious = self._counts.linked + self._counts.sought_only
        first_held_only = first_fictitious + self._counts.fictitious
        lines: list[TruthLine] = []
        for person in self._persons:
            custody = self._custody.get(person.number)
            made_up = first_fictitious <= person.number < first_held_only
            state = custody.value if custody else "fictitious" if made_up else "not_held"
            names = (person.surname[side], person.given_name[side], person.patronymic[side])
            lines.append(
                TruthLine(
                    party=self._party,
                    person=f"{self._party}:{person.number + 1}",
                    origin=person.origin,
                    state=state,
                    status=person.status,
                    sex="f" if person.woman else "m",
                    birth_date=person.birth.isoformat(),
                    name=" ".join(name for name in names if name),
                    relation=person.relation,
                    relative=f"{self._party}:{person.relative + 1}" if person.relative >= 0 else "",
                    sought=tuple(self._sought_truth.get(person.number, ())),
                    held=tuple(self._held_truth.get(person.number, ())),
                )
            )
        return lines


def _entries(persons: list[Invented], again: int, rng: np.random.Generator) -> list[Entry]:
    """One row per person, some twice or more, in a meaningless order."""
    entries = [Entry(person, is_duplicate=False) for person in persons]
    if persons:
        entries += [Entry(persons[place], is_duplicate=True) for place in rng.integers(0, len(persons), again).tolist()]
    return [entries[place] for place in rng.permutation(len(entries)).tolist()]
