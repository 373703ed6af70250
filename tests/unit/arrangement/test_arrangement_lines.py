"""The line on which a key stands."""

import tomllib

from allforall.arrangement import istanbul
from allforall.arrangement.lines import find_lines

TEXT = '''\
# a comment with a = 1 and [a.table]
a = 1
"b.c".d = """x = 1
y\\""" [no.table] z""""
[t.u]                 # header
k = [1, # c ]
  2, {x = 1, y.z = "]"},
]
[[l]]
n = 1
[[l]]
n = 2
[l.sub]
q = 2025-06-02 10:00:00
[t]
m = '\\'
o = \'\'\'
'quoted' # no comment
[no]
\'\'\'
'ключ'.\t"k\\u0065y" = { a = [ { b = 1 } ] }
'''


def paths_of(value, path=()):
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths_of(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from paths_of(inner, (*path, number))


def test_every_table_key_and_item_has_the_line_it_stands_on():
    assert find_lines(TEXT) == {
        (): 1,
        ("a",): 2,
        ("b.c",): 3,
        ("b.c", "d"): 3,
        ("t",): 15,
        ("t", "u"): 5,
        ("t", "u", "k"): 6,
        ("t", "u", "k", 0): 6,
        ("t", "u", "k", 1): 7,
        ("t", "u", "k", 2): 7,
        ("t", "u", "k", 2, "x"): 7,
        ("t", "u", "k", 2, "y"): 7,
        ("t", "u", "k", 2, "y", "z"): 7,
        ("l",): 9,
        ("l", 0): 9,
        ("l", 0, "n"): 10,
        ("l", 1): 11,
        ("l", 1, "n"): 12,
        ("l", 1, "sub"): 13,
        ("l", 1, "sub", "q"): 14,
        ("t", "m"): 16,
        ("t", "o"): 17,
        ("t", "ключ"): 21,
        ("t", "ключ", "key"): 21,
        ("t", "ключ", "key", "a"): 21,
        ("t", "ключ", "key", "a", 0): 21,
        ("t", "ключ", "key", "a", 0, "b"): 21,
    }


def test_the_scanner_finds_exactly_what_the_toml_reader_finds():
    for text in (TEXT, istanbul(), "", "# only a comment", "a = 1", "a = ''", "[x]\n[x.y]\n"):
        assert set(find_lines(text)) == set(paths_of(tomllib.loads(text)))


def test_in_the_example_each_key_stands_on_the_line_that_is_told():
    lines = istanbul().split("\n")
    for path, number in find_lines(istanbul()).items():
        if path and isinstance(path[-1], str):
            assert path[-1] in lines[number - 1]
