"""The private working data of one node: SQL through Django's models, one application per room.

Takes and gives the values of the rooms; `node` alone calls it. One process serves one node: `connect` is called once
per process, and a second database is refused until `disconnect`.
"""

from allforall.store.connection import connect, disconnect, is_current, migrate, unapplied, writing

__all__ = ["connect", "disconnect", "is_current", "migrate", "unapplied", "writing"]
