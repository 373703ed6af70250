"""Lists as they arrived, their rows as written with the readings beside, and what could not be read."""

from django.db import models


class _Standing(models.Manager["StoredList"]):
    def get_queryset(self) -> "models.QuerySet[StoredList]":
        return super().get_queryset().filter(withdrawn_by=None)


class StoredList(models.Model):
    """One file that was read: whose list, of what kind, of what day, and how it was read.

    `objects` are the lists that count; a list that was imported by mistake is withdrawn, but kept in `every`.
    """

    key = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10)
    party = models.CharField(max_length=10)
    title = models.CharField(max_length=300)
    as_of = models.DateField()
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    content_digest = models.CharField(max_length=64, db_index=True)  # of the cells, whatever the file's format
    disclosure_digest = models.CharField(max_length=64, blank=True)  # of the disclosed list in which it came
    their_key = models.CharField(max_length=100, blank=True)  # what the other side calls it
    format = models.CharField(max_length=10)
    encoding = models.CharField(max_length=20, blank=True)
    headings = models.JSONField()
    mapping = models.JSONField()
    basis = models.CharField(max_length=20)
    rows_in_file = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    problem_count = models.PositiveIntegerField(default=0)
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=120)
    withdrawn_by = models.ForeignKey("node.Act", on_delete=models.PROTECT, null=True, related_name="+")

    every = models.Manager["StoredList"]()
    objects = _Standing()

    class Meta:
        default_manager_name = "objects"
        base_manager_name = "every"
        # The same bytes as the same kind of list of the same party change nothing.
        constraints = (
            models.UniqueConstraint(
                fields=["sha256", "kind", "party"],
                condition=models.Q(withdrawn_by=None),
                name="one_import_per_file",
            ),
        )

    def __str__(self) -> str:
        """Returns the list's key."""
        return self.key


class StoredRow(models.Model):
    """One row. `cells` and `readings` are JSON texts; only a recorded erasure ever changes `cells`."""

    list = models.ForeignKey(StoredList, on_delete=models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField()
    cells = models.TextField()
    readings = models.TextField()
    erased_by = models.ForeignKey("node.Act", on_delete=models.PROTECT, null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["list", "line"], name="one_row_per_line"),)

    def __str__(self) -> str:
        """Returns the line."""
        return f"line {self.line}"


class StoredProblem(models.Model):
    """What could not be read, where, what was expected and found; for a refused row also its cells as written."""

    list = models.ForeignKey(StoredList, on_delete=models.PROTECT, related_name="problems")
    line = models.PositiveIntegerField()
    column = models.PositiveIntegerField()
    heading = models.CharField(max_length=300, blank=True)
    code = models.CharField(max_length=80)
    expected = models.CharField(max_length=200)
    #: The group of `expected` where it is a word of a closed set; empty where it is text.
    expected_group = models.CharField(max_length=40, default="", blank=True)
    found = models.CharField(max_length=400)
    refused = models.BooleanField()

    def __str__(self) -> str:
        """Returns where and what."""
        return f"line {self.line}: {self.code}"
