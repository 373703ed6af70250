"""Officers, and the journal of what they did."""

from django.db import models


class Officer(models.Model):
    """A named person who may act on this node."""

    name = models.CharField(max_length=120, unique=True)
    role = models.CharField(max_length=120)
    passphrase = models.CharField(max_length=256)  # salted scrypt, see node/officers.py
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Returns the officer's name."""
        return self.name


class Act(models.Model):
    """One act of one or two officers: appended (`journal.append_act`), never changed. Details carry keys and digests,
    no names of persons. The reason is free text: an erasure empties it and its salt, and its hash stays in the chain.
    """

    at = models.DateTimeField()
    kind = models.CharField(max_length=60, db_index=True)
    officers = models.JSONField()
    why = models.TextField(blank=True)
    why_salt = models.CharField(max_length=32, blank=True)
    why_hash = models.CharField(max_length=64, blank=True)
    details = models.JSONField()
    nonce = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - many have none, and it is unique
    asked = models.CharField(max_length=64, blank=True)  # hash of what was asked under the nonce
    line = models.CharField(max_length=64)  # hash of this line and of the one before, see chain.py

    def __str__(self) -> str:
        """Returns what was done and when."""
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
