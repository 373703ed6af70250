"""Commands that show lists: `list show`, `rows`, `problems`. They start without loading what reads and compares
lists.
"""

from collections.abc import Iterable

from allforall.account.report import ListLine, ProblemLine
from allforall.cli.call import Call, NamesShown, Outcome
from allforall.cli.commands import Adder
from allforall.node.views import lists
from allforall.pages.labels import expected_label
from allforall.pages.words import Words


def register(add: Adder, text: Words) -> None:
    """Adds these commands."""
    add("list show", _show)
    add("list rows", _rows).add_argument("list")
    add("list problems", _problems).add_argument("list")


def summary(call: Call, stored: ListLine) -> str:
    """Returns a list on one line."""
    return call.text(
        "{key}: {title}, {kind}, {party}, {as_of}: {read} of {total} rows read, {refused} refused, {problems} problems",
        key=stored.key,
        title=stored.title,
        kind=call.words.code("list_kind", stored.kind),
        party=call.words.code("party", stored.party),
        as_of=stored.as_of.isoformat(),
        read=stored.rows_read,
        total=stored.rows_in_file,
        refused=stored.rows_refused,
        problems=stored.problem_count,
    )


def problem_lines(call: Call, problems: Iterable[ProblemLine]) -> list[str]:
    """Returns what could not be read, each on a line."""
    return [
        call.text(
            "  line {line}, column {column} {heading}: {what}; expected {expected}, found {found}",
            line=one.line,
            column=one.column,
            heading=one.heading,
            what=call.words.code("problem", one.code),
            expected=expected_label(call.words, one.expected),
            found=repr(one.found),
        )
        for one in problems
    ]


def _show(call: Call) -> Outcome:
    found = lists.all_lists()
    return Outcome({"lists": [one.as_data() for one in found]}, [summary(call, one) for one in found])


def _rows(call: Call) -> Outcome:
    key = call.arguments.list
    found = lists.rows_of(key)
    return Outcome(
        {"list": key, "rows": [one.as_data() for one in found]},
        [f"{one.key:>10}  {one.row_id:12}  {', '.join(one.marks)}" for one in found],
    )


def _problems(call: Call) -> Outcome:
    key = call.arguments.list
    found = lists.problems_of(key)
    lines = problem_lines(call, found) or [call.text("Every cell of {key} could be read.", key=key)]
    told = NamesShown("list problems", len(found))
    return Outcome({"list": key, "problems": [one.as_data() for one in found]}, lines, shown=told)
