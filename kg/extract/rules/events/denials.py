"""What says that something did not take place, beside the verb: who did not, in what order, what went before.

The cues are data (ontology/statuses.ttl); this module only knows where to look.
"""

from __future__ import annotations

from kg.core.model import Status
from kg.extract.rules.text.words import Word
from kg.reference.catalog import Catalog

_BESIDE = frozenset(
    {"out", "off", "back", "away", "down", "up", "through", "yet", "short", "apart"}
)
"""Words that make a phrase of a verb before which or after which they stand."""
_FRONTED = frozenset({"no", "never", "not", "nor", "neither", "nowhere", "under"})
_NOTHING = frozenset({"not", "n't", "n’t", "no", "without"})
_RELATIONS = (
    "governor", "phrase", "noun", "modifier", "adjective", "auxiliary", "under", "preposition", "subject", "claim",
    "verdict", "truth", "need", "attendance", "making", "hedge", "factive", "implied", "coming", "outcome",
)  # fmt: skip
"""Where cues stand: kg:cueRelation."""


class Denials:
    """Holds the cues of a catalog by where they stand."""

    def __init__(self, catalog: Catalog) -> None:
        self.cues: dict[str, dict[str, Status]] = {name: {} for name in _RELATIONS}
        for cue in catalog.cues:
            row = self.cues.setdefault(cue.relation, {})
            for w in cue.words:
                row[w] = cue.status
        self.conditions = catalog.words["hypothetical"]

    def undone(self, verb: Word, reasons: list[str]) -> Status | None:
        """What is said of a verb outside its own auxiliaries, if it makes it undone or doubtful."""
        for says in (self._unreal, self._nobody, self._fronted, self._false, self._in_vain):
            if says(verb, reasons):
                return "denied"
        if left := self._rather(verb):
            reasons.append(left)
            return "denied"
        if any(c.lower_ in self.cues["hedge"] and c.dep_ == "advmod" for c in verb.children):
            reasons.append("perhaps")
            return "proposed"
        return None

    def _unreal(self, verb: Word, reasons: list[str]) -> bool:
        """ "Had they met, …", "they would have met": what would have been, and was not."""
        auxiliaries = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
        words = {c.lower_ for c in auxiliaries}
        perfect = {"have", "'ve", "’ve"} & words and verb.tag_ in {"VBN", "VBD"}
        if perfect and {"would", "'d", "’d"} & words:
            reasons.append("would have")
            return True
        subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        for c in auxiliaries:
            before = verb.sentence[c.i - 1].lower_ if c.i else ","
            opens = before in {",", ";", ":", "that", "and", "but", "-", "–", "—", "“", '"'}
            if c.lower_ == "had" and subject is not None and c.i < subject.i and opens:
                reasons.append("had")
                return True
        return False

    def _nobody(self, verb: Word, reasons: list[str]) -> bool:
        """ "Neither the one nor the other met him", "no minister met her"."""
        for c in verb.children:
            if c.dep_ not in {"nsubj", "nsubjpass"}:
                continue
            none = [c, *(d for d in c.children if d.dep_ in {"det", "preconj", "cc", "advmod"})]
            said = next((d.lower_ for d in none if d.lower_ in self.cues["subject"]), None)
            if said:
                reasons.append(said)
                return True
        return False

    def _fronted(self, verb: Word, reasons: list[str]) -> bool:
        """ "At no point did Smith meet Jones": the negation opens the clause, and turns it round."""
        subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        aux = next((c for c in verb.children if c.dep_ in {"aux", "auxpass"}), None)
        if subject is None or aux is None or aux.i > subject.i or verb.sentence[-1].text == "?":
            return False
        for k in range(max(0, aux.i - 8), aux.i):
            after = verb.sentence[k + 1].lower_
            if verb.sentence[k].lower_ in _FRONTED and after not in {"sooner", "only"}:
                reasons.append(verb.sentence[k].lower_)
                return True
        return False

    def _in_vain(self, verb: Word, reasons: list[str]) -> bool:
        """ "waited in vain for him": nothing came of it."""
        for c in verb.children:
            said = next((x.lower_ for x in c.children if x.lower_ in self.cues["outcome"]), None)
            if c.dep_ == "prep" and said:
                reasons.append(said)
                return True
        return False

    def _rather(self, verb: Word) -> str:
        """ "rather than fly to Vienna", "instead of meeting": the words before a plain verb."""
        left = [w.lower_ for w in verb.sentence[max(0, verb.i - 3) : verb.i]]
        if left and left[-1] == "to":
            left.pop()
        phrase = " ".join(left[-2:])
        return phrase if phrase in self.cues["preposition"] and verb.tag_ in {"VB", "VBG"} else ""

    def _false(self, verb: Word, reasons: list[str]) -> bool:
        """ "Reports that they met are false": the small model parses it in several ways."""
        words = verb.sentence
        for k in range(max(0, verb.i - 12), verb.i):
            said = words[k].lower_
            if said in self.cues["claim"] and not any(
                w.pos_ in {"VERB", "AUX"} and w.head != verb for w in words[k + 1 : verb.i]
            ):
                for j in range(verb.i + 1, len(words) - 1):
                    after = [w.lower_ for w in words[j + 1 : j + 4]]
                    found = next((w for w in after if w in self.cues["verdict"]), None)
                    if words[j].lemma_ == "be" and found and "not" not in after:
                        reasons.append(found)
                        return True
                    missing = next((w for w in after if w in self.cues["truth"]), None)
                    if words[j].lower_ in _NOTHING and missing:
                        reasons.append(missing)
                        return True
        return False

    def _before(self, prep: Word) -> Status | None:
        """What a preposition makes of what it governs: "without meeting", "instead of talks"."""
        left = prep.sentence[prep.i - 1].lower_ if prep.i else ""
        said = self.cues["preposition"]
        return said.get(f"{left} {prep.lower_}") or said.get(prep.lower_)

    def _label(self, trigger: Word) -> Status | None:
        """ "POSTPONED: the sixth meeting of …": what stands before the colon at the head of a line."""
        words = trigger.sentence
        if len(words) < 3 or words[1].text not in {":", "-", "–", "—"}:
            return None
        return self.cues["modifier"].get(words[0].lower_)

    def _phrase(self, verb: Word) -> str:
        """The verb with the word that makes a phrase of it: "called off", "pulled out of", "has yet to"."""
        for c in verb.children:
            if c.dep_ == "prt" or (c.lower_ in _BESIDE and c.dep_ in {"prep", "advmod", "acomp"}):
                return f"{verb.lemma} {c.lower_}"
        return verb.lemma
