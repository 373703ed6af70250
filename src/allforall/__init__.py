"""The table between two parties who do not trust each other: from signed words to everyone accounted for."""

__version__ = "0.1.0"
