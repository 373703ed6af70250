"""Every public table of frequencies is read, each under a stated rule where its sums are rounded."""

import pytest

from allforall.errors import InputError
from allforall.kinship import extended_stepwise, read_frequencies


def test_every_public_table_of_frequencies_is_read(ground_truth):
    read = 0
    for path in sorted((ground_truth / "kinship/frequencies").glob("*.csv")):
        text = path.read_text()
        if "STRidER" in path.name:
            continue
        loci = read_frequencies(text, mutation=extended_stepwise(0.002, 1e-5), divide_by_sum=True)
        assert len(loci) >= 10, path.name
        assert all(abs(float(locus.frequencies.sum()) - 1) < 1e-12 for locus in loci)
        read += 1
    assert read >= 20


def test_strider_holds_many_populations_and_one_is_chosen(ground_truth):
    text = (ground_truth / "kinship/frequencies/STRidER_2015_all.csv").read_text()
    with pytest.raises(InputError):
        read_frequencies(text)
    loci = read_frequencies(text, population="AUSTRIA", divide_by_sum=True)
    assert {"VWA", "FGA", "SE33"} <= {locus.name for locus in loci}
