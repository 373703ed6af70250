"""The word `record` of the command line, whose acts stand in several modules."""

from typing import Any

from allforall.pages.words import Words


def record_acts(commands: Any, text: Words) -> Any:
    """Returns where acts of `record` are added: made by the first module that asks, and the same for the others."""
    there = commands.choices.get("record")
    if there is not None:
        return there.get_default("acts_of_record")
    parser = commands.add_parser("record", help=text.text("what was said between the parties, and how it travels"))
    acts = parser.add_subparsers(required=True, metavar="ACT")
    parser.set_defaults(acts_of_record=acts)
    return acts
