"""Django's template engine, standing alone: no settings, no database, escaping on."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

from django.template import Context, Engine


@lru_cache(maxsize=1)
def _engine() -> Engine:
    folder = files("allforall.pages") / "templates"
    texts = {entry.name: entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.is_file()}
    return Engine(
        autoescape=True,
        builtins=["allforall.pages.html.tags"],
        loaders=[
            (
                "django.template.loaders.cached.Loader",
                [("django.template.loaders.locmem.Loader", texts)],
            )
        ],
    )


def render(template: str, values: dict[str, Any]) -> bytes:
    """Returns a page as bytes of UTF-8."""
    # Numbers are written by `writing`, so that Django's own localisation, which needs settings, stays out.
    context = Context(values, autoescape=True, use_l10n=False, use_tz=False)
    return _engine().get_template(template).render(context).encode("utf-8", "replace")
