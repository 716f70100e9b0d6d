// What persons have said in place of what was read, as the graph has it: by whom, when and why.

const FACT_WORDS = table({
  tells: (said) => [said.v === "no event" ? "This passage tells of no event" : "This passage tells of an event", `, read as ${spaced(said.o)}`],
  status: (said) => ["The status is ", statusWord(said.v), `, read as ${statusWord(said.o)}`],
  type: (said) => ["It is a ", typeWord(said.v), `, read as ${typeWord(said.o)}`],
  date: (said) => ["The date is ", said.v === "none" ? "not given" : dateWords(said.v), `, read as ${said.o === "none" ? "not given" : dateWords(said.o)}`],
  place: (said) => ["The place is ", said.v === "none" ? "not given" : said.v, `, read as ${said.o === "none" ? "not given" : said.o}`],
  with: (said) => [said.v, " took part, and was not read"],
  without: (said) => [said.v, " took no part"],
  same: (said) => [said.o, " and ", said.v, " are one"],
  different: (said) => [said.o, " and ", said.v, " are not one"],
});

// One correction in words. A later one of somebody else stands against it: then it is disputed.
function correctionWords(said) {
  const [first, ...rest] = FACT_WORDS[said.f] ? FACT_WORDS[said.f](said) : [`${spaced(said.f)}: ${said.v}, read as ${said.o}`];
  const when = said.d && dateWords(said.d.slice(0, 10));
  return [h("bdi", null, first, rest), ". ",
    h("span", { class: "note" }, "Corrected by ", h("bdi", null, said.b || "somebody"), when && `, ${when}`, said.y && [": ", h("bdi", null, said.y)], ". "),
    said.x && h("b", null, said.z ? ["Disputed: ", h("bdi", null, said.x), " says otherwise later, and that holds."] : "Taken back later.")];
}

const corrections = (list) => list && list.length > 0 && h("ul", { class: "corrected" }, list.map((said) => h("li", null, correctionWords(said))));

// All that is said on an event: on itself, and once each on its passages.
function correctionsOn(event, mentions) {
  const every = [...(event.z || none), ...mentions.flatMap((mention) => mention.v || none)];
  const known = new Map(every.map((said) => [JSON.stringify(said), said]));
  return known.size > 0 && [h("h3", null, "Corrected"), corrections([...known.values()])];
}

// Passages of which a person says that they tell of no event: they are in no list but these.
function absorbWithdrawn(part, at) {
  for (const mention of part.withdrawn || none) {
    if (data.withdrawn.some((other) => other.i === mention.i)) continue;
    data.withdrawn.push({ ...mention, r: mention.r === undefined ? undefined : at.articles[mention.r], g: undefined, n: undefined });
  }
}

function withdrawnList(mentions) {
  return mentions.length > 0 && [h("h3", null, "Left out by a correction"),
    mentions.map((mention) => h("article", { class: "passage withdrawn" },
      h("p", { class: "small" }, `Read as ${typeWord(mention.y)}, ${statusWord(mention.s)}${mention.d ? `, ${dateWords(mention.d)}` : ""}`),
      h("blockquote", { dir: "auto" }, h("del", null, mention.q)),
      articleOf(mention) && h("p", { class: "source" }, h("bdi", null, sourceName(articleOf(mention)))),
      corrections(mention.v)))];
}
