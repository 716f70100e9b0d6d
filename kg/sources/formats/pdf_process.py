"""Run as a process of its own: the words of a PDF with their places, as lines of JSON on stdout.

    python pdf_process.py FILE SECONDS MEGABYTES PAGES CHARACTERS

PDFium (BSD-3-Clause) is written in C++: a file that was made to break it, or to keep it busy for ever, costs this
process and no other. So nothing of kg is loaded here, and what it may use is limited before the file is opened.
The first line has what the document says of itself, each other one the words of a page; of a document that cannot
be read there is one line with "wrong".
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import math
import re
import sys
from collections.abc import Iterator
from typing import Any

_META = 1_000_000
_MOST_SAID = 200_000_000
_XMP = re.compile(rb"<x:xmpmeta.{0,200000}?</x:xmpmeta>", re.DOTALL)
_SPACE = frozenset(" \t\r\n\u00a0\u2002\u2003\u2009\0")
_HYPHENS = {"\x02": "\u00ad", "\ufffe": "\u00ad"}
"""What PDFium writes for a hyphen at the end of a line."""
_TOO_WIDE = 1_000_000.0


def main() -> int:
    """Reads the file that the command line names."""
    path = sys.argv[1]
    seconds, megabytes, pages, characters = (int(word) for word in sys.argv[2:6])
    _limited(seconds, megabytes)
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
        number = len(document)
    except pypdfium2.PdfiumError as error:
        _say({"wrong": "password" if "assword" in str(error) else "damaged"})
        return 0
    _say(
        {
            "pages": number,
            "info": _info(document),
            "language": _language(document),
            "xmp": _xmp(path),
        }
    )
    left = characters
    for index in range(min(number, pages)):
        try:
            found = _page(document, index, left)
        except pypdfium2.PdfiumError:
            _say({"broken": True})
            continue
        left -= sum(len(word[4]) for word in found["words"])
        _say(found)
        if left <= 0:
            _say({"wrong": "long"})
            break
    return 0


def _limited(seconds: int, megabytes: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_SAID, _MOST_SAID))


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _info(document: Any) -> dict[str, str]:
    with contextlib.suppress(Exception):
        return {
            name: str(value)[:1000] for name, value in document.get_metadata_dict().items() if value
        }
    return {}


def _language(document: Any) -> str:
    import pypdfium2.raw as raw

    with contextlib.suppress(AttributeError, ValueError):
        buffer = (ctypes.c_ushort * 100)()
        raw.FPDFCatalog_GetLanguage(
            document.raw, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), 200
        )
        return bytes(buffer).decode("utf-16-le", "replace").partition("\0")[0]
    return ""


def _xmp(path: str) -> str:
    """The metadata packet, which stands in the file as it is (XMP, ISO 16684)."""
    with open(path, "rb") as file:  # noqa: PTH123
        data = file.read(50_000_000)
    found = _XMP.search(data)
    return found[0][:_META].decode("utf-8", "replace") if found else ""


def _page(document: Any, index: int, most: int) -> dict[str, Any]:
    """The words of a page, each with left, bottom, right, top and text, in the order of the file."""
    page = document[index]
    sheet = page.get_mediabox()
    text = page.get_textpage()
    letters = list(_letters(text, most))
    turns = [turn for _, _, _, turn in letters]
    usual = max(set(turns), key=turns.count, default=0)
    sides = sheet[2] - sheet[0], sheet[3] - sheet[1]
    found: list[list[Any]] = []
    word: list[Any] = []
    for letter, box, size, turn in letters:
        if (
            letter in _SPACE or turn != usual
        ):  # What stands askew is a stamp, or a note on the edge.
            word = []
            continue
        box = _upright(box, usual, sheet)
        if word and _same_word(word, box, size):
            word[1], word[3] = min(word[1], box[1]), max(word[3], box[3])
            word[2] = max(word[2], box[2])
            word[4] += letter
        else:
            word = [*box, letter]
            found.append(word)
    text.close()
    page.close()
    for each in found:
        each[:4] = [round(edge, 1) for edge in each[:4]]
        each[4] = each[4].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    width, height = sides if usual in {0, 2} else sides[::-1]
    return {"width": width, "height": height, "words": found}


_Box = tuple[float, float, float, float]


def _letters(text: Any, most: int) -> Iterator[tuple[str, _Box, float, int]]:
    """The letters of a page with their places, the height of their line, and how often they are turned by 90 degrees
    against the clock; -1 for any other angle."""
    import pypdfium2.raw as raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    loose = raw.FS_RECTF()
    turn = 0
    for n in range(min(text.count_chars(), most + 1)):
        code = raw.FPDFText_GetUnicode(text.raw, n)
        letter = chr(code) if 0 < code < 0x110000 else "\0"
        if letter in _SPACE:
            yield letter, (0, 0, 0, 0), 0, turn
            continue
        if not raw.FPDFText_GetCharBox(text.raw, n, left, right, bottom, top):
            continue
        box = left.value, bottom.value, right.value, top.value
        if not all(-_TOO_WIDE < edge < _TOO_WIDE for edge in box):
            continue
        turns = raw.FPDFText_GetCharAngle(text.raw, n) / (math.pi / 2)
        turn = -round(turns) % 4 if abs(turns - round(turns)) < 0.1 else -1
        size = raw.FPDFText_GetFontSize(text.raw, n)
        if raw.FPDFText_GetLooseCharBox(text.raw, n, loose):
            line = (loose.bottom, loose.top) if turn in {0, 2} else (loose.left, loose.right)
            if line[1] > line[0]:
                size = line[1] - line[0]
                box = (
                    (box[0], *line[:1], box[2], *line[1:])
                    if turn in {0, 2}
                    else (line[0], box[1], line[1], box[3])
                )
        yield _HYPHENS.get(letter, letter), box, size, turn


def _upright(box: _Box, turn: int, sheet: _Box) -> _Box:
    """The place of a letter on a page that is turned so that its lines run from left to right."""
    left, bottom = box[0] - sheet[0], box[1] - sheet[1]
    right, top = box[2] - sheet[0], box[3] - sheet[1]
    width, height = sheet[2] - sheet[0], sheet[3] - sheet[1]
    if turn == 1:
        return bottom, width - right, top, width - left
    if turn == 2:
        return width - right, height - top, width - left, height - bottom
    if turn == 3:
        return height - top, left, height - bottom, right
    return left, bottom, right, top


def _same_word(word: list[Any], box: tuple[float, float, float, float], size: float) -> bool:
    """Whether a letter goes on with a word: on its line, and near its end."""
    near = max(size, 1.0)
    level = bool(abs((box[1] + box[3]) / 2 - (word[1] + word[3]) / 2) < 0.5 * near)
    return level and bool(-0.6 * near < box[0] - word[2] < 0.9 * near)


if __name__ == "__main__":
    sys.exit(main())
