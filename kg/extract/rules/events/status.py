"""Did it take place? Tense, mood, negation and the words that govern, accompany or modify an event.

What governs an event is followed up to the verb of the sentence, and what it says is combined on the way
(UNDER). The cues are data (ontology/statuses.ttl); this module only knows where in the tree to look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.core.model import Status
from kg.extract.rules.events.denials import Denials
from kg.extract.rules.events.slots import is_passive
from kg.extract.rules.text.words import Word

NEGATIVE: frozenset[Status] = frozenset({"denied", "declined", "cancelled", "postponed"})
"""Statuses of what did not take place, or not then."""

_OFF: Mapping[Status, Status] = {"denied": "proposed"}
UNDER: Mapping[Status, Mapping[Status, Status]] = {
    "planned": {"held": "planned", "ongoing": "planned"},
    "proposed": {
        "held": "proposed", "ongoing": "proposed", "planned": "proposed",
        # "threatened to cancel the talks": they are still to come.
        "cancelled": "planned", "postponed": "planned", "declined": "planned", "denied": "planned",
    },
    "denied": {
        "held": "denied", "ongoing": "denied", "planned": "denied", "proposed": "denied",
        # "did not rule out a meeting", "denied that the talks were off"
        "denied": "proposed", "declined": "proposed", "cancelled": "planned", "postponed": "planned",
    },
    "declined": {**dict.fromkeys(("held", "ongoing", "planned", "proposed"), "declined"), **_OFF},
    "cancelled": dict.fromkeys(("held", "ongoing", "planned", "proposed"), "cancelled"),
    "postponed": dict.fromkeys(("held", "ongoing", "planned", "proposed"), "postponed"),
}  # fmt: skip
"""What an event is whose status is the second and that is governed by what says the first.

What is not here stays as it is: what is said of the event itself, or nearest to it, decides.
"""


def under(outer: Status | None, inner: Status) -> Status:
    """The status of what is governed.

    >>> under("denied", "planned"), under("denied", "denied"), under(None, "planned")
    ('denied', 'proposed', 'planned')
    """
    return UNDER.get(outer, {}).get(inner, inner) if outer else inner


@dataclass(frozen=True, slots=True)
class _Form:
    """An infinitive, a perfect one ("to have met"), or any form without a tense of its own."""

    infinitive: bool
    perfect: bool
    unbound: bool

    @classmethod
    def of(cls, verb: Word) -> _Form:
        auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
        infinitive = "to" in auxiliaries
        return cls(
            infinitive,
            infinitive and verb.tag_ in {"VBN", "VBD"} and "have" in auxiliaries,
            infinitive or verb.tag_ == "VBG" or "having" in auxiliaries,
        )


class StatusReader(Denials):
    """Reads the status of an event off the tree around its trigger."""

    def of(self, trigger: Word, verb: Word | None) -> tuple[Status, tuple[str, ...]]:
        """The status and the words that decided it. ``verb``: the trigger, or its light verb."""
        reasons: list[str] = []
        if (
            trigger.sentence[-1].text == "?"
            or trigger.sentence[max(0, len(trigger.sentence) - 2)].text == "?"
        ):
            reasons.append("?")
            return "proposed", tuple(reasons)
        if labelled := self._label(trigger):
            return labelled, (trigger.sentence[0].lower_,)
        if verb is None or (trigger != verb and self.governs(verb) not in {None, "held"}):
            found = self._noun(trigger, reasons)
        else:
            found = self._verb(verb, reasons)
            if trigger != verb and found in {"held", "ongoing"}:
                modified = self._modifier(trigger, reasons)
                found = modified or found
        return found, tuple(reasons)

    def governs(self, verb: Word) -> Status | None:
        """The status that a verb gives to the event that is its object or passive subject."""
        return self.cues["phrase"].get(self._phrase(verb)) or self.cues["governor"].get(verb.lemma)

    def _modifier(self, noun: Word, reasons: list[str]) -> Status | None:
        for child in noun.children:
            if child.dep_ in {"amod", "compound", "nmod", "acl"} or child.dep_ == "advmod":
                status = self.cues["modifier"].get(child.lower_)
                if status:
                    reasons.append(child.lower_)
                    return status
            if child.dep_ == "det" and child.lower_ == "no":
                reasons.append("no")
                return "denied"
        return None

    def _noun(self, noun: Word, reasons: list[str]) -> Status:
        status = self._modifier(noun, reasons)
        above = self.governs(noun.head) if noun.dep_ in {"nsubjpass", "dobj"} else None
        if status in {"planned", "proposed"} and above in {"cancelled", "postponed", "declined"}:
            reasons.append(noun.head.lower_)  # "a planned call was cancelled"
            return above
        if status and not (noun.dep_ == "pobj" and self._governor_noun(noun.head.head)):
            done = noun.dep_ in {"nsubj", "nsubjpass"} and status in {"planned", "proposed"}
            later = self._governed(noun.head, noun, noun, []) if done else status
            return later if later in NEGATIVE else status
        found: Status = "held"
        head = noun.head
        hops = 0
        child = noun
        while head != child and hops < 6:
            if head.pos_ in {"VERB", "AUX"}:
                if found != "held":
                    return under(
                        self._over(child, reasons) if child.dep_ != "prep" else None, found
                    )
                return self._governed(head, child, noun, reasons)
            if head.pos_ == "ADP" and found == "held" and (said := self._before(head)):
                reasons.append(head.lower_)
                return said
            if head.pos_ in {"NOUN", "PROPN"} and child.dep_ in {"prep", "pobj", "compound", "acl"}:
                cue = self.cues["modifier"].get(head.lower_) or self._governor_noun(head)
                if cue is None and _bare(noun):
                    cue = self.cues["need"].get(head.lemma)
                if cue is None and head.lemma in self.cues["making"]:
                    cue = self._modifier(head, reasons)
                if cue:
                    reasons.append(head.lower_)
                    found = cue if found == "held" else found
            child, head = head, head.head
            hops += 1
        return found

    def _governor_noun(self, noun: Word) -> Status | None:
        """ "cancellation of the summit", "plans for a meeting", "proposal of talks"."""
        lemma = noun.lemma
        return self.cues["noun"].get(lemma)

    def _governed(self, verb: Word, child: Word, noun: Word, reasons: list[str]) -> Status:
        phrase = self._phrase(verb)
        object_like = child.dep_ in {"dobj", "nsubjpass", "nsubj", "oprd", "attr"} or (
            child.dep_ == "prep"
            and child.lower_ in {"for", "of", "to", "on"}
            and noun.head == child
        )
        by = self.cues["phrase"].get(phrase)
        said = by or self.cues["governor"].get(verb.lemma)
        # "pulled out of the talks", "sounded them out about a meeting", "withdrew from the summit"
        status = (
            said if object_like or (child.dep_ == "prep" and (by or said in NEGATIVE)) else None
        )
        if verb.lemma in self.cues["attendance"] and (child.dep_ == "prep" or _negated(verb)):
            return "held"  # Who was not invited, or left out, says nothing of the talks.
        if status:
            reasons.append(phrase)
            if status == "held":
                return self._verb(verb, reasons)
            return self._then(verb, reasons) or self._raised(verb, status, reasons, 0)
        if object_like and verb.lemma_ in {"be", "remain", "seem", "look", "stay"}:
            for c in verb.children:
                word = c.lower_
                if c.dep_ in {"acomp", "attr", "oprd"}:
                    said = self.cues["adjective"].get(word) or self.cues["modifier"].get(word)
                    if said:
                        reasons.append(word)
                        return said
                if (
                    c.dep_ in {"prep", "advmod", "prt"}
                    and not list(c.children)
                    and word in {"on", "off"}
                ):
                    reasons.append(word)
                    return "planned" if word == "on" else "cancelled"  # "is still on"
                if c.dep_ == "prep" and word in {"under", "in", "on"}:
                    said = next(
                        (
                            self.cues["under"][p.lower_]
                            for p in c.children
                            if p.lower_ in self.cues["under"]
                        ),
                        None,
                    )
                    if said:
                        reasons.append(word)
                        return said
        told = any(c.dep_ == "prep" and c.lower_ in _OF for c in verb.children)
        if object_like and verb.lemma_ in {"take", "be", "occur", "happen", "come", "go"}:
            # "denied that the talks had been about gas": what is denied is what they were about.
            return "held" if verb.lemma_ == "be" and told else self._verb(verb, reasons)
        if child.dep_ == "prep" and verb.lemma in self.cues["coming"]:
            # "failed to turn up for talks"
            return "denied" if self._verb(verb, reasons) in NEGATIVE else "held"
        if (
            any(c.dep_ == "aux" and c.lower_ in {"will", "'ll", "’ll"} for c in verb.children)
            and object_like
        ):
            reasons.append("will")
            return "planned"
        return "held"

    def _then(self, verb: Word, reasons: list[str]) -> Status | None:
        """ "was arranged for Friday, but was cancelled": what became of it is told by a verb beside."""
        for c in verb.children:
            own = any(x.dep_ in {"nsubj", "nsubjpass"} for x in c.children)
            if c.dep_ == "conj" and c.pos_ == "VERB" and not own and is_passive(c):
                status = self.governs(c)
                if status in NEGATIVE:
                    reasons.append(self._phrase(c))
                    return status
        return None

    def _verb(self, verb: Word, reasons: list[str], depth: int = 0) -> Status:
        if undone := self.undone(verb, reasons):
            return undone
        for c in verb.children:
            if c.dep_ == "neg":
                reasons.append(c.lower_)
                return under(self._above(verb, reasons, depth), "denied")
            if c.dep_ == "mark" and c.lower_ in self.conditions:
                reasons.append(c.lower_)
                return "proposed"
        phrase = self.cues["phrase"].get(self._phrase(verb))
        if phrase:
            reasons.append(self._phrase(verb))
            return phrase
        own: Status | None = None
        for c in verb.children:
            if c.dep_ in {"aux", "auxpass"}:
                status = self.cues["auxiliary"].get(c.lower_.replace("’", "'"))
                if status:
                    reasons.append(c.lower_)
                    own = status
        above = self._above(verb, reasons, depth)
        if own == "planned" and _conditional(verb, self.conditions):
            own = "proposed"  # "Should she come, he would receive her"
        if own:
            return above if above in NEGATIVE else own
        if above:
            return above
        if verb.tag_ == "VBG" and any(
            c.dep_ == "aux" and c.lower_ in {"is", "are", "'re", "'s"} for c in verb.children
        ):
            reasons.append("progressive")
            return "ongoing"
        if verb.lemma_ == "be" and any(c.dep_ == "xcomp" for c in verb.children):
            return "planned"
        return "held"

    def _over(self, noun: Word, reasons: list[str]) -> Status | None:
        """What governs a noun as its object, its subject or by a preposition, if it makes it undone."""
        node = noun.head
        if noun.dep_ == "pobj":
            if said := self._before(node):
                reasons.append(node.lower_)
                return said
            node = node.head
        if node == noun or node.pos_ not in {"VERB", "AUX"}:
            return None
        status = self.governs(node)
        if any(c.dep_ == "neg" for c in node.children):
            status = under("denied", status or "held")
        if status in NEGATIVE:
            reasons.append(self._phrase(node))
            return status
        return None

    def _above(self, verb: Word, reasons: list[str], depth: int) -> Status | None:
        """What governs an infinitive, a gerund or a clause: expected to, agreed to, refused to."""
        head, dep = verb.head, verb.dep_
        if head == verb or depth > 5:
            return None
        form = _Form.of(verb)
        if dep in {"relcl", "acl"} and form.infinitive and _turned(head):
            reasons.append("were")
            return "proposed"  # "Were they to meet, …"
        if dep == "pcomp":
            if said := self._before(head):
                reasons.append(head.lower_)
                return said
            if head.lower_ in _WHEN:
                return None  # "after calling on Smith": when, and no complement
            head = head.head
        if dep in {"xcomp", "ccomp", "acl", "pcomp", "prep", "advcl", "oprd"}:
            return self._governing(verb, head, form, reasons, depth)
        return self._beside(verb, head, depth) if dep == "conj" else None

    def _governing(
        self, verb: Word, head: Word, form: _Form, reasons: list[str], depth: int
    ) -> Status | None:
        """What the word above says of what is below it."""
        dep, lemma = verb.dep_, self._lemma(head)
        if form.unbound and self._fact(head, lemma, form):
            return "held"
        if lemma.endswith("forward") and head.lemma != lemma.split(" ")[0]:
            head = head.head
        if head.pos_ in {"NOUN", "PROPN"}:
            status = self._of_noun(verb, lemma)
            if status and any(c.dep_ == "det" and c.lower_ == "no" for c in head.children):
                reasons.append("no")
                return "denied"
            if over := self._over(head, reasons):
                return under(over, status or "held")
        else:
            status = self._of_word(verb, head, lemma, form)
        if dep == "advcl" and not form.infinitive:
            status = None
        if status == "held":
            return self._verb(head, reasons, depth + 1)
        # A clause that a verb of saying opens keeps its own tense: "confirmed that they met".
        if status and (form.unbound or (dep == "acl" and verb.tag_ != "VBN")):
            reasons.append("have" if form.perfect else lemma)
            return self._raised(head, status, reasons, depth)
        if status == "denied" and dep == "ccomp":
            reasons.append(lemma)
            return under("denied", "denied") if _negated(head) else "denied"
        purpose = form.infinitive or (dep in {"pcomp", "xcomp"} and form.unbound)
        if purpose and head.pos_ in {"VERB", "AUX"}:
            # Purpose: "travelled to Sochi to meet …" shares the status of the journey.
            return self._verb(head, reasons, depth + 1)
        return None

    def _fact(self, head: Word, lemma: str, form: _Form) -> bool:
        """ "does not regret having met", "did not stop them from meeting": they did."""
        if not form.infinitive and lemma in self.cues["factive"]:
            return True
        return lemma in self.cues["implied"] and _negated(head)

    def _of_noun(self, verb: Word, lemma: str) -> Status | None:
        """ "plans to meet", "the importance of starting talks"."""
        if verb.dep_ not in {"acl", "pcomp"}:
            return None
        status = self.cues["noun"].get(lemma)
        if verb.dep_ == "pcomp" and status is None and _indefinite(verb):
            return self.cues["need"].get(lemma)
        return status

    def _of_word(self, verb: Word, head: Word, lemma: str, form: _Form) -> Status | None:
        """ "hoped to meet", "is ready to meet", "were to have met"."""
        governor = self.cues["governor"].get(lemma)
        if head.pos_ == "ADJ" and form.infinitive:
            return governor or self.cues["adjective"].get(lemma)
        status = self.cues["phrase"].get(self._phrase(head)) or governor
        if status or head.lemma != "be" or not form.infinitive:
            return status
        if verb.dep_ == "xcomp":
            return "cancelled" if form.perfect else "planned"  # "were to have met": they did not
        told = [self.cues["adjective"].get(c.lower_) for c in head.children]
        # "is due in Vienna on Monday to meet Smith"
        return next((t for t in told if t and t != "held"), None)

    def _beside(self, verb: Word, head: Word, depth: int) -> Status | None:
        """ "will travel to Vienna and meet Smith": a verb without a subject of its own."""
        if head.pos_ not in {"VERB", "AUX"}:
            return None
        subjects = {c.dep_ for c in verb.children} & {"nsubj", "nsubjpass"}
        same_form = verb.tag_ == head.tag_ or (verb.tag_ in {"VB", "VBN"} and not subjects)
        if not same_form or "nsubj" in subjects:
            return None
        above = self._verb(head, [], depth + 1)
        return above if above in {"planned", "proposed"} else None

    def _lemma(self, head: Word) -> str:
        if any(c.lower_ == "forward" for c in head.children):
            return f"{head.lemma} forward"  # "looks forward to seeing"
        if head.lemma == "forward" and head.head != head:
            return f"{head.head.lemma} forward"
        return head.lemma

    def _raised(self, head: Word, status: Status, reasons: list[str], depth: int) -> Status:
        """The status that a verb or noun gives, with what is said of it and what governs it in turn."""
        if _negated(head):
            status = under("denied", status)
        if head.pos_ not in {"VERB", "AUX"}:
            return status
        outer = self._above(head, reasons, depth + 1)
        return under(outer, status) if outer in NEGATIVE else status


_WHEN = frozenset({"after", "before", "since", "upon", "while", "when", "following", "on"})
_OF = frozenset({"about", "on", "over", "of", "for"})


def _turned(head: Word) -> bool:
    """ "Were Smith to meet": the verb stands before its subject."""
    above = head.head
    return above.lemma_ == "be" and above.i < head.i and above.lower_ == "were"


def _negated(word: Word) -> bool:
    return any(c.dep_ == "neg" for c in word.children)


def _conditional(verb: Word, conditions: frozenset[str]) -> bool:
    """Does a condition hang on the verb: "if they were freed", "Should she come", "Were he to"?"""
    for c in verb.children:
        if c.dep_ != "advcl":
            continue
        for x in c.children:
            turned = x.dep_ == "aux" and x.lower_ in {"should", "had", "were"} and x.i < c.i
            first = turned and not any(y.dep_ == "nsubj" and y.i < x.i for y in c.children)
            if (x.dep_ == "mark" and x.lower_ in conditions) or first:
                return True
    return False


def _indefinite(verb: Word) -> bool:
    """Has what a gerund is about no article that points at it ("starting talks", not "the talks")?"""
    return not any(
        d.lower_ in {"the", "this", "these", "that", "those"} or d.dep_ == "poss"
        for c in verb.children
        if c.dep_ == "dobj"
        for d in c.children
    )


def _bare(noun: Word) -> bool:
    """Is a noun without an article or owner that points at an event ("talks", "a meeting")?"""
    return not any(
        c.lower_ in {"the", "this", "these", "that", "those"} or c.dep_ == "poss"
        for c in noun.children
    )
