"""Answers that officers confirmed, the files in which they left, and what the other side answered: only added to."""

from django.db import models


class StoredAnswer(models.Model):
    """One act: this answer for this name; the latest one of a name counts, `no_answer` withdraws it."""

    list = models.ForeignKey("people.StoredList", on_delete=models.PROTECT, related_name="answers")
    sought_key = models.CharField(max_length=40, db_index=True)
    kind = models.CharField(max_length=30)
    by = models.JSONField()
    on = models.DateField()
    why = models.TextField(blank=True)
    held_key = models.CharField(max_length=40, blank=True)
    duplicate_of = models.CharField(max_length=40, blank=True)
    list_key = models.CharField(max_length=400, blank=True)
    list_date = models.DateField(null=True)
    particulars = models.JSONField()
    in_batch = models.BooleanField()
    act = models.ForeignKey("node.Act", on_delete=models.PROTECT)

    def __str__(self) -> str:
        """Returns which name and what."""
        return f"{self.sought_key} {self.kind}"


class StoredSentAnswers(models.Model):
    """One file of answers that left, as it was."""

    list = models.ForeignKey("people.StoredList", on_delete=models.PROTECT, related_name="sent_answers")
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    content = models.TextField()
    act = models.ForeignKey("node.Act", on_delete=models.PROTECT)

    def __str__(self) -> str:
        """Returns the file's name."""
        return self.file_name


class StoredReceived(models.Model):
    """One answer of the other side to one name of ours, as written in one file."""

    list = models.ForeignKey("people.StoredList", on_delete=models.PROTECT, related_name="received_answers")
    sought_key = models.CharField(max_length=40, db_index=True)
    ref = models.CharField(max_length=40)
    kind = models.CharField(max_length=30)
    on = models.DateField(null=True)
    duplicate_of = models.CharField(max_length=40, blank=True)
    particulars = models.JSONField()
    authority = models.CharField(max_length=200)
    compared_list = models.CharField(max_length=200)
    compared_as_of = models.DateField()
    answered_on = models.DateField()
    received_on = models.DateField()
    file_sha256 = models.CharField(max_length=64, db_index=True)
    act = models.ForeignKey("node.Act", on_delete=models.PROTECT)

    def __str__(self) -> str:
        """Returns which name and what."""
        return f"{self.sought_key} {self.kind}"
