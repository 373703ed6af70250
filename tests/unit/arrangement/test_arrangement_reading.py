"""What a file may not say, and on which line the message finds it."""

from datetime import date

import pytest

from allforall.arrangement import (
    CommissionState,
    Period,
    Unit,
    find_problems,
    istanbul,
    read_arrangement,
)
from allforall.errors import InputError


def line_of(text, fragment, nth=1):
    found = [number for number, line in enumerate(text.split("\n"), start=1) if fragment in line]
    return found[nth - 1]


def changed(old, new, nth=1):
    """The example with the nth occurrence of a text replaced."""
    parts = istanbul().split(old)
    assert len(parts) > nth, old
    return old.join(parts[:nth]) + new + old.join(parts[nth:])


def refusal(text):
    with pytest.raises(InputError) as caught:
        read_arrangement(text)
    return caught.value


# (what stands in the example, what it becomes, which occurrence) -> code, the line holds this text, expected, found
CASES = {
    "unknown key": ('place = "Istanbul"', 'plaec = "Istanbul"', 1, "arrangement:key:unknown", "plaec", None, "plaec"),
    "unknown table": ("[threshold]", "[treshold]", 1, "arrangement:key:unknown", "[treshold]", "threshold", "treshold"),
    "wrong type": (
        "agreed_on = 2025-06-02",
        'agreed_on = "2 June"',
        1,
        "arrangement:type:wrong",
        '"2 June"',
        "date",
        "2 June",
    ),
    "date with a time": (
        "agreed_on = 2025-06-02",
        "agreed_on = 2025-06-02T10:00:00",
        1,
        "arrangement:type:wrong",
        "T10:00",
        "date",
        "2025-06-02 10:00:00",
    ),
    "true as a number": (
        "from_birthday = 18",
        "from_birthday = true",
        1,
        "arrangement:type:wrong",
        "from_birthday = true",
        "whole_number",
        "true",
    ),
    "number as text": ('key = "istanbul-2025-06-02"', "key = 7", 1, "arrangement:type:wrong", "key = 7", "text", "7"),
    "list item of another type": ('    "bags",', "    7,", 1, "arrangement:type:wrong", "    7,", "text", "7"),
    "empty text": (
        'title = "Istanbul, 2 June 2025"',
        'title = "  "',
        1,
        "arrangement:value:empty",
        'title = "  "',
        "text",
        "empty",
    ),
    "word not allowed": (
        'state = "announced"',
        'state = "whispered"',
        1,
        "arrangement:value:not_allowed",
        "whispered",
        "announced, agreed, signed",
        "whispered",
    ),
    "item twice": (
        '    "bags",',
        '    "bags", "bags",',
        1,
        "arrangement:value:twice",
        '"bags", "bags"',
        "each_once",
        "bags",
    ),
    "date of another century": (
        "agreed_on = 2025-06-02",
        "agreed_on = 0025-06-02",
        1,
        "arrangement:value:out_of_range",
        "0025",
        "1900..2100",
        "0025-06-02",
    ),
    "age rule without a date": (
        "age_counts_on = 2025-06-02",
        "# none",
        1,
        "arrangement:age:date_missing",
        "[category.young.reading.party_a]",
        "date",
        "nothing",
    ),
    "age range inverted": (
        "until_birthday = 26\n",
        "until_birthday = 18 \n",
        1,
        "arrangement:range:inverted",
        "until_birthday = 18 ",
        "from_birthday < until_birthday",
        "18 >= 18",
    ),
    "one party's reading missing": (
        "[category.young.reading.party_b]",
        "[earlier.x]",
        1,
        "arrangement:reading:party_missing",
        "[category.young.reading.party_a]",
        "party_b",
        "nothing",
    ),
    "one party's words missing": (
        'party_b = "rescued"',
        "",
        1,
        "arrangement:reading:party_missing",
        "[children.claims]",
        "party_b",
        "nothing",
    ),
    "pause inverted": (
        "days_at_most = 3",
        "days_at_most = 1",
        1,
        "arrangement:range:inverted",
        "days_at_most = 1",
        "days_at_least <= days_at_most",
        "2 > 1",
    ),
    "meeting inverted": (
        "to_day = 2025-06-30",
        "to_day = 2025-06-19",
        1,
        "arrangement:range:inverted",
        "to_day = 2025-06-19",
        "from_day <= to_day",
        "2025-06-19",
    ),
    "ceiling inverted": (
        "at_most = 1200",
        "at_most = 900",
        1,
        "arrangement:range:inverted",
        "at_most = 900",
        "at_least <= at_most",
        "1000 > 900",
    ),
    "due day that the week does not give": (
        "due_on = 2025-06-09",
        "due_on = 2025-06-10",
        1,
        "arrangement:commitment:due_on",
        "due_on = 2025-06-10",
        "2025-06-09",
        "2025-06-10",
    ),
    "debtor of itself": (
        'creditor = "party_b"',
        'creditor = "party_a"',
        1,
        "arrangement:commitment:same_party",
        "creditor",
        "party_b",
        "party_a",
    ),
    "period in words": (
        'within = "7 days"      ',
        'within = "a week"',
        1,
        "arrangement:period:unknown",
        "a week",
        "7 days, 3 months",
        "a week",
    ),
    "a third party": (
        'debtor = "party_a"',
        'debtor = "party_c"',
        1,
        "arrangement:value:not_allowed",
        "party_c",
        "party_a, party_b",
        "party_c",
    ),
    "all for all with a number": (
        'format = "all_for_all"',
        'format = "all_for_all"\nnumber = 900',
        1,
        "arrangement:format:all_has_no_number",
        "number = 900",
        "n_for_n, one_way",
        "900",
    ),
    "n for n without a number": (
        "number = 1000\n",
        "",
        1,
        "arrangement:key:missing",
        "[earlier.may_2025]",
        "whole_number",
        "nothing",
    ),
    "n for n with a giver": (
        "number = 1000\n",
        'number = 1000\ngiver = "party_a"\n',
        1,
        "arrangement:format:giver",
        'giver = "party_a"',
        "one_way",
        "party_a",
    ),
    "stages that do not add up": (
        "number = 303",
        "number = 304",
        1,
        "arrangement:stages:sum",
        "stages = [",
        "1000",
        "1001",
    ),
    "stages out of order": (
        "on = 2025-05-25",
        "on = 2025-05-24",
        1,
        "arrangement:stages:order",
        "stages = [",
        "rising_days",
        "3",
    ),
    "the dead as one number": (
        '    "profiles",\n',
        "",
        1,
        "arrangement:dead:counted_as",
        "counted_as = [",
        "profiles",
        "left_out",
    ),
    "someone may be traded after all": (
        '    "civilian",\n',
        "",
        1,
        "arrangement:not_traded:left_out",
        "who = [",
        "civilian",
        None,
    ),
    "a younger end of childhood": (
        "under = 18 ",
        "under = 15 ",
        1,
        "arrangement:children:under_18",
        "under = 15",
        "18",
        "15",
    ),
    "ceiling on the wounded": (
        'categories = ["young"]',
        'categories = ["wounded_and_ill"]',
        1,
        "arrangement:parity:never",
        'categories = ["wounded',
        "no_parity",
        "wounded_and_ill",
    ),
    "ceiling on children": (
        'categories = ["young"]',
        'categories = ["young", "children"]',
        1,
        "arrangement:parity:never",
        '["young", "children"]',
        "no_parity",
        "children",
    ),
    "ceiling on nobody": (
        'categories = ["young"]',
        'categories = ["old"]',
        1,
        "arrangement:ceiling:category",
        '["old"]',
        "young",
        "old",
    ),
    "posterior without prior": (
        'identification_posterior = "not_agreed"',
        "identification_posterior = 0.9999",
        1,
        "arrangement:threshold:prior_and_posterior",
        "identification_prior",
        "both_or_neither",
        "not_agreed",
    ),
    "posterior of one": (
        'identification_posterior = "not_agreed"',
        "identification_posterior = 1",
        1,
        "arrangement:value:out_of_range",
        "identification_posterior = 1",
        "0..1",
        "1",
    ),
    "neutral role left out": (
        'witness = "none"',
        "# witness",
        1,
        "arrangement:key:missing",
        "[neutral]",
        "text",
        "nothing",
    ),
    "members of a commission that does not exist": (
        'state = "not_constituted"',
        'state = "not_constituted"\nmembers = ["x"]',
        1,
        "arrangement:commission:not_constituted",
        "members =",
        'state = "constituted"',
        None,
    ),
    "commission without its kind": (
        'state = "not_constituted"',
        'state = "constituted"\nmembers = ["x"]\nconstituted_on = 2025-07-01',
        1,
        "arrangement:commission:kind_missing",
        'kind = "not_said"',
        None,
        "not_said",
    ),
    "wounded under another rule": (
        'rule = "wounded_and_ill"',
        'rule = "any_prisoner"',
        1,
        "arrangement:category:owed_by_name",
        'rule = "any_prisoner"',
        None,
        "any_prisoner",
    ),
    "a category named like a track": (
        "[category.young]",
        "[category.children]",
        1,
        "arrangement:category:reserved",
        "[category.children]",
        None,
        "children",
    ),
    "a name that is no name": (
        "[meeting.next]",
        '[meeting."Next one"]',
        1,
        "arrangement:key:form",
        "Next one",
        None,
        "Next one",
    ),
    "a table that is a value": ("[persons]\n", "[other]\n", 1, "arrangement:key:missing", "", None, None),
}


@pytest.mark.parametrize("name", CASES)
def test_a_file_with_one_fault_is_refused_with_its_line(name):
    old, new, nth, code, fragment, expected, found = CASES[name]
    text = changed(old, new, nth)
    problems = [problem for problem in find_problems(text) if problem.code == code]
    assert problems, find_problems(text)
    problem = problems[0]
    if fragment:
        assert fragment in text.split("\n")[problem.line - 1]
    if expected is not None:
        assert problem.expected == expected
    if found is not None:
        assert problem.found == found
    error = refusal(text)
    assert error.params["line"] >= 1
    assert set(error.params) == {"where", "line", "expected", "found", "others"}


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("[category.wounded_and_ill]", "number = 500"),
        ("[category.wounded_and_ill]", 'format = "n_for_n"'),
        ("[category.wounded_and_ill]", "ceiling = 100"),
        ("[category.wounded_and_ill]", 'parity = "one_for_one"'),
        ("[category.wounded_and_ill]", "ratio = 1.0"),
        ("[category.wounded_and_ill]", 'in_return = "young"'),
        ("[not_traded]", 'format = "n_for_n"'),
        ("[not_traded]", "reciprocity = true"),
        ("[children]", 'format = "all_for_all"'),
        ("[children]", "number = 339"),
        ("[[children.list]]", "ratio = 1"),
        ("[commission]", "quota = 10"),
    ],
)
def test_parity_has_no_place_with_those_who_are_never_traded(table, line):
    text = changed(table + "\n", f"{table}\n{line}\n")
    error = refusal(text)
    assert error.code == "arrangement:parity:never"
    assert error.params["line"] == text.split("\n").index(table) + 2
    assert error.params["others"] == 0


def test_an_arrangement_that_forgets_the_wounded_still_owes_them():
    text = istanbul()
    start = text.index("[category.wounded_and_ill]")
    end = text.index("[category.young]")
    agreed = read_arrangement(text[:start] + text[end:])
    assert not agreed.wounded_and_ill.in_text
    assert not agreed.wounded_and_ill.covers_agreed_severe
    assert next(agreed.categories()) is agreed.wounded_and_ill


def test_every_fault_is_told_at_once_in_the_order_of_the_lines():
    text = changed('place = "Istanbul"', "place = 3").replace("under = 18 ", "under = 15 ")
    text = text.replace("at_most = 1200", "at_most = 1")
    problems = find_problems(text)
    assert [problem.code for problem in problems] == [
        "arrangement:type:wrong",
        "arrangement:children:under_18",
        "arrangement:range:inverted",
    ]
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)
    assert refusal(text).params["others"] == 2


def test_an_age_rule_of_one_party_may_count_on_another_day():
    text = changed("until_birthday = 25\n", "until_birthday = 25\nage_counts_on = 2025-07-01\n")
    a, b = read_arrangement(text).by_age[0].readings
    assert (a.counts_on, b.counts_on) == (date(2025, 6, 2), date(2025, 7, 1))


def test_an_age_rule_may_have_one_border_only():
    text = changed("from_birthday = 18 ", "# from_birthday = 18 ", nth=1)
    assert read_arrangement(text).by_age[0].readings[1].from_birthday is None


def test_an_age_rule_without_any_border_is_refused():
    text = changed('until_birthday = 25\nuntil_birthday_is = "stated"\n', "").replace(
        "from_birthday = 18 ", "# from_birthday = 18 "
    )
    assert refusal(text).code == "arrangement:age:no_border"


def test_a_reading_that_does_not_say_whether_its_border_was_stated_is_refused():
    error = refusal(changed('until_birthday_is = "stated"\n', ""))
    assert (error.code, error.params["where"]) == (
        "arrangement:key:missing",
        "category.young.reading.party_b.until_birthday_is",
    )


COMMISSION = 'state = "constituted"\nmembers = ["A", "B", "C"]\nconstituted_on = 2025-07-01'


def test_a_mixed_commission_needs_neutral_members():
    text = changed('state = "not_constituted"', COMMISSION).replace('kind = "not_said"', 'kind = "mixed_art_112"')
    error = refusal(text)
    assert error.code == "arrangement:commission:neutral_missing"
    assert error.params["line"] == line_of(text, "medical_members")
    named = text.replace('medical_members = "none"', 'medical_members = "a neutral body"')
    commission = read_arrangement(named).commission
    assert (commission.state, len(commission.members)) == (CommissionState.CONSTITUTED, 3)


def test_a_second_category_of_the_dead_is_refused():
    text = istanbul()
    start, end = text.index("[category.dead]"), text.index("# -----", text.index("[category.dead]"))
    second = text[start:end].replace("category.dead", "category.fallen")
    error = refusal(text[:end] + second + text[end:])
    assert error.code == "arrangement:category:twice"


def test_a_format_n_for_n_of_any_prisoners_in_stages_can_be_written():
    text = istanbul() + (
        '[category.able_bodied]\nrule = "any_prisoner"\ntitle = "1000 for 1000"\nwho = "prisoners_of_war"\n'
        'format = "n_for_n"\nnumber = 1000\nstages = [{ on = 2025-05-23, number = 1000 }]\n'
    )
    (category,) = read_arrangement(text).any_prisoner
    assert category.format.number == 1000


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "arrangement:key:missing", 1),
        ("format = \n", "arrangement:toml:syntax", 1),
        ('format = "allforall-arrangement/1"\n\n[a\n', "arrangement:toml:syntax", 3),
        ('format = "allforall-arrangement/1"\n\nx = [1,\n\n', "arrangement:toml:syntax", 3),
        ("a = 1\nb = 2\na = 3\n", "arrangement:toml:twice", 3),
        ("[a]\n[b]\n[a]\n", "arrangement:toml:twice", 3),
        ("a = 1\nd = 2025-02-30\n", "arrangement:toml:syntax", 2),
        ("a = " + "[" * 100_000, "arrangement:toml:too_deep", 1),
        ("a = " + "9" * 5000, "arrangement:toml:syntax", 1),
        ("#" * 1_000_001, "arrangement:text:too_long", 1),
        ("a = 1\nb = '\u202eabc'\n", "arrangement:text:hidden_character", 2),
        ("a = 1\n# zero\u200bwidth\n", "arrangement:text:hidden_character", 2),
        ("a = 1\nb = '\udc80'\n", "arrangement:text:hidden_character", 2),
        ("a = 1\nb = '\x00'\n", "arrangement:toml:syntax", 2),
        ('format = "allforall-arrangement/9"\nnew = 1\n', "arrangement:format:unknown", 1),
        ("format = 1\n", "arrangement:type:wrong", 1),
    ],
)
def test_a_text_that_is_no_arrangement_is_refused_with_its_line(text, code, line):
    error = refusal(text)
    assert (error.code, error.params["line"]) == (code, line)


def test_a_byte_order_mark_and_windows_line_ends_are_read():
    text = "\ufeff" + istanbul().replace("\n", "\r\n")
    assert read_arrangement(text) == read_arrangement(istanbul())


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (Period(7, Unit.DAYS), date(2025, 6, 2), date(2025, 6, 9)),
        (Period(1, Unit.MONTHS), date(2025, 1, 31), date(2025, 2, 28)),
        (Period(1, Unit.MONTHS), date(2024, 1, 31), date(2024, 2, 29)),
        (Period(3, Unit.MONTHS), date(2025, 11, 30), date(2026, 2, 28)),
        (Period(11, Unit.MONTHS), date(2025, 1, 15), date(2025, 12, 15)),
        (Period(12, Unit.MONTHS), date(2025, 12, 31), date(2026, 12, 31)),
        (Period(6, Unit.MONTHS), date(2025, 6, 2), date(2025, 12, 2)),
    ],
)
def test_a_period_ends_on_the_day_the_calendar_gives(period, start, end):
    assert period.end(start) == end
