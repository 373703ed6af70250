"""Every command that there is."""

from allforall.cli.command_line import CommandLine
from allforall.cli.commands import COMMANDS as TABLE


def leaves(text):
    """Gives every command as a tuple of its words, with its parser."""
    line = CommandLine(text)
    for one in TABLE.values():
        if one.module:
            line.fill(one.words)
            yield tuple(one.words.split()), line.parser_of(one.words)


COMMANDS = {tuple(one.words.split()) for one in TABLE.values() if one.module}


def command_of(words):
    """Returns the command that a call's words begin with, or nothing where there is none."""
    return next((words[:n] for n in (3, 2, 1) if words[:n] in COMMANDS), ())
