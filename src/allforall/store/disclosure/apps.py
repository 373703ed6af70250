"""The Django application that holds the tables of the room `disclosure`."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "allforall.store.disclosure"
    label = "disclosure"
    default_auto_field = "django.db.models.BigAutoField"
