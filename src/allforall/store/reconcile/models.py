"""Links that the machine proposes, and the reviews and merges that people made of them."""

from django.db import models


class StoredLinking(models.Model):
    """One comparison of two lists (or of one with itself, for duplicates). The latest for its lists counts."""

    left_list = models.ForeignKey("people.StoredList", on_delete=models.PROTECT, related_name="+")
    right_list = models.ForeignKey("people.StoredList", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    act = models.ForeignKey("node.Act", on_delete=models.PROTECT)

    def __str__(self) -> str:
        """Returns when it was made."""
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class StoredLink(models.Model):
    """One proposed link with everything that made its score."""

    linking = models.ForeignKey(StoredLinking, on_delete=models.CASCADE, related_name="links")
    left = models.CharField(max_length=40)
    right = models.CharField(max_length=40)
    bits = models.FloatField()
    prior_bits = models.FloatField()
    standing = models.CharField(max_length=30, db_index=True)
    reasons = models.JSONField()
    runner_up = models.CharField(max_length=40, blank=True)
    margin_bits = models.FloatField(null=True)
    fields = models.TextField()  # JSON: field, level, agreement, left, right, bits

    def __str__(self) -> str:
        """Returns the two keys."""
        return f"{self.left} {self.right}"


class StoredReview(models.Model):
    """What a person decided about a pair. A review is never edited: it is withdrawn, or a later one counts."""

    left = models.CharField(max_length=40, db_index=True)
    right = models.CharField(max_length=40, db_index=True)
    verdict = models.CharField(max_length=12)
    by = models.CharField(max_length=120)
    why = models.TextField()
    on = models.DateField()
    evidence = models.CharField(max_length=64)
    withdrawn = models.BooleanField(default=False)
    act = models.ForeignKey("node.Act", on_delete=models.PROTECT)

    def __str__(self) -> str:
        """Returns the verdict on the two keys."""
        return f"{self.left} {self.right} {self.verdict}"


class StoredMerge(models.Model):
    """Rows of one list that are one person: an overlay, the rows stay as they are."""

    number = models.PositiveIntegerField(unique=True)
    keys = models.JSONField()
    act = models.ForeignKey("node.Act", on_delete=models.PROTECT, related_name="merges")
    undone_by = models.ForeignKey("node.Act", on_delete=models.PROTECT, null=True, related_name="undone_merges")

    def __str__(self) -> str:
        """Returns the keys."""
        return " ".join(self.keys)


class StoredCandidate(models.Model):
    """A pair worth a look whose sought row was not linked: its name has not got "no candidate"."""

    linking = models.ForeignKey(StoredLinking, on_delete=models.CASCADE, related_name="candidates")
    left = models.CharField(max_length=40)
    right = models.CharField(max_length=40)
    bits = models.FloatField()
    prior_bits = models.FloatField()
    fields = models.TextField()  # JSON, as in StoredLink

    def __str__(self) -> str:
        """Returns the two keys."""
        return f"{self.left} {self.right}"
