"""What holds for every name."""

import unicodedata
from dataclasses import astuple

from hypothesis import given, settings
from hypothesis import strategies as st

from allforall.people.names.lookalikes import mend_lookalikes
from allforall.people.names.parts import mend_name, split_full_name
from allforall.people.persons import Mark
from allforall.people.places import read_place
from allforall.people.ranks import read_rank
from allforall.people.units import read_unit
from allforall.people.written import visible

SURNAMES = [
    "Шевченко",
    "Ковальчук-Мельник",
    "Мицкевич",
    "фон Берг",
    "Мамедов",
    "O'Connor",
    "Shevchenko",
    "IVANOV",
    "Лук'яненко",
]
GIVEN = ["Тарас", "Анна", "Гасан", "Taras", "Іван", "Т.", "Ян", "ІВАН"]
PATRONYMICS = ["Григорович", "Олександрівна", "Али оглы", "Ильинична", "Hryhorovych", "Г.", "Керим кызы"]
EXTRA = [
    "",
    " (Іваненко)",
    " «Беркут»",
    ' "Сокіл"',
    " позивний Грім",
    ", уроджена Іваненко",
    " [Петренко]",
    " (позивний «Сармат»)",
    " 1985 р.н.",
    ", ст. сержант",
    " солдат",
    " он же Сидоров",
    " (дів. Коваль)",
]

PARTS = st.lists(st.sampled_from(SURNAMES + GIVEN + PATRONYMICS), min_size=0, max_size=6)
NAMES = st.builds(lambda parts, extra: " ".join(parts) + extra, PARTS, st.sampled_from(EXTRA))
THREE = st.lists(
    st.sampled_from([*SURNAMES, *GIVEN, *PATRONYMICS, "де", "заде", "née", "alias", "Петрович"]), min_size=3, max_size=3
)
TYPED = st.text(
    alphabet=st.sampled_from(list("абвгґєіїйошАБВІоОсСАBCaceopxyABCXzZq[];',.`- ’*«»()\"\u200b\u202e01")), max_size=30
)


def letters(text: str) -> list[str]:
    return sorted(letter for letter in unicodedata.normalize("NFC", text) if letter.isalpha())


@given(NAMES | TYPED | st.text(max_size=30))
@settings(max_examples=500, deadline=None)
def test_splitting_a_name_loses_no_letter_and_adds_none(text):
    parts = split_full_name(text)
    joined = " ".join(astuple(parts))
    assert letters(joined) == letters(visible(text)[0])


@given(THREE)
@settings(max_examples=400, deadline=None)
def test_the_short_way_for_three_words_gives_what_the_long_way_gives(words):
    text = " ".join(words)
    short = split_full_name(text)
    # a second space after a bracket pair takes the long way and changes nothing else
    assert split_full_name(text + " ()") == short


@given(NAMES | TYPED | st.text(max_size=30))
@settings(max_examples=600, deadline=None)
def test_mending_a_name_twice_changes_nothing_more(text):
    once, _ = mend_name(text)
    twice, marks = mend_name(once)
    assert twice == once
    assert Mark.WRONG_KEYBOARD not in marks
    assert Mark.HIDDEN_CHARACTERS not in marks


@given(NAMES | TYPED | st.text(max_size=30))
@settings(max_examples=400, deadline=None)
def test_a_mended_name_has_no_hidden_characters_and_stands_in_nfc(text):
    value, _ = mend_name(text)
    assert value.isprintable()
    assert unicodedata.is_normalized("NFC", value)
    assert value == " ".join(value.split())


TWINS = dict(zip("асеіорхуАВСЕНКМОРТХ", "aceiopxyABCEHKMOPTX", strict=True))


@given(
    st.sampled_from(["Шевченко", "Бондаренко", "Ковальчук", "Гриценко", "Яблонський", "Філатов"]),
    st.lists(st.booleans(), min_size=11, max_size=11),
)
@settings(max_examples=300, deadline=None)
def test_latin_twins_in_a_cyrillic_name_are_all_put_right_and_marked(name, swapped):
    spoilt = "".join(TWINS.get(x, x) if swap else x for x, swap in zip(name, swapped, strict=False))
    mended, found = mend_lookalikes(spoilt)
    assert mended == name
    assert found == (spoilt != name)


@given(st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_reading_of_ranks_units_and_places(text):
    for value, marks in (read_rank(text), read_unit(text), read_place(text)):
        assert bool(value) or Mark.NOT_IN_TABLE not in marks or not visible(text)[0].strip()
        assert value.isprintable()
