"""The Django application that holds the tables of the room `reconcile`."""

from django.apps import AppConfig


class ReconcileConfig(AppConfig):
    name = "allforall.store.reconcile"
    label = "reconcile"
    default_auto_field = "django.db.models.BigAutoField"
