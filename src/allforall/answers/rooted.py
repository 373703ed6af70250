"""The answers of a file under one root, so that one family can be shown its own and no other."""

from collections.abc import Mapping

from allforall.answers.entries import ANSWER_DOMAIN
from allforall.answers.files import answer_item
from allforall.answers.outgoing import AnswersFile
from allforall.disclosure.opening import Random, Rooted, root_items


def answer_items(answers: AnswersFile) -> Mapping[str, bytes]:
    """Returns the inputs of the answers' commitments, by reference."""
    return {entry.ref: answer_item(entry) for entry in answers.entries}


def root_answers(answers: AnswersFile, random: Random) -> Rooted:
    """Returns the commitments to the answers under one root."""
    return root_items(answer_items(answers), ANSWER_DOMAIN, random)
