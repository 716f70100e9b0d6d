"""Who does what around a trigger: grammatical slots read off the parse of a simplified sentence.

A slot is ``subject``, ``object``, ``possessive``, ``compound``, ``adjective`` or a preposition. Its
fillers are words of the reading; which actors those are is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import cache

from kg.extract.rules.text.reading import Reading
from kg.extract.rules.text.words import Word
from kg.reference.read import load

Slots = dict[str, list[Word]]

_SUBJECTS = frozenset({"nsubj", "csubj"})
_OBJECT_CONTROL = frozenset(
    {"invite", "ask", "urge", "want", "expect", "allow", "tell", "order", "send", "persuade", "dispatch",
     "instruct", "authorise", "authorize", "forbid", "convince", "direct", "task", "deploy", "encourage",
     "request", "permit", "enable", "help", "prevent", "stop", "bar", "prohibit", "ban", "appoint", "assign"}
)  # fmt: skip
_SENDS = frozenset({"send", "dispatch", "deploy", "appoint", "assign", "task"})
"""Who is sent goes: the parser makes a purpose of it ("sent his deputy, Smith, to meet Jones")."""
_LONGEST_LIST = 100
_MATTER = frozenset({"about", "regarding", "concerning", "over"})
"""What is spoken of: who is asked about talks is no party to them by that."""
"""Names in a row that are followed."""


def add(slots: Slots, slot: str, tokens: list[Word]) -> None:
    """Adds fillers to a slot without repeating one."""
    row = slots.setdefault(slot, [])
    for t in tokens:
        if t not in row:
            row.append(t)


def expand(reading: Reading, token: Word, *, depth: int = 0) -> list[Word]:
    """A noun phrase and what is coordinated with it or stands in apposition: only actors count."""
    out: list[Word] = []
    head = token.mention
    led = led_by(reading, token) if head is None or head.kind in {"crowd", "organisation"} else []
    if led:
        out += led  # "a delegation led by Smith": Smith
    elif head is not None:
        out.append(token)
    elif depth == 0:
        out += _inside(token)
    for child in token.rights:
        if (
            child.dep_ in {"conj", "appos"}
            and depth < _LONGEST_LIST
            and child.pos_ not in {"VERB", "AUX"}
        ):
            out += expand(reading, child, depth=depth + 1)
        elif child.dep_ == "prep" and child.lower_ == "including" and depth == 0 and out:
            for p in child.children:
                if p.dep_ == "pobj":
                    out += expand(reading, p, depth=depth + 1)
    # "both Foreign Minister A and President B", "Smith, as well as Jones"
    return out


def led_by(reading: Reading, token: Word) -> list[Word]:
    """Who leads a delegation: the agent of a participle after it."""
    for child in token.rights:
        if child.dep_ == "acl" and child.lemma_ in {"lead", "head", "chair"}:
            for a in child.children:
                if a.dep_ in {"agent", "prep"} and a.lower_ == "by":
                    return [t for p in a.children if p.dep_ == "pobj" for t in expand(reading, p)]
    return []


def _inside(token: Word) -> list[Word]:
    """The actor that a phrase is about: "a delegation of Smith", "the government of France"."""
    if token.lemma_ not in {
        "delegation",
        "government",
        "team",
        "leadership",
        "side",
        "representative",
        "official",
        "authority",
        "leader",
        "minister",
        "member",
        "envoy",
        "diplomat",
    }:
        return []
    found: list[Word] = []
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in {"of", "from"}:
            found += [p for p in child.children if p.dep_ == "pobj" and p.mention]
        elif child.dep_ in {"poss", "compound", "amod"} and child.mention:
            found.append(child)
    return found


def subjects(reading: Reading, verb: Word, *, depth: int = 0) -> list[Word]:
    """The logical subject of a verb, through coordination, control and relative clauses."""
    if depth > 6:
        return []
    passive = is_passive(verb)
    below = list(verb.children)
    # "After his conversation with Jones, Smith met …": of two subjects the one that is an actor.
    below.sort(key=lambda c: c.dep_ in _SUBJECTS and not expand(reading, c))
    for child in below:
        if child.dep_ in _SUBJECTS and child.kind in {"date", "place"}:
            continue  # "and then the next day will travel to …", "visiting London to meet …"
        if child.dep_ in _SUBJECTS and not passive:
            if child.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl":
                return expand(reading, verb.head)
            return expand(reading, child)
        if child.dep_ == "agent" and passive:
            return [t for p in child.children if p.dep_ == "pobj" for t in expand(reading, p)]
    if passive:
        return []
    head = verb.head
    if head == verb:
        return []
    if verb.dep_ == "conj" and head.pos_ in {"VERB", "AUX"}:
        if is_passive(head) and not is_passive(verb):
            return passive_subjects(reading, head)
        return subjects(reading, head, depth=depth + 1)
    if verb.dep_ in {"xcomp", "ccomp", "advcl", "prep", "pcomp"}:
        if verb.dep_ == "pcomp":
            head = head.head
        sent = verb.dep_ == "advcl" and head.lemma_ in _SENDS and _infinitive(verb)
        if (head.lemma_ in _OBJECT_CONTROL and verb.dep_ in {"xcomp", "ccomp", "pcomp"}) or sent:
            told = [c for c in head.children if c.dep_ == "dobj" and c.i < verb.i]
            objects = [t for c in told for t in expand(reading, c)]
            people = [c for c in told if c.lemma_ in _deputies()]
            if objects or people:
                return objects  # "sent his deputy to meet Jones": not who sent him
        if verb.dep_ == "ccomp" and any(c.dep_ in _SUBJECTS for c in verb.children):
            return []
        if is_passive(head):
            return passive_subjects(reading, head)
        if head.pos_ == "ADJ" and head.head != head:
            return subjects(reading, head.head, depth=depth + 1)
        if head.pos_ in {"NOUN", "PROPN"}:
            return _holder(reading, head, depth)
        return subjects(reading, head, depth=depth + 1)
    if verb.dep_ in {"relcl", "acl"}:
        found = expand(reading, head)
        if found and not (verb.dep_ == "acl" and verb.tag_ == "VBN"):
            return found
        if (verb.dep_ == "acl" and verb.tag_ == "VB") or verb.tag_ == "VBG":
            return _holder(reading, head, depth)
    return []


def _infinitive(verb: Word) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


@cache
def _deputies() -> frozenset[str]:
    """Who is sent in somebody's place; the list is data, and asked for as the types of events are."""
    return load().words["deputy"]


def _holder(reading: Reading, noun: Word, depth: int) -> list[Word]:
    """Whose plan, trip or invitation it is: the possessor of a noun, or the subject of its verb."""
    for child in noun.children:
        if child.dep_ == "poss":
            return expand(reading, child)
    verb = noun.head
    for _ in range(3):
        if verb.pos_ in {"VERB", "AUX"}:
            return subjects(reading, verb, depth=depth + 1)
        verb = verb.head
    return []


def passive_subjects(reading: Reading, verb: Word, *, depth: int = 0) -> list[Word]:
    """What a passive verb is done to."""
    for child in verb.children:
        if child.dep_ == "nsubjpass":
            if child.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl":
                return expand(reading, verb.head)
            return expand(reading, child)
    if verb.dep_ == "conj" and depth < 4:
        return passive_subjects(reading, verb.head, depth=depth + 1) or subjects(reading, verb.head)
    if verb.dep_ in {"acl", "relcl"}:
        return expand(reading, verb.head)
    if verb.dep_ == "advcl" and depth < 4:
        return subjects(reading, verb.head, depth=depth + 1)
    return []


def is_passive(verb: Word) -> bool:
    """Is the verb in the passive voice? (also "summoned" in "the ambassador, summoned on Monday")."""
    kinds = {c.dep_ for c in verb.children}
    if "nsubjpass" in kinds or "auxpass" in kinds:
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not kinds & {"nsubj", "aux"}:
        return verb.head.pos_ == "VERB" and is_passive(verb.head)
    return verb.dep_ == "acl" and verb.tag_ == "VBN"


def objects(reading: Reading, verb: Word) -> list[Word]:
    """The logical object of a verb."""
    if is_passive(verb):
        return passive_subjects(reading, verb)
    found: list[Word] = []
    for child in verb.children:
        if child.dep_ in {"dobj", "dative", "oprd"} and child.pos_ != "ADP":
            found += expand(reading, child)
    return found


def prepositions(token: Word) -> Iterator[tuple[str, Word]]:
    """Prepositions below a word and the nouns under them, through "along with" and coordination."""
    stack = [c for c in token.children if c.dep_ in {"prep", "agent", "dative", "prt"}]
    while stack:
        p = stack.pop(0)
        for child in p.children:
            if child.dep_ in {"pobj", "pcomp"}:
                yield p.lower_, child
            elif child.dep_ in {"prep", "conj"} and child.pos_ == "ADP":
                stack.append(child)


def verb_slots(reading: Reading, verb: Word) -> Slots:
    """The slots around a verb."""
    slots: Slots = {}
    add(slots, "subject", subjects(reading, verb))
    add(slots, "object", objects(reading, verb))
    for name, noun in prepositions(verb):
        mention = noun.mention
        if name in {"in", "at"} and mention is not None and mention.kind in {"person", "role"}:
            add(slots, "object", [noun])  # "received in the Kremlin President Smith"
            continue
        add(slots, name, expand(reading, noun))
        # "with Smith" hung on the object by the parser: "met Tuesday with Smith"
    for child in verb.children:
        if child.dep_ in {"npadvmod", "advmod", "dobj", "advcl"} and child.mention is None:
            for name, noun in prepositions(child):
                if name in {"with", "to", "by"} and child.dep_ != "advcl":
                    add(slots, name, expand(reading, noun))
        if child.dep_ == "acomp":
            for name, noun in prepositions(child):
                add(slots, name, expand(reading, noun))  # "is due in Jordan"
    return slots


def stray_companions(
    reading: Reading, verb: Word, *, events: Container[str] = frozenset()
) -> list[Word]:
    """ "spoke on the margins of the summit with Smith": a "with" that the parser hung on another noun.

    Not one of a noun that has its own side: "spoke of Miller's summit with Smith". ``events`` are nouns
    that are triggers.
    """
    out: list[Word] = []
    for t in verb.subtree:
        owned = t.head.lemma in events and any(c.dep_ == "poss" for c in t.head.children)
        if (
            t.lower_ == "with"
            and not owned
            and t.i > verb.i
            and not any(
                a.pos_ in {"VERB", "AUX"} and a != verb for a in t.ancestors if verb in a.ancestors
            )
        ):
            out += [x for p in t.children if p.dep_ == "pobj" for x in expand(reading, p)]
    for t in reading.tokens[verb.i + 1 :]:
        # "spoke today with Smith to …": the model takes "with" for a conjunction.
        if t.pos_ in {"VERB", "AUX"} and t.tag_ != "VBN":
            break
        if t.lower_ == "with" and t.i + 1 < len(reading.tokens) and reading.tokens[t.i + 1].mention:
            out += expand(reading, reading.tokens[t.i + 1])
    return out


def stray_objects(reading: Reading, verb: Word) -> list[Word]:
    """ "received this morning in his office Smith": an object that the parser did not reach.

    The first person after an active verb, before another verb, whom no preposition introduces.
    """
    participle = verb.tag_ == "VBN" and not any(c.dep_ == "aux" for c in verb.children)
    if is_passive(verb) or participle:
        return []
    for t in reading.tokens[verb.i + 1 :]:
        if (t.pos_ in {"VERB", "AUX"} and t.mention is None) or t.text in {
            ".",
            ";",
            ":",
            "“",
            '"',
        }:
            return []
        mention = t.mention
        if mention is None or mention.kind not in {"person", "role", "crowd"}:
            continue
        before = reading.tokens[t.i - 1]
        after = reading.tokens[t.i + 1] if t.i + 1 < len(reading.tokens) else None
        if after is not None and (after.tag_ == "POS" or t.dep_ == "poss"):
            return []  # "welcomed the prime minister's decision"
        if before.pos_ in {"ADP", "SCONJ"} or before.lower_ in {"by", "with", "and", "or", "'s"}:
            return []
        return expand(reading, t)
    return []


def governor(noun: Word) -> Word | None:
    """The verb that an event noun depends on, directly or through a preposition or another noun."""
    head = noun.head
    for _ in range(3):
        if head.pos_ in {"VERB", "AUX"}:
            return head
        if head == head.head:
            return None
        head = head.head
    return None


def noun_slots(
    reading: Reading, noun: Word, *, light: frozenset[str], governed: bool = False
) -> tuple[Slots, Word | None]:
    """The slots around an event noun and its light verb ("hold talks"), if it has one.

    ``governed``: the verb above calls the event off, proposes or declines it, and so its subject is
    one of the parties ("North Korea cancelled the talks with the South").
    """
    slots = _own_slots(reading, noun)
    measure = _measured(noun)
    inner = noun
    if measure is not None:
        noun = measure  # "an hour of talks": the verb has the hour for its object
    elif noun.dep_ == "pobj" and noun.head.lower_ == "on" and slots.get("to") is not None:
        # "Smith, on a visit to Jordan, …", "the minister on his visit to Jordan"
        above = noun.head.head
        if above.mention is not None:
            add(slots, "subject", expand(reading, above))
        elif above.pos_ in {"VERB", "AUX"} and noun.head.i < above.i:
            found = passive_subjects(reading, above) if is_passive(above) else []
            add(slots, "subject", found or subjects(reading, above))
    verb = governor(noun)
    staying = verb is not None and verb.lemma_ == "be" and noun.head.lower_ == "on"
    if verb is None or (verb.lemma_ not in light and not staying):
        topical = noun.dep_ == "pobj" and noun.head.lower_ in _MATTER  # "asked about the summit"
        if verb is not None and governed and noun.dep_ in {"dobj", "pobj"} and not topical:
            add(slots, "subject", subjects(reading, verb))
            if noun.dep_ == "pobj" and noun.head.lower_ == "for":
                add(slots, "with", objects(reading, verb))  # "asked Jones for a meeting"
        elif verb is not None:
            _adjunct(reading, noun, verb, slots)
        return slots, None
    direct = noun.dep_ in {"dobj", "nsubjpass", "nsubj", "attr", "oprd"} and noun.head == verb
    through = _through(noun, verb)
    chained = noun.dep_ in {"conj", "appos"} and noun.head.head == verb
    if not (direct or through or chained):
        _adjunct(reading, noun, verb, slots)
        return slots, None
    if noun.dep_ not in {"nsubj", "nsubjpass"} or is_passive(verb):
        add(slots, "subject", subjects(reading, verb))
    for name, target in prepositions(verb):
        if target not in (noun, inner):
            add(slots, name, expand(reading, target))
    for child in verb.children:
        if child.dep_ == "dative" and child.pos_ != "ADP" and direct:
            add(slots, "to", expand(reading, child))  # "handed the minister a note"
        if child.dep_ in {"npadvmod", "advmod"}:
            for name, target in prepositions(child):
                add(slots, name, expand(reading, target))
        if child.dep_ == "dobj" and child != noun and through:
            add(slots, "object", expand(reading, child))
    return slots, verb


def _own_slots(reading: Reading, noun: Word) -> Slots:
    """What hangs on an event noun itself: "the minister's talks with Jones"."""
    slots: Slots = {}
    for child in noun.children:
        if child.dep_ == "poss":
            add(slots, "possessive", expand(reading, child))
        elif child.dep_ in {"compound", "nmod", "amod", "nummod"} and child.mention:
            add(slots, "compound", _compound(child))
        elif child.dep_ in {"compound", "nmod"}:
            add(slots, "compound", [t for t in child.subtree if t.mention])
        elif child.dep_ in {"acl", "relcl"} and child.lemma_ in {"involve", "include", "bring"}:
            add(slots, "between", objects(reading, child))
    for name, target in prepositions(noun):
        add(slots, name, expand(reading, target))
        if name == "of" and target.mention is None:
            # "a message of greeting to Jones", "a round of talks with Jones"
            for inner_name, inner_target in prepositions(target):
                if inner_name in {"to", "from", "with", "between"}:
                    add(slots, inner_name, expand(reading, inner_target))
    return slots


def _through(noun: Word, verb: Word) -> bool:
    """Is a noun the object of its light verb by a preposition: "came to an agreement"?"""
    prep = noun.head
    if noun.dep_ != "pobj" or prep.lower_ not in {"to", "for", "in", "with", "into", "on"}:
        return False
    if prep.lower_ in {"in", "on"} and prep.i < verb.i:
        # "Smith, on a visit to Jordan, was received by Jones": the visit is no object of the verb.
        return False
    # "is on a two-day visit to Qatar"
    return prep.head == verb and (verb.lemma_ != "be" or prep.lower_ == "on")


def _measured(noun: Word) -> Word | None:
    """The measure of "an hour of talks", "two days of negotiations", "a series of meetings"."""
    prep = noun.head
    if noun.dep_ != "pobj" or prep.lower_ != "of" or prep.head.pos_ != "NOUN":
        return None
    return prep.head if prep.head.lemma_ in _MEASURES else None


_MEASURES = frozenset(
    {"hour", "day", "minute", "week", "month", "series", "round", "set", "couple", "pair", "string",
     "number", "bout", "spate", "half", "evening", "morning", "afternoon"}
)  # fmt: skip


def _adjunct(reading: Reading, noun: Word, verb: Word, slots: Slots) -> None:
    """ "In a meeting with Jones, Smith praised …": the subject of the clause is the other party."""
    prep = noun.head
    opens = noun.dep_ == "pobj" and prep.lower_ in {"in", "at", "during"} and prep.head == verb
    if opens and prep.i < verb.i and (slots.get("with") or prep.lower_ == "in"):
        add(slots, "subject", subjects(reading, verb))


def _compound(token: Word) -> list[Word]:
    """ "Trump-Kim summit": both halves, however the hyphen was attached."""
    return [
        t
        for t in token.subtree
        if t.mention and t.dep_ in {"compound", "nmod", "amod", "conj", "npadvmod"}
    ]
