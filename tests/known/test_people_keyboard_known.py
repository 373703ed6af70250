"""Wrong keyboard layouts on real names: how many are found, and how many right names are taken for mistyped ones.

The forms are Wikidata's; letters.txt was learnt on the groups with an even number, so only the odd ones judge.
"""

import gzip
import re

import pytest

from allforall.people.names.keyboard import _EN, _RU, _UK, read_other_layout

RIGHT_NAMES_TAKEN_AT_MOST = 0.001
FOUND_AT_LEAST = {"cyrillic": 0.90, "latin": 0.94}


@pytest.fixture(scope="module")
def forms(ground_truth):
    latin: set[str] = set()
    cyrillic: set[str] = set()
    with gzip.open(ground_truth / "linkage" / "wikidata_name_groups.txt.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            names, number = line.strip().split(" => Q")
            if int(number) % 2 == 1:
                for name in names.split(", "):
                    if re.fullmatch(r"[a-z\u00df-\u024f\u1e00-\u1eff'’ .\-]+", name):
                        latin.add(name)
                    elif re.fullmatch(r"[а-яёіїєґў'’ .\-]+", name):
                        cyrillic.add(name)
    # every fourth: the figures move by less than 0.0002, and the test takes seconds
    return {"latin": sorted(latin)[::4], "cyrillic": sorted(cyrillic)[::2]}


@pytest.mark.parametrize("script", ["latin", "cyrillic"])
def test_fewer_than_one_right_name_in_a_thousand_is_taken_for_mistyped(forms, script):
    taken = [name for name in forms[script] if read_other_layout(name) is not None]
    rate = len(taken) / len(forms[script])
    print(f"{script}: {len(taken)} of {len(forms[script])} right names taken for mistyped ({rate:.5f})")  # noqa: T201
    assert len(forms[script]) > 10_000
    assert rate < RIGHT_NAMES_TAKEN_AT_MOST


def test_nine_in_ten_cyrillic_names_typed_in_the_english_layout_are_found_and_restored(forms):
    typed = {}
    for name in forms["cyrillic"]:
        layout = _UK if re.search("[іїєґ]", name) else _RU
        if all(letter in layout or letter in " -" for letter in name):
            typed[name] = name.translate({ord(a): b for a, b in zip(layout, _EN, strict=True)})
    found = sum(read_other_layout(text) is not None for text in typed.values())
    restored = sum(read_other_layout(text) == name for name, text in typed.items())
    print(f"cyrillic: {found} of {len(typed)} found ({found / len(typed):.4f}), {restored} restored to the letter")  # noqa: T201
    assert found / len(typed) > FOUND_AT_LEAST["cyrillic"]
    assert restored / found > 0.95


@pytest.mark.parametrize("layout", [_UK, _RU])
def test_latin_names_typed_in_a_cyrillic_layout_are_found_and_restored(forms, layout):
    names = [name for name in forms["latin"] if re.fullmatch("[a-z -]{4,}", name)]
    keys = {ord(a): b for a, b in zip(_EN, layout, strict=True)}
    restored = sum(read_other_layout(name.translate(keys)) == name for name in names)
    print(f"latin: {restored} of {len(names)} found and restored ({restored / len(names):.4f})")  # noqa: T201
    assert restored / len(names) > FOUND_AT_LEAST["latin"]
