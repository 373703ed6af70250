"""Use cases that need no node: a record is verified, DNA is weighed, by whoever was handed the files.

Takes files and what the reader states: a trusted digest, a model of mutation, a threshold. Gives values that say
everything, for a page, a table or a program to draw, and writes the files that were asked for. It prints nothing and
knows no language. It imports no `store` and nothing that only POSIX has: a laboratory's Windows machine is enough.
"""
