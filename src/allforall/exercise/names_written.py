"""How a person's names are written in a row: in which script, by whose ear, with which slips."""

from dataclasses import dataclass

from allforall.exercise import defects
from allforall.exercise.dice import Dice, Wheel
from allforall.exercise.letters import to_russian, to_ukrainian
from allforall.exercise.people import Invented
from allforall.exercise.rates import ListRates
from allforall.exercise.romanise import CARELESS_TURNS, Language, Scheme, romanise, schemes_for

_SIDE = {"ukrainian": 0, "russian": 1}
_OTHER = {"ukrainian": "russian", "russian": "ukrainian"}


@dataclass(slots=True)
class NameCells:
    """The names of one row, and the script and scheme they are in."""

    surname: str
    given_name: str
    patronymic: str
    script: str
    language: str  # the language whose form was used: the written spelling, or the one that was romanised
    romanisation: str
    turn: int


class NameWriter:
    """Writes names into one list: at its rates, in its scripts.

    `own` is the language of the list's headings, `other` that of the lists of the other kind. A sought list
    is written in its own language alone.
    """

    def __init__(self, rates: ListRates, own: str, *, mixed: bool) -> None:
        self._rate = rates.rates
        self._mixed = mixed
        self._own = own
        self._other = _OTHER[own]
        scripts = rates.script if mixed else {own: 1.0}
        if mixed and own == "ukrainian":  # the file speaks of Russian holders; this one writes Ukrainian
            scripts = {_OTHER.get(name, name): share for name, share in scripts.items()}
        self._scripts = tuple(scripts)
        self._script = Wheel(list(scripts.values()))
        self._schemes: dict[str, tuple[tuple[Scheme, ...], Wheel]] = {}
        for language in Language:
            fit = tuple(scheme for scheme in schemes_for(language) if rates.romanisation.get(scheme, 0.0) > 0)
            fit = fit or (Scheme.ICAO,)
            self._schemes[language] = fit, Wheel([rates.romanisation.get(scheme, 1.0) for scheme in fit])

    def write(self, person: Invented, dice: Dice, befell: list[str]) -> NameCells:
        """Returns the names as written in this row; their defects are added to `befell`."""
        script = self._scripts[self._script.turn(dice)]
        native = script == "latin" and bool(person.latin[0]) and dice.hits(self._rate["native_spelling"])
        language = script
        if script == "latin":
            language = self._other if dice.hits(self._rate["latin_from_ukrainian"]) else self._own
        cells = self._form(person, script, language, dice, befell)
        if native:
            cells.surname, cells.given_name = person.latin
            befell.append("native_spelling")
        self._slip(cells, dice, befell, native=native)
        return cells

    def _form(self, person: Invented, script: str, language: str, dice: Dice, befell: list[str]) -> NameCells:
        """The right form of each name, before any slip of the pen."""
        rates, side = self._rate, _SIDE[language]
        surname = person.surname[side]
        if person.woman and dice.hits(rates["former_surname"]):
            surname = person.former_surname[side]
            befell.append("former_surname")
        given = person.given_name[side]
        holders_form = language == self._own and script != self._other
        by_ear = self._mixed and holders_form and not dice.hits(rates["russian_given_name"])
        if by_ear and rates["russian_given_name"] > 0:
            heard = _by_ear(person.given_name[1 - side], language)
            if heard != given:
                given = heard
                befell.append("phonetic_given_name")
        if person.short[side] and dice.hits(rates["diminutive"]):
            given = dice.pick(person.short[side])
            befell.append("diminutive")
        patronymic = person.patronymic[side]
        if dice.hits(rates["no_patronymic"]):
            patronymic = ""
            befell.append("no_patronymic")
        elif patronymic and dice.hits(rates["father_name_only"]):
            patronymic = person.father_name[side]
            befell.append("father_name_only")
        cells = NameCells(
            surname=surname,
            given_name=given,
            patronymic=patronymic,
            script=script,
            language=language,
            romanisation="",
            turn=0,
        )
        if script == "latin":
            schemes, wheel = self._schemes[language]
            scheme = schemes[wheel.turn(dice)]
            cells.romanisation = scheme
            cells.turn = dice.below(CARELESS_TURNS)
            spoken = Language(language)
            cells.surname = romanise(surname, scheme, spoken, cells.turn)
            cells.given_name = romanise(given, scheme, spoken, cells.turn)
            cells.patronymic = romanise(patronymic, scheme, spoken, cells.turn)
        return cells

    def _slip(self, cells: NameCells, dice: Dice, befell: list[str], *, native: bool) -> None:
        rates = self._rate
        if dice.hits(rates["initials"]) and not native:
            cells.given_name = f"{cells.given_name[:1]}."
            cells.patronymic = f"{cells.patronymic[:1]}." if cells.patronymic else ""
            befell.append("initials")
        cells.surname = self._slipped(cells.surname, "surname", cells, dice, befell)
        if "initials" not in befell:
            cells.given_name = self._slipped(cells.given_name, "given_name", cells, dice, befell)
            cells.patronymic = self._slipped(cells.patronymic, "patronymic", cells, dice, befell)
        if dice.hits(rates["surname_in_capitals"]):
            cells.surname = cells.surname.upper()
            befell.append("surname_in_capitals")
        if dice.hits(rates["stray_spaces"]):
            cells.surname = defects.stray_spaces(cells.surname, dice)
            befell.append("stray_spaces")
        if dice.hits(rates["hidden_characters"]):
            cells.surname = defects.hidden_character(cells.surname, dice)
            befell.append("hidden_characters")
        if dice.hits(rates["surname_and_given_swapped"]):
            cells.surname, cells.given_name = cells.given_name, cells.surname
            befell.append("surname_and_given_swapped")

    def _slipped(self, text: str, field: str, cells: NameCells, dice: Dice, befell: list[str]) -> str:
        """One name field with its possible defects; a slip that leaves the text unchanged does not count."""
        if not text:
            return text
        rates = self._rate
        changed = text
        if dice.hits(rates["typo"]):
            changed = defects.typo(changed, dice)
            befell.append(f"typo:{field}")
        if "'" in changed and cells.script != "latin" and dice.hits(rates["other_apostrophe"]):
            changed = defects.other_apostrophe(changed, dice)
            befell.append(f"other_apostrophe:{field}")
        for name in ("ocr_slip", "lookalike_letters"):
            if dice.hits(rates[name]):
                before = changed
                changed = defects.ocr_slip(changed, dice) if name == "ocr_slip" else defects.lookalike(changed, dice)
                if changed != before:
                    befell.append(f"{name}:{field}")
        if dice.hits(rates["wrong_keyboard"]):
            typed = defects.wrong_keyboard(changed, cells.language)
            if typed != changed:
                changed = typed
                befell.append(f"wrong_keyboard:{field}")
        return changed


def _by_ear(given: str, language: str) -> str:
    """A given name of the other language, written down by ear."""
    return to_russian(given) if language == "russian" else to_ukrainian(given)
