"""Links that the machine proposes, and the reviews and merges that people made of them."""

from django.db import models


class StoredLinking(models.Model):
    """One comparison of two lists (or of one with itself, for duplicates). The latest for its lists counts.

    Where several held lists were searched together, `right_list` is the first of them and `among` names all.
    """

    left_list = models.ForeignKey("people.StoredList", on_delete=models.PROTECT, related_name="+")
    right_list = models.ForeignKey("people.StoredList", on_delete=models.PROTECT, related_name="+")
    among = models.CharField(max_length=400)  # keys of the right lists, in order, with spaces between
    weights = models.JSONField()  # what the pairs were weighed with: m and u of every level, no value of a row
    weights_from = models.CharField(max_length=420)  # the lists that the weights were learned from
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
    probability = models.FloatField(null=True)  # calibrated on invented lists
    confirmed_for = models.JSONField()  # sought rows of other lists for which the held row was confirmed before
    fields = models.TextField()  # JSON: field, level, agreement, left, right, bits, left and right reading, group

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
    """Rows of one list that are one person: an overlay; the rows do not change."""

    number = models.PositiveIntegerField(unique=True)
    keys = models.JSONField()
    act = models.ForeignKey("node.Act", on_delete=models.PROTECT, related_name="merges")
    undone_by = models.ForeignKey("node.Act", on_delete=models.PROTECT, null=True, related_name="undone_merges")

    def __str__(self) -> str:
        """Returns the keys."""
        return " ".join(self.keys)


class StoredCandidate(models.Model):
    """A pair worth a look whose sought row was not linked: its name does not get "no candidate"."""

    linking = models.ForeignKey(StoredLinking, on_delete=models.CASCADE, related_name="candidates")
    left = models.CharField(max_length=40)
    right = models.CharField(max_length=40)
    bits = models.FloatField()
    prior_bits = models.FloatField()
    probability = models.FloatField(null=True)
    fields = models.TextField()  # JSON, as in StoredLink

    def __str__(self) -> str:
        """Returns the two keys."""
        return f"{self.left} {self.right}"


class StoredPrepared(models.Model):
    """A list prepared for comparison, so that the next list need not read its rows again.

    It holds values of persons: it is deleted with the first row that is erased, and used only while it matches the
    rows (`rows_digest`), with the program (`engine`) and with itself (`sha256`).
    """

    list = models.OneToOneField("people.StoredList", on_delete=models.CASCADE, related_name="prepared")
    rows_digest = models.CharField(max_length=64)
    engine = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        """Returns when it was made."""
        return f"{self.made_at:%Y-%m-%d %H:%M}"
