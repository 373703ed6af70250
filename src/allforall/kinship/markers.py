"""Marker names: one locus, several spellings. A spelling that was changed is always reported, never silently."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from allforall.errors import InputError

#: Spellings that kits, tables and programs use for one locus, without signs, upper case -> the name used here.
ALIASES: Mapping[str, str] = {
    "TH01": "TH01",
    "THO1": "TH01",
    "HUMTH01": "TH01",
    "TCII": "TH01",
    "VWA": "vWA",
    "VWF": "vWA",
    "VWA31": "vWA",
    "HUMVWA": "vWA",
    "VWFA31": "vWA",
    "PENTAD": "Penta D",
    "PENTAE": "Penta E",
    "SE33": "SE33",
    "ACTBP2": "SE33",
    "HUMACTBP2": "SE33",
    "TPOX": "TPOX",
    "HUMTPOX": "TPOX",
    "CSF1PO": "CSF1PO",
    "CSF": "CSF1PO",
    "HUMCSF1PO": "CSF1PO",
    "FGA": "FGA",
    "FIBRA": "FGA",
    "HUMFIBRA": "FGA",
    "D6S1043": "D6S1043",
    "AMEL": "Amelogenin",
    "AMELOGENIN": "Amelogenin",
}


@dataclass(frozen=True, slots=True)
class Renamed:
    """A spelling that was read as another: shown to the person who imports the file."""

    found: str
    used: str


def marker_name(name: str) -> str:
    """Returns the name of a locus for comparison: signs and case do not matter, known spellings are one."""
    plain = "".join(letter for letter in name.upper() if letter.isalnum())
    return ALIASES.get(plain, plain)


def resolve(names: Iterable[str], known: Iterable[str]) -> tuple[dict[str, str], tuple[Renamed, ...]]:
    """Returns for each name the known name that it means, and every change of spelling. An unknown name is left out;
    two names for one locus are an error.
    """
    meant: dict[str, str] = {}
    for name in known:
        if marker_name(name) in meant:
            raise InputError("kinship:marker:twice", found=name, other=meant[marker_name(name)])
        meant[marker_name(name)] = name
    resolved: dict[str, str] = {}
    changed = []
    for name in names:
        used = meant.get(marker_name(name))
        if used is None:
            continue
        if used in resolved.values():
            other = next(key for key, value in resolved.items() if value == used)
            raise InputError("kinship:marker:twice", found=name, other=other)
        resolved[name] = used
        if used != name:
            changed.append(Renamed(name, used))
    return resolved, tuple(changed)
