"""The tutorial of docs/kinship.md runs as it stands and says what it says, in a notebook and on the command line."""

import csv
import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from kinship_cases import matrix_of

from allforall.cli import main

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_ten_lines_reproduce_the_published_case(ground_truth, tmp_path, monkeypatch, capsys):
    folder = tmp_path / "KETPchap481"
    shutil.copytree(ground_truth / "kinship/KETPchap481", folder)
    folder.chmod(0o755)
    write_frequencies(folder)
    monkeypatch.chdir(tmp_path)
    code = re.search(r"```python\n(.*?)```", (ROOT / "docs/kinship.md").read_text(), re.DOTALL)
    exec(compile(code[1], "docs/kinship.md", "exec"), {})
    said = capsys.readouterr().out
    assert "V1 M1 The profile is 2,140,000 times more probable" in said
    assert "V1 M2 The profile is 11,000 times" in said
    assert "V2 M2 The profile is 20.5 times" in said
    assert "[0 1] (('F1', 'M1'), ('F1', 'M2'))" in said


def test_the_command_line_reproduces_the_published_case(ground_truth, tmp_path, monkeypatch, capsys):
    """The commands of docs/kinship.md as they stand there, on the peers' own files."""
    folder = tmp_path / "case"
    shutil.copytree(ground_truth / "kinship/KETPchap481", folder)
    folder.chmod(0o755)
    write_frequencies(folder)
    monkeypatch.chdir(folder)
    text = (ROOT / "docs/kinship.md").read_text()
    block = re.search(r"```\n(allforall kinship.*?)```", text, re.DOTALL)[1].replace("\\\n", " ")
    matrix, joint = (line.split()[1:] for line in block.strip().splitlines())
    assert main(["--lang", "en", *matrix]) == 0
    said = capsys.readouterr().out.replace("\u202f", " ")
    assert re.search(r"V1 +F1 +M1 +2 140 000", said)
    assert re.search(r"V1 +F1 +M2 +11 000", said)
    assert not re.search(r"^ +V2", said, re.MULTILINE)
    assert main(["--json", *joint]) in {0, 6}
    told = json.loads(capsys.readouterr().out)
    ratios = {(one["sample"], one["missing"]): 10 ** one["log10_lr"] for one in told["standings"]}
    assert ratios["V1", "M1"] == pytest.approx(2138874.8185323, rel=1e-8)
    assert ratios["V2", "M2"] == pytest.approx(20.5082622366091, rel=1e-8)
    generalised = {one["sample"]: 10 ** one["log10_glr"] for one in told["standings"]}
    assert generalised["V1"] == pytest.approx(52051229522.766, rel=1e-8)
    assert 10 ** told["assignments"][1]["log10_behind_the_first"] == pytest.approx(266666873.401324, rel=1e-8)
    for one in told["standings"]:
        assert [under["prior_odds"] for under in one["under"]] == [1 / 999, 1 / 9999, 1 / 69999]


@pytest.mark.parametrize("name", ["planecrash", "matrix50x50_none"])
def test_the_command_line_gives_the_peers_matrix(ground_truth, tmp_path, name, capsys):
    """Custom matrices go in as rates by sex; the whole matrix comes out as a file."""
    source = ground_truth / "kinship" / name
    folder = tmp_path / "case"
    shutil.copytree(source, folder)
    folder.chmod(0o755)
    has_rates = write_frequencies(folder)
    files = {"frequencies": "frequencies", "remains": "pm", "relatives": "am_genotypes", "families": "am_pedigrees"}
    words = [word for option, file in files.items() for word in (f"--{option}", str(folder / f"{file}.csv"))]
    words += ["--rates", str(folder / "rates.csv")] if has_rates else ["--mutation", "none"]
    assert main(["--json", "kinship", "matrix", *words, "--to", str(tmp_path / "out"), "--whole"]) == 0
    with (tmp_path / "out/matrix.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    samples, columns, expected = matrix_of(source / "expected_pairwiseLR.csv")
    assert [row["missing"] for row in rows] == columns
    made = np.array([[10 ** float(row[sample] or "-inf") for row in rows] for sample in samples])
    np.testing.assert_allclose(made, np.nan_to_num(expected), rtol=1e-8, atol=1e-300)


def write_frequencies(folder):
    """Writes the case's table as CSV, and its mutation matrices as rates; returns whether there are any."""
    loci = json.loads((folder / "loci.json").read_text())["loci"]
    with (folder / "frequencies.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["locus", "allele", "freq"])
        for locus in loci:
            writer.writerows([locus["name"], *pair] for pair in zip(locus["alleles"], locus["freqs"], strict=True))
    with (folder / "rates.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["locus", "sex", "from", "to", "rate"])
        for locus in loci:
            for sex, which in (("M", "male"), ("F", "female")) if locus.get("mutation") else ():
                for before, row in zip(locus["alleles"], locus["mutation"][which]["matrix"], strict=True):
                    pairs = zip(locus["alleles"], row, strict=True)
                    writer.writerows([locus["name"], sex, before, after, repr(rate)] for after, rate in pairs)
    return any(locus.get("mutation") for locus in loci)
