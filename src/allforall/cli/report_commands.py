"""Commands that show: `eligibility show` and `report`."""

from collections import Counter
from pathlib import Path

from allforall import pages
from allforall.account.lines import finding_lines
from allforall.account.report import FindingLine
from allforall.account.said import RecordAccount
from allforall.arrangement import NOT_TRADED
from allforall.cli.call import Call, Outcome
from allforall.cli.commands import Adder
from allforall.cli.record_call import unlocked
from allforall.durable import make_folder, writing_durably
from allforall.eligibility import Outcome as Found
from allforall.eligibility import divided
from allforall.errors import CallError, GateError, NodeError
from allforall.node.acts.eligibility import find_all
from allforall.node.folder import WITNESS, Node
from allforall.node.record.record import has_record
from allforall.node.record.record_account import has_explanations, make_record_account
from allforall.node.report import make_report, note_names_shown
from allforall.node.session import read_record
from allforall.node.views.lists import find_list
from allforall.pages import Words, summary_text, write_pages
from allforall.pages.html.record import RECORD, write_record_pages

_WIDTH = 100


def register(add: Adder, text: Words) -> None:
    """Adds these commands."""
    eligible = add("eligibility show", _eligible)
    eligible.add_argument("list", nargs="?", default="", help=text.text("default: the latest list of persons held"))
    eligible.add_argument("--category", default="", help=text.text("show the persons of one category"))
    eligible.add_argument("--row", default="", help=text.text("show one person"))
    eligible.add_argument(
        "--divided", action="store_true", help=text.text("show the persons for whom the two readings of a rule differ")
    )
    report = add("report", _report)
    report.add_argument("--to", default="", metavar="FOLDER")
    report.add_argument("--pdf", action="store_true", help=text.text("also as PDF"))
    report.add_argument("--names", action="store_true", help=text.text("with names of persons; logged in the journal"))


def _line(call: Call, one: FindingLine) -> str:
    reasons = ", ".join(call.words.code("reason", reason) for reason in one.reasons)
    missing = ", ".join(call.words.code("field", field) for field in one.missing)
    asked = call.text("; missing: {fields}", fields=missing) if missing else ""
    category, outcome = call.words.code("category", one.category), call.words.code("outcome", one.outcome)
    return f"{one.key:>10}  {category}: {outcome} ({reasons}{asked})"


def _eligible(call: Call) -> Outcome:
    args = call.arguments
    arrangement, stored, findings = find_all(call.node, find_list(args.list) if args.list else None)
    known = [*(one.key for one in arrangement.categories()), NOT_TRADED]
    if args.category and args.category not in known:
        raise CallError("eligibility:category:unknown", found=args.category, expected=", ".join(known))
    counted: Counter[tuple[str, str]] = Counter()
    shown: list[FindingLine] = []
    people: set[str] = set()
    with call.counting(call.text("persons"), call.text("persons")) as bar:
        for one in findings:
            counted[one.category, one.outcome.value] += 1
            people.add(one.key)
            bar.done(len(people))
            if (
                (args.row and one.key == args.row)
                or (args.category and one.category == args.category and one.outcome is not Found.NOT_ELIGIBLE)
                or (args.divided and divided([one]))
            ):
                shown += finding_lines([one])
    if args.row and not shown:
        raise CallError("row:key:unknown", found=args.row)
    lines = [
        call.text("{title}: {count} persons of {list}", title=arrangement.title, count=len(people), list=stored.key)
    ]
    for category in dict.fromkeys(category for category, _ in counted):
        lines.append(f"  {call.words.code('category', category)}")
        lines += [
            f"  {counted[category, outcome.value]:>9}  {call.words.code('outcome', outcome.value)}"
            for outcome in Found
            if category != NOT_TRADED or counted[category, outcome.value]
        ]
    lines += [_line(call, one) for one in shown]
    counts: dict[str, dict[str, int]] = {}
    for (category, outcome), count in counted.items():
        counts.setdefault(category, {})[outcome] = count
    return Outcome(
        {
            "list": stored.key,
            "arrangement": arrangement.digest,
            "persons": len(people),
            "counts": counts,
            "findings": [one.as_data() for one in shown],
        },
        lines,
    )


def _account(call: Call, node: Node) -> RecordAccount | None:
    """The record for its pages; with names, and if there is an explanation, the node's keys are opened for it."""
    if not has_record(node):
        return None
    with read_record(node) as record:
        if not call.arguments.names or not has_explanations(record):
            return make_record_account(record)
    with read_record(node, unlocked(call)) as record:
        return make_record_account(record, explained=True)


def _report(call: Call) -> Outcome:
    args = call.arguments
    node = call.node
    lang = call.arguments.lang or node.lang  # pages are in the node's language unless another one is asked for
    folder = Path(args.to) if args.to else node.path / "pages" / node.now.strftime("%Y%m%dT%H%M%SZ")
    # Loaded first: without its extra no page is written and no look at names is journalled.
    write_pdf = pages.write_pdf if args.pdf else None
    desk = call.desk() if args.names else None
    # the witness has no lists: it has pages of the record only
    report = None if node.author == WITNESS else make_report(node, show_names=args.names)
    account = _account(call, node)
    if desk is not None:
        note_names_shown(node, desk, folder.name)
    written: list[str] = []

    bar = call.counting(call.text("writing"), call.text("pages"))

    def write(name: str, content: bytes) -> None:
        put(folder / name, content)
        written.append(name)
        bar.done(len(written))

    try:
        make_folder(folder)
        with bar, writing_durably() as put:
            if account is not None:
                first_page, summary_page = (RECORD, "index.html") if report else ("index.html", "")
                write_record_pages(
                    account, lang, show_names=args.names, first=first_page, summary=summary_page, out=write
                )
            if report is not None:
                write_pages(report, lang, show_names=args.names, record=RECORD if account else "", out=write)
                if write_pdf:
                    write("report.pdf", write_pdf(report, lang, show_names=args.names))
    except OSError as error:
        raise NodeError("node:pages:not-written", path=str(folder), found=error.strerror or "") from error
    first = folder / "index.html"
    seen = call.text("Open in a browser: {path}", path=first.resolve().as_uri())
    if report is None:
        if not written:
            raise GateError("record:none")
        return Outcome({"folder": str(folder), "first": str(first), "pages": written}, [seen])
    tallies = [one.as_data() for one in (*report.tallies, *report.eligibility)]
    summary = summary_text(report, lang, _WIDTH)
    return Outcome(
        {
            "folder": str(folder),
            "first": str(first),
            "pages": written,
            "tallies": tallies,
            "summary": summary,
        },
        [*summary.splitlines(), "", seen],
    )
