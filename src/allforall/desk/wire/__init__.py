"""Bundles over HTTP: a server for the other nodes, and the calls to theirs."""
