"""Offers of places and what became of them, from the logs alone.

`entries` has what is said, `outcomes` where an offer stands. Takes entries that were followed and gives values.
"""
