"""Bundles of the record between nodes: made and applied (`transfer`), verified as a whole before anything is stored
(`plan`, `branches`), forks found in them (`forks`), and exchanged where the other node can be reached
(`exchange`, `peers`).
"""
