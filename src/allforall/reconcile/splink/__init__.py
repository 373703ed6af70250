"""The bridge to Splink and Spark: the same columns, conditions and levels, for lists beyond one machine.

A room of its own that nobody else here imports; Splink, pandas, pyarrow and Spark are extras.
"""
