"""What holds for every text that is handed in as an arrangement."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allforall.arrangement import find_problems, istanbul, read_arrangement
from allforall.arrangement.lines import find_lines
from allforall.errors import InputError

SETTINGS = settings(deadline=None, max_examples=200, derandomize=True)

bare = st.text("abcXYZ09_-", min_size=1, max_size=4)
keys = st.one_of(bare, bare.map(lambda key: f'"{key}.é"'), bare.map(lambda key: f"'{key} x'"))
scalars = st.sampled_from(
    [
        "1",
        "true",
        "2025-06-02",
        "07:32:00",
        '"a # [b]"',
        "'c = {'",
        '"""l1\nl2 = 3\n"" x"""',
        "'''\n[t]\n'''",
        "-1.5e3",
    ]
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[ # c ]\n" + ",\n".join(items) + "\n]"),
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]"),
        st.dictionaries(bare, inner, max_size=2).map(
            lambda table: "{" + ", ".join(f"{key} = {value}" for key, value in table.items()) + "}"
        ),
    ),
    max_leaves=6,
)
lines = st.one_of(
    st.tuples(keys, values).map(lambda pair: f"{pair[0]} = {pair[1]}"),
    st.tuples(keys, keys, values).map(lambda three: f"{three[0]} . {three[1]}={three[2]} # c"),
    keys.map(lambda key: f"[{key}]"),
    st.tuples(keys, keys).map(lambda two: f"  [ {two[0]}.{two[1]} ] # [c]"),
    keys.map(lambda key: f"[[{key}]]"),
    st.just(""),
    st.just("# comment [x] = 1"),
)


def paths_of(value, path=()):
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths_of(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from paths_of(inner, (*path, number))


@SETTINGS
@given(st.lists(lines, max_size=12))
def test_the_scanner_finds_what_the_toml_reader_finds_each_on_a_line_that_shows_it(parts):
    text = "\n".join(parts)
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    found = find_lines(text)
    assert set(found) == set(paths_of(read))
    shown = text.split("\n")
    for path, number in found.items():
        assert 1 <= number <= len(shown)
        if path and isinstance(path[-1], str):
            assert path[-1] in shown[number - 1]


@SETTINGS
@given(st.data())
def test_a_file_with_a_line_broken_is_read_or_refused_and_nothing_else(data):
    """Whatever a slip of the hand makes of the example: an arrangement, or an InputError with a line of the text."""
    text = istanbul().split("\n")
    number = data.draw(st.integers(0, len(text) - 1))
    kind = data.draw(st.sampled_from(["drop", "double", "cut", "value", "quote"]))
    match kind:
        case "drop":
            text[number : number + 1] = []
        case "double":
            text[number:number] = [text[number]]
        case "cut":
            text[number] = text[number][: data.draw(st.integers(0, len(text[number])))]
        case "value":
            value = data.draw(
                st.sampled_from(["-1", "[]", "{}", '""', "nan", "1e400", "[[1]]", "1979-05-27T07:32:00Z"])
            )
            text[number] = text[number].split("=")[0] + "= " + value
        case "quote":
            text[number] = text[number].replace('"', "", 1)
    changed = "\n".join(text)
    problems = find_problems(changed)
    if not problems:
        assert read_arrangement(changed).digest
        return
    with pytest.raises(InputError) as caught:
        read_arrangement(changed)
    assert 1 <= int(caught.value.params["line"]) <= len(text)
    assert caught.value.params["others"] == len(problems) - 1


@SETTINGS
@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text):
    assert find_problems(text)
