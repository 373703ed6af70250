"""The command line of `kinship`: what it says, what it refuses, and that a search goes on where it stopped."""

import re
import subprocess
import sys

import pytest
from kinship_shell import OTHERS, PRIORS, Kinship, line, profiles

from allforall.alone.weighing import searches as kinship_searches
from allforall.cli import kinship_commands
from allforall.kinship import ThetaRule
from allforall.kinship import matrix as kinship_matrix
from allforall.kinship.mutation import Model
from allforall.kinship.pedigrees import Ancestors
from allforall.pages.words import LANGUAGES


@pytest.fixture
def kinship(tmp_path):
    return Kinship(tmp_path)


def test_other_commands_do_not_load_the_library():
    """Help and every other command would wait for numpy and scipy."""
    code = (
        "import sys, allforall.cli.kinship_commands; sys.exit(any('allforall.kinship' in name for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_words_of_the_options_are_the_librarys_own():
    dashed = [one.value.replace(" ", "-") for one in Model if one is not Model.CUSTOM]
    assert list(kinship_commands.MUTATIONS) == dashed
    assert list(kinship_commands.THETA_RULES) == [one.value.replace(" ", "-") for one in ThetaRule]
    assert list(kinship_commands.ANCESTORS) == [one.value for one in Ancestors]


def test_a_ratio_is_said_as_times_more_probable_with_both_alternatives(kinship):
    said = kinship.read("lr", "--sample", "V1", "--family", "F")
    # Six loci, each 1 / 0.1 for the son of a homozygous father.
    assert "1 000 000 times more probable if these remains are the missing member of family F than if they" in said
    assert "are unrelated to family F" in said
    assert "full sibling of that missing member" in said


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("act", ["lr", "joint", "matrix", "power", "check", "associate"])
def test_nothing_is_called_a_match_and_no_percentage_stands_alone(kinship, act, lang):
    more = PRIORS if act in {"lr", "joint"} else ()
    said = kinship.read(act, *more, lang=lang)
    assert not re.search(r"\bmatch|%|збіг |совпаден|eşleşme", said, re.IGNORECASE)
    assert "kinship:" not in said, "a code without words"
    assert "{" not in said.replace("{V", "")


def test_the_tool_itself_says_what_its_threshold_implies_at_these_numbers(kinship):
    assert kinship.run("matrix", "--threshold", "10") == 0
    expected = kinship.told["expected"]
    # V1 and V3 are compared with the son, V2 with the lost sister, V4 with both.
    assert expected["pairs"] == 5
    assert expected["false_hits"] == pytest.approx(5 * expected["false_rate"])
    assert 0 < expected["false_rate"] < 0.1
    assert "of the 5 pairs compared here" in kinship.read("matrix", "--threshold", "10")


def test_a_joint_weighing_without_declared_priors_is_refused(kinship):
    assert kinship.run("joint") == 2
    assert kinship.code == "kinship:call:priors"
    assert kinship.run("joint", "--listed", "1000", "--at-stake", "2000") == 2
    assert kinship.run("lr", "--listed", "1000") == 2


def test_even_odds_are_refused_in_a_search_and_falling_numbers_too(kinship):
    assert kinship.run("joint", "--listed", "2", "--at-stake", "10", "--upper", "20") == 3
    assert kinship.code == "kinship:prior:even"
    assert kinship.run("lr", "--listed", "2", "--at-stake", "10", "--upper", "20") == 3
    assert kinship.code == "kinship:prior:even"
    assert kinship.run("joint", "--listed", "100", "--at-stake", "10", "--upper", "20") == 3
    assert kinship.code == "kinship:prior:numbers"


def test_evidence_that_a_prior_used_is_not_counted_again(kinship):
    for act in ("joint", "lr"):
        assert kinship.run(act, *PRIORS, "--prior-evidence", "place", "--evidence", "place") == 3
        assert kinship.code == "kinship:prior:twice"


def test_every_chance_carries_its_prior_and_three_are_shown(kinship):
    assert kinship.run("joint", *PRIORS) in {0, 6}
    (standing,) = (one for one in kinship.told["standings"] if one["sample"] == "V1")
    assert (standing["family"], standing["missing"]) == ("F", "F-son")
    assert [under["prior"] for under in standing["under"]] == ["listed", "at_stake", "upper"]
    assert all(under["reason"] and under["runner_up"] for under in standing["under"])
    said = kinship.read("joint", *PRIORS)
    for words in ("one in 1 000", "one in 10 000", "one in 70 000", "runner-up", "none of these", "to 1 for"):
        assert words in said


def test_which_relatives_sample_would_decide_is_said(kinship):
    assert kinship.run("lr", "--sample", "V2", "--family", "G", "--threshold", "1e9") == 0
    (pair,) = kinship.told["pairs"]
    assert pair["would_decide"][0]["person"] == "G-father"
    assert "G-father" in kinship.read("lr", "--sample", "V2", "--family", "G", "--threshold", "1e9")


def test_sets_that_cannot_be_told_apart_are_named(kinship):
    kinship.write(
        "families.csv",
        "family,id,father,mother,sex,missing\nG,G-mother,,,F,0\nG,G-father,,,M,0\n"
        "G,A,G-father,G-mother,F,1\nG,B,G-father,G-mother,F,1\n",
    )
    kinship.write("relatives.csv", profiles(line("G-mother", "F", "11/11")))
    kinship.write("remains.csv", profiles(line("V2", "F", "10/11"), line("V5", "F", "10/11")))
    said = kinship.read("joint", "--listed", "5", "--at-stake", "6", "--upper", "7")
    assert "{V2, V5} belong among {A, B} of family G; these samples cannot tell which is which." in said


def test_the_lowest_ratio_of_several_populations_stands_beside_each(kinship):
    path = kinship.write("south.csv", OTHERS)
    assert kinship.run("matrix", "--frequencies", path, "--threshold", "10") == 0
    first = kinship.told["pairs"][0]
    assert (first["sample"], first["lowest_population"]) == ("V1", "south")
    assert first["lowest_log10_lr"] < first["log10_lr"]
    assert "(south)" in kinship.read("matrix", "--frequencies", path, "--threshold", "10")
    assert kinship.run("lr", "--frequencies", path, "--sample", "V1", "--family", "F") == 0
    assert kinship.told["pairs"][0]["lowest_population"] == "south"
    assert kinship.run("joint", "--frequencies", path, *PRIORS) in {0, 6}
    assert {one["lowest_population"] for one in kinship.told["standings"] if one["family"]} == {"south"}
    assert kinship.run("matrix", "--population", "nowhere") == 3
    assert kinship.code == "kinship:sheet:population"


def columns_one_by_one(monkeypatch):
    monkeypatch.setattr(kinship_matrix, "FAMILIES", 1)


def stop_at_block(monkeypatch, number):
    real = kinship_searches.Search.add
    seen = []

    def add(self, *words):
        seen.append(words)
        if len(seen) == number:
            raise KeyboardInterrupt
        real(self, *words)

    monkeypatch.setattr(kinship_searches.Search, "add", add)


def test_a_search_that_was_stopped_goes_on_and_ends_as_if_it_had_not_been(kinship, monkeypatch):
    columns_one_by_one(monkeypatch)
    whole, broken = kinship.folder / "whole", kinship.folder / "broken"
    assert kinship.run("matrix", "--threshold", "2", "--to", whole, "--whole") == 0
    with monkeypatch.context() as stopped:
        stop_at_block(stopped, 2)
        assert kinship.run("matrix", "--threshold", "2", "--to", broken, "--whole") == 130
    assert (kinship.told["done"], kinship.told["of"]) == (1, 2)
    assert not (broken / "pairs.csv").exists()
    # What a power cut left half written behind the counted bytes is cut off.
    with (broken / "matrix.part").open("a") as file:
        file.write("G,half a li")
    assert kinship.run("matrix", "--threshold", "2", "--to", broken, "--whole") == 0
    assert sorted(path.name for path in broken.iterdir()) == ["matrix.csv", "pairs.csv"]
    for name in ("matrix.csv", "pairs.csv"):
        assert (broken / name).read_text() == (whole / name).read_text()


def test_a_folder_of_another_search_is_refused(kinship, monkeypatch):
    columns_one_by_one(monkeypatch)
    folder = kinship.folder / "search"
    with monkeypatch.context() as stopped:
        stop_at_block(stopped, 2)
        kinship.run("matrix", "--to", folder)
    assert kinship.run("matrix", "--to", folder, "--threshold", "5") == 2
    assert kinship.code == "kinship:call:other_search"
    kinship.write("remains.csv", profiles(line("V1", "M", "10/11")))
    assert kinship.run("matrix", "--to", folder) == 2
    assert kinship.code == "kinship:call:other_search"
    (folder / "search.json").write_text("{")
    assert kinship.run("matrix", "--to", folder) == 3
    assert kinship.code == "kinship:call:search_damaged"


def test_a_model_of_mutation_must_be_stated(kinship):
    assert kinship.run("matrix", mutation="") == 2
    assert kinship.code == "kinship:call:mutation"
    assert kinship.run("matrix", mutation="stepwise") == 2
    assert kinship.code == "kinship:call:rate"
    assert kinship.run("matrix", "--rate", "0.002") == 2
    assert kinship.code == "kinship:call:rate_without_model"
    assert kinship.run("lr", "--rate-male", "0.003", "--rate-female", "0.001", mutation="stepwise") == 0
    assert kinship.told["how"]["rates"] == {"male": 0.003, "female": 0.001}


def test_custom_rates_by_sex_change_the_ratio(kinship):
    assert kinship.run("lr", "--sample", "V3", "--family", "F") == 0
    assert kinship.told["pairs"][0]["log10_lr"] == "-infinity"
    rates = "locus,sex,from,to,rate\n" + "".join(f"L{x},M,10,13,0.01\n" for x in "ABCDEF")
    path = kinship.write("rates.csv", rates)
    assert kinship.run("lr", "--rates", path, "--sample", "V3", "--family", "F", mutation="") == 0
    # At each locus the father passes 10 as 13 in one of a hundred: 0.01 / 0.4.
    assert kinship.told["pairs"][0]["log10_lr"] == pytest.approx(6 * -1.60206, abs=1e-4)


def test_lines_of_descent_support_or_exclude_and_never_conclude(kinship):
    path = kinship.write("y.csv", "sample,DYS19,DYS385\nV1,14,11/14\nV3,15,12/15\nF-father,14,11/14\n")
    y = ("--y", path, "--y-database", "999", "--family", "F")
    assert kinship.run("lr", *y, "--sample", "V1") == 0
    (found,) = kinship.told["pairs"][0]["lines"]
    assert (found["finding"], found["reference"], found["concludes"]) == ("supports", "F-father", False)
    assert found["log10_lr"] == pytest.approx(3)
    assert "a line alone proves nothing" in kinship.read("lr", *y, "--sample", "V1")
    assert kinship.run("lr", *y, "--sample", "V3") == 0
    assert kinship.told["pairs"][0]["lines"][0]["finding"] == "undecided"
    assert kinship.run("lr", "--y", path) == 2
    assert kinship.code == "kinship:call:database"


def test_linked_loci_are_weighed_together_for_a_pair_and_said_to_be_apart_in_a_search(kinship):
    path = kinship.write("linked.csv", "first,second,rate\nLA,LB,0.1\n")
    assert kinship.run("lr", "--linked", path, "--sample", "V2", "--family", "G") == 0
    assert "LA + LB" in kinship.told["pairs"][0]["populations"][0]["loci"]
    assert kinship.run("lr", "--linked", "none", "--sample", "V2", "--family", "G") == 0
    assert "LA" in kinship.told["pairs"][0]["populations"][0]["loci"]
    assert "LA + LB" in kinship.read("matrix", "--linked", path)


def test_samples_of_one_person_staff_and_blanks_are_found(kinship):
    kinship.write(
        "remains.csv", profiles(line("V1", "M", "10/10"), line("V1-femur", "M", "10/10"), line("V3", "M", "13/13"))
    )
    staff = kinship.write("staff.csv", profiles(line("Lab-3", "M", "13/13")).replace("LF_", "L-F_"))
    assert kinship.run("associate", "--staff", staff, "--threshold", "1000", "--to", kinship.folder / "out") == 6
    assert [(one["first"], one["second"]) for one in kinship.told["among"]] == [("V1", "V1-femur")]
    assert [(one["first"], one["second"]) for one in kinship.told["staff"]] == [("V3", "Lab-3")]
    assert kinship.told["false_hits_at_most"] == pytest.approx(6 / 1000)
    assert kinship.told["how"]["notes"] == ["staff.csv: L-F is read as LF."]
    assert (kinship.folder / "out/samples.csv").read_text().count("\n") == 3


def test_repeated_typings_make_a_consensus_and_what_was_seen_once_is_named(kinship):
    typings = "sample,sex,LA_1,LA_2\nS,M,10,11\nS,M,10,\nS,M,10,12\n"
    path = kinship.write("typings.csv", typings)
    assert kinship.run("associate", "--typings", path, "--to", kinship.folder / "out", remains="") == 0
    (made,) = kinship.told["consensus"]["samples"]
    assert made["genotypes"] == {"LA": ["10"]}
    assert made["unconfirmed"] == [["LA", "11"], ["LA", "12"]]
    assert (kinship.folder / "out/consensus.csv").read_text() == "sample,sex,LA_1,LA_2\nS,M,10,\n"


def test_power_is_told_before_anybody_is_typed(kinship):
    kinship.write(
        "families.csv",
        "family,id,father,mother,sex,missing,typed\nG,G-mother,,,F,0,0\nG,G-father,,,M,0,0\n"
        "G,sister,G-father,G-mother,F,0,1\nG,lost,G-father,G-mother,F,1,\n",
    )
    words = ("--planned", "--remains-number", "6000", "--families-number", "10000", "--threshold", "100")
    assert kinship.run("power", *words, remains="", relatives="") == 0
    assert kinship.told["families"] == 10000
    (one,) = kinship.told["power"]
    assert kinship.told["false_hits"] == pytest.approx(one["false_rate"] * 6000 * 10000)
    assert kinship.told["false_hits"] > 1000


def test_nothing_but_whether_it_stands_is_shown_of_a_familys_own_references(kinship):
    """The sister is no child of the mother: nobody reads this but the holder of the geneticist's key."""
    kinship.write(
        "relatives.csv",
        profiles(line("F-father", "M", "10/10"), line("G-mother", "F", "11/11"), line("G-sister", "F", "12/13")),
    )
    rate = ("--rate", "0.001")
    said = kinship.read("check", *rate, mutation="equal")
    assert re.search(r"G +waits for the geneticist", said)
    assert re.search(r"F +valid", said)
    assert "G-sister" not in said
    assert kinship.run("check", *rate, mutation="equal") == 6
    assert "G-sister" not in str(kinship.told)
    key, sealed = kinship.folder / "key", kinship.folder / "findings"
    assert kinship.call("kinship", "check", "--make-key", key) == 0
    assert key.stat().st_mode & 0o077 == 0
    words = ("--geneticist", f"{key}.pub", "--findings", sealed)
    assert kinship.run("check", *rate, *words, mutation="equal") == 6
    assert b"G-sister" not in sealed.read_bytes()
    assert kinship.call("kinship", "check", "--open", sealed) == 5
    assert kinship.code == "kinship:references:sealed"
    other = kinship.folder / "other"
    assert kinship.call("kinship", "check", "--make-key", other) == 0
    assert kinship.call("kinship", "check", "--open", sealed, "--key", other) == 5
    assert kinship.code == "kinship:references:other_key"
    assert kinship.call("kinship", "check", "--open", sealed, "--key", key) == 0
    by_name = {one["family"]: one for one in kinship.told["families"]}
    assert [person for person, *_ in by_name["G"]["references"]] == ["G-mother", "G-sister"]
    assert not by_name["G"]["stands"]


def test_pages_are_written_without_script_and_a_pdf_beside_them(kinship):
    for act, more in (("matrix", ()), ("joint", PRIORS), ("lr", ("--sample", "V1"))):
        folder = kinship.folder / act
        assert kinship.run(act, *more, "--html", folder, "--pdf") in {0, 6}
        page = (folder / "index.html").read_text()
        assert "default-src 'none'" in page
        assert "<script" not in page
        assert "<svg" in page
        assert (folder / "kinship.pdf").read_bytes().startswith(b"%PDF")
        assert kinship.told["pages"] == [str(folder / "index.html"), str(folder / "kinship.pdf")]


def test_a_close_relative_is_weighed_beside_unrelated_wherever_somebody_is_named(kinship):
    """The same figure in a search, in a joint weighing and in the pair by itself."""
    assert kinship.run("matrix", "--threshold", "10", "--to", kinship.folder / "out") == 0
    first = kinship.told["pairs"][0]
    assert (first["sample"], first["missing"]) == ("V1", "F-son")
    assert kinship.run("lr", "--sample", "V1", "--family", "F", "--linked", "none") == 0
    (pair,) = kinship.told["pairs"]
    assert first["log10_lr_against_sibling"] == pytest.approx(pair["log10_lr_against_sibling"], abs=1e-12)
    assert kinship.run("lr", "--sample", "V2", "--family", "G", "--linked", "none") == 0
    expected = kinship.told["pairs"][0]["log10_lr_against_sibling"]
    assert kinship.run("joint", "--listed", "5", "--at-stake", "6", "--upper", "7") in {0, 6}
    (standing,) = (one for one in kinship.told["standings"] if one["sample"] == "V2")
    assert standing["log10_lr_against_sibling"] == pytest.approx(expected, abs=1e-12)
    assert "full sibling of that missing member" in kinship.read(
        "joint", "--listed", "5", "--at-stake", "6", "--upper", "7"
    )
    assert "log10_lr_against_sibling" in (kinship.folder / "out/pairs.csv").read_text()


def test_a_family_that_does_not_fit_the_model_is_left_out_aloud_and_the_others_are_weighed(kinship):
    kinship.write(
        "relatives.csv",
        profiles(line("F-father", "M", "10/10"), line("G-mother", "F", "11/11"), line("G-sister", "F", "12/13")),
    )
    assert kinship.run("matrix", "--threshold", "10") == 6
    assert kinship.told["not_compared"] == ["G"]
    assert kinship.run("joint", *PRIORS) == 6
    assert kinship.told["not_compared"] == ["G"]
    assert {one["family"] for one in kinship.told["standings"]} == {"F", ""}
    said = kinship.read("joint", *PRIORS)
    assert "Not compared, since their own profiles do not fit the model: G." in said
    assert "G-sister" not in said
    kinship.write(
        "families.csv",
        "family,id,father,mother,sex,missing\nG,G-mother,,,F,0\nG,G-father,,,M,0\n"
        "G,G-sister,G-father,G-mother,F,0\nG,G-lost,G-father,G-mother,F,1\n",
    )
    assert kinship.run("joint", *PRIORS) == 3
    assert kinship.code == "kinship:family:impossible"


def test_a_threshold_that_lets_everything_through_is_refused_before_it_fills_the_memory(kinship, monkeypatch):
    monkeypatch.setattr(kinship_searches, "MOST_PAIRS", 1)
    assert kinship.run("matrix", "--threshold", "1e-300", "--to", kinship.folder / "out") == 2
    assert kinship.code == "kinship:call:many_hits"
