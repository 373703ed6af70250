"""Use cases that need no node: anyone who was given the files can verify a record or weigh DNA.

Takes files and what the reader states: a trusted digest, a mutation model, a threshold. Returns complete values for a
page, a table or a program to draw, and writes the requested files. It prints nothing and knows no language. It imports
no `store` and nothing specific to POSIX: a laboratory's Windows machine is enough.
"""
