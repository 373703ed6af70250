"""The words that every room shares: names, partial dates, persons, lists.

Takes files as binary streams and texts as written; gives person rows, kept as written, with readings beside them, and
problems with line, column, expected and found. Knows nothing of databases, clocks or the other rooms.
"""
