"""One row of a list: every column of its kind of list, as a clerk would fill it in."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from allforall.exercise import defects
from allforall.exercise.birth_cells import birth_cell
from allforall.exercise.dice import Dice
from allforall.exercise.lists import words
from allforall.exercise.names_written import NameCells, NameWriter
from allforall.exercise.people import RANKS, Invented, places
from allforall.exercise.rates import ListRates
from allforall.exercise.romanise import Language, Scheme, romanise
from allforall.people.fields import Custody, Field, Health, PersonStatus
from allforall.people.persons import ListKind

_F = Field
_ASSUMED_DAYS_IN_STATE = 400  # the most days since a change of state
_UNIT = {"ukrainian": "{0} омбр, {1} бат., {2} рота", "russian": "{0} омсбр, {1} бат., {2} рота"}
_SIDE = {"ukrainian": 0, "russian": 1}


@dataclass(frozen=True, slots=True)
class Entry:
    """A person who gets a row; `is_duplicate`: the person already has one."""

    person: Invented
    is_duplicate: bool


class RowWriter:
    """Fills in the rows of one list at its rates."""

    def __init__(self, rates: ListRates, language: str, kind: ListKind, as_of: date, dice: Dice) -> None:
        self._rates = rates
        self._rate = rates.rates
        self._language = language
        self._side = _SIDE[language]
        self._kind = kind
        self._as_of = as_of
        self._dice = dice
        self._codes: dict[str, str] = words()["codes"][language]
        self._ranks = [(ukrainian, russian)[self._side] for ukrainian, russian, _ in RANKS]
        self._names = NameWriter(rates, language, mixed=kind is ListKind.HELD)
        self._in_one = dice.hits(self._rate["full_name_in_one_column"])
        self._surname_first = not self._in_one or dice.roll() < _ASSUMED_SURNAME_FIRST
        self.fields = self._columns()
        self._place_of = {field: place for place, field in enumerate(self.fields)}
        # a person's state and health are the same in every row of that person
        self._facts: dict[int, dict[Field, str]] = {}

    def _columns(self) -> tuple[Field, ...]:
        """The columns of this list: those that the profile fills."""
        rate = self._rates.rate
        names = (_F.FULL_NAME,) if self._in_one else (_F.SURNAME, _F.GIVEN_NAME, _F.PATRONYMIC)
        held = self._kind is ListKind.HELD
        optional: list[tuple[bool, tuple[Field, ...]]] = [
            (rate("sex") > 0, (_F.SEX,)),
            (True, (_F.BIRTH_DATE,)),
            (rate("age_instead") > 0, (_F.AGE,)),
            (True, (_F.BIRTH_PLACE,)),
            (rate("rank") > 0, (_F.RANK,)),
            (True, (_F.UNIT,)),
            (rate("service_number") > 0, (_F.SERVICE_NUMBER,)),
            (rate("capture") > 0 and not held, (_F.LAST_SEEN_DATE, _F.LAST_SEEN_PLACE)),
            (rate("capture") > 0 and held, (_F.CAPTURE_DATE, _F.CAPTURE_PLACE)),
            (held and rate("status") > 0, (_F.PERSON_STATUS, _F.STATUS_DISPUTED)),
            (held, (_F.CUSTODY,)),
            (held and any(self._rates.custody.values()), _CUSTODY_FIELDS),
            (held and self._rates.medical["wounded_or_ill"] > 0, _MEDICAL_FIELDS),
        ]
        chosen = [field for wanted, fields in optional if wanted for field in fields]
        return (_F.ROW_ID, *names, *chosen)

    def write(self, entry: Entry, row_id: str, custody: Custody | None) -> tuple[tuple[str, ...], list[str], NameCells]:
        """Returns the row, its defects, and its names."""
        person, dice = entry.person, self._dice
        befell: list[str] = ["duplicate"] if entry.is_duplicate else []
        cells = [""] * len(self.fields)
        names = self._names.write(person, dice, befell)
        incomplete = dice.hits(self._rate["incomplete"])
        if incomplete:
            befell[:] = [name for name in befell if not name.endswith((":given_name", ":patronymic"))]
            befell.append("incomplete")
            names.given_name = f"{names.given_name.strip()[:1]}." if dice.roll() < 0.5 else ""
            names.patronymic = ""
        self._put(cells, _F.ROW_ID, row_id)
        if self._in_one:
            ordered = (names.surname, names.given_name, names.patronymic)
            if not self._surname_first:
                ordered = (names.given_name, names.patronymic, names.surname)
            self._put(cells, _F.FULL_NAME, " ".join(name for name in ordered if name))
        else:
            self._put(cells, _F.SURNAME, names.surname)
            self._put(cells, _F.GIVEN_NAME, names.given_name)
            self._put(cells, _F.PATRONYMIC, names.patronymic)
        if not incomplete:
            self._who(cells, person, names, befell)
        if self._kind is ListKind.HELD:
            facts = self._facts.get(person.number)
            if facts is None:
                state = custody or Custody.HELD
                facts = self._facts[person.number] = {**self._custody(person, state), **self._health(person, state)}
            for field, text in facts.items():
                self._put(cells, field, text)
        return tuple(cells), befell, names

    def _put(self, cells: list[str], field: Field, text: str) -> None:
        place = self._place_of.get(field)
        if place is not None:
            cells[place] = text

    def _who(self, cells: list[str], person: Invented, names: NameCells, befell: list[str]) -> None:
        rates, dice = self._rate, self._dice
        if dice.hits(rates["sex"]):
            self._put(cells, _F.SEX, self._codes["f" if person.woman else "m"])
        birth = birth_cell(person.birth, rates, dice, as_of=self._as_of, script=names.script)
        if birth.defect:
            befell.append(birth.defect)
        self._put(cells, _F.BIRTH_DATE, birth.text)
        self._put(cells, _F.AGE, birth.age)
        if dice.hits(rates["no_place"]):
            befell.append("no_place")
        else:
            self._put(cells, _F.BIRTH_PLACE, self._place(person.place, names, befell))
        if dice.hits(rates["no_unit"]):
            befell.append("no_unit")
        elif person.status is not PersonStatus.CIVILIAN:
            unit = _UNIT[names.language].format(*person.unit)
            self._put(cells, _F.UNIT, self._in_script(unit, names))
        if person.status is not PersonStatus.CIVILIAN:
            self._service(cells, person, befell)
        if dice.hits(rates["capture"]):
            self._capture(cells, person, names, befell)

    def _service(self, cells: list[str], person: Invented, befell: list[str]) -> None:
        rates, dice = self._rate, self._dice
        if dice.hits(rates["rank"]):
            rank = person.rank
            if dice.hits(rates["rank_off_by_one"]):
                rank = rank + 1 if rank == 0 or (dice.roll() < 0.5 and rank + 1 < len(RANKS)) else rank - 1
                befell.append("rank_off_by_one")
            self._put(cells, _F.RANK, self._ranks[rank])
        if dice.hits(rates["service_number"]):
            number = person.service_number
            if dice.hits(rates["service_number_slip"]):
                number = defects.digit_slip(number, dice)
                befell.append("service_number_slip")
            self._put(cells, _F.SERVICE_NUMBER, number)

    def _capture(self, cells: list[str], person: Invented, names: NameCells, befell: list[str]) -> None:
        day = person.captured
        if self._dice.hits(self._rate["capture_off"]):
            day -= timedelta(days=1 + self._dice.below(10))
            befell.append("capture_off")
        sought = self._kind is ListKind.SOUGHT
        self._put(cells, _F.LAST_SEEN_DATE if sought else _F.CAPTURE_DATE, _written(day))
        place = self._place(person.captured_at, names, befell)
        self._put(cells, _F.LAST_SEEN_PLACE if sought else _F.CAPTURE_PLACE, place)

    def _place(self, index: int, names: NameCells, befell: list[str]) -> str:
        place = places()[0][index]
        text = place.names[_SIDE[names.language]]
        if place.old and self._dice.hits(self._rate["old_place"]):
            text = place.old[_SIDE[names.language]]
            befell.append("old_place")
        return self._in_script(text, names)

    def _in_script(self, text: str, names: NameCells) -> str:
        if names.script != "latin":
            return text
        return romanise(text, Scheme(names.romanisation), Language(names.language), names.turn)

    def _custody(self, person: Invented, custody: Custody) -> dict[Field, str]:
        """The register's entry on where the person is."""
        rates, dice = self._rates, self._dice
        facts = {_F.CUSTODY: self._codes[custody]}
        if dice.hits(self._rate["status"]):
            facts[_F.PERSON_STATUS] = self._codes[person.status]
            facts[_F.STATUS_DISPUTED] = self._codes["yes" if person.status_disputed else "no"]
        if custody is Custody.HELD:
            return facts
        since = min((self._as_of - person.captured).days, _ASSUMED_DAYS_IN_STATE)
        day = _written(self._as_of - timedelta(days=dice.below(since)))
        known, bounds = places()
        where = known[bisect_right(bounds, dice.roll())].names[self._side]
        facts[_F.CUSTODY_DATE] = day
        if custody in {Custody.IN_HOSPITAL, Custody.JUDICIAL_DETENTION, Custody.TRANSFERRED}:
            facts[_F.CUSTODY_PLACE] = where
        elif custody is Custody.AT_LIBERTY:
            consents = dice.hits(rates.custody["liberty_consent"])
            facts[_F.LIBERTY_CONSENT] = self._codes["yes" if consents else "no"]
        elif custody is Custody.DIED and dice.hits(rates.custody["death_particulars"]):
            facts |= {
                _F.DEATH_DATE: day,
                _F.DEATH_PLACE: where,
                _F.DEATH_CAUSE: dice.pick(words()["causes"]["all"])[self._side],
                _F.BURIAL_PLACE: where,
                _F.GRAVE: str(1 + dice.below(400)),
            }
        return facts

    def _health(self, person: Invented, custody: Custody) -> dict[Field, str]:
        """The register's entry on the health of someone still held."""
        medical, dice = self._rates.medical, self._dice
        facts: dict[Field, str] = {}
        if custody in _GONE or not medical["wounded_or_ill"]:
            return facts
        if person.woman and dice.hits(medical["pregnant_or_infant"]):
            facts[_F.PREGNANT_OR_INFANT] = self._codes["yes"]
        if not dice.hits(medical["wounded_or_ill"]):
            facts[_F.HEALTH] = self._codes[dice.pick(_WELL)]
            return facts
        severe = dice.hits(medical["severe"])
        condition = dice.pick(words()["conditions"]["severe" if severe else "lighter"])
        if condition[2] == "illness":
            health = Health.SICK
        else:
            health = Health.SERIOUSLY_WOUNDED if severe else Health.SLIGHTLY_WOUNDED
        facts[_F.HEALTH] = self._codes[health]
        facts[_F.MEDICAL_GROUND] = condition[self._side]
        if severe and not dice.hits(medical["not_examined"]):
            for field, name in (
                (_F.ART110_ENTITLED, "art110_entitled"),
                (_F.AGREED_SEVERE, "agreed_severe"),
                (_F.FIT_TO_TRAVEL, "fit_to_travel"),
            ):
                facts[field] = self._codes["yes" if dice.hits(medical[name]) else "no"]
        return facts


_CUSTODY_FIELDS = (
    _F.CUSTODY_DATE,
    _F.CUSTODY_PLACE,
    _F.LIBERTY_CONSENT,
    _F.DEATH_DATE,
    _F.DEATH_PLACE,
    _F.DEATH_CAUSE,
    _F.BURIAL_PLACE,
    _F.GRAVE,
)
_MEDICAL_FIELDS = (
    _F.HEALTH,
    _F.MEDICAL_GROUND,
    _F.ART110_ENTITLED,
    _F.AGREED_SEVERE,
    _F.FIT_TO_TRAVEL,
    _F.PREGNANT_OR_INFANT,
)
_GONE = frozenset({Custody.DIED, Custody.RELEASED, Custody.ESCAPED, Custody.AT_LIBERTY})
_WELL = (Health.GOOD, Health.GOOD, Health.NOT_WOUNDED, Health.RECOVERED)
_ASSUMED_SURNAME_FIRST = 0.8  # of lists with the full name in one column


def _written(day: date) -> str:
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"
