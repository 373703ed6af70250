"""The Django application that holds the tables of the room `arrangement`."""

from django.apps import AppConfig


class ArrangementConfig(AppConfig):
    name = "allforall.store.arrangement"
    label = "arrangement"
    default_auto_field = "django.db.models.BigAutoField"
