"""The five tables as one workbook (XLSX), by openpyxl: text stays text, codes keep their zeros, numbers are numbers.

Rows go to the disk as they come. The workbook has no time of day in it, so that the same graph is the same bytes.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import IO, Any

import pyoxigraph as ox

from kg.core.errors import KgError
from kg.core.words import plain_cell
from kg.export.rdf import clean_xml
from kg.export.tables import Cell, entry, sheets
from kg.graph.view.load import load

MOST_ROWS = 1_048_575
"""Rows that a sheet holds under its heading; more go to a further sheet."""
MOST_CHARACTERS = 32_767
"""What a cell holds; a longer text is cut, and its end shows it."""
_PIECE = 1 << 20
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_DAY = rb"\g<1>1980-01-01T00:00:00Z"


def xlsx(store: ox.Store, out: IO[bytes]) -> None:
    """Events, participants, mentions and actors, a sheet each. KgError without openpyxl."""
    try:
        import openpyxl
    except ImportError as error:
        raise KgError(
            "openpyxl is not installed",
            where=".xlsx",
            mend="pip install 'diplokg[xlsx]', or export as .csv with --bom",
        ) from error
    book = openpyxl.Workbook(write_only=True)
    for name, (columns, rows) in sheets(load(store)).items():
        for number, some in enumerate(_portions(rows), start=1):
            sheet = book.create_sheet(name if number == 1 else f"{name} {number}")
            sheet.freeze_panes = "A2"
            sheet.append([_cell(sheet, c) for c in columns])
            for row in some:
                sheet.append([_cell(sheet, c) for c in row])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        _packed_again(file, out)


def _portions(rows: Iterator[Sequence[Cell]]) -> Iterator[Iterable[Sequence[Cell]]]:
    """Rows, as many as a sheet holds at a time; one portion at least."""
    yield islice(rows, MOST_ROWS)
    for first in rows:
        yield chain((first,), islice(rows, MOST_ROWS - 1))


def _cell(sheet: Any, value: Cell) -> Any:
    """A value as a cell; a text is never a formula, also when somebody edits it."""
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell

    text = clean_xml(value).encode("utf-8", "replace").decode()
    if len(text) > MOST_CHARACTERS:
        text = text[: MOST_CHARACTERS - 1] + "…"
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    if plain_cell(text) != text:
        cell.quotePrefix = True
    return cell


def _packed_again(file: IO[bytes], out: IO[bytes]) -> None:
    """The archive without the times at which it was made."""
    with zipfile.ZipFile(file) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in made.namelist():
            with made.open(name) as part, packed.open(entry(name), "w", force_zip64=True) as to:
                if name == "docProps/core.xml":
                    to.write(_STAMP.sub(_DAY, part.read()))
                    continue
                while piece := part.read(_PIECE):
                    to.write(piece)
