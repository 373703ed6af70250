"""The invented lists as the files that would really arrive: the same bytes for the same seed on every machine."""

import csv
import io
import json
import re
import unicodedata
import zipfile
from enum import StrEnum

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from allforall.exercise.lists import ExerciseList

#: The time in every zip entry and document property: a file must not reveal when or where it was written.
_ZIP_TIME = (2000, 1, 1, 0, 0, 0)
_MADE = b"2000-01-01T00:00:00Z"
_MADE_WHEN = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class FileFormat(StrEnum):
    """A format in which a list may arrive."""

    XLSX = "xlsx"
    CSV_CP1251 = "csv_cp1251"
    CSV_UTF8 = "csv_utf8"
    CSV_UTF16 = "csv_utf16"
    JSON = "json"

    @property
    def suffix(self) -> str:
        """The file name's ending."""
        return self.value.partition("_")[0]


def write_list(which: ExerciseList, file_format: FileFormat) -> bytes:
    """Returns a list as a file.

    XLSX has a merged title row above its headings. CSV has semicolons; in cp1251, letters that it lacks are written as
    their base letter or a question mark, as office programs do. JSON is a list of objects with the headings as keys.
    """
    match file_format:
        case FileFormat.XLSX:
            return _xlsx(which)
        case FileFormat.CSV_CP1251:
            return _fit_cp1251(_csv(which))
        case FileFormat.CSV_UTF8:
            return b"\xef\xbb\xbf" + _csv(which).encode("utf-8")
        case FileFormat.CSV_UTF16:
            return b"\xff\xfe" + _csv(which).encode("utf-16-le")
        case FileFormat.JSON:
            return _json(which)


def usual_format(which: ExerciseList) -> FileFormat:
    """Returns the format in which a list of this language arrives in the exercise: Ukrainian as XLSX,
    Russian as CSV.
    """
    return FileFormat.XLSX if which.language == "ukrainian" else FileFormat.CSV_CP1251


def first_line(file_format: FileFormat) -> int:
    """Returns the number that an import gives to the first row of a file in this format."""
    return {FileFormat.XLSX: 4, FileFormat.JSON: 1}.get(file_format, 2)


def _csv(which: ExerciseList) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([heading for _, heading in which.headings])
    writer.writerows(which.rows)
    return text.getvalue()


def _json(which: ExerciseList) -> bytes:
    names = [heading for _, heading in which.headings]
    rows = (dict(zip(names, row, strict=True)) for row in which.rows)
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode("utf-8")


_STROKED = str.maketrans({"ł": "l", "Ł": "L", "ı": "i", "İ": "I", "đ": "d", "Đ": "D", "ʹ": "'", "ʺ": '"', "ø": "o"})


def _fit_cp1251(text: str) -> bytes:
    try:
        return text.encode("cp1251")
    except UnicodeEncodeError:
        foreign = {letter for letter in set(text) if not _in_cp1251(letter)}
        return text.translate({ord(letter): _fitted(letter) for letter in foreign}).encode("cp1251")


def _in_cp1251(letter: str) -> bool:
    try:
        letter.encode("cp1251")
    except UnicodeEncodeError:
        return False
    return True


def _fitted(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter.translate(_STROKED))[0]
    if base.isascii() and base.isprintable():
        return base
    return "" if unicodedata.category(letter)[0] in "CM" else "?"


def _xlsx(which: ExerciseList) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Список" if which.language == "ukrainian" else "Список лиц")
    width = len(which.headings)
    sheet.merged_cells.add(f"A1:{get_column_letter(width)}1")
    title = WriteOnlyCell(sheet, value=which.title)
    title.font = Font(bold=True, size=14)
    sheet.append([title])
    sheet.append([])
    headings = []
    for _, heading in which.headings:
        cell = WriteOnlyCell(sheet, value=heading)
        cell.font = Font(bold=True)
        headings.append(cell)
    sheet.append(headings)
    for row in which.rows:
        sheet.append([text or None for text in row])
    written = io.BytesIO()
    book.save(written)
    return _without_time(written)


def _without_time(written: io.BytesIO) -> bytes:
    """Repacks a workbook without its timestamps, the only content that the seed does not determine."""
    packed = io.BytesIO()
    with zipfile.ZipFile(written) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            content = before.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _MADE_WHEN.sub(_MADE, content)
            fixed = zipfile.ZipInfo(entry.filename, date_time=_ZIP_TIME)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.create_system = 0
            after.writestr(fixed, content)
    return packed.getvalue()
