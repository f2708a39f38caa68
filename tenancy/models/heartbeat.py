"""Signs of life of the parts that serve no pages."""

from django.db import models


class Heartbeat(models.Model):
    """When a part (worker, beat) was last seen. Belongs to no district."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    objects: models.Manager["Heartbeat"] = models.Manager()

    def __str__(self) -> str:
        return self.name
