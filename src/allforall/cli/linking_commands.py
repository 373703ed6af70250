"""Commands about who is who: `reconcile` and `review`."""

from typing import Any

from allforall.account.report import FieldLine, PairLine
from allforall.cli.call import NEEDS_A_LOOK, Call, NamesShown, Outcome
from allforall.cli.commands import Adder
from allforall.node.acts import links
from allforall.node.views.links import one_pair, waiting_pairs
from allforall.node.views.lists import left_out
from allforall.pages.html.review import READING_OF, how_often, probability_text
from allforall.pages.words import Words
from allforall.pages.writing import written
from allforall.reconcile import Standing, Verdict

_SHOWN = 20


def register(add: Adder, text: Words) -> None:
    """Adds these commands."""
    reconcile = add("reconcile", _reconcile)
    reconcile.add_argument("--sought", default="", metavar="LIST", help=text.text("default: the other party's latest"))
    reconcile.add_argument(
        "--held",
        default=[],
        action="append",
        metavar="LIST",
        help=text.text("default: this node's latest; repeat to search several lists as one"),
    )
    reconcile.add_argument(
        "--within", default="", metavar="LIST", help=text.text("find duplicates inside one list instead")
    )

    waiting = add("review list", _waiting)
    waiting.add_argument("--sought", default="", metavar="LIST")
    waiting.add_argument("--held", default=[], action="append", metavar="LIST")
    waiting.add_argument("--within", default="", metavar="LIST")
    waiting.add_argument("--all", action="store_true", help=text.text("show all"))
    show = add("review show", _show)
    _pair(show)
    decide = add("review decide", _decide)
    _pair(decide)
    decide.add_argument("verdict", choices=[one.value for one in Verdict])
    decide.add_argument("--why", required=True)
    withdraw = add("review withdraw", _withdraw)
    _pair(withdraw)
    withdraw.add_argument("--why", required=True)
    merge = add("review merge", _merge)
    merge.add_argument("rows", nargs="+")
    merge.add_argument("--why", required=True)
    undo = add("review undo-merge", _undo_merge)
    undo.add_argument("rows", nargs="+")
    undo.add_argument("--why", required=True)


def _pair(parser: Any) -> None:
    parser.add_argument("left", metavar="ROW")
    parser.add_argument("right", metavar="ROW")


def _reconcile(call: Call) -> Outcome:
    left, right = links.choose_lists(
        call.node, sought=call.arguments.sought, held=call.arguments.held, within=call.arguments.within
    )
    with call.counting(call.text("comparing"), call.text("steps")) as bar:
        if call.arguments.within:
            done = links.compare_within(call.node, call.desk(), stored=left, progress=bar.of)
        else:
            done = links.compare(call.node, call.desk(), sought=left, held=right, progress=bar.of)
    lines = [
        call.text(
            "{left} ({left_rows} rows) with {right} ({right_rows} rows):",
            left=done.left,
            left_rows=done.left_rows,
            right=done.right,
            right_rows=done.right_rows,
        )
    ]
    lines += [f"  {count:>7}  {call.words.code('standing', name)}" for name, count in done.standings.items()]
    if done.confirmed_for_another:
        lines.append(
            call.words.plural(
                "{n} link leads to a held row already confirmed for another name; it needs review.",
                "{n} links lead to held rows already confirmed for other names; they need review.",
                done.confirmed_for_another,
            )
        )
    own = f"{done.left} {done.right.replace(', ', ' ')}"
    if done.weights_from not in {"", own}:
        lines.append(
            call.text("Weights learnt from the comparison of {lists}.", lists=", ".join(done.weights_from.split()))
        )
    lines += [f"  {key}: {call.words.code('kept', kept)}" for key, kept in done.kept]
    not_looked_through = [] if call.arguments.within else list(left_out(one.key for one in right))
    if not_looked_through:
        lines.append(
            call.text(
                "Not searched: {lists}. Repeat --held to search several lists as one.",
                lists=", ".join(not_looked_through),
            )
        )
    return Outcome(
        {
            "left": done.left,
            "right": done.right,
            "left_rows": done.left_rows,
            "right_rows": done.right_rows,
            "standings": done.standings,
            "left_out": not_looked_through,
            "notes": list(done.notes),
            "weights_from": done.weights_from.split(),
            "kept": dict(done.kept),
            "confirmed_for_another": done.confirmed_for_another,
        },
        [*lines, *(call.words.code("note", note) for note in done.notes)],
        NEEDS_A_LOOK if done.standings[Standing.TO_REVIEW.value] or done.notes else 0,
    )


def _pair_line(call: Call, link: PairLine) -> str:
    reasons = ", ".join(call.words.code("reason", reason) for reason in link.reasons)
    return f"{link.left:>10} {link.right:>10} {link.bits:+7.1f}  {reasons}"


def _waiting(call: Call) -> Outcome:
    left, right = links.choose_lists(
        call.node, sought=call.arguments.sought, held=call.arguments.held, within=call.arguments.within
    )
    found = waiting_pairs(left, *right)
    shown = found if call.arguments.all else found[:_SHOWN]
    lines = [call.words.plural("{n} pair awaits review.", "{n} pairs await review.", len(found), n=len(found))]
    lines += [_pair_line(call, link) for link in shown]
    # the lines are of keys; the data are of what was compared
    told = NamesShown("review list", len(shown) if call.arguments.json else 0)
    return Outcome({"waiting": len(found), "pairs": [link.as_data() for link in shown]}, lines, shown=told)


def _show(call: Call) -> Outcome:
    link = one_pair(call.arguments.left, call.arguments.right)
    words = call.words
    prior = call.text("prior: how rarely two random rows are of one person")
    lines = [_pair_line(call, link), f"  {link.prior_bits:+6.1f}  {prior}"]
    for one in link.fields:
        lines.append(
            f"  {one.bits:+6.1f}  {words.code('field', one.field):24} {words.code('level', one.level):24}"
            f" {written(one.left) or '-'} | {written(one.right) or '-'}"
        )
        lines += [f"{'':10}{text}" for text in _opened_field(one, words)]
    total = call.text("sum")
    lines.append(f"  {link.bits:+6.1f}  {total}")
    if link.probability is not None:
        probability = call.text("Probability")
        lines.append(f"  {probability}: {probability_text(link.probability, words)}")
    if link.runner_up:
        margin = f"{link.margin_bits:+.1f}" if link.margin_bits is not None else "-"
        lines.append(call.text("  next best: {row}, {margin} bits apart", row=link.runner_up, margin=margin))
    if link.confirmed_for:
        before = call.text("Already confirmed for")
        lines.append(f"  {before}: {', '.join(link.confirmed_for)}")
    seen = links.seen_pair(call.arguments.left, call.arguments.right)
    lines.append(call.text("To replace a decision about this pair: --seen {seen}", seen=seen))
    return Outcome({**link.as_data(), "seen": seen}, lines, shown=NamesShown("review show", 2))


def _opened_field(one: FieldLine, words: Words) -> list[str]:
    """Returns the basis of a weight: what was compared of the two values, and how often it occurs."""
    found = []
    if (one.left_reading, one.right_reading) not in {(one.left, one.right), ("", "")}:
        kind = READING_OF.get(one.field, "compared_as")
        reading = f"{written(one.left_reading) or '-'} | {written(one.right_reading) or '-'}"
        found.append(words.code("reading", kind, reading=reading))
    if one.group:
        found.append(words.text("forms of one name: {forms}", forms=written(one.group)))
    if one.m is not None:
        m, u, of_value = how_often(one.m, words), how_often(one.u, words), words.text("of this value")
        met = words.text("frequency: {m} among rows of one person, {u} among rows of two", m=m, u=u)
        found.append(f"{met} ({of_value})" if one.by_frequency else met)
    return found


def _decide(call: Call) -> Outcome:
    args = call.arguments
    verdict = Verdict(args.verdict)
    links.review(call.node, call.desk(), left=args.left, right=args.right, verdict=verdict, why=args.why)
    done = call.text(
        "Decided: {left} and {right}: {verdict}. It takes effect at the next comparison.",
        left=args.left,
        right=args.right,
        verdict=call.words.code("verdict", verdict.value),
    )
    return Outcome({"left": args.left, "right": args.right, "verdict": verdict.value}, [done])


def _withdraw(call: Call) -> Outcome:
    args = call.arguments
    count = links.withdraw_review(call.node, call.desk(), left=args.left, right=args.right, why=args.why)
    return Outcome({"withdrawn": count}, [call.text("Withdrawn. It takes effect at the next comparison.")])


def _merge(call: Call) -> Outcome:
    merged = links.merge(call.node, call.desk(), keys=call.arguments.rows, why=call.arguments.why)
    return Outcome({"merged": list(merged)}, [call.text("One person: {rows}.", rows=", ".join(merged))])


def _undo_merge(call: Call) -> Outcome:
    links.undo_merge(call.node, call.desk(), keys=call.arguments.rows, why=call.arguments.why)
    return Outcome({"undone": sorted(call.arguments.rows)}, [call.text("Undone; the rows are as before.")])
