"""The tutorial of docs/kinship.md runs as it stands and says what it says."""

import csv
import json
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_ten_lines_reproduce_the_published_case(ground_truth, tmp_path, monkeypatch, capsys):
    folder = tmp_path / "KETPchap481"
    shutil.copytree(ground_truth / "kinship/KETPchap481", folder)
    folder.chmod(0o755)
    with (folder / "frequencies.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["locus", "allele", "freq"])
        for locus in json.loads((folder / "loci.json").read_text())["loci"]:
            writer.writerows([locus["name"], *pair] for pair in zip(locus["alleles"], locus["freqs"], strict=True))
    monkeypatch.chdir(tmp_path)
    code = re.search(r"```python\n(.*?)```", (ROOT / "docs/kinship.md").read_text(), re.DOTALL)
    exec(compile(code[1], "docs/kinship.md", "exec"), {})
    said = capsys.readouterr().out
    assert "V1 M1 The profile is 2,140,000 times more probable" in said
    assert "V1 M2 The profile is 11,000 times" in said
    assert "V2 M2 The profile is 20.5 times" in said
    assert "[0 1] (('F1', 'M1'), ('F1', 'M2'))" in said
