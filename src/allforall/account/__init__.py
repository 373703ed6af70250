"""Promised against delivered, asked against answered: computes, draws nothing.

Takes the rows, answers, findings and reviews of the rooms below; gives the values of `report`, in which every figure
carries the keys that made it.
"""
