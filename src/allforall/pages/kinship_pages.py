"""The pages of a weighing: the heat map of a search, standings, pairs in full, and the families that they name."""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from allforall.kinship import Family, Sex, Standing, Tables, blocks
from allforall.kinship.case import Case
from allforall.kinship.outcomes import Hits, Together, WeighedPairs
from allforall.pages.family_tree import family_drawing
from allforall.pages.heat import MOST, heat_map
from allforall.pages.html.kinship import KinshipPage, Section
from allforall.pages.kinship_words import (
    expected_lines,
    how_lines,
    log10,
    named,
    odds,
    ratio,
    sentence,
    symmetric_text,
)
from allforall.pages.tables import Cell, Column, Row, Table
from allforall.pages.words import Words
from allforall.pages.writing import written

#: Rows of a table on a page, and families that are drawn; the CSV has everything.
_ROWS, _DRAWN = 1_000, 40


def hits_page(words: Words, hits: Hits, made_on: date) -> KinshipPage:
    """Returns the page of a search: the heat map of the strongest, every pair from the threshold on, the families."""
    case, tables = hits.case, hits.tables
    rows, columns = _strongest(hits)
    values = _values(case, tables, rows, columns)
    heads = [(tables.columns[c].family, tables.columns[c].missing) for c in columns]
    threshold = hits.expected.power.threshold
    picture = heat_map([case.remains[r].sample for r in rows], heads, values.tolist(), threshold, words)
    lines = expected_lines(words, hits.expected)
    if len(rows) < len(case.remains) or len(columns) < len(tables.columns):
        lines.append(
            words.text(
                "Drawn: {rows} of {remains} remains and {columns} of {missing} missing persons, those with the"
                " strongest pairs.",
                rows=len(rows),
                remains=len(case.remains),
                columns=len(columns),
                missing=len(tables.columns),
            )
        )
    section = Section(
        words.text("All against all"),
        lines,
        [picture],
        [_pairs_table(words, hits)],
    )
    families = dict.fromkeys(one.family for one, _ in hits.pairs)
    return _page(words, case, words.text("Remains against families"), [section], list(families), made_on)


def _strongest(hits: Hits) -> tuple[list[int], list[int]]:
    """Returns the rows and columns that are drawn, in the order of the files: all, or those of the strongest pairs."""
    case, tables = hits.case, hits.tables
    if len(case.remains) <= MOST and len(tables.columns) <= MOST:
        return list(range(len(case.remains))), list(range(len(tables.columns)))
    row_of = {profile.sample: place for place, profile in enumerate(case.remains)}
    column_of = {(one.family, one.missing): place for place, one in enumerate(tables.columns)}
    rows: dict[int, None] = {}
    columns: dict[int, None] = {}
    for one, _ in hits.pairs:
        if len(rows) < MOST and len(columns) < MOST:
            rows[row_of[one.sample]] = None
            columns[column_of[one.family, one.missing]] = None
    # Where few pairs reach the threshold the first of the files fill the map.
    for place in range(min(MOST, len(case.remains))):
        if len(rows) < MOST:
            rows[place] = None
    for place in range(min(MOST, len(tables.columns))):
        if len(columns) < MOST:
            columns[place] = None
    return sorted(rows), sorted(columns)


def _values(case: Case, tables: Tables, rows: Sequence[int], columns: Sequence[int]) -> NDArray[np.float64]:
    chosen = [case.remains[row] for row in rows]
    values = np.empty((len(rows), len(columns)))
    for place, column in enumerate(columns):
        values[:, place] = next(blocks(tables, chosen, start=column, families=1)).log10_lr[:, 0]
    return values


def _pairs_table(words: Words, hits: Hits) -> Table:
    _, several = words.text, len(hits.case.populations) > 1
    columns = (
        Column(_("Remains"), "k"),
        Column(_("Family"), "k"),
        Column(_("Missing person"), "k"),
        Column(_("Times more probable than if unrelated"), "n"),
        Column("log10", "n"),
        Column(_("Against a full sibling"), "n"),
        *([Column(_("Lowest"), "n")] if several else []),
    )
    return Table(
        _("Pairs from the threshold on, the strongest first"),
        columns,
        [
            Row(
                (
                    Cell(written(one.sample), "k"),
                    Cell(written(one.family), "k"),
                    Cell(written(one.missing), "k"),
                    Cell(ratio(one.log10_lr), "n"),
                    Cell(log10(one.log10_lr), "n"),
                    Cell(ratio(hits.sibling(one)), "n"),
                    *([Cell(ratio(low[1]), "n", note=written(low[0]))] if several else []),
                )
            )
            for one, low in hits.pairs[:_ROWS]
        ],
    )


def together_page(words: Words, together: Together, made_on: date) -> KinshipPage:
    """Returns the page of everybody at once: who is most probably who under each prior, and how it was found."""
    _ = words.text
    case, tables, expected = together.case, together.tables, together.expected
    standings = together.found.standings
    identified = [one for one in standings if one.family]
    place_of = {(one.family, one.missing): place for place, one in enumerate(tables.columns)}
    rows = [place for place, one in enumerate(standings) if one.family][:MOST]
    columns = sorted({place_of[one.family, one.missing] for one in identified[:MOST]})
    sections = [
        Section(
            _("Remains, weighed all together"),
            expected_lines(words, expected),
            [],
            [_standings_table(words, together), _priors_table(words, standings)],
        )
    ]
    sets = dict.fromkeys(one.symmetric for one in identified if one.symmetric is not None)
    if sets:
        said = dict.fromkeys(symmetric_text(words, held) for held in sets)
        sections.append(Section(_("Sets that cannot be told apart"), list(said)))
    if rows and columns:
        values = _values(case, tables, rows, columns)
        heads = [(tables.columns[c].family, tables.columns[c].missing) for c in columns]
        picture = heat_map(
            [case.remains[r].sample for r in rows], heads, values.tolist(), expected.power.threshold, words
        )
        sections.append(Section(_("Pair by pair"), [], [picture]))
    families = dict.fromkeys(one.family for one in identified)
    return _page(words, case, _("Remains and families together"), sections, list(families), made_on)


def _standings_table(words: Words, together: Together) -> Table:
    _, several = words.text, len(together.case.populations) > 1
    columns = [
        Column(_("Remains"), "k"),
        Column(_("Most probably")),
        Column(_("Times more probable than if unrelated"), "n"),
        Column(_("Against a full sibling"), "n"),
        *([Column(_("Lowest"), "n")] if several else []),
        Column(_("With everybody"), "n"),
    ]
    rows = []
    for one in together.found.standings[:_ROWS]:
        low = together.low(one)
        cells = [
            Cell(written(one.sample), "k"),
            Cell(named(words, (one.family, one.missing))),
            Cell(ratio(one.log10_lr) if one.family else "–", "n"),
            Cell(ratio(together.sibling(one)), "n"),
            *([Cell(ratio(low[1]), "n", note=written(low[0]))] if several else []),
            Cell(ratio(one.log10_glr) if one.family else "–", "n"),
        ]
        rows.append(Row(tuple(cells)))
    return Table(_("Who the remains most probably are"), tuple(columns), rows)


def _priors_table(words: Words, standings: Sequence[Standing]) -> Table:
    """Returns what each prior makes of each remains: the likeliest with its odds, and the runner-up below."""
    _ = words.text
    priors = [under.prior for under in next((one.under for one in standings if one.under), ())]
    rows = []
    for one in standings[:_ROWS]:
        cells = [Cell(written(one.sample), "k")]
        for under in one.under:
            second = _(
                "then {who}: {odds}", who=named(words, under.runner_up), odds=odds(words, under.runner_up_chance)
            )
            cells.append(Cell(f"{named(words, under.likeliest)}: {odds(words, under.chance)}", note=second))
        cells += [Cell("–")] * (len(priors) + 1 - len(cells))
        rows.append(Row(tuple(cells)))
    columns = (Column(_("Remains"), "k"), *(Column(prior.name) for prior in priors))
    return Table(_("Odds under each prior, the likeliest and the next"), columns, rows)


def pairs_page(words: Words, case: Case, found: WeighedPairs, made_on: date) -> KinshipPage:
    """Returns the page of pairs in full: what each says, population by population, locus by locus."""
    _ = words.text
    sections = []
    for weighing in [one.weighing for one in found.pairs[:_DRAWN]]:
        lowest = weighing.lowest
        lines = [sentence(words, said) for said in weighing.sentences]
        by_population = Table(
            _("Population by population"),
            (Column(_("Population")), Column(_("Against unrelated"), "n"), Column(_("Against a full sibling"), "n")),
            [
                Row((Cell(written(one.population)), Cell(ratio(one.unrelated), "n"), Cell(ratio(one.sibling), "n")))
                for one in weighing.populations
            ],
        )
        by_locus = Table(
            _("Locus by locus, with the frequencies of {population}", population=lowest.population),
            (Column(_("Locus")), Column(_("Times more probable than if unrelated"), "n"), Column("log10", "n")),
            [
                Row((Cell(written(name)), Cell(ratio(value), "n"), Cell(log10(value), "n")))
                for name, value in lowest.loci.items()
            ],
        )
        title = _(
            "{sample} and {missing} of family {family}",
            sample=weighing.sample,
            missing=weighing.missing,
            family=weighing.family,
        )
        sections.append(Section(title, lines, [], [by_population, by_locus]))
    families = dict.fromkeys(one.weighing.family for one in found.pairs)
    return _page(words, case, _("Pairs in full"), sections, list(families), made_on)


def _family_sections(words: Words, case: Case, names: Iterable[str]) -> list[Section]:
    by_name = {family.name: family for family in case.families}
    return [
        Section(
            words.text("Family {family}", family=name),
            [],
            [family_drawing(by_name[name], words)],
            [_persons_table(words, by_name[name])],
        )
        for name in list(names)[:_DRAWN]
    ]


def _persons_table(words: Words, family: Family) -> Table:
    _ = words.text
    sexes = {Sex.MALE: _("man"), Sex.FEMALE: _("woman"), Sex.UNKNOWN: _("sex not stated")}
    twins = {label: group for group in family.pedigree.twins for label in group}
    rows = []
    for person in family.pedigree.persons:
        state = _("missing") if person.label in family.missing else ""
        if person.label in family.profiles:
            state = _("gave a sample: {loci} loci", loci=len(family.profiles[person.label].genotypes))
        if person.label in twins:
            others = ", ".join(written(label) for label in twins[person.label] if label != person.label)
            state = "\n".join(part for part in (state, _("monozygotic twin of {persons}", persons=others)) if part)
        rows.append(
            Row(
                (
                    Cell(written(person.label), "k"),
                    Cell(sexes[person.sex]),
                    Cell(written(person.father) or "–", "k"),
                    Cell(written(person.mother) or "–", "k"),
                    Cell(state or "–"),
                )
            )
        )
    columns = (
        Column(_("Person"), "k"),
        Column(_("Sex")),
        Column(_("Father"), "k"),
        Column(_("Mother"), "k"),
        Column(_("State")),
    )
    return Table(_("Persons of family {family}", family=family.name), columns, rows)


def _page(
    words: Words, case: Case, title: str, sections: list[Section], families: list[str], made_on: date
) -> KinshipPage:
    """Returns the page: how the case was weighed, these sections, and the families that they name."""
    lead = [line.removeprefix("! ") for line in how_lines(words, case)]
    lead.append(
        words.text(
            "Remains: {remains}. Families: {families}. Missing persons: {missing}.",
            remains=len(case.remains),
            families=len(case.families),
            missing=case.missing,
        )
    )
    more = [*sections, *_family_sections(words, case, families)]
    if len(families) > _DRAWN:
        line = words.text("Drawn are the first {drawn} of {families} families.", drawn=_DRAWN, families=len(families))
        more.append(Section(words.text("Further families"), [line]))
    return KinshipPage(title, made_on.isoformat(), lead, more)
