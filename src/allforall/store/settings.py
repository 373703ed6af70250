"""Django's settings for a node's database. `connection.connect` fills in the database before Django starts."""

from typing import Any

INSTALLED_APPS = [
    "allforall.store.node",
    "allforall.store.people",
    "allforall.store.arrangement",
    "allforall.store.reconcile",
    "allforall.store.disclosure",
    "allforall.store.answers",
]
DATABASES: dict[str, dict[str, Any]] = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False  # texts come from allforall.pages.words
SECRET_KEY = "no-sessions-and-no-forms-here"  # noqa: S105  nothing in the store signs anything with it
