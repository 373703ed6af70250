"""Offers of places and their outcomes, from the logs alone.

`entries` has their bodies, `outcomes` the state of an offer. Takes replayed entries and gives values.
"""
