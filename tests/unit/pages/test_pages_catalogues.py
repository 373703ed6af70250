"""The catalogues: every text in every language, the same places in braces, nothing unused."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

_spec = importlib.util.spec_from_file_location("catalogues", ROOT / "tools" / "catalogues.py")
catalogues = importlib.util.module_from_spec(_spec)
sys.modules["catalogues"] = catalogues
_spec.loader.exec_module(catalogues)


def test_every_text_is_translated_and_nothing_else_stands_in_a_catalogue():
    """`python tools/catalogues.py` brings them up to date and says what a translator has to write."""
    assert catalogues.check() == []


def test_a_text_inside_an_f_string_is_a_fault(tmp_path, monkeypatch):
    (tmp_path / "one.py").write_text("def say(_, n):\n    return f\"{_('Never seen')} {n}\" + _('Seen')\n")
    monkeypatch.setattr(catalogues, "SEARCHED", (tmp_path,))
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    assert catalogues.hidden_texts() == ["one.py:2: 'Never seen': stands in an f-string"]


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """Puts the catalogues into a folder of their own, where a test may spoil them."""
    for path in catalogues.LOCALE.rglob("*"):
        if path.is_file():
            place = tmp_path / path.relative_to(catalogues.LOCALE)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    return tmp_path / "uk" / "LC_MESSAGES" / "allforall.po"


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('msgstr "Поточний стан"', 'msgstr ""', "not translated"),
        ('msgstr "Файл: {file}"', 'msgstr "Файл: {datei}"', "places differ"),
        ('msgstr "Файл: {file}"', 'msgstr "Файл: {file"', "cannot be read"),
        ('msgid "Current state"', 'msgid "State now"', "nowhere used"),
        ('msgid "Current state"', 'msgid "State now"', "not in the catalogue"),
    ],
)
def test_the_check_finds_each_kind_of_fault(copied, before, after, fault):
    text = copied.read_text(encoding="utf-8")
    assert text.count(before) == 1
    copied.write_text(text.replace(before, after), encoding="utf-8")
    assert any(fault in found and found.startswith("uk") for found in catalogues.check())


def test_an_update_changes_nothing_where_nothing_changed(copied):
    before = {path: path.read_bytes() for path in catalogues.LOCALE.rglob("*") if path.is_file()}
    assert catalogues.update() == []
    assert {path: path.read_bytes() for path in before} == before


def test_every_language_is_its_own():
    """A text that is the same in all four languages was most likely forgotten."""
    same, read = [], {lang: catalogues._read(lang) for lang in catalogues.LANGUAGES}
    for text in catalogues.found_texts():
        message = text if isinstance(text, str) else text[0]
        if not re.search(r"[A-Za-z]{4}", re.sub(r"{\w+}", "", message)):
            continue
        for lang, catalogue in read.items():
            translated = catalogue.get(message)
            if translated is not None and translated.string == message:
                same.append((lang, message))
    assert same == []


@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_no_word_mixes_two_scripts(lang):
    """A Latin letter inside a Cyrillic word looks right and is found by no search."""
    for message in catalogues._read(lang):
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for string in strings if message.id else ():
            words = re.findall(r"[^\W\d_]+", re.sub(r"{\w+}", " ", string))
            mixed = [word for word in words if re.search("[A-Za-z]", word) and re.search("[а-яёіїєґА-ЯЁІЇЄҐ]", word)]
            assert not mixed, mixed


def test_the_two_languages_of_one_script_are_not_mixed_up():
    """Letters that the other language does not have stand in none of its texts."""
    for lang, foreign in (("uk", "ыэъё"), ("ru", "іїєґ")):
        for message in catalogues._read(lang):
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            for string in strings if message.id else ():
                assert not set(string.casefold()) & set(foreign), (lang, string)
