"""The Django application that holds the tables of the room `node`."""

from django.apps import AppConfig


class NodeConfig(AppConfig):
    name = "allforall.store.node"
    label = "node"
    default_auto_field = "django.db.models.BigAutoField"
