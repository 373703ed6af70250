"""Writes what is derived from the descriptors of the entry types: the table in docs/acts.md, and the JSON schemas.

python tools/entry_types.py            writes both
python tools/entry_types.py --check    writes nothing; fails where one is out of date
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from allforall.account.entry_types import ENTRY_TYPES
from allforall.pages.code_texts import GROUPS
from allforall.record.entry_types import Answers, EntryType, Whose
from allforall.record.forms import Many, Maybe, Parts

ROOT = Path(__file__).resolve().parents[1]
ACTS, SCHEMAS = ROOT / "docs" / "acts.md", ROOT / "docs" / "schemas" / "entries.json"
BEGIN, END = "<!-- written by tools/entry_types.py: begin -->\n", "<!-- end -->\n"


def _says(kind: EntryType) -> Iterator[str]:
    for field in kind.fields:
        form, unsaid = field.form, ""
        if isinstance(form, Maybe):
            form, unsaid = form.form, " or nothing"
        if isinstance(form, Many) and isinstance(form.form, Parts):
            unsaid = " (" + ", ".join(f"`{part.key}`" for part in form.form.fields) + ")"
        yield f"`{field.key}`: {field.label[0].lower()}{field.label[1:]}{unsaid}"
    if kind.deadline:
        yield "expiry: the deadline"


def _answers(answers: Answers) -> str:
    if not answers.most:
        return "none"
    number = "one" if (answers.least, answers.most) == (1, 1) else f"{answers.least} to {answers.most}"
    whose = {Whose.ANY: "", Whose.OWN: ", own", Whose.OTHERS: ", another author's"}[answers.whose]
    return f"{number}: {' or '.join(f'`{each}`' for each in answers.types) or 'any entry'}{whose}"


def _payload(kind: EntryType) -> str:
    if kind.payload is None:
        return "none"
    may = "if there is one: " if kind.payload.optional else ""
    return f"{may}for {kind.payload.to}; erased with {kind.payload.erased_with}"


def table() -> str:
    """Returns the table of all types."""
    rows = [
        "| type | says | by | `re` | officers, at least | payload | room |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, kind in ENTRY_TYPES.items():
        says = "; ".join(_says(kind)) or "nothing more"
        room = kind.make.__module__.removeprefix("allforall.").replace(".", "/")
        cells = (
            f"`{name}`",
            says,
            GROUPS["said_by"][kind.by],
            _answers(kind.answers),
            kind.signers,
            _payload(kind),
            f"`{room}.py`",
        )
        rows.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(rows) + "\n"


def documents() -> dict[Path, str]:
    """Returns each file with its expected content."""
    before, _, rest = ACTS.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    schemas = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Bodies of the entries of the record, by type",
        "$defs": {name: kind.schema for name, kind in ENTRY_TYPES.items()},
    }
    return {
        ACTS: f"{before}{BEGIN}{table()}{END}{after}",
        SCHEMAS: json.dumps(schemas, indent=1, ensure_ascii=False) + "\n",
    }


def main() -> int:
    """Writes the documents, or checks them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = [
        path
        for path, content in documents().items()
        if not path.exists() or path.read_text(encoding="utf-8") != content
    ]
    for path in stale:
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(documents()[path], encoding="utf-8")
        told = "not as it would be written" if check else "written"
        sys.stdout.write(f"{path.relative_to(ROOT)}: {told}\n")
    return bool(check and stale)


if __name__ == "__main__":
    sys.exit(main())
