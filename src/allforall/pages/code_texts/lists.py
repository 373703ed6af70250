"""English texts of the codes of reading lists and mapping files (`people`)."""

from allforall.errors import N_

#: What a table of problems says, where the error of the same code says more.
GROUPS: dict[str, dict[str, str]] = {"problem": {"list:rows:none": N_("the list has headings and no rows")}}

ERRORS: dict[str, str] = {
    "list:cell:digits_lost": N_("the spreadsheet has lost digits of a long number"),
    "list:cell:excel_error": N_("the spreadsheet shows an error in this cell"),
    "list:cell:formula": N_("a formula stands in the cell; it was taken as text"),
    "list:cell:no_heading": N_("text stands beyond the last heading"),
    "list:cell:too_long": N_("the cell is too long"),
    "list:cell:unread": N_("the cell could not be read as what its column holds"),
    "list:encoding:broken": N_("The file is not {expected} throughout: line {line} cannot be read."),
    "list:encoding:contradicted": N_("The mapping says {expected}, but the file begins as {found}."),
    "list:encoding:doubled": N_("The text was encoded twice ({found}). Export it anew as UTF-8."),
    "list:encoding:mixed": N_("The file mixes encodings: lines good and broken {found}, first broken line {line}."),
    "list:encoding:unknown": N_(
        "The file's encoding cannot be told for certain; the best guess is {found}. State it in a mapping: {expected}."
    ),
    "list:encoding:unsupported": N_("The encoding {found} is not read. Save the file as one of: {expected}."),
    "list:file:blank": N_("The file has no text."),
    "list:file:empty": N_("The file is empty."),
    "list:format:unsupported": N_("Files of the kind {found} are not read. Save it as one of: {expected}."),
    "list:header:no_such_line": N_("The mapping names line {line} for the headings, but the file has no such line."),
    "list:header:rows_above": N_("rows above the headings were not read as persons"),
    "list:header:too_wide": N_("The file has {found} columns; at most {expected} are read."),
    "list:header:unknown": N_(
        "No heading says who a person is. Expected at least one of: {expected}; found: {found}. Write a mapping file."
    ),
    "list:heading:ambiguous": N_("Several columns may be the field “{expected}”. State in a mapping which one it is."),
    "list:heading:unknown": N_("the heading is not understood; the column is kept as written"),
    "list:json:duplicate_key": N_("a key stands twice in this row"),
    "list:json:nested": N_("the value is a list or table of its own; kept as text"),
    "list:json:no_object": N_("the row is not an object with named values"),
    "list:json:rows_twice": N_("The file holds two tables of rows."),
    "list:json:shape": N_("The file is not a list of rows; expected {expected}, found {found}."),
    "list:json:syntax": N_("Line {line}, column {column} cannot be read as JSON: {found}."),
    "list:json:too_deep": N_("Line {line} is nested too deep to be read."),
    "list:json:too_large": N_("The JSON file is too large; at most {expected} bytes are read. Save it as CSV."),
    "list:line:doubled_encoding": N_("the line was encoded twice"),
    "list:line:encoding": N_("the line is not in the file's encoding"),
    "list:line:too_long": N_("the line is too long"),
    "list:row:age_contradicts_birth_date": N_("the age contradicts the birth date; both are kept"),
    "list:row:broken_by_line_break": N_("a line break inside a cell has broken the row"),
    "list:row:column_numbers": N_("a row of column numbers, no person"),
    "list:row:empty": N_("an empty row"),
    "list:row:header_again": N_("the headings once more, no person"),
    "list:row:nobody": N_("nothing in the row says who it is"),
    "list:row:nul": N_("the row holds null characters"),
    "list:row:rows_in_quotes": N_("several rows stand inside one pair of quotation marks"),
    "list:row:section": N_("a heading across the table, no person"),
    "list:row:stray_quote": N_("text stands after a closing quotation mark; the cell is kept as written"),
    "list:row:too_few_cells": N_("the row has fewer cells than the headings"),
    "list:row:too_many_cells": N_("the row has more cells than the headings"),
    "list:row:totals": N_("a row of totals, no person"),
    "list:row:unclosed_quote": N_("a quotation mark is never closed"),
    "list:row_id:twice": N_("the list's own number stands twice"),
    "list:rows:too_many": N_("the file has more rows than are read"),
    "list:sheet:none": N_("No sheet has headings that are understood: {found}. State the sheet in a mapping file."),
    "list:sheet:not_read": N_("another sheet of the file was not read"),
    "list:sheet:several": N_("Several sheets hold persons: {found}. State in a mapping file which one to read."),
    "list:sheet:unknown": N_("There is no sheet “{found}”. The file has: {expected}."),
    "list:stream:not_seekable": N_("The file has to be a file on disk, not a pipe."),
    "list:text:nul": N_("Line {line} holds null characters; this is no text file."),
    "list:xlsx:bomb": N_(
        "The workbook would unpack to far more than a list of persons can need ({limit}: {found}, at most "
        "{expected}). Nothing of it was unpacked."
    ),
    "list:xlsx:cell_twice": N_("A cell of line {line}, column {column}, stands twice in the sheet. Save it anew."),
    "list:xlsx:damaged": N_("The XLSX file is damaged ({found}). Open it and save it anew."),
    "list:xlsx:dates_as_iso": N_(
        "cells of this column are real dates of the spreadsheet; they were written as year-month-day"
    ),
    "list:xlsx:digits_lost": N_("a long number was stored rounded; digits are lost"),
    "list:xlsx:doctype": N_("The file holds a document type, which lists never have. It was not read."),
    "list:xlsx:encrypted": N_("The file is locked with a password. Save it without one."),
    "list:xlsx:hidden_rows": N_("hidden rows were read like the others"),
    "list:xlsx:merged_cells": N_("merged cells: the value stands in the first one only"),
    "list:xlsx:no_defusedxml": N_("The package defusedxml is missing, without which no XLSX is read. Install it."),
    "list:xlsx:rows_out_of_order": N_(
        "The rows of the sheet are out of order at line {line}. Open the file and save it anew."
    ),
    "list:xlsx:strict": N_("The file is of the strict kind of XLSX. Save it as an ordinary workbook."),
    "list:xlsx:too_many_merged": N_("The sheet has too many merged cells; at most {expected} ranges are read."),
    "mapping:code:unknown": N_("Line {line} of the mapping: {found} is not one of: {expected}."),
    "mapping:column:ambiguous": N_(
        "Line {line} of the mapping: several columns are headed {found}; name one by its number: {expected}."
    ),
    "mapping:column:twice": N_("Line {line} of the mapping: the column {found} stands twice."),
    "mapping:column:unknown": N_("Line {line} of the mapping: the file has no column {found}; it has: {expected}."),
    "mapping:field:twice": N_("Line {line} of the mapping: the field {found} is given to two columns."),
    "mapping:field:unknown": N_("Line {line} of the mapping: there is no field {found}; there are: {expected}."),
    "mapping:key:unknown": N_("Line {line} of the mapping: {found} is not known here; expected: {expected}."),
    "mapping:syntax": N_("Line {line} of the mapping cannot be read as TOML: {found}."),
    "mapping:value:wrong": N_("Line {line} of the mapping: expected {expected}, found {found}."),
}
