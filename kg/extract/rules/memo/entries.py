"""Lists of those present: who each entry names, by which office, and for whom.

An entry is a name with a title before it, offices after it, an office code on either side, or an
office alone. Headings ("United States", "Jordanian Side") lend their state to the entries below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from kg.core.ids import fold
from kg.core.model import Notation
from kg.extract.rules.memo.lines import Line, in_ordinary_letters, whole_lines
from kg.extract.rules.memo.names import NAME_WORD, name_parts, tidy, title_length
from kg.extract.rules.memo.words import (
    Words,
    bare,
    is_address,
    is_code,
    is_connector,
    is_suffix,
    names_a_person,
    only_a_name_follows,
    without_honours,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One person of a list. ``own`` is everything said of the person, for telling the state."""

    name: str | None
    office: str | None
    polity: Notation | None
    start: int
    end: int
    own: str = ""
    implied: Notation | None = None
    definite: bool = False
    code: bool = False


_BULLET = re.compile(r"\s*(?:[-•*–—]\s+|\(?\d{1,2}[.)]\s+|[a-z][.)]\s+)?")
_DASH = re.compile(r"\s+[-–—]+\s*(?=[A-Z])|(?<=[a-z.])[—–](?=[A-Z])")
_NUMBERED = re.compile(r"\(?\d{1,2}[.)]\s")
_CODE_BEFORE = re.compile(
    r"([A-Z][A-Za-z/:]{0,7})\s*(?:[—–]-?|--|:|(?<=[A-Z])-(?=[A-Z][a-z]))\s*(?=\S)"
)
_CODE_AFTER = re.compile(r"(?<=[a-z.\])])\s*(?:[—–]|--)\s*([A-Z][A-Za-z/:]{0,9})\s*\Z")
_NOBODY = re.compile(
    r"\W*(?:(?:and|plus)\b.*\b(?:others?|advis[eo]rs|aides|members|staff)\b|others?\b|(?:and )?advis[eo]rs\b"
    r"|memorandum of|officials\b|members of|representatives of|none\b|copies|\(?reporter\)?|a number of|various|several)",
    re.IGNORECASE,
)
_PLURAL = re.compile(
    r"(?:Messe?rs|MM|Drs|Sens|Reps)\.?\s|(?:Ambassadors|Senators|Ministers|Secretaries|Generals|Congressmen"
    r"|Presidents|Assistant Secretaries)\s+(?=[A-Z])"
)
_FOR = re.compile(r"\s*(?:for|on behalf of) (?:the )?", re.IGNORECASE)
_SINGULAR = {"secretaries": "Secretary", "congressmen": "Congressman"}
_PAREN = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]?")


def read_list(
    lines: Iterable[Line], words: Words, *, day: date | None = None, home: Notation | None = None
) -> list[Entry]:
    """The people of a list, in its order. ``home`` is the state whose office kept the record."""
    found: list[Entry] = []
    heading: Notation | None = None
    headed = False
    body: str | None = None
    numbered = False
    whole = in_ordinary_letters(whole_lines(lines))
    capitals = sum(line.text.isupper() for line in whole) > len(whole) / 2
    for line in whole:
        start = _BULLET.match(line.text)
        skip = start.end() if start else 0
        if line.text.isupper() and " " in line.text and not (skip or capitals) and found:
            continue  # a letterhead; "- US" heads those below it
        text = line.text[skip:].rstrip(" ;,")
        at = line.start + skip
        if not text or _NOBODY.match(text):
            continue
        if _NUMBERED.match(line.text) and found and not numbered:
            break  # a heading of the text
        numbered = numbered or bool(_NUMBERED.match(line.text))
        if re.match(r"[—–]", text):
            # The point of a brace: the delegation of the person beside it.
            if found and found[-1].polity is None:
                found[-1] = replace(found[-1], polity=words.state(text, day=day, home=home))
            continue
        inline = _inline_heading(text)
        if inline:
            body, text, at = text[:inline], text[inline:], at + inline
            heading = words.state(_FOR.sub("", body), day=day, home=home) or words.body_state(body)
            headed = True
        unit = body.strip(" :") if inline and body else None
        entries = (
            []
            if text.endswith(":")
            else read_entry(
                text, at, words, day=day, home=home, bare_names=bool(inline), office=unit
            )
        )
        if not entries:
            if inline or _is_heading(text, words):
                plain = _FOR.sub("", text)
                state = words.state(plain, day=day, home=home) or words.body_state(plain)
                # Two headings in a row head two columns: whose an entry is cannot be told.
                heading = None if headed and not inline else state
                headed = True
            continue
        headed = False
        for e in entries:
            polity = e.polity or heading or e.implied or (home if e.code else None)
            found.append(replace(e, polity=polity))
    found = _joined(found)
    if any(e.polity == "TW" for e in found):
        # "Chinese" in a list with the Republic of China.
        found = [replace(e, polity=Notation("TW")) if e.polity == "CN" else e for e in found]
    return found


def _joined(found: Sequence[Entry]) -> list[Entry]:
    """Names and offices on lines of their own by turns: an office goes to the name above it.

    One office alone below a name may be another person's.
    """
    below = [
        k
        for k, (above, e) in enumerate(pairwise(found), start=1)
        if above.name
        and e.name is None
        and len((above.office or "").split()) < 2
        and len((e.office or "").split()) > 1
        and not e.definite
    ]
    if len(below) < 2:
        return list(found)
    out: list[Entry] = []
    for k, e in enumerate(found):
        if k in below:
            out[-1] = replace(out[-1], office=e.office, polity=out[-1].polity or e.polity)
        else:
            out.append(e)
    return out


def _inline_heading(text: str) -> int:
    """Length of "War Department: " before the names on the same line; 0 where there is none."""
    match = re.match(r"([A-Z][^:;()]{5,70}):\s+(?=\S)", text)
    if match is None or is_code(match[1]) or "," in match[1]:
        return 0
    return match.end()


def _is_heading(text: str, words: Words) -> bool:
    low = fold(_FOR.sub("", text)).strip(" :").removeprefix("the ")
    if text.rstrip().endswith(":") or is_code(text):
        return True
    return bool(words.states.match(low) or words.bodies.match(low)) or low.endswith(
        (" side", " participants", " delegation", " government")
    )


def read_entry(
    text: str,
    at: int,
    words: Words,
    *,
    day: date | None = None,
    home: Notation | None = None,
    bare_names: bool = False,
    office: str | None = None,
) -> list[Entry]:
    """The people of one entry that begins at ``at``: usually one, several in "Messrs. A and B".

    ``bare_names`` lets a name without any title open the next person of a line.
    """
    out: list[Entry] = []
    for start, piece in _people(text, words, bare_names=bare_names):
        e = _one(piece, at + start, words)
        if e is None:
            continue
        state = words.state(e.own, day=day, home=home)
        known = e.office or office
        out.append(replace(e, polity=state, office=known, implied=words.body_state(e.own)))
    return out


def _people(text: str, words: Words, *, bare_names: bool) -> list[tuple[int, str]]:
    """Cuts a line where another person begins."""
    cuts = {0}
    depth = 0
    for i, ch in enumerate(text):
        depth += (ch in "([") - (ch in ")]" and depth > 0)
        if depth:
            continue
        if ch == ";" or (
            ch == ","
            and _opens(text[i + 1 :], words, bare_names)
            and _closed(text[max(cuts) : i], words)
        ):
            cuts.add(i + 1)
        elif (
            text.startswith(" and ", i)
            and _opens(text[i + 5 :], words, bare_names)
            and (_closed(text[max(cuts) : i].lstrip(" ,"), words))
        ):
            cuts.add(i + 5)
    ordered = [*sorted(cuts), len(text)]
    out: list[tuple[int, str]] = []
    for a, b in pairwise(ordered):
        piece = re.sub(r"(?:,?\s+and|[,;])\s*$", "", text[a:b])
        lead = len(piece) - len(piece.lstrip(" ,;"))
        piece = piece.strip(" ,;")
        if piece.startswith("and "):
            lead, piece = lead + 4, piece[4:]
        if piece:
            out += _plural(a + lead, piece)
    return out


def _plural(at: int, piece: str) -> list[tuple[int, str]]:
    """ "Messrs. Ray and Hiss": each of them; an office in the plural belongs to each."""
    match = _PLURAL.match(piece)
    if match is None:
        return [(at, piece)]
    title = match[0].strip()
    noun = title.split()[-1].lower()
    single = "" if re.match(r"Mess|MM|Drs|Sens|Reps", title) else _SINGULAR.get(noun, title[:-1])
    if single and noun in _SINGULAR:
        single = " ".join((*title.split()[:-1], single))
    out: list[tuple[int, str]] = []
    pos = match.end()
    for name in re.split(r"(,\s+and\s+|,\s+|\s+and\s+)", piece[match.end() :]):
        if name.strip(" ,") and name.strip(" ,") != "and":
            if is_suffix(name) and out:
                out[-1] = (out[-1][0], out[-1][1] + ", " + name)
            else:
                lead = single or "Mr."
                # The title does not stand here in the text; offsets count from the name.
                out.append((at + pos - len(lead) - 1, f"{lead} {name}"))
        pos += len(name)
    return out


def _opens(text: str, words: Words, bare_names: bool) -> bool:
    """Does another person begin here? By a title with a name, or a name where names come bare."""
    tokens = text.split()
    if not tokens or is_suffix(tokens[0]):
        return False
    if only_a_name_follows(tokens[0]) and len(tokens) > 1:
        return True
    if tokens[0].strip(".,") in {"U", "S", "G", "NEA", "EUR"} and tokens[0].endswith(":"):
        return True
    segment = text.split(",")[0]
    if re.match(r"\s*[A-Z][A-Z/]{0,6}[:—]\s*\S", text):
        return True
    before, name, _ = name_parts(segment.split(), words)
    if name is None:
        return False
    if before and len(name) == 1:
        # "Assistant Secretary for International Organizations" is no Mr Organizations.
        if any(is_connector(t) for t in before):
            return False
        return is_address(before[-1]) or bare(before[-1]) in words.honorifics
    if before:
        return bare(before[0]) in words.honorifics or names_a_person(" ".join(before))
    full = [t for t in name if len(bare(t)) > 1]
    return (
        bare_names
        and len(name) >= 2
        and bool(full)
        and not any(bare(t) in words.offices for t in segment.split())
    )


def _closed(text: str, words: Words) -> bool:
    """Is what stands before a comma a whole person, not an office that waits for its name?"""
    for segment in text.split(","):
        if name_parts(_tokens(segment), words)[1] is not None:
            return True
    text = text.strip(" ,")
    return bool(
        re.fullmatch(r"(?i:the )?(?:Acting |Under |Deputy Under )?(?:Secretary|President)", text)
    )


def _tokens(text: str) -> list[str]:
    return re.sub(
        r"^\s*[A-Z][A-Za-z/:]{0,7}\s*(?:[—–:]+-?|--)\s*", "", _PAREN.sub(" ", text)
    ).split()


def _one(piece: str, at: int, words: Words) -> Entry | None:
    """The person of a piece that names only one."""
    text = piece
    offset = 0
    code: list[str] = []
    opening = re.match(r"[\[\s]+", text)
    if opening:
        offset, text = opening.end(), text[opening.end() :]
    match = _CODE_BEFORE.match(text)
    if match and is_code(match[1]):
        code.append(match[1])
        offset += match.end()
        text = text[match.end() :].lstrip("—–-")
    match = _CODE_AFTER.search(text)
    if match and fold(match[1]) not in words.notations and is_code(match[1].split(":")[0]):
        code.append(match[1])
        text = text[: match.start()]
    notes = [m[1].strip() for m in _PAREN.finditer(text)]
    plain = _DASH.sub(", ", _PAREN.sub(" ", text)).strip(" ,.;]")
    name: list[str] | None = None
    before: list[str] = []
    rest: list[str] = []
    for raw in plain.split(","):
        segment = raw.split()
        if not segment:
            continue
        if name and all(is_suffix(t) for t in segment[:1]):
            name.append(segment[0].rstrip("."))
            segment = segment[1:]
            if not segment:
                continue
        if (
            name
            and re.fullmatch("[A-Z]", name[-1])
            and len(segment) == 1
            and (segment[0].istitle() and not title_length(segment, 0, words))
        ):
            name.append(segment[0])  # "James W, Barco": a full stop misread
            continue
        if name is None:
            b, n, a = name_parts(segment, words)
            if n is not None:
                before += b
                name = n
                if a:
                    rest.append(" ".join(a))
                continue
            before += segment
            continue
        rest.append(" ".join(segment))
    if name is None:
        inside = next((n for n in notes if _is_name(n, words)), None)
        if inside:
            name = name_parts(inside.split(), words)[1]
            notes = [n for n in notes if n != inside]
    own = ", ".join(p for p in (" ".join(before), *rest, *notes) if p)
    if name is None and not names_a_person(own):
        return None
    codes = [p for r in rest for p in [r] if is_code(p)]
    said = [re.sub(r"^(?:the|of the|of|a)\s+", "", r) for r in rest if not is_code(r)]
    said += [n for n in notes if names_a_person(n)]
    office = _office(before, said, words)
    shown = tidy(name) if name else None
    if name:
        first = piece.find(name[0], offset)
        last_word = name[-1].rstrip(".")
        last = piece.find(last_word, max(first, 0)) + len(last_word)
        start, end = (at + first, at + last) if 0 <= first < last else (at, at + len(piece))
    else:
        start, end = at, at + len(piece)
    international = re.search(r"secretary.general", fold(own)) or any(
        fold(c) in words.body_states and not words.body_states[fold(c)] for c in codes
    )
    coded = bool(code or codes) and not international
    return Entry(name=shown, office=office, polity=None, start=start, end=end, own=own, code=coded)


def _is_name(text: str, words: Words) -> bool:
    tokens = text.split()
    if not tokens or not all(NAME_WORD.match(t.rstrip(",")) for t in tokens):
        return False
    _, name, after = name_parts(tokens, words)
    return name is not None and not after and not any(t.isupper() and len(t) > 2 for t in tokens)


def _office(before: Sequence[str], said: Sequence[str], words: Words) -> str | None:
    """The office as written: the title before the name, else what stands after it."""
    title = [t for t in without_honours(" ".join(before)).split() if not only_a_name_follows(t)]
    while title and is_connector(title[0]):
        title = title[1:]
    kept = [s for s in said if s]
    front = " ".join(title).strip(" ,")
    if (
        front
        and names_a_person(front)
        and not (kept and len(title) < 3 and names_a_person(kept[0]))
    ):
        tail = kept[0] if kept and words.states.fullmatch(fold(kept[0])) else None
        return f"{front} of {tail}" if tail and " of " not in front else front
    tail_text = ", ".join(kept)
    return tail_text or front or None
