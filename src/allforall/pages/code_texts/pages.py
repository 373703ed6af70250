"""English texts of the errors of `pages` itself."""

from allforall.errors import N_

GROUPS: dict[str, dict[str, str]] = {}

ERRORS: dict[str, str] = {
    "words:language:unknown": N_("There is no language “{found}”. Known languages: {expected}."),
    "install:extra:missing": N_("This needs {package}, which is not installed: pip install 'allforall[{extra}]'."),
    "words:catalogue:missing": N_(
        "The texts of the language “{lang}” have not been compiled in this clone. Run “python3 dev.py catalogues” once."
    ),
}
