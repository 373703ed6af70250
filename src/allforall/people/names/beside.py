"""What is in a cell beside the name: a call sign, a former name, a rank, a birth date, Mr.

Each is taken out as written, and nothing is lost: `Beside` has what was taken, by kind, and the rest, which is only the
name.
"""

import re
from dataclasses import dataclass

from allforall.people.names.given import is_given
from allforall.people.names.word_lists import word_list
from allforall.people.persons import Mark
from allforall.people.ranks import read_rank


@dataclass(frozen=True, slots=True)
class Beside:
    """`rest` is the name; `call_signs` and `others` (former and second names) are names too; `about` are words that are
    not: "позивний", "уроджена", a rank, a date of birth.
    """

    rest: str
    call_signs: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


_QUOTED = re.compile(
    r"«([^«»]*)»|“([^“”]*)”|„([^„“”]*)[“”]|\"([^\"]*)\"|(?<!\w)[‘'’]([^‘'’]{2,})[’'](?!\w)|(?<!\w)'([^']{2,})'(?!\w)"
)
_BRACKETED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_CALL_LABEL = re.compile(
    r"(?<!\w)(?:позивний|позивной|позивн\.?|позывной|позывн\.?|поз\.|п-ий|псевдонім|псевдоним|псевдо|прізвисько|прозвище|"
    r"кличка|call[ -]?sign|nom de guerre|c/s|к/с)(?!\w)\s*[:\-–—]?\s*",
    re.IGNORECASE,
)
_OTHER_LABEL = re.compile(
    r"(?<!\w)(?:уроджен\w+|урожд[её]нн\w+|урожд\.|ур\.|дівоче(?: прізвище)?|дів\.|девичья(?: фамилия)?|дев\.|"
    r"в девичестве|у дівоцтві|до шлюбу|до брака|раніше|ранее|колишн\w+|бывш\w+|née|nee|born|formerly|"
    r"він же|вона ж|вона же|он же|она же|aka|a\.k\.a\.|alias|або|или)(?!\w)\s*[:\-–—]?\s*",
    re.IGNORECASE,
)
_DATE = r"(?:\d{1,2}[./\-]\d{1,2}[./\-](?:19|20)?\d\d|(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?)"
_BORN = re.compile(
    rf"[,;]?\s*(?:(?<!\w)(?:народж\w*|нар\.?|родился|родилась|род\.|р\.|born|b\.|d\.?o\.?b\.?)\s*)?(?<!\w){_DATE}(?!\d)"
    r"\s*(?:р(?:оку)?\.?\s*н(?:ародж\w*)?\.?|г(?:ода)?\.?\s*р(?:ожд\w*)?\.?|рік|року|года|р\.|г\.)?(?!\w)",
    re.IGNORECASE,
)
_NO_PATRONYMIC = re.compile(r"(?<!\w)(?:б/[бо]|без (?:по )?батькові|без отчества)(?!\w)\.?", re.IGNORECASE)
_TITLE = re.compile(
    r"^(?:гр-?н(?:ка)?\.?|гр\.|громадян(?:ин|ка)|гражданин|гражданка|пан(?:і)?(?=\s)|г-н|г-жа|mr\.?|mrs\.?|ms\.?|dr\.?)\s+",
    re.IGNORECASE,
)
RANK_WORDS = word_list("rank_words")
_SURNAMES_TOO = word_list("ranks_that_are_surnames")


def _is_rank(words: list[str]) -> bool:
    if any(len(word.strip(".")) == 1 and word.isalpha() for word in words):
        return False  # а single letter is an initial
    return Mark.NOT_IN_TABLE not in read_rank(" ".join(words))[1]


def _rank_before(words: list[str]) -> int:
    """How many words at the beginning are a rank."""
    if words[0].lower().strip(".") not in RANK_WORDS:
        return 0
    for count in range(min(4, len(words) - 1), 0, -1):
        rank, rest = words[:count], words[count:]
        if not _is_rank(rank):
            continue
        if count > 1 or "-" in rank[0] or rank[0].endswith("."):
            return count
        if rank[0] == rank[0].lower() and rest[0] != rest[0].lower():
            return count
        # Капітан Іван Петрович has that surname; Капітан Мельник Іван has not
        surname_too = rank[0].lower() in _SURNAMES_TOO
        if len(rest) >= (3 if surname_too else 2) and not is_given(rest[0]):
            return count
    return 0


def _rank_after(words: list[str]) -> int:
    """How many words at the end are a rank."""
    for count in range(min(4, len(words) - 1), 0, -1):
        rank, rest = words[-count:], words[:-count]
        if rank[0].lower().strip(".") not in RANK_WORDS or not _is_rank(rank):
            continue
        if rank == [word.lower() for word in rank] and rest[0] != rest[0].lower():
            return count
        if len(rest) >= 3:
            return count
    return 0


def _without_rank(text: str, about: list[str]) -> str:
    words = text.split()
    if len(words) < 2:
        return text
    before, comma, after = text.rpartition(",")
    if comma and before.strip() and after.strip() and _is_rank(after.split()):
        about.append(after.strip())
        return before
    if count := _rank_before(words):
        about.append(" ".join(words[:count]))
        words = words[count:]
    elif count := _rank_after(words):
        about.append(" ".join(words[-count:]))
        words = words[:-count]
    return " ".join(words)


def _take_label(text: str, label: re.Pattern[str], about: list[str], names: list[str], *, one_word_first: bool) -> str:
    """The text without a label and the name after it."""
    found = label.search(text)
    if found is None:
        return text
    before, after = text[: found.start()], text[found.end() :]
    if not before.strip(" ,;") and not one_word_first:
        return text
    name, stop, further = after.partition(",")
    if not before.strip(" ,;") and not stop:
        name, _, further = after.partition(" ")
    about.append(found[0].strip(" :-–—"))
    if name.strip(" .;:"):
        names.append(name.strip(" ;:"))
    return f"{before.rstrip(' ,;')} {further}".strip()


def _sort_bracket(inside: str, call_signs: list[str], others: list[str], about: list[str]) -> None:
    """Assigns the text in brackets to its kind."""
    inside = inside.strip()
    for label, names in ((_CALL_LABEL, call_signs), (_OTHER_LABEL, others)):
        if (found := label.match(inside)) is not None:
            about.append(found[0].strip(" :-–—"))
            if name := inside[found.end() :].strip():
                names.append(name)
            return
    words = inside.split()
    if not any(map(str.isalpha, inside)) or _BORN.fullmatch(inside) or (words and _is_rank(words)):
        about.append(inside)
    else:
        others.append(inside)


def _is_surname_pan(text: str, title: re.Match[str]) -> bool:
    """Whether Пан before one more word is a surname."""
    return title[0].strip() == "Пан" and len(text[title.end() :].split()) == 1


def has_label(text: str) -> bool:
    """Returns whether a text contains a word that introduces a call sign or another name."""
    return _CALL_LABEL.search(text) is not None or _OTHER_LABEL.search(text) is not None


def take_beside(seen: str) -> Beside:
    """Returns what is beside a name, and the name. Every letter of the text is in one of them."""
    call_signs: list[str] = []
    others: list[str] = []
    about: list[str] = []

    def take_quoted(found: re.Match[str]) -> str:
        call_signs.append(next(group for group in found.groups() if group is not None).strip())
        return " "

    def take_bracketed(found: re.Match[str]) -> str:
        _sort_bracket(next(group for group in found.groups() if group is not None), call_signs, others, about)
        return " "

    def take_about(found: re.Match[str]) -> str:
        about.append(found[0].strip(" ,;"))
        return " "

    rest = seen
    if not seen.replace(" ", "").isalpha():
        rest = _BRACKETED.sub(take_bracketed, _QUOTED.sub(take_quoted, seen))
        if any(map(str.isdigit, rest)):
            rest = _BORN.sub(take_about, rest)
        rest = _NO_PATRONYMIC.sub(take_about, rest)
        rest = rest.strip(" ,;")
    rest = _take_label(rest, _CALL_LABEL, about, call_signs, one_word_first=True)
    rest = _take_label(rest, _OTHER_LABEL, about, others, one_word_first=False)
    if (title := _TITLE.match(rest)) is not None and rest[title.end() :].strip() and not _is_surname_pan(rest, title):
        about.append(title[0].strip())
        rest = rest[title.end() :]
    rest = _without_rank(rest, about)
    return Beside(
        rest.strip(), tuple(filter(None, call_signs)), tuple(filter(None, others)), tuple(filter(None, about))
    )
