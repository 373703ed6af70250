"""Promised against delivered, asked against answered, and every value that faces show: computes, but draws nothing.

Takes the rows, answers, findings, links and reviews of the rooms below; gives the values of `report`, in
which every figure carries the keys that made it, and for the public counts without keys and without small
cells.

- `report`: the values themselves; light, so that showing a list loads no room that compares names
- `lines`: makes them from the values of the rooms
- `tallies`: counts that add up to the length of a list
- `summary`, `public`: the report in a few lines; what may be made public
- `said`: the entries of the record
"""
