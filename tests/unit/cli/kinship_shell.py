"""A small invented case of `kinship` in files, and the command line in this process."""

import contextlib
import io
import json

from allforall.cli import main

LOCI = ("LA", "LB", "LC", "LD", "LE", "LF")
ALLELES = (("10", 0.1), ("11", 0.2), ("12", 0.3), ("13", 0.4))
FREQUENCIES = "locus,allele,freq\n" + "".join(
    f"{locus},{allele},{share}\n" for locus in LOCI for allele, share in ALLELES
)
SOUTH = (("10", 0.4), ("11", 0.3), ("12", 0.2), ("13", 0.1))
OTHERS = "locus,allele,freq\n" + "".join(f"{locus},{allele},{share}\n" for locus in LOCI for allele, share in SOUTH)
HEAD = ",".join(f"{locus}_{n}" for locus in LOCI for n in (1, 2))


def line(sample, sex, *genotypes):
    """Returns a line of a table of profiles; a genotype is written as 10/11, the last one goes on to the end."""
    shown = [*genotypes, *[genotypes[-1]] * (len(LOCI) - len(genotypes))]
    return ",".join([sample, sex, *(allele for genotype in shown for allele in genotype.split("/"))]) + "\n"


def profiles(*lines):
    return f"sample,sex,{HEAD}\n{''.join(lines)}"


REMAINS = profiles(
    line("V1", "M", "10/10"), line("V2", "F", "11/11"), line("V3", "M", "13/13"), line("V4", "?", "12/13")
)
RELATIVES = profiles(line("F-father", "M", "10/10"), line("G-mother", "F", "11/11"), line("G-sister", "F", "11/12"))
FAMILIES = """family,id,father,mother,sex,missing
F,F-father,,,M,0
F,F-wife,,,F,0
F,F-son,F-father,F-wife,M,1
G,G-father,,,M,0
G,G-mother,,,F,0
G,G-sister,G-father,G-mother,F,0
G,G-lost,G-father,G-mother,F,1
"""
PRIORS = ("--listed", "1000", "--at-stake", "10000", "--upper", "70000")


class Kinship:
    """A folder with the files of a case; `run` gives the exit code, `told` the JSON, `said` what people read."""

    def __init__(self, folder):
        self.folder = folder
        for name, content in (
            ("frequencies.csv", FREQUENCIES),
            ("remains.csv", REMAINS),
            ("relatives.csv", RELATIVES),
            ("families.csv", FAMILIES),
        ):
            self.write(name, content)
        self.told, self.said = {}, ""

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def files(self, **other):
        named = {
            "frequencies": "frequencies.csv",
            "remains": "remains.csv",
            "relatives": "relatives.csv",
            "families": "families.csv",
            **other,
        }
        return [word for name, path in named.items() if path for word in (f"--{name}", str(self.folder / path))]

    def run(self, act, *words, mutation="none", lang="en", **other):
        """Runs a command on the case for programs and, where it succeeds, for people."""
        call = ["kinship", act, *self.files(**other), *(["--mutation", mutation] if mutation else []), *map(str, words)]
        return self.call(*call, lang=lang)

    def call(self, *words, lang="en"):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(["--lang", lang, "--json", *map(str, words)])
        self.told = json.loads(out.getvalue().splitlines()[-1])
        assert self.told["exit_code"] == code
        assert self.code != "program:fault", self.told
        self.said = err.getvalue()
        return code

    def read(self, act, *words, mutation="none", lang="en", **other):
        """Returns what a person reads on the terminal."""
        call = ["kinship", act, *self.files(**other), *(["--mutation", mutation] if mutation else []), *map(str, words)]
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            code = main(["--lang", lang, *call])
        assert code in {0, 6}, (code, call)
        return out.getvalue().replace("\u202f", " ")

    @property
    def code(self):
        return self.told.get("error", {}).get("code", "")

    @property
    def params(self):
        return self.told.get("error", {}).get("params", {})
