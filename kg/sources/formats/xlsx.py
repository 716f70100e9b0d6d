"""Workbooks (.xlsx) as sources: each sheet a table with a header line and a row per article.

Read by openpyxl (MIT) row by row, as ``sheets`` reads CSV. A day is given as such, whatever the cell shows.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, Any

from lxml import etree

from kg.core.errors import KgError
from kg.core.model import Article, Problem
from kg.core.words import counted
from kg.sources.files import problem
from kg.sources.formats import package
from kg.sources.formats.libraries import library
from kg.sources.formats.records import patiently
from kg.sources.formats.sheets import of_rows
from kg.sources.reader import Options, Source

_LARGEST_SHEET = 20
_LARGEST_STRINGS = 4
"""So many times larger than one article a sheet may be, and the list of strings, which is held in memory."""
_MOST_STRINGS = 500_000
_MOST_STYLES = 100_000
_MOST_SHEETS = 200
_MOST_COLUMNS = 2_000
_EMPTY = 100_000
"""Empty rows in a row, after which a sheet is at its end."""
_BROKEN = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
)


def read_xlsx(source: Source, options: Options) -> Iterator[Article | Problem]:
    """The rows of every sheet that is a table of articles; another sheet is told."""
    openpyxl = library("openpyxl", where=source.where)
    with package.opened(source, options) as opened, tempfile.TemporaryFile() as copy:
        _checked(opened)
        opened.stream.seek(0)
        try:
            book = _loaded(openpyxl, opened.stream)
        except (*package.DAMAGED, *_BROKEN):
            # Programs write fonts and fills that the library refuses; only what is a day matters here.
            _with_plain_styles(opened, copy)
            try:
                book = _loaded(openpyxl, copy)
            except (*package.DAMAGED, *_BROKEN) as error:
                raise _unreadable(source.where) from error
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        left = [sheet for sheet in book.worksheets if sheet not in sheets] + sheets[_MOST_SHEETS:]
        some = False
        for number, sheet in enumerate(sheets[:_MOST_SHEETS]):
            where = f"{source.where}, {_name(sheet.title)}"
            name = source.name if number == 0 else f"{source.name}:{_name(sheet.title)}"
            rows = _rows(sheet, where)
            try:
                table = of_rows(
                    rows,
                    options,
                    name=name,
                    where=where,
                    noted=source.noted,
                    empty_is_wrong=False,
                )
                for found in patiently(table, where=where):
                    some = True
                    yield found
            except KgError as error:
                some = True
                yield problem(error)
        if left:
            yield _not_read([_name(sheet.title) for sheet in left], source.where)
        elif not some:
            raise KgError(
                "empty", where=source.where, mend="give a header line and a row per article"
            )


def _not_read(names: list[str], where: str) -> Problem:
    shown = ", ".join(repr(name) for name in names[:5]) + (", …" if len(names) > 5 else "")
    return Problem(
        source=where,
        what=f"{counted(len(names), 'sheet')} hidden, or beyond the first {_MOST_SHEETS}, and not read: {shown}",
        mend="show what has articles in it, or save it as CSV, and give that",
    )


def _loaded(openpyxl: Any, stream: IO[bytes]) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)


_STYLES = "xl/styles.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _with_plain_styles(opened: package.Package, out: IO[bytes]) -> None:
    """A copy of a workbook whose styles say how numbers are shown, and nothing else."""
    root = opened.xml(_STYLES)
    if root is None:
        raise _unreadable(opened.where)
    formats = root.findall("{*}numFmts/{*}numFmt")
    cells = [xf.get("numFmtId") or "0" for xf in root.findall("{*}cellXfs/{*}xf")]
    styles = etree.Element("styleSheet", xmlns=_MAIN)
    listed = etree.SubElement(styles, "numFmts")
    for each in formats:
        etree.SubElement(
            listed, "numFmt", numFmtId=each.get("numFmtId"), formatCode=each.get("formatCode")
        )
    shown = etree.SubElement(styles, "cellXfs")
    for number in cells:
        etree.SubElement(shown, "xf", numFmtId=number)
    try:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
            for info in opened.archive.infolist():
                if info.filename == _STYLES:
                    copy.writestr(_STYLES, etree.tostring(styles))
                elif info.filename.endswith((".xml", ".rels")):
                    with opened.archive.open(info) as part, copy.open(info.filename, "w") as to:
                        shutil.copyfileobj(part, to)
    except (*package.DAMAGED, *_BROKEN) as error:
        raise _unreadable(opened.where) from error
    out.seek(0)


def _name(title: str) -> str:
    return " ".join(title.split())[:60]


def _checked(opened: package.Package) -> None:
    """Measures every part before it is read: how large it is, what it defines, how many things are in it."""
    limit = opened.limit_bytes
    for info in opened.archive.infolist():
        name = info.filename
        if not name.lower().endswith((".xml", ".rels")):
            continue
        if name.startswith("xl/worksheets/") and "/_rels/" not in name:
            opened.check(name, _LARGEST_SHEET * limit)
            _no_definitions(opened, info)
        elif name.endswith("sharedStrings.xml"):
            strings = opened.read(name, _LARGEST_STRINGS * limit)
            if strings.count(b"<si") > _MOST_STRINGS:
                raise _too_much(opened.where)
        elif name.startswith(("xl/workbook", "xl/styles", "[Content_Types]", "docProps/")) or (
            name.endswith(".rels")
        ):
            if opened.read(name, limit).count(b"<") > _MOST_STYLES:
                raise _too_much(opened.where)
        else:
            opened.check(name, limit)


def _no_definitions(opened: package.Package, info: zipfile.ZipInfo) -> None:
    """A document type stands before the first element."""
    try:
        with opened.archive.open(info) as part:
            begins = package.plain_xml(part.read(65_536), opened.where)
    except (*package.DAMAGED, OSError, ValueError) as error:
        raise package.damaged(opened.where) from error
    if not re.search(rb"<[A-Za-z]", begins):
        raise _unreadable(opened.where)


def _too_much(where: str) -> KgError:
    return KgError(
        "a workbook with more strings or styles than can be read",
        where=where,
        mend="save each sheet as CSV, and give these",
    )


def _unreadable(where: str) -> KgError:
    return KgError(
        "not a workbook that can be read",
        where=where,
        mend="open it in a spreadsheet, and save it anew as .xlsx or as CSV",
    )


def _rows(sheet: Any, where: str) -> Iterator[tuple[int, list[str] | KgError]]:
    """The rows that are not empty, each cell as text."""
    empty = 0
    try:
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = [_text(cell) for cell in row[:_MOST_COLUMNS]]
            if any(row[_MOST_COLUMNS:]):
                cells = ["?"] * len(row)
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                empty = 0
                yield number, cells
                continue
            empty += 1
            if empty == _EMPTY:
                return
    except (*package.DAMAGED, *_BROKEN) as error:
        raise KgError(
            "the rest of the sheet cannot be read: it is damaged",
            where=where,
            mend="open it in a spreadsheet, and save it anew as .xlsx or as CSV",
        ) from error


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).replace("_x000D_", "")
