"""The lines of a .fam file, read one after another: every error names its line."""

from allforall.errors import InputError

#: Lines of a file that are read; 10,000 families with 23 loci are about 3 million (assumption).
MAX_LINES = 20_000_000


class Lines:
    """The lines of a file, read one after another; every error names its line."""

    def __init__(self, text: str) -> None:
        if "\0" in text or text.count("\n") > MAX_LINES:
            raise InputError("kinship:fam:line", line=1, expected="a text of lines", found="something else")
        self.lines = text.removeprefix("\ufeff").splitlines()
        self.at = 0

    def next(self, expected: str) -> str:
        if self.at >= len(self.lines):
            raise InputError("kinship:fam:truncated", line=len(self.lines), expected=expected)
        self.at += 1
        return self.lines[self.at - 1].replace('"', "").strip()

    def refuse(self, expected: str, found: str) -> InputError:
        return InputError("kinship:fam:line", line=self.at, expected=expected, found=found[:60])

    def count(self, expected: str, most: int = 100_000) -> int:
        text = self.next(expected).split("\t")[0].strip()
        if not text.removeprefix("-").isdecimal() or not -1 <= int(text) <= most:
            raise self.refuse(expected, text)
        return int(text)

    def number(self, expected: str) -> float:
        text = self.next(expected)
        try:
            return float(text)
        except ValueError:
            raise self.refuse(expected, text) from None

    def truth(self, expected: str) -> bool:
        text = self.next(expected)
        if not text.startswith(("#TRUE#", "#FALSE#")):
            raise self.refuse(expected, text)
        return text.startswith("#TRUE#")

    def value(self, name: str) -> str:
        text = self.next(f"{name}=")
        key, sign, value = text.partition("=")
        if not sign or key.strip() != name:
            raise self.refuse(f"{name}=", text)
        return value.strip()

    def seek(self, heading: str) -> bool:
        wanted = heading.replace(" ", "")
        for place in range(self.at, len(self.lines)):
            if self.lines[place].replace(" ", "").strip() == wanted:
                self.at = place + 1
                return True
        return False
