"""Weighing as a use case: files in, values out, no terminal; notes are codes, and whoever draws them brings words."""

import json
from dataclasses import replace

import pytest
from tests.unit.cli.kinship_shell import Kinship, line, profiles

from allforall.alone.weighing.asked import Asked
from allforall.alone.weighing.case import read_case
from allforall.alone.weighing.pairs import chosen_pairs, weigh_pairs
from allforall.alone.weighing.references import check_families, make_key, open_findings, seal_findings
from allforall.alone.weighing.searches import Search
from allforall.errors import CallError, GateError
from allforall.kinship import make_tables


@pytest.fixture
def folder(tmp_path):
    return Kinship(tmp_path)


@pytest.fixture
def asked(folder):
    paths = {name: str(folder.folder / f"{name}.csv") for name in ("remains", "relatives", "families")}
    return Asked(**paths, frequencies=[str(folder.folder / "frequencies.csv")], mutation="none", threshold=2)


def _quiet(done, of):
    pass


def test_pairs_are_values_that_are_plain_json(asked):
    case = read_case(asked)
    pairs = chosen_pairs(case, ["V1"], ["F"])
    found = weigh_pairs(case, pairs, threshold=asked.log10_threshold, seed=1, progress=_quiet)
    data = json.loads(json.dumps(found.as_data() | {"how": case.as_data()}, allow_nan=False))
    assert data["pairs"][0]["log10_lr"] == pytest.approx(6)
    assert "would_decide" not in data["pairs"][0]
    assert data["how"]["remains"] == 4


def test_what_was_changed_in_a_file_is_a_code_with_its_parameters(folder, asked):
    folder.write("remains.csv", profiles(line("V1", "M", "10/10")).replace("LB_", "DYS19_"))
    folder.write(
        "relatives.csv",
        profiles(*(line(f"stray-{n}", "M", "10/10") for n in range(9)))
        + line("F-father", "M", "10/10")
        + line("G-mother", "F", "11/11")
        + line("G-sister", "F", "11/12"),
    )
    notes = {note.code: note.params for note in read_case(asked).notes}
    assert notes["unread"] == {"file": "remains.csv", "loci": ("DYS19",)}
    assert len(notes["strays"]["samples"]) == 9, "all of them: a face decides how many it names"


def test_a_search_goes_on_only_with_the_same_files_and_the_same_that_was_stated(folder, asked):
    digest = read_case(asked).digest
    assert read_case(asked).digest == digest
    assert read_case(replace(asked, threshold=3)).digest != digest
    assert read_case(replace(asked, dropout=0.1)).digest != digest
    moved = folder.write("moved.csv", (folder.folder / "remains.csv").read_bytes())
    assert read_case(replace(asked, remains=str(moved))).digest == digest
    folder.write("moved.csv", profiles(line("V1", "M", "10/11")))
    assert read_case(replace(asked, remains=str(moved))).digest != digest


def test_a_search_says_how_far_it_is_and_leaves_whole_files(folder, asked):
    case = read_case(asked)
    every = [make_tables(case.families, case.loci, case.conventions)]
    steps = []
    work = Search.opened(folder.folder / "out", case, every, whole=True)
    work.run(asked.log10_threshold, lambda done, of: steps.append((done, of)))
    hits = work.finish(asked.log10_threshold, 1)
    assert (steps[0], steps[-1]) == ((0, 2), (2, 2))
    assert [path.name for path in work.files] == ["pairs.csv", "matrix.csv"]
    assert hits.pairs[0][0].sample == "V1"
    assert json.loads(json.dumps(hits.as_data(), allow_nan=False))["columns"] == 2


def test_a_threshold_that_is_no_ratio_is_refused():
    for times in (None, 0, -1, float("nan"), float("inf")):
        with pytest.raises(CallError):
            _ = Asked(threshold=times).log10_threshold


def test_findings_open_with_the_key_that_they_were_sealed_for_and_with_no_other(folder, asked):
    checked = check_families(read_case(asked), [], progress=_quiet)
    key, other, sealed = (str(folder.folder / name) for name in ("key", "other", "sealed"))
    _, public = make_key(key)
    make_key(other)
    seal_findings(checked.families, str(public), sealed)
    assert [one["family"] for one in open_findings(sealed, key)] == ["F", "G"]
    with pytest.raises(GateError):
        open_findings(sealed, other)
    with pytest.raises(GateError):
        open_findings(sealed, "")
    with pytest.raises(CallError):
        seal_findings(checked.families, str(public), sealed)
    assert "references" not in json.dumps(checked.as_data())
