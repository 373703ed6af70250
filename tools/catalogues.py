"""Maintains the catalogues: finds the texts in the sources, updates each language, compiles, checks.

    python tools/catalogues.py              extract, update, compile; reports what is not translated
    python tools/catalogues.py --compile    compile only
    python tools/catalogues.py --check      changes nothing; fails when a text has no translation in a
                                            language or when the places {in braces} differ

Texts are literals in `_("...")`, `N_("...")`, `.text("...")`, `.plural("...", "...")`, `n("...", "...")`
anywhere in the sources, and in templates `t("...")` and `n("...", "...")`. Babel is needed; at run time
it is not. Compiled catalogues are not committed: this, `dev.py` and the build of the wheel (`setup.py`) make them.
"""

import argparse
import ast
import io
import string
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.core import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "allforall"
LOCALE = SOURCE / "pages" / "locale"
DOMAIN = "allforall"
LANGUAGES = ("uk", "ru", "tr")
SEARCHED = (SOURCE,)
KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "text": None, "plural": (1, 2), "n": (1, 2)}

#: A date that never changes: a catalogue changes when its texts do.
_STILL = datetime(2025, 6, 2, tzinfo=UTC)

Msgid = str | tuple[str, str]


def _of_template(path: Path) -> Iterator[Msgid]:
    parsed = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    for _line, function, message in extract_from_ast(parsed, ("t", "n")):
        if isinstance(message, tuple) and function == "n" and message[0] and message[1]:
            yield (message[0], message[1])
        elif message := message[0] if isinstance(message, tuple) else message:
            yield message


def _of_python(path: Path) -> Iterator[Msgid]:
    for _line, message, _comments, _context in extract_from_file("python", path, keywords=KEYWORDS):
        if isinstance(message, tuple):
            if len(message) > 1 and message[0] and message[1]:
                yield (message[0], message[1])
            elif message[0]:
                yield message[0]
        elif message:
            yield message


@lru_cache(maxsize=1)
def found_texts() -> dict[Msgid, list[str]]:
    """Returns every text of the sources with the files it occurs in."""
    found: dict[Msgid, list[str]] = {}
    for folder in SEARCHED:
        for path in sorted(folder.rglob("*")):
            if path.suffix == ".py":
                texts = list(_of_python(path))
            elif path.suffix == ".html":
                texts = list(_of_template(path))
            else:
                continue
            for text in texts:
                places = found.setdefault(text, [])
                place = path.relative_to(ROOT).as_posix()
                if place not in places:
                    places.append(place)
    return found


def hidden_texts() -> list[str]:
    """Returns every text inside an f-string, where the extraction of Python 3.11 does not see it."""
    hidden = []
    for folder in SEARCHED:
        for path in sorted(folder.rglob("*.py")):
            for string_ in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(string_, ast.JoinedStr):
                    continue
                for call in ast.walk(string_):
                    if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
                        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
                        if name in KEYWORDS:
                            place = f"{path.relative_to(ROOT).as_posix()}:{call.lineno}"
                            hidden.append(f"{place}: {call.args[0].value!r}: stands in an f-string")
    return hidden


def _template() -> Catalog:
    catalogue = Catalog(
        project="allforall",
        version="",
        copyright_holder="",
        charset="utf-8",
        creation_date=_STILL,
        revision_date=_STILL,
        header_comment="# allforall: the English texts. Apache-2.0.",
        last_translator="",
        language_team="",
        msgid_bugs_address="",
    )
    for text, places in found_texts().items():
        catalogue.add(text, locations=[(place, 0) for place in places])
    return catalogue


def _po(lang: str) -> Path:
    return LOCALE / lang / "LC_MESSAGES" / f"{DOMAIN}.po"


def _read(lang: str) -> Catalog:
    path = _po(lang)
    if not path.exists():
        return Catalog(locale=lang, domain=DOMAIN, creation_date=_STILL, revision_date=_STILL)
    with path.open("rb") as stream:
        return read_po(stream, locale=lang, domain=DOMAIN)


def _po_bytes(catalogue: Catalog) -> bytes:
    stream = io.BytesIO()
    write_po(stream, catalogue, width=110, include_lineno=False, sort_output=False, omit_header=False)
    return stream.getvalue()


def compile_all() -> None:
    """Compiles every language's catalogue beside its source."""
    for lang in LANGUAGES:
        with _po(lang).with_suffix(".mo").open("wb") as stream:
            write_mo(stream, _read(lang))


def _still(catalogue: Catalog, lang: str) -> Catalog:
    fresh = Catalog(
        locale=lang,
        domain=DOMAIN,
        project="allforall",
        version="",
        copyright_holder="",
        charset="utf-8",
        creation_date=_STILL,
        revision_date=_STILL,
        fuzzy=False,
        header_comment=f"# allforall, {Locale.parse(lang).english_name}. Apache-2.0.",
        last_translator="",
        language_team="",
        msgid_bugs_address="",
    )
    for message in catalogue:
        if message.id:
            fresh.add(message.id, message.string, locations=message.locations)
    return fresh


def update() -> list[str]:
    """Writes the template and each language's catalogue, source and compiled; returns what is wrong."""
    template = _template()
    LOCALE.mkdir(parents=True, exist_ok=True)
    (LOCALE / f"{DOMAIN}.pot").write_bytes(_po_bytes(template))
    for lang in LANGUAGES:
        catalogue = _read(lang)
        catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
        catalogue.obsolete.clear()
        still = _still(catalogue, lang)
        _po(lang).parent.mkdir(parents=True, exist_ok=True)
        _po(lang).write_bytes(_po_bytes(still))
    compile_all()
    return check()


def places_in(text: str) -> frozenset[str]:
    """Returns the names in braces of a text."""
    return frozenset(name for _before, name, _spec, _conversion in string.Formatter().parse(text) if name is not None)


def _faults_of(message: Message, forms: int) -> Iterator[str]:
    plural = isinstance(message.id, (tuple, list))
    ids = list(message.id) if plural else [message.id]
    strings = list(message.string) if isinstance(message.string, (tuple, list)) else [message.string]
    if not all(strings) or (plural and len(strings) != forms):
        yield "not translated"
        return
    if message.fuzzy:
        yield "marked as uncertain"
    wanted = places_in(ids[-1])
    for text in strings:
        try:
            found = places_in(text)
        except ValueError:
            yield f"the braces of {text!r} cannot be read"
            continue
        # A form for one may say “one” without its figure, as in English.
        if found != wanted and not (plural and found | {"n"} == wanted | {"n"}):
            yield f"places differ: {sorted(wanted)} in English, {sorted(found)} here"


def check() -> list[str]:
    """Returns every fault of the catalogues, one line each; none where they are complete."""
    faults = hidden_texts()
    wanted = set(found_texts())
    for lang in LANGUAGES:
        if not _po(lang).exists():
            faults.append(f"{lang}: there is no catalogue")
            continue
        catalogue = _read(lang)
        known: set[Msgid] = set()
        for message in catalogue:
            if not message.id:
                continue
            text: Msgid = tuple(message.id) if isinstance(message.id, (tuple, list)) else message.id  # type: ignore[assignment]
            known.add(text)
            faults += [f"{lang}: {text!r}: {fault}" for fault in _faults_of(message, catalogue.num_plurals)]
        faults += [f"{lang}: {text!r}: not in the catalogue" for text in sorted(wanted - known, key=str)]
        faults += [f"{lang}: {text!r}: in the catalogue, but nowhere used" for text in sorted(known - wanted, key=str)]
    return faults


def main() -> int:
    """Runs the command; 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description="Keep the catalogues of translated texts.")
    parser.add_argument("--check", action="store_true", help="change nothing, fail where anything is wrong")
    parser.add_argument("--compile", action="store_true", help="compile what the catalogues say, and no more")
    asked = parser.parse_args()
    if asked.compile:
        compile_all()
        return 0
    faults = check() if asked.check else update()
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    sys.stdout.write(f"{len(found_texts())} texts, {len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
