"""Commands to rehearse with invented people: `exercise` and `demo`."""

import time
from datetime import date
from pathlib import Path
from typing import Any

from allforall.cli.call import NEEDS_A_LOOK, Call, Outcome, a_date
from allforall.cli.commands import Adder
from allforall.cli.demo import exchange as demo
from allforall.cli.demo.summary import agreed_lines, record_data, record_lines, write_first_page
from allforall.errors import CallError
from allforall.exercise import default_profile, make_exercise, read_rates
from allforall.pages.agreed import AGREED
from allforall.pages.words import Words
from allforall.people.persons import Party

#: The day of the agreement of the worked example.
_AGREED_ON = date(2025, 6, 2)
_DEMO_FOLDER = "demo-exchange"


def register(add: Adder, text: Words) -> None:
    """Adds these commands."""
    exercise = add("exercise", _exercise, needs_node=False)
    exercise.add_argument("--to", required=True, metavar="FOLDER")
    show = add("demo", _demo, needs_node=False)
    show.add_argument("folder", nargs="?", default=_DEMO_FOLDER)
    for parser, persons in ((exercise, 1000), (show, 400)):
        parser.add_argument("--seed", type=int, default=2)
        parser.add_argument("--persons", type=int, default=persons, help=text.text("persons sought by each party"))
        parser.add_argument("--rates", default="", metavar="FILE", help=text.text("defect rates, as TOML"))
        parser.add_argument("--as-of", default=_AGREED_ON.isoformat(), metavar="DATE")


def _make(call: Call) -> Any:
    args = call.arguments
    try:
        profile = Path(args.rates).read_text(encoding="utf-8") if args.rates else default_profile()
    except (OSError, UnicodeDecodeError) as error:
        raise CallError("call:file:unreadable", path=args.rates, found=str(error)) from None
    return make_exercise(seed=args.seed, persons=args.persons, rates=read_rates(profile), as_of=a_date(args.as_of))


def _exercise(call: Call) -> Outcome:
    folder = Path(call.arguments.to)
    if folder.exists() and any(folder.iterdir()):
        raise CallError("exercise:folder:not-empty", path=str(folder))
    written = demo.write_arrivals(_make(call), folder)
    files = sorted(str(path) for path in written.values())
    truth = str(folder / "truth")
    return Outcome(
        {"seed": call.arguments.seed, "files": files, "truth": truth},
        [*files, call.text("The truth, not to be shown to those who rehearse: {path}", path=truth)],
    )


def _demo(call: Call) -> Outcome:
    started = time.monotonic()
    args = call.arguments
    folder = Path(args.folder)
    demo.prepare_folder(folder)

    def say(line: str) -> None:
        if not args.json:
            print(line, flush=True)

    for line in agreed_lines(call):
        say(line)
    say("")
    say(
        call.text(
            "Two invented parties, {count} persons sought by each, seed {seed}.",
            count=args.persons,
            seed=args.seed,
        )
    )
    exercise = _make(call)
    arrivals = demo.write_arrivals(exercise, folder / "arrives")
    for path in sorted(arrivals.values()):
        say(f"  {path}")
    held = demo.hold_exchange(
        folder,
        arrivals,
        as_of=args.as_of,
        lang=call.words.lang,
        say=lambda step: say(call.words.code("step", step)),
    )
    seconds = time.monotonic() - started
    data: dict[str, Any] = {"folder": str(folder), "seed": args.seed, "seconds": round(seconds, 1)}
    data["record"] = record_data(held)
    data["agreed"] = [line.as_data() for line in AGREED]
    first = write_first_page(call, folder, args.as_of, held)
    data["first"] = str(first)
    lines: list[str] = []
    for party in Party:
        found, told = demo.score(exercise, party, held.linked[party]), held.reports[party.value]
        data[party.value] = {
            "first": told["first"],
            "tallies": told["tallies"],
            "links": {"right": found.right, "wrong": found.wrong, "findable": found.findable, "f1": found.f1},
        }
        lines += ["", *told["summary"].splitlines()]
        lines.append(
            call.text(
                "Against the truth: of {findable} names that could be found, {right} links are right, {wrong} wrong.",
                findable=found.findable,
                right=found.right,
                wrong=found.wrong,
            )
        )
    lines += [
        *record_lines(call, held),
        "",
        call.text("Pages to open in a browser ({seconds} seconds in all):", seconds=f"{seconds:.0f}"),
    ]
    lines.append(f"  {first.resolve().as_uri()}")
    lines += [f"  {Path(held.reports[party.value]['first']).resolve().as_uri()}" for party in Party]
    missed = [one for one in held.attempts if not one.was_found]
    return Outcome(data, lines, NEEDS_A_LOOK if missed else 0)
