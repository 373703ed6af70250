"""The line of each key in a TOML text, so that a message about a value can name its line.

Python's TOML reader gives values without positions. This scanner reads a text that the reader has already accepted, so
it needs no grammar checks of its own: it only follows tables, keys and brackets (TOML 1.0).
"""

import tomllib

#: The path of a value: keys, and the number of the item (from 0) in a list.
Path = tuple[str | int, ...]

_SPACE = " \t"
_GAP = " \t\r\n"
_BARE_END = ",]}\r\n#"


def find_lines(text: str) -> dict[Path, int]:
    """Returns the line, counted from 1, of every table, key and list item of a valid TOML text.

    A table that is only implied (`a` by the header ``[a.b]``) gets the line that implies it.
    """
    return _Scanner(text).run()


class _Scanner:
    """One pass over the text; `at` is the position reached, `line` its line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.found: dict[Path, int] = {(): 1}
        self.last_item: dict[Path, int] = {}  # of each list of tables written with [[...]]

    def run(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip_gaps():
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
        return self.found

    def _step(self, count: int = 1) -> None:
        self.line += self.text.count("\n", self.at, self.at + count)
        self.at += count

    def _skip_gaps(self) -> bool:
        """Skips blanks, line ends and comments; returns whether anything is left."""
        while self.at < len(self.text):
            here = self.text[self.at]
            if here in _GAP:
                self._step()
            elif here == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            else:
                return True
        return False

    def _skip_spaces(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in _SPACE:
            self.at += 1

    def _header(self) -> Path:
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        line = self.line
        self._step(brackets)
        parts = self._key()
        self._step(brackets)
        path: Path = ()
        for part in parts[:-1]:
            path = (*path, part)
            self.found.setdefault(path, line)
            if path in self.last_item:
                path = (*path, self.last_item[path])
        path = (*path, parts[-1])
        if brackets == 2:
            self.found.setdefault(path, line)
            item = self.last_item.get(path, -1) + 1
            self.last_item[path] = item
            path = (*path, item)
        self.found[path] = line  # the table's own header overrides a header that implied it
        return path

    def _pair(self, table: Path) -> None:
        line = self.line
        parts = self._key()
        self._step()  # the equals sign
        path = table
        for part in parts:
            path = (*path, part)
            self.found.setdefault(path, line)
        self._skip_spaces()
        self._value(path)

    def _key(self) -> list[str]:
        """Returns the parts of a dotted key and moves past it."""
        parts: list[str] = []
        while True:
            self._skip_spaces()
            start = self.at
            quote = self.text[self.at]
            if quote in "\"'":
                self._string()
                # The TOML reader itself undoes the escapes, so that both agree on what the key is.
                parts.append(str(tomllib.loads("k = " + self.text[start : self.at])["k"]))
            else:
                while self.text[self.at].isalnum() or self.text[self.at] in "_-":
                    self.at += 1
                parts.append(self.text[start : self.at])
            self._skip_spaces()
            if self.text[self.at] != ".":
                return parts
            self._step()

    def _value(self, path: Path) -> None:
        here = self.text[self.at]
        if here in "\"'":
            self._string()
        elif here == "[":
            self._list(path)
        elif here == "{":
            self._inline_table(path)
        else:
            while self.at < len(self.text) and self.text[self.at] not in _BARE_END:
                self.at += 1

    def _string(self) -> None:
        quote = self.text[self.at]
        long = self.text.startswith(quote * 3, self.at)
        mark = quote * 3 if long else quote
        self._step(len(mark))
        while not self.text.startswith(mark, self.at):
            self._step(2 if quote == '"' and self.text[self.at] == "\\" else 1)
        self._step(len(mark))
        if long:  # up to two more quotes may come directly before the closing three
            while self.text.startswith(quote, self.at):
                self._step()

    def _list(self, path: Path) -> None:
        self._step()
        item = 0
        while self._skip_gaps() and self.text[self.at] != "]":
            if self.text[self.at] == ",":
                self._step()
                continue
            self.found[(*path, item)] = self.line
            self._value((*path, item))
            item += 1
        self._step()

    def _inline_table(self, path: Path) -> None:
        self._step()
        while self._skip_gaps() and self.text[self.at] != "}":
            if self.text[self.at] == ",":
                self._step()
                continue
            self._pair(path)
        self._step()
