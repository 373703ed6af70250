"""Every command that there is."""

import argparse

from allforall.cli import program
from allforall.pages.words import words as words_of


def leaves(parser=None, words=()):
    """Gives every command as a tuple of its words, with its parser."""
    parser = parser or program.make_parser(words_of("en"))
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not inner:
        yield words, parser
    for action in inner:
        for name, below in action.choices.items():
            yield from leaves(below, (*words, name))


COMMANDS = {words for words, _ in leaves()}


def command_of(words):
    """Returns the command that a call's words begin with, or nothing where there is none."""
    return next((words[:n] for n in (3, 2, 1) if words[:n] in COMMANDS), ())
