"""Exercises, and the demonstration with all of its commands, pages and bundles."""

from stage import Desk


def play(stage):
    desk = Desk(stage, "staff")
    desk.good("exercise", "--to", "exercise", "--persons", "25", "--seed", "11")
    desk.refused("exercise", "--to", "exercise")
    desk.refused("exercise", "--to", "other", "--as-of", "yesterday")
    desk.good("demo", "demo", "--persons", "15")
    desk.refused("demo", "exercise")
