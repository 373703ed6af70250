"""Remains and families: every command of `kinship`, with pages."""

from kinship_shell import FAMILIES, FREQUENCIES, OTHERS, PRIORS, RELATIVES, REMAINS, line, profiles
from stage import LANGUAGES, Desk

_FILES = {
    "frequencies.csv": FREQUENCIES,
    "others.csv": OTHERS,
    "remains.csv": REMAINS,
    "relatives.csv": RELATIVES,
    "families.csv": FAMILIES,
    "twice.csv": profiles(line("V1", "M", "10/10"), line("V1-femur", "M", "10/10"), line("V3", "M", "13/13")),
    "staff.csv": profiles(line("Lab-3", "M", "13/13")),
    "typings.csv": "sample,sex,LA_1,LA_2\nS,M,10,11\nS,M,10,\nS,M,10,12\n",
    "y.csv": "sample,DYS19,DYS385\nV1,14,11/14\nV3,15,12/15\nF-father,14,11/14\n",
    "linked.csv": "first,second,rate\nLA,LB,0.1\n",
    "rates.csv": "locus,sex,from,to,rate\n" + "".join(f"L{x},M,10,13,0.01\n" for x in "ABCDEF"),
    "planned.csv": "family,id,father,mother,sex,missing,typed\nG,G-mother,,,F,0,0\nG,G-father,,,M,0,0\n"
    "G,sister,G-father,G-mother,F,0,1\nG,lost,G-father,G-mother,F,1,\n",
    "unfit.csv": profiles(
        line("F-father", "M", "10/10"), line("G-mother", "F", "11/11"), line("G-sister", "F", "12/13")
    ),
    "broken.csv": "sample,sex,LA_1\nV1,M,ten\n",
}


def _case(**other):
    named = {name: f"{name}.csv" for name in ("frequencies", "remains", "relatives", "families")} | other
    return [word for name, path in named.items() if path for word in (f"--{name}", path)]


def play(stage):
    desk = Desk(stage, "laboratory")
    for name, content in _FILES.items():
        desk.write(name, content)
    plain = (*_case(), "--mutation", "none")

    def both(act, *words):
        desk.good("kinship", act, *words)
        for lang in LANGUAGES:
            stage.see(stage.label(f"laboratory/kinship {act} ({lang})"), "kinship", act, *words, lang=lang)

    both("lr", *plain)
    both("lr", *plain, "--sample", "V1", "--family", "F", "--y", "y.csv", "--y-database", "999")
    both("lr", *plain, "--sample", "V2", "--family", "G", "--linked", "linked.csv", "--theta", "0.02")
    both("lr", *_case(), "--rates", "rates.csv", "--sample", "V3", "--family", "F")
    both("lr", *plain, "--frequencies", "others.csv", "--sample", "V2", "--seed", "3")
    for lang in LANGUAGES:
        for act, more in (("lr", ("--sample", "V1")), ("matrix", ()), ("joint", PRIORS)):
            words = ("kinship", act, *plain, *more, "--html", f"pages-{lang}/{act}", "--pdf", "--lang", lang)
            desk.good(*words)
    both("matrix", *plain)
    desk.good("kinship", "matrix", *plain, "--threshold", "10", "--to", "search", "--whole")
    both("joint", *plain, *PRIORS)
    desk.good("kinship", "joint", *plain, *PRIORS, "--to", "joint")
    typed = ("--threshold", "1000", "--mutation", "none")
    desk.good("kinship", "associate", *_case(remains="twice.csv"), *typed, "--staff", "staff.csv", "--to", "samples")
    desk.good("kinship", "associate", *_case(remains=""), "--mutation", "none", "--typings", "typings.csv",
              "--to", "consensus")  # fmt: skip
    both("power", *plain, "--decide", "100")
    both("power", *_case(remains="", relatives="", families="planned.csv"), "--mutation", "none", "--planned",
         "--remains-number", "6000", "--families-number", "10000", "--threshold", "100")  # fmt: skip
    unfit = (*_case(relatives="unfit.csv"), "--mutation", "equal", "--rate", "0.001")
    both("check", *unfit)
    for name in ("key", "other"):
        desk.good("kinship", "check", "--make-key", name)
    desk.good("kinship", "check", *unfit, "--geneticist", "key.pub", "--findings", "findings")
    both("check", "--open", "findings", "--key", "key")

    desk.refused("kinship", "check", "--open", "findings")
    desk.refused("kinship", "check", "--open", "findings", "--key", "other")
    desk.refused("kinship", "check", "--make-key", "key")
    desk.refused("kinship", "lr", *plain, "--y", "y.csv")
    desk.refused("kinship", "lr", *plain, "--sample", "nobody")
    desk.refused("kinship", "lr", *_case(remains="broken.csv"), "--mutation", "none")
    desk.refused("kinship", "lr", *_case(remains="missing.csv"), "--mutation", "none")
    desk.refused("kinship", "matrix", *plain, "--threshold", "-1")
    desk.refused("kinship", "joint", *plain, "--listed", "1000")
