"""English texts of the codes of what a cell or a value was expected to be."""

from allforall.errors import N_

GROUPS: dict[str, dict[str, str]] = {
    "wanted": {
        "answer_kind": N_("a kind of answer"),
        "array": N_("a list in square brackets"),
        "at_least": N_("{least} or more"),
        "body": N_("the name of a body"),
        "both_or_neither": N_("both or neither"),
        "date": N_("a date such as 2025-06-02"),
        "each_once": N_("each only once"),
        "edtf": N_("a date in EDTF, such as 1995-04"),
        "edtf_year": N_("a year from 0001 to 9999"),
        "empty": N_("empty text"),
        "few_brackets": N_("fewer nested brackets"),
        "left_out": N_("left out"),
        "list_of": N_("a list of {count}"),
        "list_of_tables": N_("a list of tables"),
        "list_of_texts": N_("a list of texts"),
        "many_brackets": N_("too many nested brackets"),
        "no_parity": N_("no condition of parity"),
        "nothing": N_("nothing"),
        "object": N_("an object in braces"),
        "other_name": N_("another name"),
        "plain_text": N_("plain text of 1 to {most} characters"),
        "reference": N_("a reference"),
        "rising_days": N_("days in rising order"),
        "sha256": N_("a SHA-256 in hexadecimal"),
        "share": N_("a number between 0 and 1"),
        "table": N_("a table"),
        "text": N_("text that is not empty"),
        "text_of": N_("text of {count} characters"),
        "toml": N_("valid TOML"),
        "true_or_false": N_("true or false"),
        "visible_characters": N_("visible characters only"),
        "whole_number": N_("a whole number"),
    },
}

ERRORS: dict[str, str] = {
    "date:edtf:bad": N_("The date {found} is not valid: expected {expected}."),
    "date:form": N_("a date such as 03.04.1995, 1995-04-03, 04.1995, 1995 or about 1995"),
    "date:day_that_exists": N_("a day that exists in the calendar"),
    "date:plausible_year": N_("a year from 1900 to 2050"),
    "date:not_after_the_list": N_("a date not after the list's own"),
    "date:first_before_last": N_("an interval that does not end before it begins"),
    "age:years": N_("an age in completed years from 0 to 120, or in months up to 36"),
}
