"""The record's files on disk: one folder per log, whose format others can read (C2SP tlog-tiles).

Bytes in, bytes out, and nothing acknowledged before it is on the disk. What an entry means, and whether it may be
written at all, is decided in `record` and `node`.
"""
