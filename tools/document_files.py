"""Documents, workbooks, mails and web archives for tests, made after the public descriptions of their formats."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from email.message import EmailMessage
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

# ECMA-376: a zip of parts, one of which is the text.


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as into:
        for name, data in parts.items():
            into.writestr(name, data)
    return out.getvalue()


def paragraph(text: str, *, style: str = "", before: str = "") -> str:
    """A paragraph of a Word document."""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return (
        f'<w:p>{styled}{before}<w:r w:rsidR="00AA"><w:rPr><w:b/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def core(**fields: str) -> str:
    """docProps/core.xml; ``created`` and ``modified`` are dcterms, the rest Dublin Core."""
    told = "".join(
        f'<{p}:{name} xsi:type="dcterms:W3CDTF">{escape(value)}</{p}:{name}>'
        if (p := "dcterms" if name in {"created", "modified", "issued"} else "dc") == "dcterms"
        else f"<dc:{name}>{escape(value)}</dc:{name}>"
        for name, value in fields.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{told}</cp:coreProperties>'
    )


STYLES = (
    f'<w:styles xmlns:w="{_W}"><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/><w:pPr><w:numPr>'
    '<w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
)
NUMBERING = (
    f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/>'
    '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def docx(
    body: str | Sequence[str], *, told: Mapping[str, str] | None = None, company: str = "",
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:  # fmt: skip
    """A Word document: paragraphs, or the XML of its body."""
    inside = body if isinstance(body, str) else "".join(paragraph(line) for line in body)
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="a/b"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}"><w:body>{inside}'
        "<w:sectPr/></w:body></w:document>",
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "docProps/core.xml": core(**(told or {})),
        "docProps/app.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Company>{escape(company)}</Company></Properties>",
    }
    return archive({**parts, **(more or {})})


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DAY_ZERO = date(1899, 12, 30)


def _cell(at: str, value: object, strings: list[str]) -> str:
    """A cell: text by its number in the list of strings, a day as a number that is shown as a day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, datetime):
        serial = (value - datetime.combine(_DAY_ZERO, datetime.min.time())).total_seconds() / 86400
        return f'<c r="{at}" s="1"><v>{serial}</v></c>'
    if isinstance(value, date):
        return f'<c r="{at}" s="1"><v>{(value - _DAY_ZERO).days}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{at}"><v>{value}</v></c>'
    strings.append(str(value))
    return f'<c r="{at}" t="s"><v>{len(strings) - 1}</v></c>'


def xlsx(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook of sheets, with a list of strings, as Excel writes it."""
    strings: list[str] = []
    parts: dict[str, str | bytes] = {}
    for n, rows in enumerate(sheets.values(), 1):
        made = "".join(
            f'<row r="{r}">{"".join(_cell(f"{chr(65 + c)}{r}", value, strings) for c, value in enumerate(row))}</row>'
            for r, row in enumerate(rows, 1)
            if any(value is not None for value in row)
        )
        parts[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{made}</sheetData></worksheet>'
        )
    kinds = "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for name, kind in [
            ("xl/workbook.xml", "sheet.main"), ("xl/styles.xml", "styles"), ("xl/sharedStrings.xml", "sharedStrings"),
            *((name, "worksheet") for name in parts),
        ]
    )  # fmt: skip
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"/>'
        for n, name in enumerate(sheets, 1)
    )
    fonts = '<fonts><font/></fonts><fills><fill><patternFill patternType="none"/></fill></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>'
    return archive(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
            f'"application/vnd.openxmlformats-package.relationships+xml"/>{kinds}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}<Relationship Id="s1" '
            f'Type="{_OFFICE}/styles" Target="styles.xml"/><Relationship Id="s2" Type="{_OFFICE}/sharedStrings" '
            'Target="sharedStrings.xml"/></Relationships>',
            "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{fonts}<cellXfs><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
            "</styleSheet>",
            "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">'
            + "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
            + "</sst>",
            **parts,
        }
    )


# ISO 32000: objects, a table of where they stand, a trailer.

Placed = tuple[float, float, float, str]
"""Left, baseline and size in points, and words."""


def pdf(
    pages: Sequence[Sequence[Placed]], *, info: Mapping[str, str] | None = None, xmp: str = "", language: str = "",
    turn: int = 0, before: bytes = b"",
) -> bytes:  # fmt: skip
    """A PDF of A4 pages in Helvetica; ``turn`` lays text and page on a side, ``before`` is drawn first."""
    objects: list[bytes] = []

    def add(data: bytes) -> int:
        objects.append(data)
        return len(objects)

    def string(text: str) -> bytes:
        data = text.encode("cp1252") if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")
        return b"<" + data.hex().encode() + b">"

    def stream(data: bytes, head: bytes = b"") -> bytes:
        return b"<< %s /Length %d >>\nstream\n" % (head, len(data)) + data + b"\nendstream"

    catalog, tree = add(b""), add(b"")
    font = add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for page in pages:
        turned = {
            0: b"",
            90: b"0 1 -1 0 842 0 cm ",
            180: b"-1 0 0 -1 595 842 cm ",
            270: b"0 -1 1 0 0 595 cm ",
        }
        shown = (
            before
            + turned[turn]
            + b"".join(
                b"BT /F1 %.1f Tf %.1f %.1f Td <%s> Tj ET\n"
                % (size, left, base, text.encode("cp1252").hex().encode())
                for left, base, size, text in page
            )
        )
        content = add(stream(shown))
        kids.append(
            add(
                b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %s] /Rotate %d /Contents %d 0 R "
                b"/Resources << /Font << /F1 %d 0 R >> >> >>"
                % (tree, b"842 595" if turn in {90, 270} else b"595 842", turn, content, font)
            )
        )
    objects[tree - 1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    told = b" ".join(
        b"/%s %s" % (name.encode(), string(value)) for name, value in (info or {}).items()
    )
    about = add(b"<< %s >>" % told)
    packet = (
        b"/Metadata %d 0 R" % add(stream(xmp.encode(), b"/Type /Metadata /Subtype /XML"))
        if xmp
        else b""
    )
    spoken = b"/Lang %s" % string(language) if language else b""
    objects[catalog - 1] = b"<< /Type /Catalog /Pages %d 0 R %s %s >>" % (tree, packet, spoken)
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, data in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + data + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, catalog, about, start,
    )  # fmt: skip
    return bytes(out)


_WIDE = {**dict.fromkeys("ijl'", 222), **dict.fromkeys(" ftI.,:;/!", 278), **dict.fromkeys("r-()“”", 333),
         **dict.fromkeys("ckszvxyJ", 500), **dict.fromkeys("mM", 833), "w": 722, "W": 944}  # fmt: skip


def advance(text: str, size: float) -> float:
    """The width of a text in Helvetica, nearly."""
    return sum(_WIDE.get(x, 700 if x.isupper() else 556) for x in text) * size / 1000


def wrapped(text: str, width: float, size: float) -> list[str]:
    """A text in lines of a width in points."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and advance(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def printed(paragraphs: Sequence[str], *, width: float = 450, head: str = "") -> list[list[Placed]]:
    """Paragraphs set in one column over as many pages as they need, with a running head and a page number."""
    pages: list[list[Placed]] = []
    base = 0.0

    def turn() -> None:
        nonlocal base
        pages.append([])
        if head:
            pages[-1].append((72, 805, 8, head))
        pages[-1].append((290, 30, 8, f"- {len(pages)} -"))
        base = 760.0

    turn()
    for text in paragraphs:
        for line in wrapped(text, width, 10):
            if base < 70:
                turn()
            pages[-1].append((72, base, 10, line))
            base -= 13
        base -= 9
    return pages


def rtf(paragraphs: Sequence[str], *, told: str = "") -> bytes:
    """A document in Rich Text Format (1.9), letters beyond ASCII as code units."""

    def plain(text: str) -> str:
        out = []
        for letter in text:
            if letter in "\\{}":
                out.append("\\" + letter)
            elif letter.isascii():
                out.append(letter)
            else:
                data = letter.encode("utf-16-le")
                for n in range(0, len(data), 2):
                    unit = int.from_bytes(data[n : n + 2], "little")
                    out.append(f"\\u{unit - 65536 if unit > 32767 else unit}?")
        return "".join(out)

    body = "".join(f"{{\\fs24 {plain(text)}\\par}}\n" for text in paragraphs)
    return (
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\froman\\fcharset0 Times New Roman;}}"
        f"{{\\colortbl;\\red0\\green0\\blue0;}}{{\\info{told}}}{{\\header Northern News\\par}}\n{body}}}"
    ).encode("ascii")


# RFC 5322 and 2046, RFC 4155.


def mail(
    text: str = "", *, page: str = "", sender: str = "The Fjord Post <news@fjord.example>", subject: str = "Talks",
    date: str = "Tue, 12 Mar 2019 08:30:00 +0100", name: str = "<1@fjord.example>",
    attached: Mapping[str, bytes] | None = None, **more: str,
) -> bytes:  # fmt: skip
    """A message with a plain part, a page or both, and attachments."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "readers@example.org"
    message["Subject"] = subject
    message["Date"] = date
    message["Message-ID"] = name
    if text:
        message.set_content(text)
        if page:
            message.add_alternative(page, subtype="html")
    elif page:
        message.set_content(page, subtype="html")
    for filename, data in (attached or {}).items():
        message.add_attachment(
            data, maintype="application", subtype="octet-stream", filename=filename
        )
    for field, value in more.items():
        message[field.replace("_", "-")] = value
    return message.as_bytes()


def mbox(*messages: bytes) -> bytes:
    """A box of messages, in which a line that begins with From is quoted."""
    out = []
    for data in messages:
        quoted = b"\n".join(
            b">" + line if line.lstrip(b">").startswith(b"From ") else line
            for line in data.replace(b"\r\n", b"\n").split(b"\n")
        )
        out.append(b"From news@fjord.example Tue Mar 12 08:30:00 2019\n" + quoted + b"\n\n")
    return b"".join(out)


# ISO 28500.


def record(
    body: bytes, *, kind: str = "response", url: str = "https://fjord.example/talks", date: str = "2019-03-13T10:00:00Z",
    what: str = "application/http; msgtype=response",
) -> bytes:  # fmt: skip
    """A record of a web archive."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: {date}\r\nContent-Type: {what}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def response(
    body: bytes, *, status: str = "200 OK", kind: str = "text/html; charset=utf-8", more: str = ""
) -> bytes:
    """An answer of HTTP."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body
