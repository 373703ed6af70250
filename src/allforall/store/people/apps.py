"""The Django application that holds the tables of the room `people`."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "allforall.store.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
