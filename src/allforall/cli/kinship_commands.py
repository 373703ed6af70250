"""Commands that weigh DNA: `kinship lr|matrix|joint|associate|power|check`. Files in, tables and pages out, no node.

Only the called command loads its module: the library takes a third of a second to load, which other commands avoid.
"""

import argparse
from importlib import import_module

from allforall.cli.call import Call, Handler, Outcome
from allforall.cli.commands import Adder
from allforall.pages.words import Words

#: The values of the options; a test compares them with the library's own.
MUTATIONS = ("none", "equal", "proportional", "stepwise", "extended-stepwise")
THETA_RULES = ("all-persons", "per-component")
ANCESTORS = ("keep", "prune")
#: A ratio from which a pair is listed; DVI practice (assumption: boards fix their own).
THRESHOLD = 10_000.0


def _handler(module: str, name: str) -> Handler:
    def handle(call: Call) -> Outcome:
        done: Outcome = getattr(import_module(f"allforall.cli.{module}"), name)(call)
        return done

    return handle


def register(add: Adder, text: Words) -> None:
    """Adds these commands."""
    _ = text.text

    one = add("kinship lr", _handler("kinship.pairs", "weigh"), needs_node=False)
    add_files(one, text)
    add_models(one, text)
    one.add_argument("--sample", default=[], action="append", metavar="ID", help=_("these remains; default: all"))
    one.add_argument("--family", default=[], action="append", metavar="NAME", help=_("these families; default: all"))
    add_threshold(one, text)
    for line, name in (("y", "Y"), ("mt", "mtDNA")):
        one.add_argument(
            f"--{line}",
            default="",
            metavar="FILE",
            help=_("haplotypes of remains and relatives as CSV: {name}", name=name),
        )
        one.add_argument(
            f"--{line}-database",
            type=int,
            default=0,
            metavar="N",
            help=_("how many unrelated persons were searched for the haplotype"),
        )
        one.add_argument(f"--{line}-seen", type=int, default=0, metavar="N", help=_("how many of them have it"))
    one.add_argument(
        "--decide",
        type=int,
        default=1,
        metavar="N",
        help=_("for this many unclear families, work out whose sample would decide"),
    )
    add_priors(one, text)
    add_pages(one, text)

    matrix = add("kinship matrix", _handler("kinship.searches", "search"), needs_node=False)
    add_files(matrix, text)
    add_models(matrix, text)
    add_threshold(matrix, text)
    matrix.add_argument(
        "--to", default="", metavar="FOLDER", help=_("write pairs.csv there; a stopped search resumes from it")
    )
    matrix.add_argument("--whole", action="store_true", help=_("also write the whole matrix: matrix.csv"))
    add_pages(matrix, text)

    joint = add("kinship joint", _handler("kinship.searches", "identify_all"), needs_node=False)
    add_files(joint, text)
    add_models(joint, text)
    add_threshold(joint, text)
    add_priors(joint, text)
    joint.add_argument("--assignments", type=int, default=0, metavar="N", help=_("list the N likeliest assignments"))
    joint.add_argument(
        "--decide",
        type=int,
        default=3,
        metavar="N",
        help=_("for this many unclear families, work out whose sample would decide"),
    )
    joint.add_argument("--to", default="", metavar="FOLDER", help=_("write standings.csv there"))
    add_pages(joint, text)

    associate = add("kinship associate", _handler("kinship.checking", "associate_samples"), needs_node=False)
    add_files(associate, text)
    add_models(associate, text)
    add_threshold(associate, text)
    associate.add_argument(
        "--staff", default="", metavar="FILE", help=_("profiles of the staff who handle samples, and of blanks")
    )
    associate.add_argument(
        "--typings",
        default="",
        metavar="FILE",
        help=_("repeated typings, a sample on several lines; forms their consensus"),
    )
    associate.add_argument(
        "--times", type=int, default=2, metavar="N", help=_("an allele counts if it was seen this often")
    )
    associate.add_argument("--to", default="", metavar="FOLDER", help=_("write samples.csv and consensus.csv there"))

    power = add("kinship power", _handler("kinship.checking", "power"), needs_node=False)
    add_files(power, text)
    add_models(power, text)
    add_threshold(power, text)
    power.add_argument("--family", default=[], action="append", metavar="NAME", help=_("these families; default: all"))
    power.add_argument(
        "--planned",
        action="store_true",
        help=_("nobody is typed yet; those with 1 under “typed” in the pedigrees will be"),
    )
    power.add_argument("--remains-number", type=int, default=None, metavar="N", help=_("how many remains there are"))
    power.add_argument(
        "--families-number", type=int, default=None, metavar="N", help=_("how many families like these there are")
    )
    power.add_argument(
        "--decide",
        type=int,
        default=0,
        metavar="N",
        help=_("for this many unclear families, work out whose sample would decide"),
    )

    check = add("kinship check", _handler("kinship.checking", "check"), needs_node=False)
    add_files(check, text)
    add_models(check, text)
    check.add_argument("--family", default=[], action="append", metavar="NAME", help=_("these families; default: all"))
    check.add_argument(
        "--geneticist",
        default="",
        metavar="FILE",
        help=_("public key of the geneticist for whom the findings are sealed"),
    )
    check.add_argument("--findings", default="", metavar="FILE", help=_("where to write the sealed findings"))
    check.add_argument(
        "--make-key",
        default="",
        metavar="FILE",
        help=_("make a geneticist's key; its public part is written beside it as FILE.pub"),
    )
    check.add_argument("--open", default="", metavar="FILE", help=_("open sealed findings with --key"))
    check.add_argument("--key", default="", metavar="FILE", help=_("the geneticist's key"))


def add_files(parser: argparse.ArgumentParser, text: Words) -> None:
    """Adds where the case is read from."""
    _ = text.text
    files = parser.add_argument_group(_("files"))
    files.add_argument("--fam", default="", metavar="FILE", help=_("a Familias file with its DVI part"))
    files.add_argument(
        "--frequencies",
        default=[],
        action="append",
        metavar="FILE",
        help=_("frequencies as CSV or STRidER XML; repeat for further populations"),
    )
    files.add_argument("--population", default=[], action="append", metavar="NAME", help=_("only these populations"))
    files.add_argument("--remains", default="", metavar="FILE", help=_("profiles of remains as CSV or CODIS XML"))
    files.add_argument("--relatives", default="", metavar="FILE", help=_("profiles of relatives as CSV or CODIS XML"))
    files.add_argument("--families", default="", metavar="FILE", help=_("pedigrees as CSV, or a LINKAGE file"))
    files.add_argument(
        "--markers", default="", metavar="A,B,...", help=_("the markers of a LINKAGE file, in its order")
    )
    files.add_argument(
        "--missing-person", default=[], action="append", metavar="ID", help=_("the missing person in a LINKAGE file")
    )


def add_models(parser: argparse.ArgumentParser, text: Words) -> None:
    """Adds how the case is weighed."""
    _ = text.text
    models = parser.add_argument_group(_("models"))
    models.add_argument(
        "--mutation",
        default="",
        choices=MUTATIONS,
        help=_("mutation model; required unless a .fam file states it"),
    )
    models.add_argument("--rate", type=float, default=None, help=_("mutations per transmission, fathers and mothers"))
    models.add_argument("--rate-male", type=float, default=None, metavar="RATE", help=_("of fathers"))
    models.add_argument("--rate-female", type=float, default=None, metavar="RATE", help=_("of mothers"))
    models.add_argument("--rate2", type=float, default=0.0, metavar="RATE", help=_("to alleles with another fraction"))
    models.add_argument("--range", type=float, default=0.1, help=_("how much rarer each further step is"))
    models.add_argument("--rates", default="", metavar="FILE", help=_("rates of each change, for custom models"))
    models.add_argument("--theta", type=float, default=None, help=_("population structure, default 0"))
    models.add_argument(
        "--theta-rule",
        default=THETA_RULES[0],
        choices=THETA_RULES,
        help=_("whose alleles theta counts where persons are unrelated"),
    )
    models.add_argument(
        "--ancestors", default=ANCESTORS[0], choices=ANCESTORS, help=_("untyped ancestors: kept as drawn, or cut off")
    )
    models.add_argument(
        "--dropout", type=float, default=0.0, help=_("chance that an allele of remains is not detected")
    )
    models.add_argument("--dropin", type=float, default=0.0, help=_("chance that remains show an extra allele"))
    models.add_argument(
        "--reference-dropout", type=float, default=0.0, metavar="CHANCE", help=_("the same for relatives")
    )
    models.add_argument(
        "--reference-dropin", type=float, default=0.0, metavar="CHANCE", help=_("the same for relatives")
    )
    models.add_argument(
        "--x-loci", default="", metavar="A,B,...", help=_("loci on X besides those whose names begin with DX")
    )
    models.add_argument(
        "--divide-by-sum",
        action="store_true",
        help=_("rule: frequencies that do not sum to one are divided by their sum"),
    )
    models.add_argument(
        "--minimum",
        type=float,
        default=None,
        metavar="FREQUENCY",
        help=_("rule: alleles missing from a table, and zeros, get this frequency"),
    )
    models.add_argument(
        "--linked",
        default="",
        metavar="FILE",
        help=_("linked pairs as CSV first,second,rate, or none; default: the known ones"),
    )


def add_priors(parser: argparse.ArgumentParser, text: Words) -> None:
    """Adds the priors; without them no posterior is shown."""
    _ = text.text
    priors = parser.add_argument_group(_("priors: all three numbers, or no posterior"))
    priors.add_argument("--listed", type=int, default=None, metavar="N", help=_("persons sought by these families"))
    priors.add_argument("--at-stake", type=int, default=None, metavar="N", help=_("persons missing in all"))
    priors.add_argument("--upper", type=int, default=None, metavar="N", help=_("the highest number anyone states"))
    priors.add_argument(
        "--prior-evidence",
        default=[],
        action="append",
        metavar="WORD",
        help=_("evidence the priors already used, such as the place"),
    )
    priors.add_argument(
        "--evidence",
        default=[],
        action="append",
        metavar="WORD",
        help=_("evidence weighed besides the DNA; refused if a prior used it"),
    )


def add_threshold(parser: argparse.ArgumentParser, text: Words) -> None:
    """Adds the threshold ratio for listing a pair."""
    parser.add_argument(
        "--threshold",
        type=float,
        default=THRESHOLD,
        metavar="TIMES",
        help=text.text("list pairs that are at least this many times more probable"),
    )
    parser.add_argument("--seed", type=int, default=1, help=text.text("random seed, to repeat the same draws"))


def add_pages(parser: argparse.ArgumentParser, text: Words) -> None:
    """Adds where pages are written."""
    parser.add_argument("--html", default="", metavar="FOLDER", help=text.text("write pages to this folder"))
    parser.add_argument("--pdf", action="store_true", help=text.text("also as PDF"))
