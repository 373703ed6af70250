"""English texts of the codes of reading lists and mapping files (`people`)."""

from allforall.errors import N_

#: The short form for a table of problems; the error of the same code says more.
GROUPS: dict[str, dict[str, str]] = {"problem": {"list:rows:none": N_("the list has headings but no rows")}}

ERRORS: dict[str, str] = {
    "list:cell:digits_lost": N_("the spreadsheet has lost digits of a long number"),
    "list:cell:excel_error": N_("the spreadsheet shows an error in this cell"),
    "list:cell:formula": N_("the cell contains a formula; it was kept as text"),
    "list:cell:no_heading": N_("there is text beyond the last heading"),
    "list:cell:too_long": N_("the cell is too long"),
    "list:cell:unread": N_("the cell does not fit its column and could not be read"),
    "list:encoding:broken": N_("The file is not {expected} throughout: line {line} cannot be read."),
    "list:encoding:contradicted": N_("The mapping says {expected}, but the file begins as {found}."),
    "list:encoding:doubled": N_("The text was encoded twice ({found}). Export it again as UTF-8."),
    "list:encoding:mixed": N_("The file mixes encodings: good and broken lines {found}, first broken line {line}."),
    "list:encoding:unknown": N_(
        "The file's encoding cannot be determined; the best guess is {found}. State it in a mapping: {expected}."
    ),
    "list:encoding:unsupported": N_("The encoding {found} is not supported. Save the file as one of: {expected}."),
    "list:file:blank": N_("The file contains no text."),
    "list:file:empty": N_("The file is empty."),
    "list:format:unsupported": N_("Files of type {found} are not supported. Save the file as one of: {expected}."),
    "list:header:no_such_line": N_("The mapping names line {line} for the headings, but the file has no such line."),
    "list:header:rows_above": N_("rows above the headings were not read as persons"),
    "list:header:too_wide": N_("The file has {found} columns; the limit is {expected}."),
    "list:header:unknown": N_(
        "No heading says who the persons are. Expected at least one of: {expected}; found: {found}. Write a "
        "mapping file."
    ),
    "list:heading:ambiguous": N_("Several columns could be the field “{expected}”. State which one in a mapping."),
    "list:heading:unknown": N_("unknown heading; the column is kept as written"),
    "list:json:duplicate_key": N_("a key appears twice in this row"),
    "list:json:nested": N_("the value is itself a list or table; kept as text"),
    "list:json:no_object": N_("the row is not an object with named values"),
    "list:json:rows_twice": N_("The file contains two tables of rows."),
    "list:json:shape": N_("The file is not a list of rows; expected {expected}, found {found}."),
    "list:json:syntax": N_("Line {line}, column {column} is not valid JSON: {found}."),
    "list:json:too_deep": N_("Line {line} is nested too deep."),
    "list:json:too_large": N_("The JSON file is too large; the limit is {expected} bytes. Save it as CSV."),
    "list:line:doubled_encoding": N_("the line was encoded twice"),
    "list:line:encoding": N_("the line is not in the file's encoding"),
    "list:line:too_long": N_("the line is too long"),
    "list:row:age_contradicts_birth_date": N_("the age contradicts the birth date; both are kept"),
    "list:row:broken_by_line_break": N_("a line break inside a cell has split the row"),
    "list:row:column_numbers": N_("a row of column numbers, not a person"),
    "list:row:empty": N_("an empty row"),
    "list:row:header_again": N_("the headings again, not a person"),
    "list:row:nobody": N_("nothing in the row says who the person is"),
    "list:row:nul": N_("the row contains null characters"),
    "list:row:rows_in_quotes": N_("several rows are inside one pair of quotation marks"),
    "list:row:section": N_("a heading across the table, not a person"),
    "list:row:stray_quote": N_("there is text after a closing quotation mark; the cell is kept as written"),
    "list:row:too_few_cells": N_("the row has fewer cells than the headings"),
    "list:row:too_many_cells": N_("the row has more cells than the headings"),
    "list:row:totals": N_("a row of totals, not a person"),
    "list:row:unclosed_quote": N_("a quotation mark is not closed"),
    "list:row_id:twice": N_("the list's own number appears twice"),
    "list:rows:too_many": N_("the file has more rows than the limit"),
    "list:sheet:none": N_("No sheet has known headings: {found}. State the sheet in a mapping file."),
    "list:sheet:not_read": N_("another sheet of the file was not read"),
    "list:sheet:several": N_("Several sheets contain persons: {found}. State in a mapping file which one to read."),
    "list:sheet:unknown": N_("There is no sheet “{found}”. The file has: {expected}."),
    "list:stream:not_seekable": N_("This must be a file on disk, not a pipe."),
    "list:text:nul": N_("Line {line} contains null characters; this is not a text file."),
    "list:xlsx:bomb": N_(
        "The workbook would unpack to far more than a list of persons needs ({limit}: {found}, at most "
        "{expected}). Nothing was unpacked."
    ),
    "list:xlsx:cell_twice": N_(
        "A cell in line {line}, column {column}, appears twice in the sheet. Save the file again."
    ),
    "list:xlsx:damaged": N_("The XLSX file is damaged ({found}). Open it and save it again."),
    "list:xlsx:dates_as_iso": N_(
        "cells of this column are true spreadsheet dates; they were written as year-month-day"
    ),
    "list:xlsx:digits_lost": N_("a long number was saved rounded; digits are lost"),
    "list:xlsx:doctype": N_("The file declares a document type, which a list never does. It was not read."),
    "list:xlsx:encrypted": N_("The file is password-protected. Save it without a password."),
    "list:xlsx:hidden_rows": N_("hidden rows were read like the others"),
    "list:xlsx:merged_cells": N_("merged cells: only the first one has the value"),
    "list:xlsx:no_defusedxml": N_("The package defusedxml, needed to read XLSX, is missing. Install it."),
    "list:xlsx:rows_out_of_order": N_(
        "The rows of the sheet are out of order at line {line}. Open the file and save it again."
    ),
    "list:xlsx:strict": N_("The file is strict XLSX. Save it as an ordinary workbook."),
    "list:xlsx:too_many_merged": N_("The sheet has too many merged cells; the limit is {expected} ranges."),
    "mapping:code:unknown": N_("Line {line} of the mapping: {found} is not one of: {expected}."),
    "mapping:column:ambiguous": N_(
        "Line {line} of the mapping: several columns have the heading {found}; name one by its number: {expected}."
    ),
    "mapping:column:twice": N_("Line {line} of the mapping: the column {found} appears twice."),
    "mapping:column:unknown": N_("Line {line} of the mapping: the file has no column {found}; it has: {expected}."),
    "mapping:field:twice": N_("Line {line} of the mapping: the field {found} is given to two columns."),
    "mapping:field:unknown": N_("Line {line} of the mapping: there is no field {found}; there are: {expected}."),
    "mapping:key:unknown": N_("Line {line} of the mapping: {found} is unknown; expected: {expected}."),
    "mapping:syntax": N_("Line {line} of the mapping is not valid TOML: {found}."),
    "mapping:value:wrong": N_("Line {line} of the mapping: expected {expected}, found {found}."),
}
