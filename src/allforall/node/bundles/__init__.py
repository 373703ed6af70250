"""Bundles of the record between nodes: made and taken in (`carrying`), verified as a whole before anything is stored
(`unpacking`, `branches`), a fork that shows in them (`forking`), and exchanged where the other node is at hand
(`exchanging`, `peers`).
"""
