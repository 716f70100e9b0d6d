// What persons have said in place of what was read, as the graph has it: by whom, when and why.

const given = (value, words) => (value === "none" ? say("fact.notgiven") : words(value));
const FACT_WORDS = table({
  tells: (said) => say(said.v === "no event" ? "fact.noevent" : "fact.event", { was: ["event", "no event"].includes(said.o) ? say(`told.${said.o === "event" ? "event" : "none"}`) : spaced(said.o) }),
  status: (said) => say("fact.status", { right: statusWord(said.v), was: statusWord(said.o) }),
  type: (said) => say("fact.type", { right: typeWord(said.v), was: typeWord(said.o) }),
  date: (said) => say("fact.date", { right: given(said.v, dateWords), was: given(said.o, dateWords) }),
  place: (said) => say("fact.place", { right: given(said.v, String), was: given(said.o, String) }),
  with: (said) => say("fact.with", { right: said.v }),
  without: (said) => say("fact.without", { right: said.v }),
  same: (said) => say("fact.same", { was: said.o, right: said.v }),
  different: (said) => say("fact.different", { was: said.o, right: said.v }),
});

// One correction in words. A later one of somebody else stands against it: then it is disputed.
function correctionWords(said) {
  const words = FACT_WORDS[said.f] ? FACT_WORDS[said.f](said) : say("fact.other", { fact: spaced(said.f), right: said.v, was: said.o });
  const when = said.d && dateWords(said.d.slice(0, 10));
  return [h("bdi", null, words), ". ",
    h("span", { class: "note" }, tell("corrected.by", { who: h("bdi", null, said.b || say("somebody")) }), when && `, ${when}`, said.y && [": ", h("bdi", null, said.y)], ". "),
    said.x && h("b", null, said.z ? tell("corrected.disputed", { who: h("bdi", null, said.x) }) : say("corrected.back"))];
}

const corrections = (list) => list && list.length > 0 && h("ul", { class: "corrected" }, list.map((said) => h("li", null, correctionWords(said))));

// All that is said on an event: on itself, and once each on its passages.
function correctionsOn(event, mentions) {
  const every = [...(event.z || none), ...mentions.flatMap((mention) => mention.v || none)];
  const known = new Map(every.map((said) => [JSON.stringify(said), said]));
  return known.size > 0 && [h("h3", null, say("corrected")), corrections([...known.values()])];
}

// Passages of which a person says that they tell of no event: they are in no list but these.
function absorbWithdrawn(part, at) {
  for (const mention of part.withdrawn || none) {
    if (data.withdrawn.some((other) => other.i === mention.i)) continue;
    data.withdrawn.push({ ...mention, r: mention.r === undefined ? undefined : at.articles[mention.r], g: undefined, n: undefined });
  }
}

function withdrawnList(mentions) {
  return mentions.length > 0 && [h("h3", null, say("corrected.out")),
    mentions.map((mention) => h("article", { class: "passage withdrawn" },
      h("p", { class: "small" }, say("corrected.read", { what: [typeWord(mention.y), statusWord(mention.s), mention.d && dateWords(mention.d)].filter(Boolean).join(", ") })),
      h("blockquote", inLanguageOf(articleOf(mention)), h("del", null, mention.q)),
      articleOf(mention) && h("p", { class: "source" }, h("bdi", null, sourceName(articleOf(mention)))),
      corrections(mention.v)))];
}
