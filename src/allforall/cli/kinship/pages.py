"""The pages of `kinship`: the heat map of a search, standings, pairs in full, and the families that they name."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from allforall.cli.call import Call
from allforall.cli.kinship.case import Case
from allforall.cli.kinship.folder import Pair, write_bytes
from allforall.cli.kinship.saying import Expected, braced, expected_lines, how_lines
from allforall.cli.kinship.siblings import Named
from allforall.kinship import Family, Identified, Profile, Sex, Standing, Tables, Weighing, blocks
from allforall.pages.family_tree import family_drawing
from allforall.pages.heat import MOST, heat_map
from allforall.pages.html.kinship import KinshipPage, Section, kinship_page
from allforall.pages.kinship_words import log10, odds, ratio, sentence
from allforall.pages.tables import Cell, Column, Row, Table
from allforall.pages.writing import written

#: Rows of a table on a page, and families that are drawn; the CSV has everything.
_ROWS, _DRAWN = 1_000, 40

Written = tuple[list[str], list[str]]


def pages_of_matrix(
    call: Call,
    case: Case,
    tables: Tables,
    expected: Expected,
    pairs: Sequence[Pair],
    siblings: Mapping[Named, float],
) -> Written:
    """Writes the page of a search: the heat map of the strongest, every pair from the threshold on, the families."""
    rows, columns = _strongest(case, tables, pairs)
    values = _values(case, tables, rows, columns)
    named = [(tables.columns[c].family, tables.columns[c].missing) for c in columns]
    threshold = expected.power.threshold
    picture = heat_map([case.remains[r].sample for r in rows], named, values.tolist(), threshold, call.words)
    lines = expected_lines(call, expected)
    if len(rows) < len(case.remains) or len(columns) < len(tables.columns):
        lines.append(
            call.text(
                "Drawn: {rows} of {remains} remains and {columns} of {missing} missing persons, those with the"
                " strongest pairs.",
                rows=len(rows),
                remains=len(case.remains),
                columns=len(columns),
                missing=len(tables.columns),
            )
        )
    section = Section(
        call.text("All against all"),
        lines,
        [picture],
        [_pairs_table(call, pairs, siblings, several=len(case.populations) > 1)],
    )
    families = dict.fromkeys(one.family for one, _ in pairs)
    return _write(call, case, call.text("Remains against families"), [section], list(families))


def _strongest(case: Case, tables: Tables, pairs: Sequence[Pair]) -> tuple[list[int], list[int]]:
    """Returns the rows and columns that are drawn, in the order of the files: all, or those of the strongest pairs."""
    if len(case.remains) <= MOST and len(tables.columns) <= MOST:
        return list(range(len(case.remains))), list(range(len(tables.columns)))
    row_of = {profile.sample: place for place, profile in enumerate(case.remains)}
    column_of = {(one.family, one.missing): place for place, one in enumerate(tables.columns)}
    rows: dict[int, None] = {}
    columns: dict[int, None] = {}
    for one, _ in pairs:
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


def _pairs_table(call: Call, pairs: Sequence[Pair], siblings: Mapping[Named, float], *, several: bool) -> Table:
    _ = call.text
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
                    Cell(ratio(siblings.get((one.sample, one.family, one.missing), math.nan)), "n"),
                    *([Cell(ratio(low[1]), "n", note=written(low[0]))] if several else []),
                )
            )
            for one, low in pairs[:_ROWS]
        ],
    )


def pages_of_joint(
    call: Call,
    case: Case,
    tables: Tables,
    found: Identified,
    lowest: dict[str, tuple[str, float]],
    siblings: Mapping[Named, float],
    expected: Expected,
) -> Written:
    """Writes the page of a joint identification: who is most probably who under three priors, and how it was found."""
    _ = call.text
    named = [one for one in found.standings if one.family]
    place_of = {(one.family, one.missing): place for place, one in enumerate(tables.columns)}
    rows = [place for place, one in enumerate(found.standings) if one.family][:MOST]
    columns = sorted({place_of[one.family, one.missing] for one in named[:MOST]})
    table = _standings_table(call, found.standings, lowest, siblings, several=len(case.populations) > 1)
    sections = [
        Section(
            _("Remains, weighed all together"),
            expected_lines(call, expected),
            [],
            [table, _priors_table(call, found.standings)],
        )
    ]
    symmetric = [one for one in named if one.symmetric is not None]
    if symmetric:
        said = dict.fromkeys(
            _(
                "{samples} belong among {missing} of family {family}; these samples cannot tell which is which.",
                samples=braced(one.symmetric.samples),
                missing=braced(one.symmetric.missing),
                family=one.symmetric.family,
            )
            for one in symmetric
            if one.symmetric is not None
        )
        sections.append(Section(_("Sets that cannot be told apart"), list(said)))
    if rows and columns:
        values = _values(case, tables, rows, columns)
        heads = [(tables.columns[c].family, tables.columns[c].missing) for c in columns]
        picture = heat_map(
            [case.remains[r].sample for r in rows], heads, values.tolist(), expected.power.threshold, call.words
        )
        sections.append(Section(_("Pair by pair"), [], [picture]))
    families = dict.fromkeys(one.family for one in named)
    return _write(call, case, _("Remains and families together"), sections, list(families))


def _standings_table(
    call: Call,
    standings: Sequence[Standing],
    lowest: dict[str, tuple[str, float]],
    siblings: Mapping[Named, float],
    *,
    several: bool,
) -> Table:
    _ = call.text
    columns = [
        Column(_("Remains"), "k"),
        Column(_("Most probably")),
        Column(_("Times more probable than if unrelated"), "n"),
        Column(_("Against a full sibling"), "n"),
        *([Column(_("Lowest"), "n")] if several else []),
        Column(_("With everybody"), "n"),
    ]
    rows = []
    for one in standings[:_ROWS]:
        low = lowest.get(one.sample, ("", math.nan))
        who = f"{written(one.family)}/{written(one.missing)}" if one.family else _("none of these")
        cells = [
            Cell(written(one.sample), "k"),
            Cell(who),
            Cell(ratio(one.log10_lr) if one.family else "–", "n"),
            Cell(ratio(siblings.get((one.sample, one.family, one.missing), math.nan)), "n"),
            *([Cell(ratio(low[1]), "n", note=written(low[0]))] if several else []),
            Cell(ratio(one.log10_glr) if one.family else "–", "n"),
        ]
        rows.append(Row(tuple(cells)))
    return Table(_("Who the remains most probably are"), tuple(columns), rows)


def _priors_table(call: Call, standings: Sequence[Standing]) -> Table:
    """Returns what each prior makes of each remains: the likeliest with its odds, and the runner-up below."""
    _ = call.text
    priors = [under.prior for under in next((one.under for one in standings if one.under), ())]
    rows = []
    for one in standings[:_ROWS]:
        cells = [Cell(written(one.sample), "k")]
        for under in one.under:
            second = _(
                "then {who}: {odds}", who=_named(call, under.runner_up), odds=odds(call.words, under.runner_up_chance)
            )
            cells.append(Cell(f"{_named(call, under.likeliest)}: {odds(call.words, under.chance)}", note=second))
        cells += [Cell("–")] * (len(priors) + 1 - len(cells))
        rows.append(Row(tuple(cells)))
    columns = (Column(_("Remains"), "k"), *(Column(prior.name) for prior in priors))
    return Table(_("Odds under each prior, the likeliest and the next"), columns, rows)


def _named(call: Call, who: tuple[str, str]) -> str:
    return f"{written(who[0])}/{written(who[1])}" if who[0] else call.text("none of these")


def pages_of_pairs(call: Call, case: Case, found: Sequence[tuple[Family, Profile, Weighing]]) -> Written:
    """Writes the page of pairs that were weighed in full: what each says, population by population, locus by locus."""
    _ = call.text
    sections = []
    for _family, _remains, weighing in found[:_DRAWN]:
        lowest = weighing.lowest
        lines = [sentence(call.words, said) for said in weighing.sentences]
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
    families = dict.fromkeys(family.name for family, _, _ in found)
    return _write(call, case, _("Pairs in full"), sections, list(families))


def _family_sections(call: Call, case: Case, names: Iterable[str]) -> list[Section]:
    by_name = {family.name: family for family in case.families}
    return [
        Section(
            call.text("Family {family}", family=name),
            [],
            [family_drawing(by_name[name], call.words)],
            [_persons_table(call, by_name[name])],
        )
        for name in list(names)[:_DRAWN]
    ]


def _persons_table(call: Call, family: Family) -> Table:
    _ = call.text
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


def _write(call: Call, case: Case, title: str, sections: list[Section], families: list[str]) -> Written:
    """Writes the page, and its PDF where it is asked for, into the folder of the call."""
    folder = Path(call.arguments.html)
    lead = [line.removeprefix("! ") for line in how_lines(call, case)]
    lead.append(
        call.text(
            "Remains: {remains}. Families: {families}. Missing persons: {missing}.",
            remains=len(case.remains),
            families=len(case.families),
            missing=case.missing,
        )
    )
    more = [*sections, *_family_sections(call, case, families)]
    if len(families) > _DRAWN:
        line = call.text("Drawn are the first {drawn} of {families} families.", drawn=_DRAWN, families=len(families))
        more.append(Section(call.text("Further families"), [line]))
    page = KinshipPage(title, date.today().isoformat(), lead, more)  # noqa: DTZ011 - the day on the reader's wall
    files = {"index.html": kinship_page(page, call.words)}
    if call.arguments.pdf:
        from allforall.pages.pdf.kinship import kinship_pdf  # noqa: PLC0415 - it comes with an extra

        files["kinship.pdf"] = kinship_pdf(page, call.words)
    for name, content in files.items():
        write_bytes(folder / name, content)
    first = (folder / "index.html").resolve().as_uri()
    written_files: list[str] = [str(folder / name) for name in files]
    return written_files, ["", call.text("Open in a browser: {path}", path=first)]
