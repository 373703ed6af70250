"""The mark by which a text is found for translation."""

from allforall.errors import N_

__all__ = ["N_"]
