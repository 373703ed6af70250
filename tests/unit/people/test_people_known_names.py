"""Names known to be one though they sound unlike one another."""

import importlib.util
from itertools import combinations
from pathlib import Path

import pytest

from allforall.people.names.folding import fold, folds
from allforall.people.names.given import given_names
from allforall.people.names.known_names import NO_KNOWN_NAMES, known_names, read_known_names

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("known_names_tool", ROOT / "tools" / "known_names.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def groups(name: str) -> frozenset[int]:
    return frozenset().union(*(known_names().groups(code) for code in folds(name)))


@pytest.mark.parametrize(
    "forms",
    [
        "Wilson Уилсон Вільсон",
        "Johnson Джонсон",
        "Taylor Тейлор",
        "Knight Найт",
        "Farkas Фаркаш",
        "Takács Такач",
        "Juhász Югас Юхас",
        "Munteanu Мунтяну",
        "Rodríguez Родригес Родрігес",
        "Hakobyan Акопян",
        "Wiśniewski Вишневский Вишневський",
        "Dubois Дюбуа",
    ],
)
def test_known_forms_meet_by_group_or_by_sound(forms):
    for one, other in combinations(forms.split(), 2):
        assert groups(one) & groups(other) or set(folds(one)) & set(folds(other)), (one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Марина", "Марія"),
        ("Олег", "Ольга"),
        ("Коваленко", "Ковальчук"),
        ("Петренко", "Петров"),
        ("Wilson", "Watson"),
        ("Данило", "Данка"),
        ("Кис", "Киш"),
        ("Кравченко", "Кравчук"),
        ("Воробей", "Sparrow"),
    ],
)
def test_different_names_have_no_group_in_common(one, other):
    assert not groups(one) & groups(other)


def test_a_name_that_nobody_knows_has_no_group():
    assert not known_names().groups(fold("Гуртоправенко"))
    assert not known_names().groups("")
    assert not NO_KNOWN_NAMES.groups(fold("Wilson"))


def test_a_further_reading_counts_only_where_no_form_is_usually_read_so():
    table = read_known_names(["# a remark", "", "чопов chopovski", "хопенк чупенк"])
    assert table.groups(fold("Чопов")) == {0}
    assert table.groups(fold("Чупенк")) == table.groups(fold("Хопенк")) == {1}
    assert table.groups(folds("chopovski")[1]) == {0}  # ch read as х
    assert read_known_names(["чопов choven", "ховен чапов"]).groups(fold("Ховен")) == {1}


def test_few_names_have_many_groups():
    """A name in many groups would make different names one."""
    sizes = [len(found) for found in known_names().by_code.values()]
    assert max(sizes) <= 8
    assert sum(sizes) / len(sizes) < 1.2


def test_given_names_of_the_own_table_are_left_to_it():
    known, own = known_names(), given_names()
    shared = [code for code in known.by_code if own.groups(code)]
    assert len(shared) < len(known.by_code) / 100


def test_the_same_groups_give_the_same_table_and_only_what_the_fold_cannot_do(tool):
    lines = [
        ("зорекенко", "zorekenko"),  # the fold can
        ("уилкс", "wilkss", "вілкс"),
        ("кис", "киш"),  # too short
        ("воробейко", "sparrow"),  # no form of the other
        ("zzzzd", "qwrtt"),  # nothing in Cyrillic
    ]
    usable = [tool.usable(forms) for forms in lines]
    assert tool.choose(usable) == tool.choose(list(reversed(usable))) == ["вілкс уилкс"]


def test_a_sound_that_too_many_groups_have_is_left_out(tool):
    groups = [("бардолен", f"пардалён{x}") for x in "абвгде"]
    assert tool.choose(groups) == []


def test_the_table_says_where_it_comes_from():
    head = (ROOT / "src/allforall/people/names/known_names.txt").read_text(encoding="utf-8")[:600]
    assert "Wikidata" in head
    assert "CC0" in head
    assert "tools/known_names.py" in head
