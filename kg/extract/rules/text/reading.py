"""A simplified sentence for the parser: every actor, place and date becomes one plain word.

"US Secretary of State Mike Pompeo and Russian Foreign Minister Sergey Lavrov have sat down to talks
in Sochi" is read as "Smith and Jones have sat down to talks in London". The small model parses long
titles and foreign names badly and plain words well; it is also faster on fewer tokens. Every word
of the reading knows the tokens of the document that it stands for.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.extract.rules.text.document import Text
from kg.extract.rules.text.language import StandIns
from kg.extract.rules.text.mention import Mention
from kg.extract.rules.text.words import PieceKind, Word

# The model was trained on plain quotes: "he’ll" would otherwise be read as a noun.
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens ``start`` to ``end`` of the document, read as ``word``; ``kind`` is what they are."""

    start: int
    end: int
    word: str
    mention: Mention | None = None
    kind: PieceKind = "word"


@dataclass(frozen=True, slots=True)
class Reading:
    """A parsed simplified sentence. ``pieces[i]`` is what ``tokens[i]`` stands for.

    ``actors`` are the tokens that stand for actors, in order.
    """

    pieces: tuple[Piece, ...]
    start: int
    end: int
    tokens: tuple[Word, ...]
    actors: tuple[Word, ...]


def simplify(
    doc: Text,
    sentence: tuple[int, int],
    mentions: Sequence[Mention],
    places: Sequence[tuple[int, int]],
    dates: Sequence[tuple[int, int]],
    plain: StandIns,
) -> list[Piece]:
    """The words of the simplified sentence. Where spans overlap, actors come before dates and places."""
    spans: dict[int, Piece] = {}
    n = 0
    for m in mentions:
        if m.kind == "pronoun":
            spans[m.start] = Piece(m.start, m.end, doc[m.start].text, m, "actor")
            continue
        if m.kind == "group" or m.kind == "crowd":
            word = doc[m.core[1] - 1].text
            word = plain.they if word == plain.two else word
        elif m.kind == "country":
            word = plain.state
        elif m.kind == "organisation":
            word = plain.body
        else:
            word = plain.people[n % len(plain.people)]
            n += 1
        spans[m.start] = Piece(m.start, m.end, word, m, "actor")
    taken = {i for p in spans.values() for i in range(p.start, p.end)}
    for s, e in dates:
        if not taken & set(range(s, e)):
            word = plain.day_alone if _adverbial(doc, s, e) else plain.day
            spans[s] = Piece(s, e, word, None, "date")
            taken |= set(range(s, e))
    for s, e in places:
        if not taken & set(range(s, e)):
            spans[s] = Piece(s, e, plain.place, None, "place")
            taken |= set(range(s, e))
    pieces: list[Piece] = []
    i = sentence[0]
    while i < sentence[1]:
        if i in spans:
            piece = spans[i]
            pieces.append(piece)
            i = piece.end
            opens = piece.kind == "date" and len(pieces) <= 3
            if opens and i in spans and spans[i].kind == "actor":
                # "On Tuesday Smith met": without a comma the model takes both for one name. It stands
                # for no token of the document.
                pieces.append(Piece(i, i, ",", None))
        else:
            token = doc[i]
            said = _saying(doc, i, sentence[1], plain)
            if said is not None:
                pieces.append(Piece(i, i + said[0], said[1], None))
            elif not token.is_space:
                pieces.append(Piece(i, i + 1, token.text.translate(_PLAIN), None))
            i += said[0] if said else 1
    return pieces


def _saying(doc: Text, i: int, end: int, plain: StandIns) -> tuple[int, str] | None:
    """How many words from token i are a saying, and what is read for it: "brought face to face with"."""
    for words, instead in plain.sayings:
        if i + len(words) <= end and tuple(doc.lowered[i : i + len(words)]) == words:
            return len(words), instead
    return None


def fill_gap(pieces: list[Piece], verbs: Collection[str], doc: Text) -> list[Piece]:
    """ "will meet Smith in London today and Jones in London today": the verb is said once more.

    The first part must have an actor, or a place that one travels to, and a date or place behind it;
    the second the same. Repeated words stand for the same tokens of the document as before.
    """
    at = next(
        (i for i, p in enumerate(pieces) if p.mention is None and p.word.lower() in verbs), None
    )
    if at is None:
        return pieces
    joint = next(
        (i for i in range(at + 1, len(pieces)) if pieces[i].word.lower() in {"and", ";"}), None
    )
    while joint is not None:
        before, after = pieces[at + 1 : joint], pieces[joint + 1 :]
        lead = _lead(before)
        again = _lead(after)
        if lead is not None and again is not None and pieces[joint].word.lower() == "and":
            same = lead[0] == again[0] or (again[0] is None)
            if same and lead[1] == again[1]:
                repeated = [pieces[at]]
                if lead[0] is not None and again[0] is None:
                    repeated.append(before[0])
                rest = fill_gap([pieces[at], *after], verbs, doc)[1:]
                return [*pieces[: joint + 1], *repeated, *rest]
        joint = next(
            (i for i in range(joint + 1, len(pieces)) if pieces[i].word.lower() == "and"), None
        )
    return pieces


_CIRCUMSTANCE = frozenset({"in", "on", "at", "during", "the", "later", "early", "late", "then"})


def _lead(part: Sequence[Piece]) -> tuple[str | None, str] | None:
    """The preposition and the kind of what a part begins with, if only date and place follow it."""
    if not part:
        return None
    prep = part[0].word.lower() if part[0].word.lower() in {"with", "to"} else None
    k = 1 if prep else 0
    if k >= len(part):
        return None
    first = part[k]
    if first.mention is not None and first.mention.kind in {"person", "role"}:
        kind = "actor"
    elif first.kind == "place" or (first.mention is not None and first.mention.kind == "country"):
        kind = "place"
    else:
        return None
    circumstances = 0
    for p in part[k + 1 :]:
        word = p.word.lower()
        if p.mention is None and word in {"and", ".", ",", ";"}:
            break
        if p.kind in {"date", "place"} or (p.mention is not None and p.mention.kind == "country"):
            circumstances += 1
        elif word not in _CIRCUMSTANCE:
            return None if not circumstances else (prep, kind)
    return (prep, kind) if circumstances else None


def _adverbial(doc: Text, start: int, end: int) -> bool:
    """A date that stands alone ("met December 13 with"), not after a preposition or inside a phrase.

    The model takes "Jones Tuesday" for one name, and "Jones today" not.
    """
    before = doc[start - 1].lower_ if start else ""
    after = doc[end].lower_ if end < len(doc) else ""
    return not (
        before in _BEFORE_DATE or before.endswith("ly") or after in {"'s", "’s", "'", "’"}
    ) and (not after.isalpha() or after in _AFTER_DATE)


_BEFORE_DATE = frozenset(
    {"on", "in", "by", "until", "since", "for", "at", "of", "from", "over", "during", "between", "the",
     "a", "an", "his", "her", "their", "its", "this", "that", "and", "or", "before", "after", "last",
     "next", "late", "early", "'s", "’s", "-", "planned", "to", "upcoming"}
)  # fmt: skip
_AFTER_DATE = frozenset(
    {"with", "to", "in", "at", "on", "by", "and", "for", "about", "that", "who", "where", "when", "as",
     "the", "after", "before", "during", "while", "following", "of", "from", "via", "over", "ahead"}
)  # fmt: skip


def unparsed(doc: Text, pieces: Sequence[Piece]) -> Doc:
    """The simplified sentence as a document of one sentence, for the parser."""
    starts: list[bool | int | None] = [k == 0 for k in range(len(pieces))]
    return Doc(
        doc.doc.vocab,
        words=[p.word for p in pieces],
        spaces=[bool(doc[p.end - 1].whitespace_) for p in pieces],
        sent_starts=starts,
    )


def with_parse(span: tuple[int, int], pieces: Sequence[Piece], parsed: tuple[Word, ...]) -> Reading:
    """A simplified sentence with its parse."""
    actors: list[Word] = []
    for word, piece in zip(parsed, pieces, strict=True):
        word.kind = piece.kind
        if piece.mention is not None:
            word.mention = piece.mention
            actors.append(word)
    return Reading(tuple(pieces), span[0], span[1], parsed, tuple(actors))
