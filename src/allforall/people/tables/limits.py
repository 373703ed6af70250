"""Limits on the resources that a file may use. Every limit is an assumption of ours unless a source is named; reasons
are beside it.
"""

#: The longest cell kept: the maximum of an Excel cell (Microsoft, "Excel specifications and limits":
#: 32,767).
MAX_CELL_CHARS = 32_767
#: More columns than any list of persons has; a stray cell at the sheet's far edge must not widen every row to
#: 16,384.
MAX_COLUMNS = 512
#: Twice the rows of an Excel sheet; the memory for duplicate row numbers grows with it (about 100 bytes a
#: row).
MAX_ROWS = 2_000_000
#: A line of a text file: `MAX_COLUMNS` short cells or some dozens of long ones.
MAX_LINE_CHARS = 1_000_000
#: A quoted cell may contain line breaks; one that runs over more lines is an unclosed quote.
MAX_LINES_IN_CELL = 100
#: How many non-empty rows are searched for the header: title, addressee, approval stamp and empty lines may be above
#: it.
HEADER_SEARCH_ROWS = 40
#: How many rows are examined to find delimiter and encoding, and shown in the draft of a mapping.
SAMPLE_ROWS = 200
#: JSON is held in memory as one text; 100,000 rows of 30 fields are about 60 MB.
MAX_JSON_BYTES = 128 * 2**20

#: Entries of an XLSX package: real workbooks have dozens, some hundreds with pictures.
MAX_ZIP_ENTRIES = 5_000
#: One sheet unpacked: Excel's 1,048,576 rows of about 15 cells of about 60 bytes.
MAX_SHEET_BYTES = 2**30
#: The table of texts, held in memory: 100,000 rows with five texts each that occur once are about 40 MB.
MAX_STRINGS_BYTES = 192 * 2**20
#: Every other part that is read whole (workbook, styles): real ones are below 5 MB.
MAX_PART_BYTES = 16 * 2**20
#: Unpacked to packed size of a part. Deflate reaches 1,032 at most; sheets of real lists 5 to 30, sheets of
#: empty styled cells 80.
MAX_ZIP_RATIO = 250
#: A part smaller than this may have any ratio: it does no harm.
RATIO_MATTERS_FROM = 2**20
#: Ranges of merged cells that are kept and reported.
MAX_MERGED_RANGES = 100_000

#: How much of a text of the file is quoted in a problem.
SHOWN_CHARS = 60


def shorten(text: str) -> str:
    """Returns a text of the file as problems show it: in one line, at most `SHOWN_CHARS` long."""
    # Cut first: a cell may have a million characters.
    shown = " ".join(text[: SHOWN_CHARS * 4].split())
    return shown if len(shown) <= SHOWN_CHARS else shown[: SHOWN_CHARS - 1] + "…"
