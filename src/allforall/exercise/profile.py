"""A profile as TOML, with the line of every key: the checks that any table of rates needs."""

import math
import re
import tomllib
from typing import Any

from allforall.errors import InputError


class Profile:
    """Takes values out of a parsed profile; every refusal names the line."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        try:
            self.root: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            raise InputError(
                "exercise:rates:not_toml", line=int(found[1]) if found else len(self._lines), found=str(error)
            ) from error
        except (ValueError, RecursionError):  # a number of 5,000 digits, endless brackets
            raise InputError("exercise:rates:not_toml", line=1, found="…") from None

    def line(self, table: str, key: str) -> int:
        """Returns the line of a key of a table, 0 if it cannot be determined."""
        current = ""
        for number, line in enumerate(self._lines, 1):
            header = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
            if header:
                current = header[1].replace(" ", "")
                if current == (f"{table}.{key}" if table else key):
                    return number
                continue
            if current == table and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", line):
                return number
            parent, _, inner = table.rpartition(".")
            if inner and current == parent and re.match(rf"\s*{re.escape(inner)}\s*=.*\b{re.escape(key)}\b", line):
                return number
        return 0

    def known(self, table: dict[str, Any], path: str, keys: set[str]) -> None:
        """Refuses an unknown key, probably a typing error."""
        for key in table:
            if key not in keys:
                raise InputError(
                    "exercise:rates:unknown_key",
                    line=self.line(path, key),
                    key=f"{path}.{key}".strip("."),
                    expected=", ".join(sorted(keys)),
                )

    def table(self, parent: dict[str, Any], path: str, key: str) -> dict[str, Any]:
        """Returns a table, empty if absent."""
        found = parent.get(key, {})
        if not isinstance(found, dict):
            raise InputError("exercise:rates:not_table", line=self.line(path, key), key=f"{path}.{key}".strip("."))
        return found

    def rate(self, table: dict[str, Any], path: str, key: str) -> float:
        """Returns a number from 0 to 1, 0 if absent."""
        found = table.get(key, 0.0)
        highest = 0.3 if key == "day_month_swapped" else 1.0
        if (
            isinstance(found, bool)
            or not isinstance(found, int | float)
            or not 0 <= found <= highest
            or math.isnan(found)
        ):
            raise InputError(
                "exercise:rates:out_of_range",
                line=self.line(path, key),
                key=f"{path}.{key}".strip("."),
                expected=f"0..{highest:g}",
                found=str(found),
            )
        return float(found)

    def shares(self, table: dict[str, Any], path: str, key: str, names: tuple[str, ...]) -> dict[str, float]:
        """Returns shares that add up to 1, empty if absent."""
        found = self.table(table, path, key)
        if not found:
            return {}
        inner = f"{path}.{key}"
        self.known(found, inner, set(names))
        shares = {name: self.rate(found, inner, name) for name in names if name in found}
        total = sum(shares.values())
        if abs(total - 1) > 1e-6:
            raise InputError(
                "exercise:rates:sum",
                line=self.line(path, key),
                key=inner,
                expected="= 1",
                found=round(total, 6),
            )
        return shares

    def at_most_one(self, path: str, key: str, rates: dict[str, float]) -> None:
        """Refuses rates of mutually exclusive things that add up to more than 1."""
        total = sum(rates.values())
        if total > 1 + 1e-9:
            highest = max(rates, key=lambda name: rates[name])
            raise InputError(
                "exercise:rates:sum",
                line=self.line(path, highest),
                key=f"{path}.{key}".strip("."),
                expected="<= 1",
                found=round(total, 6),
            )

    def ages(self, people: dict[str, Any]) -> tuple[int, int, int] | None:
        """Returns the youngest, the typical and the oldest age, None if absent."""
        found = self.table(people, "people", "ages")
        if not found:
            return None
        self.known(found, "people.ages", {"youngest", "typical", "oldest"})
        ages = tuple(found.get(key, -1) for key in ("youngest", "typical", "oldest"))
        if any(isinstance(age, bool) or not isinstance(age, int) for age in ages) or not (
            0 <= ages[0] <= ages[1] <= ages[2] <= 110
        ):
            raise InputError(
                "exercise:rates:ages",
                line=self.line("people", "ages"),
                key="people.ages",
                expected="0 <= youngest <= typical <= oldest <= 110",
                found=str(ages),
            )
        return ages[0], ages[1], ages[2]
