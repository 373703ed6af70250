import pytest

from allforall.errors import InputError
from allforall.exercise import default_profile, read_rates


def refused(text):
    with pytest.raises(InputError) as caught:
        read_rates(text)
    return caught.value


def test_the_shipped_profile_is_read_and_names_a_source_or_an_assumption_for_every_rate():
    rates = read_rates(default_profile())
    assert rates.sought.rate("duplicates") == 0.24
    assert rates.held.on_no_sought_list == 0.21
    assumed = ""
    for line in default_profile().splitlines():
        if line.startswith("["):
            assumed = "all" if "ssumed" in line else ""
        if "all that follow in this table" in line or "All assumed" in line:
            assumed = "all"
        if "=" in line and not line.startswith("#") and not assumed:
            said = line.partition("#")[2]
            has_source = any(
                word in said for word in ("ssumed", ".com", "Yemen", ".net", "GC", "see above", "seed", "mind.ua")
            )
            assert has_source, line


def test_what_a_profile_does_not_name_does_not_happen_but_people_keep_their_origins_and_ages():
    rates = read_rates("overlap = 0.5")
    assert rates.sought.rates
    assert not any(rates.sought.rates.values())
    assert not any(rates.held.rates.values())
    assert not any(rates.relations[name] for name in ("siblings", "twins", "father_son", "namesakes"))
    shipped = read_rates(default_profile())
    assert rates.origins == shipped.origins
    assert rates.ages == shipped.ages
    assert rates.people["female"] == shipped.people["female"]
    assert rates.people["civilians"] == 0


def test_an_unknown_key_is_refused_with_its_line():
    error = refused("overlap = 0.5\n\n[held]\ntypo = 0.1\ntpyo = 0.1\n")
    assert error.code == "exercise:rates:unknown_key"
    assert error.params["line"] == 5
    assert error.params["key"] == "held.tpyo"


@pytest.mark.parametrize("value", ["1.1", "-0.1", '"half"', "true", "nan", "inf", "[0.1]"])
def test_a_value_that_is_no_rate_is_refused_with_its_line(value):
    error = refused(f"overlap = 0.5\n[sought]\ntypo = {value}\n")
    assert error.code == "exercise:rates:out_of_range"
    assert (error.params["line"], error.params["key"]) == (3, "sought.typo")


def test_text_that_is_no_toml_is_refused_with_its_line():
    assert refused("overlap = 0.5\nsiblings = = 3\n").params["line"] == 2
    assert refused("overlap = 0.5\nsiblings = = 3\n").code == "exercise:rates:not_toml"
    assert refused("overlap").params["line"] == 1


def test_shares_that_do_not_add_up_to_one_are_refused():
    error = refused("overlap = 0.5\n[held]\nscript = { russian = 0.5, latin = 0.6 }\n")
    assert (error.code, error.params["key"], error.params["line"]) == ("exercise:rates:sum", "held.script", 3)


def test_rates_of_things_that_exclude_one_another_are_refused_above_one():
    assert refused("overlap = 0.5\n[sought]\nno_date = 0.6\nyear_only = 0.6\n").code == "exercise:rates:sum"
    assert refused("overlap = 0.5\n[sought]\nduplicates = 0.4\nfictitious = 0.2\n").code == "exercise:rates:sum"
    assert refused("overlap = 0.1\n[sought]\nalready_released = 0.2\n").code == "exercise:rates:sum"
    assert refused("overlap = 0.1\n[held.custody]\ndied = 0.7\nescaped = 0.4\n").code == "exercise:rates:sum"


def test_a_profile_without_an_overlap_is_refused():
    assert refused("siblings = 0.1").code == "exercise:rates:missing"


def test_a_table_where_a_rate_stands_and_a_rate_where_a_table_stands_are_refused():
    assert refused("overlap = 0.5\nheld = 3\n").code == "exercise:rates:not_table"
    assert refused("[overlap]\nx = 1\n").code == "exercise:rates:out_of_range"


def test_ages_must_be_in_order():
    error = refused("overlap = 0.5\n[people]\nages = { youngest = 40, typical = 30, oldest = 60 }\n")
    assert (error.code, error.params["line"]) == ("exercise:rates:ages", 3)


def test_an_unknown_language_script_or_origin_is_refused():
    assert refused('overlap = 0.5\n[sought]\nlanguage = "latin"\n').code == "exercise:rates:unknown_value"
    assert refused("overlap = 0.5\n[held.script]\ngreek = 1.0\n").code == "exercise:rates:unknown_key"
    assert refused("overlap = 0.5\n[people.origins]\nmartian = 1.0\n").code == "exercise:rates:unknown_key"
