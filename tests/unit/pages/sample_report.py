"""A report of an invented node, with everything that a page has to show; `hostile` puts the worst into
every text."""

from dataclasses import replace
from datetime import date
from itertools import cycle

from allforall.account.report import (
    AnswerLine,
    DisclosedLine,
    FieldLine,
    Figure,
    FindingLine,
    ListLine,
    NodeReport,
    PairLine,
    ProblemLine,
    Tally,
)

MADE_ON = date(2025, 7, 1)
NAMES = (
    "Ясенко Мирон Тарасович",
    "Зоренко Лада",
    "Ильмень Глеб Игоревич",
    "Kızıltaş Şirin",
    "Oltar-Węgier Bo",
)

HOSTILE = (
    "<script>alert(1)</script>",
    "</svg></style><b>",
    "\"quoted\" 'single' & ampersand",
    "Adam\u202egnirts\u202c\u2066x\u2069",
    "Щ" * 300,
    "👩‍🚀 Anna \u0000\u001b[31m",
    "{{ words }}{% include 'x' %} {n}",
)

_KINDS = (
    ("held", 412),
    ("no_candidate", 508),
    ("no_answer", 131),
    ("in_hospital", 24),
    ("reported_dead", 19),
    ("released", 77),
    ("transferred", 31),
    ("escaped", 2),
    ("judicial_detention", 12),
    ("civilian", 8),
    ("duplicate_of", 9),
    ("category_disputed", 1),
)


def _answers(list_key: str, by: str, scale: float) -> tuple[AnswerLine, ...]:
    names = cycle(NAMES)
    lines, number = [], 1
    for kind, count in _KINDS:
        for _ in range(max(1, round(count * scale))):
            number += 1
            answered = kind != "no_answer"
            lines.append(
                AnswerLine(
                    key=f"{list_key}:{number}",
                    reference=f"К-{number:05d}",
                    kind=kind,
                    state="confirmed" if number % 3 else "proposed",
                    by=by if answered else "",
                    on=date(2025, 6, 28) if answered else None,
                    list_key="held-2025-06" if answered else "",
                    list_date=date(2025, 6, 20) if answered else None,
                    held_key=f"held-2025-06:{number + 40}" if kind in {"held", "in_hospital", "transferred"} else "",
                    particulars=(("death_date", "2024-11-03"), ("burial_place", "Верхня Ясна"))
                    if kind == "reported_dead" and number % 2
                    else (),
                    name=next(names),
                )
            )
    return tuple(lines)


def _tally(code: str, of: str, lines: tuple[AnswerLine, ...]) -> Tally:
    kinds = dict.fromkeys(line.kind for line in lines)
    return Tally(
        code,
        of,
        len(lines),
        tuple(Figure(kind, tuple(line.key for line in lines if line.kind == kind)) for kind in kinds),
    )


def _pair(number: int, standing: str) -> PairLine:
    return PairLine(
        left=f"sought-b:{number}",
        right=f"held-2025-06:{number + 40}",
        bits=14.2 - number,
        prior_bits=-10.4,
        standing=standing,
        reasons=("margin_small", "birth_date_conflicts")[: 1 + number % 2],
        runner_up=f"held-2025-06:{number + 99}" if number % 2 else "",
        margin_bits=2.1 if number % 2 else None,
        fields=(
            FieldLine("surname", "sounds_alike", "close", "Ясенко", "Yasenko", 7.9),
            FieldLine("given_name", "exact", "agree", "Мирон", "Myron", 5.2),
            FieldLine("patronymic", "", "unknown", "Тарасович", "", 0.0),
            FieldLine("birth_date", "day_and_month_swapped", "conflict", "1999-04-03", "1999-03-04", -1.3),
            FieldLine("rank", "near", "close", "OR-4", "OR-5", 0.6),
        ),
        left_name=NAMES[0],
        right_name="YASENKO Myron",
    )


def _finding(
    number: int, category: str, outcome: str, reasons: tuple[str, ...], missing: tuple[str, ...]
) -> FindingLine:
    return FindingLine(
        key=f"held-2025-06:{number}",
        category=category,
        outcome=outcome,
        reasons=reasons,
        missing=missing,
        readings=(("party_a", "eligible"), ("party_b", "not_eligible")) if number % 7 == 0 else (),
        name=NAMES[number % len(NAMES)],
    )


def sample_report(scale: float = 1.0) -> NodeReport:
    """Returns a realistic report; `scale` 1 has some 1,200 answers on each side."""
    own = _answers("sought-b", "party_a", scale)
    received = _answers("sought-a", "party_b", scale / 2)
    findings = tuple(
        _finding(number, category, outcome, reasons, missing)
        for category, outcome, reasons, missing, count in (
            ("wounded_and_ill", "eligible", ("art110_entitled:yes",), (), 61),
            ("wounded_and_ill", "not_eligible", ("art110_entitled:no",), (), 420),
            (
                "wounded_and_ill",
                "cannot_be_decided",
                (),
                ("art110_entitled", "agreed_severe", "fit_to_travel"),
                133,
            ),
            ("young", "eligible", ("age:inside",), (), 180),
            ("young", "not_eligible", ("age:outside",), (), 390),
            ("young", "cannot_be_decided", ("age:readings_differ",), ("birth_date",), 44),
        )
        for number in range(2, 2 + max(1, round(count * scale)))
    )
    # Rows of one category must not share a number, or the tally would count them twice.
    offsets: dict[str, int] = {}
    numbered = []
    for line in findings:
        offsets[line.category] = offsets.get(line.category, 1) + 1
        numbered.append(replace(line, key=f"held-2025-06:{offsets[line.category]}"))
    findings = tuple(numbered)
    eligibility = tuple(
        Tally(
            category,
            "held-2025-06",
            sum(1 for line in findings if line.category == category),
            tuple(
                Figure(
                    outcome,
                    tuple(line.key for line in findings if (line.category, line.outcome) == (category, outcome)),
                )
                for outcome in ("eligible", "not_eligible", "cannot_be_decided")
            ),
        )
        for category in ("wounded_and_ill", "young")
    )
    unasked = tuple(f"held-2025-06:{number}" for number in range(700, 700 + max(1, round(36 * scale))))
    asked = tuple(line.held_key for line in own if line.held_key)
    problems = (
        ProblemLine(17, 4, "Дата народження", "date:unread", "date", "31.02.1990", refused=False),
        ProblemLine(58, 0, "", "row:empty", "name", "", refused=True),
        ProblemLine(103, 2, "Прізвище", "name:hidden", "name", "Зо\u202eренко", refused=False),
    )
    return NodeReport(
        party="party_a",
        made_on=MADE_ON,
        arrangement_title="Istanbul arrangement of 2 June 2025",
        lists=(
            ListLine(
                "sought-b",
                "sought",
                "party_b",
                "Розшук, список 4",
                date(2025, 6, 20),
                "rozshuk_4.xlsx",
                "9f" * 32,
                1240,
                1234,
                6,
                problems,
                41,
            ),
            ListLine(
                "held-2025-06",
                "held",
                "party_a",
                "Утримувані особи",
                date(2025, 6, 20),
                "held.csv",
                "3c" * 32,
                700,
                700,
                0,
                (),
                0,
            ),
        ),
        tallies=(
            _tally("answers", "sought-b", own),
            _tally("answers_received", "sought-a", received),
            Tally(
                "held",
                "held-2025-06",
                len(asked) + len(unasked),
                (Figure("asked_for", asked), Figure("held_not_asked_for", unasked)),
            ),
        ),
        answers=own,
        received=received,
        pairs=tuple(_pair(number, "to_review") for number in range(1, 8)),
        duplicates=tuple(_pair(number, "unsure") for number in range(20, 22)),
        eligibility=eligibility,
        findings=findings,
        divided=tuple(
            _finding(number, "young", "cannot_be_decided", ("age:readings_differ",), ()) for number in range(7, 50, 7)
        ),
        not_traded=tuple(
            _finding(number, "not_traded", "eligible", ("status:civilian",), ()) for number in (501, 502, 503)
        ),
        disclosed=tuple(
            DisclosedLine(
                f"sought-a:{number}",
                ("full_name", "birth_date", "father_name"),
                "party_b",
                date(2025, 6, 21),
                ("party_a",),
                "disclosed_1.json",
                NAMES[number % 5],
            )
            for number in range(2, 12)
        ),
    )


def hostile_report() -> NodeReport:
    """Returns the sample with a hostile text in every place that a file or a person can fill."""
    report = sample_report(0.05)
    bad = cycle(HOSTILE)
    return replace(
        report,
        arrangement_title=next(bad),
        lists=tuple(
            replace(
                line,
                title=next(bad),
                file_name=next(bad),
                problems=tuple(replace(problem, heading=next(bad), found=next(bad)) for problem in line.problems),
            )
            for line in report.lists
        ),
        answers=tuple(
            replace(line, name=next(bad), reference=next(bad), by=next(bad), particulars=(("grave", next(bad)),))
            for line in report.answers
        ),
        pairs=tuple(
            replace(
                pair,
                left_name=next(bad),
                right_name=next(bad),
                runner_up=next(bad),
                fields=tuple(replace(line, left=next(bad), right=next(bad)) for line in pair.fields),
            )
            for pair in report.pairs
        ),
        findings=tuple(replace(line, name=next(bad)) for line in report.findings),
        divided=tuple(replace(line, name=next(bad)) for line in report.divided),
        disclosed=tuple(replace(line, name=next(bad), file_name=next(bad)) for line in report.disclosed),
    )
