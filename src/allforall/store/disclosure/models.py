"""What was decided about disclosure, and the ledger of what was sent to whom."""

from django.db import models


class StoredSalt(models.Model):
    """This node's secret for references; one row. It never leaves the node except in a backup."""

    salt = models.BinaryField()

    def __str__(self) -> str:
        """Returns nothing of the secret."""
        return "salt"


class StoredDecision(models.Model):
    """One decision about one field (empty: the whole person) of one person or list, towards one party."""

    row_key = models.CharField(max_length=40, db_index=True)
    field = models.CharField(max_length=40, blank=True)
    to = models.CharField(max_length=10)
    allow = models.BooleanField()
    by = models.JSONField()
    why = models.TextField(blank=True)
    on = models.DateField()
    act = models.ForeignKey("node.Act", on_delete=models.PROTECT)

    def __str__(self) -> str:
        """Returns what it concerns."""
        return f"{self.row_key} {self.field or '*'}"


class StoredDisclosure(models.Model):
    """One file that was made for the other party."""

    list = models.ForeignKey("people.StoredList", on_delete=models.PROTECT, related_name="disclosures")
    to = models.CharField(max_length=10)
    on = models.DateField()
    by = models.JSONField()
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    act = models.ForeignKey("node.Act", on_delete=models.PROTECT)

    def __str__(self) -> str:
        """Returns the file's name."""
        return self.file_name


class StoredDisclosedRow(models.Model):
    """One person in such a file: under which reference, with which fields."""

    disclosure = models.ForeignKey(StoredDisclosure, on_delete=models.PROTECT, related_name="rows")
    row_key = models.CharField(max_length=40, db_index=True)
    ref = models.CharField(max_length=40, db_index=True)
    fields = models.JSONField()

    def __str__(self) -> str:
        """Returns the reference."""
        return self.ref
