"""The command line: one command per step of the story, in four languages, for people and (`--json`) for programs.

Takes words, calls the use cases of `node`, prints what came of it. Exit codes: docs/commands.md.
"""

from allforall.cli.program import main

__all__ = ["main"]
