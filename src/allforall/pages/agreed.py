"""What was agreed in Istanbul on 2 June 2025, line by line, and which command carries it today.

The worked example of the whole program. The README and the demonstration begin with these lines; a test holds both
against the commands that exist.
"""

from dataclasses import dataclass
from enum import StrEnum

from allforall.errors import N_
from allforall.pages.tables import Cell, Column, Row, Table
from allforall.pages.words import Words


class Stands(StrEnum):
    """How far the program carries a line."""

    WORKS = "works"
    PART = "part"
    NOT_YET = "not_yet"


STANDS = {
    Stands.WORKS: N_("works"),
    Stands.PART: N_("part"),
    Stands.NOT_YET: N_("not yet"),
}


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """One line: what was said, how far it is carried, by which commands, and what is there or lacking.

    Where it is not carried, `commands` are the words that are kept for it and must not exist.
    """

    said: str
    stands: Stands
    commands: tuple[str, ...]
    note: str = ""

    def as_data(self) -> dict[str, object]:
        """Returns the line for programs."""
        carried = self.stands is not Stands.NOT_YET
        return {"said": self.said, "stands": self.stands.value, "commands": list(self.commands) if carried else []}


AGREED = (
    AgreedLine(
        N_("what was agreed, in the words of each side"),
        Stands.WORKS,
        ("arrangement propose", "arrangement accept"),
    ),
    AgreedLine(
        N_("“all for all”: severely wounded and seriously ill prisoners"),
        Stands.PART,
        ("eligibility show",),
        N_("who falls under it, by the lists; no medical board"),
    ),
    AgreedLine(
        N_("all soldiers aged 18 to 25; one side said “under 25”"),
        Stands.PART,
        ("eligibility show",),
        N_("both readings, and the persons whom they divide; nobody travels"),
    ),
    AgreedLine(
        N_("bodies, “6000 for 6000”"),
        Stands.PART,
        ("kinship lr", "kinship matrix"),
        N_("DNA is weighed; no bags, bodies or counts"),
    ),
    AgreedLine(
        N_("earlier: “1000 for 1000”, in stages"),
        Stands.PART,
        ("offer make", "offer accept"),
        N_("numbers are offered and accepted; no names, no stages"),
    ),
    AgreedLine(
        N_("a list of 339 children, “officially handed over”"),
        Stands.PART,
        ("paper receipt", "paper check"),
        N_("a receipt for the paper; no dossiers, no track of its own"),
    ),
    AgreedLine(
        N_("a commission for the severely wounded, “without political decisions”"), Stands.NOT_YET, ("commission",)
    ),
    AgreedLine(
        N_("a ceasefire of two to three days in certain areas, to retrieve bodies; readiness for 30 days"),
        Stands.NOT_YET,
        ("pause",),
    ),
    AgreedLine(
        N_("a memorandum handed over, a week to study it; “promised to consider”"),
        Stands.PART,
        ("paper receipt", "commitment state"),
        N_("who owes what until when, as each side says; no clocks, no reminders"),
    ),
    AgreedLine(
        N_("a next meeting, proposed for 20 to 30 June"),
        Stands.PART,
        ("meeting propose", "meeting confirm"),
        N_("tentative until both confirm; no conditions, no calendar"),
    ),
    AgreedLine(
        N_("rounds of talks: place, heads, start, finish, languages; who may sign"),
        Stands.PART,
        ("meeting propose",),
        N_("round, place, languages; no heads, no mandates"),
    ),
    AgreedLine(N_("“according to …, citing …”: who said what according to whom"), Stands.NOT_YET, ("statement",)),
)

TITLE = N_("What was agreed on 2 June 2025, and what of it the program carries today")
STATUS = N_("No outside audit, no real list yet; every figure is of invented people; not run on Windows.")


def today(line: AgreedLine, words: Words) -> str:
    """Returns how far a line is carried, and what is there or lacking."""
    stands = words.text(STANDS[line.stands])
    return f"{stands}: {words.text(line.note)}" if line.note else stands


def carried_by(line: AgreedLine) -> tuple[str, ...]:
    """Returns the commands that carry a line; none where it is not carried yet."""
    return () if line.stands is Stands.NOT_YET else line.commands


def agreed_table(words: Words) -> Table:
    """Returns the lines as a table."""
    _ = words.text
    rows = [
        Row((Cell(_(line.said)), Cell(", ".join(carried_by(line)) or "—", "k"), Cell(today(line, words))))
        for line in AGREED
    ]
    columns = (Column(_("On 2 June 2025")), Column(_("Command"), "k"), Column(_("Today")))
    return Table(_(TITLE), columns, rows)
