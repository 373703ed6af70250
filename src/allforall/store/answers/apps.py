"""The Django application that holds the tables of the room `answers`."""

from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "allforall.store.answers"
    label = "answers"
    default_auto_field = "django.db.models.BigAutoField"
