"""The text of the arrangement that this node works under, with those it replaced."""

from django.db import models


class StoredArrangement(models.Model):
    """One arrangement as its TOML text; the latest adopted one counts."""

    text = models.TextField()
    digest = models.CharField(max_length=64)
    adopted_at = models.DateTimeField()
    act = models.ForeignKey("node.Act", on_delete=models.PROTECT)

    def __str__(self) -> str:
        """Returns the digest."""
        return self.digest
