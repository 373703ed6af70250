"""Writes the pages of a report, one after the other, to a caller that saves them.

A page never holds more than `ROWS_PER_PAGE` lines of persons (`PAIRS_PER_PAGE` compared pairs), so that it
opens on a small machine; a long table continues on `answers-2.html` and so on.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from allforall.account.report import NodeReport, PairLine, Tally
from allforall.pages.charts import chart_of
from allforall.pages.html.engine import render
from allforall.pages.html.groups import FigureLinks, answer_groups, disclosed_groups, finding_groups
from allforall.pages.html.paging import Group, Part, file_name, in_pages, neighbours, places
from allforall.pages.html.review import pair_view
from allforall.pages.labels import made_by, party_label, tally_title
from allforall.pages.summary import counts_table, facts, notes, waiting
from allforall.pages.tables import adds_up, anchor, lists_table, problems_table, tally_table
from allforall.pages.words import Words, words
from allforall.pages.writing import day, grouped, written

Out = Callable[[str, bytes], None]

#: A page of a thousand answers is about half a megabyte.
ROWS_PER_PAGE = 1000
PAIRS_PER_PAGE = 100
KEYS_PER_PAGE = 5000


@dataclass(frozen=True, slots=True)
class _Book:
    """What every page of one report shares."""

    report: NodeReport
    words: Words
    show_names: bool
    out: Out
    record: str = ""  # where the record's pages begin, if there are any

    def write(self, name: str, stem: str, template: str, title: str, **values: Any) -> None:
        """Draws one page and passes it on."""
        _ = self.words.text
        stems = [
            ("index", _("Summary")),
            ("lists", _("Lists")),
            ("answers", _("Answers")),
            ("review", _("To review")),
            ("eligibility", _("Eligibility")),
            ("disclosed", _("Disclosed")),
        ]
        nav = [(f"{key}.html", label, key == stem, name == f"{key}.html") for key, label in stems]
        if self.record:
            nav.append((self.record, _("Record"), False, False))
        page = render(
            template,
            self.words,
            {
                "title": title,
                "made_by": made_by(self.words, self.report),
                "party": party_label(self.words, self.report.party),
                "made_on": day(self.report.made_on),
                "show_names": self.show_names,
                "nav": nav,
                **values,
            },
        )
        self.out(name, page)


def write_pages(report: NodeReport, lang: str, *, show_names: bool = False, record: str = "", out: Out) -> None:
    """Passes every page of a report to `out` as its name and its bytes; `index.html` comes last.

    No page contains a name or value of a person unless `show_names`; then every page says so at its top.
    `record` is where the pages of the record begin, where the node has one.
    """
    book = _Book(report, words(lang), show_names, out, record)
    answers = in_pages(answer_groups(report, book.words, show_names=show_names), ROWS_PER_PAGE)
    findings = in_pages(finding_groups(report, book.words, show_names=show_names), ROWS_PER_PAGE)
    disclosed = in_pages(disclosed_groups(report, book.words, show_names=show_names), ROWS_PER_PAGE)

    links = FigureLinks(_places(("answers", answers), ("disclosed", disclosed)), book.words)
    tallies = [(tally, links.link(tally, number)) for number, tally in enumerate(report.tallies, 1)]
    outcome_links = FigureLinks(_places(("eligibility", findings)), book.words)
    outcomes = [
        (tally, outcome_links.link(tally, number))
        for number, tally in enumerate(report.eligibility, 1 + len(report.tallies))
    ]
    rows = in_pages(links.left_over + outcome_links.left_over, KEYS_PER_PAGE)
    where = places("rows", rows)
    tallies, outcomes = (
        [(tally, {code: where.get(href, href) for code, href in hrefs.items()}) for tally, hrefs in every]
        for every in (tallies, outcomes)
    )

    _write_lists(book)
    _write_series(book, "answers", book.words.text("One answer for every name"), answers)
    _write_review(book)
    _write_series(
        book,
        "eligibility",
        book.words.text("Who falls under which category"),
        findings,
        tallies=_tally_views(outcomes, book.words),
        facts_missing=counts_table(report, book.words, of="missing"),
        reasons=counts_table(report, book.words, of="reasons"),
    )
    _write_series(book, "disclosed", book.words.text("What has been disclosed to whom"), disclosed)
    if links.left_over or outcome_links.left_over:
        _write_series(book, "rows", book.words.text("Rows behind the figures"), rows)
    _write_index(book, tallies, outcomes)


def _places(*series: tuple[str, list[list[Part]]]) -> list[tuple[Group, str]]:
    return [
        (part.group, f"{file_name(stem, number)}#{part.group.anchor}")
        for stem, pages in series
        for number, parts in enumerate(pages, 1)
        for part in parts
        if part.is_first
    ]


def _part_views(parts: Sequence[Part]) -> Iterator[dict[str, Any]]:
    section = ""
    for part in parts:
        group = part.group
        stands_alone = group.section in {"", group.title}
        heading = "" if stands_alone or group.section == section else group.section
        section = group.section
        # A group continued from the page before has no anchor: links lead to where it begins.
        yield {
            "part": part,
            "group": group,
            "table": part.table(),
            "section": heading,
            "level": "h2" if stands_alone else "h3",
        }


#: What the first page of a series may show above its parts, and the others never.
_NO_FIGURES = {"tallies": (), "facts_missing": None, "reasons": None}


def _write_series(book: _Book, stem: str, title: str, pages: list[list[Part]], **first_page: Any) -> None:
    contents: dict[str, list[tuple[str, int, str]]] = {}
    for number, parts in enumerate(pages, 1):
        for part in parts:
            if part.is_first:
                group = part.group
                section = "" if group.section == group.title else group.section
                href = f"{file_name(stem, number)}#{group.anchor}"
                contents.setdefault(section, []).append((group.title, len(group.lines), href))
    for number, parts in enumerate(pages, 1):
        book.write(
            file_name(stem, number),
            stem,
            "series.html",
            title,
            parts=_part_views(parts),
            way=neighbours(stem, number, len(pages)),
            rows_per_page=KEYS_PER_PAGE if stem == "rows" else ROWS_PER_PAGE,
            contents=list(contents.items()) if number == 1 else (),
            is_empty=not contents,
            **{**_NO_FIGURES, **(first_page if number == 1 else {})},
        )


def _write_lists(book: _Book) -> None:
    lists = [
        {
            "anchor": anchor("list", line.key),
            "title": written(line.title or line.key),
            "facts": facts(line, book.words),
            "problems": problems_table(line.problems, book.words, show_names=book.show_names),
            "shown": len(line.problems),
            "count": line.problem_count,
            "adds_up": line.rows_read + line.rows_refused == line.rows_in_file,
        }
        for line in book.report.lists
    ]
    title = book.words.text("Each list as imported")
    book.write(
        "lists.html",
        "lists",
        "lists.html",
        title,
        lists=lists,
        overview=lists_table(book.report.lists, book.words, "lists.html"),
    )


def _write_review(book: _Book) -> None:
    _ = book.words.text
    sections = [
        (_("Pairs to review"), "pair", book.report.pairs),
        (_("Possible duplicates within a list"), "duplicate", book.report.duplicates),
    ]
    entries: list[tuple[str, str, PairLine]] = [
        (title, f"{prefix}-{number}", pair) for title, prefix, pairs in sections for number, pair in enumerate(pairs, 1)
    ]
    total = max(1, -(-len(entries) // PAIRS_PER_PAGE))
    for number in range(1, total + 1):
        shown = entries[(number - 1) * PAIRS_PER_PAGE : number * PAIRS_PER_PAGE]
        views, section = [], ""
        for title, place, pair in shown:
            view = pair_view(pair, place, book.words, show_names=book.show_names)
            views.append({**view, "section": title if title != section else ""})
            section = title
        book.write(
            file_name("review", number),
            "review",
            "review.html",
            _("Pairs that a person has to review"),
            pairs=views,
            way=neighbours("review", number, total),
            rows_per_page=PAIRS_PER_PAGE,
            counts=[(title, grouped(len(pairs))) for title, _prefix, pairs in sections],
        )


def _tally_views(tallies: Sequence[tuple[Tally, dict[str, str]]], words_: Words) -> list[dict[str, Any]]:
    return [
        {
            "id": f"tally-{number}",
            "title": tally_title(words_, tally),
            "of": written(tally.of),
            "chart": chart_of(tally, words_),
            "table": tally_table(tally, tally_title(words_, tally), words_, links),
            "ok": tally.adds_up,
            "line": adds_up(tally, words_),
        }
        for number, (tally, links) in enumerate(tallies, 1)
    ]


def _write_index(
    book: _Book,
    tallies: Sequence[tuple[Tally, dict[str, str]]],
    outcomes: Sequence[tuple[Tally, dict[str, str]]],
) -> None:
    every = _tally_views([*tallies, *outcomes], book.words)
    book.write(
        "index.html",
        "index",
        "index.html",
        book.words.text("Current state"),
        waiting=waiting(book.report, book.words),
        overview=lists_table(book.report.lists, book.words, "lists.html"),
        tallies=every[: len(tallies)],
        outcomes=every[len(tallies) :],
        notes=notes(book.report, book.words),
        arrangement=written(book.report.arrangement_title),
    )
