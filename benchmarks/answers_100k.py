"""Answers and account at 100,000 sought and 100,000 held persons, against one plain pass over the same rows.

    python benchmarks/answers_100k.py [persons]

Prints seconds of processor time per step, the peak of memory, and the whole as a multiple of the baseline:
reading the custody of every row once. Linking is not part of it: the links are given.
"""

import random
import resource
import sys
import time
from datetime import date

from allforall.account.lines import answer_lines
from allforall.account.public import suppress
from allforall.account.report import NodeReport
from allforall.account.summary import summarise
from allforall.account.tallies import tally_answers, tally_held, tally_held_outward, tally_outgoing, tally_received
from allforall.answers import (
    AnswerKind,
    answer_names,
    confirm,
    confirm_batch,
    gather_held,
    gather_sought,
    latest,
    make_outgoing,
    place_held,
    propose_answers,
    read_answers,
    receive,
    write_answers,
)
from allforall.disclosure import Decision, digest, gather, make_disclosed, read_disclosed, write_disclosed
from allforall.people.fields import Field
from allforall.people.persons import ListKind, Party, PersonRow, Reading
from allforall.reconcile import Link, Pair, Standing

DAY = date(2025, 6, 2)
BY = ("officer one", "officer two")
CUSTODY = ("held",) * 12 + ("in_hospital", "released", "died", "at_liberty", "transferred", "")


def person(key: str, line: int, *said: tuple[Field, str]) -> PersonRow:
    """Returns a row of these fields, one column each."""
    readings = tuple(Reading(field, text, text, (), column) for column, (field, text) in enumerate(said, 1) if text)
    return PersonRow(key, line, tuple(text for _, text in said), readings)


def main(persons: int) -> None:
    """Runs every step once and prints what it took."""
    dice = random.Random(2025)
    ours = [
        person(
            f"mine:{n}",
            n,
            (Field.SURNAME, f"Вигадко{chr(1072 + n % 32)}"),
            (Field.GIVEN_NAME, "Еней"),
            (Field.BIRTH_DATE, f"{1960 + n % 45}-0{1 + n % 9}-1{n % 10}"),
            (Field.RANK, "солдат"),
            (Field.TELEPHONE, "1"),
        )
        for n in range(2, persons + 2)
    ]
    held_rows = [
        person(f"h:{n}", n, (Field.SURNAME, "Вигадко"), (Field.CUSTODY, dice.choice(CUSTODY)))
        for n in range(2, persons + 2)
    ]
    took: list[tuple[str, float]] = []
    start = time.process_time()

    def step(name: str) -> None:
        nonlocal start
        now = time.process_time()
        took.append((name, now - start))
        start = time.process_time()

    sum(row.value(Field.CUSTODY) == "held" for row in (*ours, *held_rows))
    step("baseline: one pass over the rows")
    ranks = gather([Decision("mine:*", Field.RANK, Party.PARTY_B, True, BY, "", DAY)])
    made = make_disclosed(
        ours,
        ranks,
        list_key="mine",
        kind=ListKind.SOUGHT,
        party=Party.PARTY_A,
        as_of=DAY,
        disclosed_on=DAY,
        salt=bytes(range(32)),
        by=BY,
    )
    content = write_disclosed(made.disclosed)
    step("disclose a list")
    asked = read_disclosed(content, to=Party.PARTY_B)
    step("read the disclosed list")
    rows = [person(f"s:{n}", n, (Field.ROW_ID, row.ref)) for n, row in enumerate(asked.rows, 2)]
    links = []
    for n in range(2, persons + 2):
        if dice.random() < 0.6:
            standing = Standing.CLEAR if dice.random() < 0.8 else Standing.TO_REVIEW
            links.append(Link(Pair(f"s:{n}", f"h:{n}", (), -16.0, 12.0), standing, ()))
    same = [Link(Pair(f"s:{n}", f"s:{n + 1}", (), -16.0, 12.0), Standing.CLEAR, ()) for n in range(2, persons, 10)]
    step("(making the input)")
    sought = gather_sought(rows, list_key="mine", duplicates=same)
    held = gather_held(held_rows, list_key="h", list_date=DAY, to=Party.PARTY_A, decisions=gather(()))
    proposals = propose_answers(sought, held, links)
    step("propose")
    acts = list(confirm_batch(proposals, by=BY, on=DAY, standing={}).confirmed)
    standing = latest(acts)
    dead = [proposal for proposal in proposals if proposal.kind is AnswerKind.REPORTED_DEAD][:20]
    acts.extend(confirm(proposal, by=BY, on=DAY, standing=standing) for proposal in dead)
    step("confirm")
    names = answer_names(sought, held, proposals, acts)
    places = place_held(held, names, links)
    step("one answer per name, one place per row")
    sent = make_outgoing(names, sought, held, list_sha256=digest(content), authority="Bureau", answered_on=DAY, by=BY)
    file = write_answers(sent)
    step("write the answers")
    read = read_answers(file, asked={digest(content): asked}, to=Party.PARTY_A)
    intake = receive((), read, keys=made.keys, file_sha256=digest(file), received_on=DAY)
    step("read the answers")
    tallies = (
        tally_answers(names, list_key="s", sought_keys=sought.rows),
        tally_outgoing(sent, keys={ref: key for key, ref in sought.refs.items()}, sought_keys=sought.rows),
        tally_received(intake.added, list_key="mine", sought_keys=[row.key for row in ours]),
        tally_held(places, list_key="h", held_keys=held.rows),
        tally_held_outward(places, list_key="h"),
    )
    summary = summarise(NodeReport("party_b", DAY, "", tallies=tallies, answers=answer_lines(names)))
    for each in tallies:
        suppress(each)
    step("account")
    if not summary.adds_up:
        raise SystemExit(f"does not add up: {summary.not_adding_up}")
    for name, seconds in took:
        print(f"{seconds:8.2f} s  {name}")
    counted = sum(seconds for name, seconds in took if not name.startswith(("(", "baseline")))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{counted:8.2f} s  all steps, {counted / took[0][1]:.0f} times the baseline; peak {peak:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
