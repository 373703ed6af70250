"""English texts of the errors of `pages` itself."""

from allforall.pages.code_texts.marking import N_

GROUPS: dict[str, dict[str, str]] = {}

ERRORS: dict[str, str] = {
    "words:language:unknown": N_("There is no language “{found}”. Known languages: {expected}."),
}
