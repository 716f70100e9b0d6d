"""Exports with labels: LexisNexis ("LENGTH: 800 words"), Nexis Uni ("Byline: A. Writer"), ProQuest ("Full text: …")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.dates.en import printed
from kg.dates.months import in_english
from kg.sources.exports.forms import NUMBERED, Form
from kg.sources.exports.found import COPYRIGHT, LONGEST, Found, is_day

_TOP = 80
"""Lines of an article among which its labels begin, if it has any."""
_LABEL = re.compile(r"[ \t]*(?P<label>[^\W\d_][\w /-]{1,28}):(?:[ \t]+(?P<value>.*))?")
_EDITION = re.compile(
    r".{0,40}\b(?:edition|final|correction appended|late city|ausgabe)\b.{0,30}|link to (?:image|pdf).{0,20}",
    re.IGNORECASE,
)
_INFO = re.compile(r"(?P<outlet>[^;:\[\]\d]{2,100}?)\s*(?:[;:\[,]|$)")
_INFO_DAY = re.compile(printed.DAY_OF_YEAR, re.IGNORECASE)
_NUMBER = re.compile(rf"[ \t]*(?:{NUMBERED}|Document \d+ of \d+)[ \t]*")


def read(lines: Sequence[str], form: Form) -> Found | None:
    """One article with labels; None for what is none, as a list of contents."""
    found = Found()
    current: str | None = None  # the label whose lines these are
    place = "head"  # then "body", then "foot"
    empty = False  # whether an empty line stands before
    numbered = False
    bare = not any(
        label and label not in form.after for label, _ in (_label(x, form) for x in lines[:_TOP])
    )
    for line in lines:
        if _NUMBER.fullmatch(line) or (not form.at_end and form.mark.fullmatch(line)):
            numbered = numbered or _NUMBER.fullmatch(line) is not None
            continue
        label, value = _label(line, form)
        if label is not None and (place != "body" or label in form.after):
            found.labelled = True
            name = form.labels[label]
            if name == "body":
                place, current = "body", None
                found.body.append(value)
            else:
                place = "foot" if place == "body" else place
                current = name
                found.add(name, value)
        elif place == "body":
            if line.strip().lower() in form.closes:
                place, current = "foot", None
            else:
                found.body.append(line)
        elif line.strip().lower() in form.opens:
            place, found.labelled = "body", True
        elif current == "abstract":  # it may have paragraphs
            found.add(current, line)
        elif not line.strip():
            empty = True
            if current is None:
                found.front(line)
            continue
        elif place == "head" and empty and _starts_text(found, form, bare=bare):
            place = "body"
            found.body.append(line)
        elif current is not None and not empty:
            found.add(current, line)
        elif place == "head":
            current = None
            found.front(line)
        empty = False
    if not found.labelled and not found.body:
        return _unlabelled(found) if numbered else None
    return _named(found, form)


def _unlabelled(found: Found) -> Found | None:
    """An article that has a number and no label: its first paragraph is the title, the rest is its text."""
    blocks = [block for block in found.head if block]
    if not blocks:
        return None
    day = next((line for block in blocks[:4] for line in block if is_day(line)), None)
    if day:
        found.add("published", day)
    if len(blocks) > 1:
        found.add("title", " ".join(blocks[0]))
    found.body = [line for block in (blocks[1:] or blocks) for line in (*block, "")]
    return found


def _label(line: str, form: Form) -> tuple[str | None, str]:
    match = _LABEL.match(line[:LONGEST])
    if match is None or (label := match["label"].strip().lower()) not in form.labels:
        return None, ""
    return label, line[match.start("value") :] if match["value"] else ""


def _starts_text(found: Found, form: Form, *, bare: bool) -> bool:
    """Whether a line without a label, behind an empty one, begins the text: behind the last label of LexisNexis."""
    if form.closes or "body" not in form.opens:
        return False
    if not bare:
        return found.labelled
    # Without labels the text begins behind the title, which stands behind the day.
    blocks = [block for block in found.head if block]
    dated = next((n for n, block in enumerate(blocks) if any(map(is_day, block))), None)
    return dated is not None and len(blocks) > dated + 1


def _named(found: Found, form: Form) -> Found:
    """Title, outlet and day from the lines without a label, where no label has them."""
    fields = found.fields
    blocks = [
        kept
        for block in found.head
        if (kept := [line for line in block if not COPYRIGHT.match(line)])
    ]
    if form.opens:
        _by_order(fields, blocks)
    elif blocks:
        address = ("http://", "https://")
        fields.setdefault("title", " ".join(x for x in blocks[0] if not x.startswith(address)))
        if url := next((x for block in blocks for x in block if x.startswith(address)), None):
            fields.setdefault("url", url)
    if info := fields.get("info"):
        if outlet := _INFO.match(info):
            fields.setdefault("outlet", outlet["outlet"])
        if day := _INFO_DAY.search(in_english(info)):
            fields.setdefault("published", day[0])
    found.body = found.body or found.abstract
    return found


def _by_order(fields: dict[str, str], blocks: list[list[str]]) -> None:
    """LexisNexis has outlet, day and title, Nexis Uni has title, outlet and day, each on lines of their own."""
    flat = [(n, line) for n, block in enumerate(blocks) for line in block]
    days = [n for n, (_, line) in enumerate(flat) if is_day(line)]
    if not days:
        if flat:
            fields.setdefault("title", flat[-1][1])
        return
    at = days[-1]
    fields.setdefault("published", flat[at][1])
    before = [line for _, line in flat[:at]]
    after = [
        line for n, line in flat[at + 1 :] if n != flat[at][0] and not _EDITION.fullmatch(line)
    ]
    if before:
        fields.setdefault("outlet", before[-1])
    title = after or _title_before(flat, at)
    if title:
        fields.setdefault("title", " ".join(dict.fromkeys(title)))


def _title_before(flat: Sequence[tuple[int, str]], at: int) -> list[str]:
    """The title over the outlet: the lines of its paragraph, or the line before it."""
    if at < 2:
        return []
    block = flat[at - 2][0]
    if block == flat[at - 1][0]:
        return [line for n, line in flat[: at - 1] if n == block][-3:]
    return [flat[at - 2][1]]
