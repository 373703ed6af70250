"""Promised against delivered, asked against answered, and each value that faces show: computes, draws nothing.

Takes the rows, answers, findings, links and reviews of the rooms below; gives the values of `report`, in
which every figure carries the keys that made it, and for the public counts without keys and without small
cells.

- `report`: the values themselves; light, so that whoever only shows a list loads no room that compares names
- `lines`: they are made here from the values of the rooms
- `tallies`: counts that add up to the length of a list
- `summary`, `public`: the report in a few lines; what may be told to everybody
- `said`: what was said in the record
"""
