"""The words of the standard library's argument parser, in the reader's language.

`argparse` asks gettext for its texts by the process's text domain. Its texts are repeated here as literals, so that
they enter our catalogues; gettext is told where those are and which language to use.
"""

import gettext
import os
from importlib.resources import files

from allforall.errors import N_

_DOMAIN = "allforall"

ARGPARSE = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("unrecognized arguments: %s"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("not allowed with argument %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("ignored explicit argument %r"),
)


def speak(lang: str) -> None:
    """Makes the argument parser of this process speak a language; nothing else in the program asks gettext this way."""
    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain(_DOMAIN, str(files("allforall.pages") / "locale"))
    gettext.textdomain(_DOMAIN)
