// The search field: one search over names, pairs, events, topics and the quotes, with counts, by keyboard or pointer.

const finder = { hits: [], at: -1, kind: "", answer: null, timer: null, elsewhere: none, sought: null };
const groupTitle = (kind) => say(`group.${kind}`);
const SHOWN = { actor: 3, state: 3, pair: 3, event: 4, passage: 4, topic: 3, place: 2, article: 2, elsewhere: 8 };
const MOST_SHOWN = 60;

function buildSearch() {
  const field = byId("search");
  field.addEventListener("input", () => {
    finder.kind = "";
    find();
  });
  field.addEventListener("keydown", (event) => {
    const steps = finder.hits.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (byId("found").hidden) find();
      else markHit((finder.at + (event.key === "ArrowDown" ? 1 : -1) + steps) % Math.max(1, steps));
    } else if (event.key === "Enter" && steps && !byId("found").hidden) {
      event.preventDefault();
      take(finder.hits[Math.max(0, finder.at)]);
    } else if (event.key === "Escape") {
      field.value = "";
      closeFinder();
      field.blur();
    }
  });
  field.addEventListener("focus", () => {
    buildIndex();
    field.select();
    if (field.value) find();
  });
  const box = field.closest(".search");
  box.addEventListener("focusout", (event) => box.contains(event.relatedTarget) || closeFinder());
  byId("found").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    field.focus();
    closeFinder();
  });
  // What is clicked in the list must not take the focus from the field, or the list would close first.
  byId("found").addEventListener("mousedown", (event) => event.preventDefault());
}

// When the passages have been read, what stands in the list is found anew.
const searchAgain = () => byId("found").hidden || find(true);

function find(again = false) {
  const words = byId("search").value;
  if (!words.trim()) return closeFinder();
  buildIndex();
  if (!again) finder.elsewhere = none;
  finder.answer = ask(words);
  // How it was understood, for whoever measures it.
  const { terms, from, to, types, statuses } = understand(words);
  byId("found").understood = { terms, from, to, types: [...(types || none)], statuses: [...(statuses || none)] };
  findElsewhere(words);
  return showHits(again ? finder.at : 0);
}

// What the server knows beyond what is here comes below, when it comes.
function findElsewhere(words) {
  clearTimeout(finder.timer);
  if (complete() || words.trim().length < 2) return;
  finder.timer = setTimeout(async () => {
    const found = await source.find(words).catch(() => none);
    if (byId("search").value !== words) return;
    finder.elsewhere = found.map((hit) => ({ kind: "elsewhere", select: hit.select, label: nameElsewhere(hit), what: hit.k, told: hit.q, on: hit.d, tongue: hit.l }));
    showHits(finder.at);
  }, 150);
}

const nameElsewhere = ({ k, n, w, select }) => (k === "state" ? stateName({ i: select.slice(6), n }) : topicTitle({ n, l: w }));

function groupsNow() {
  const groups = { ...finder.answer.groups };
  const here = new Set(Object.values(groups).flatMap((hits) => hits.map((hit) => hit.select)));
  groups.elsewhere = finder.elsewhere.filter((hit) => hit.what === "quote" || !here.has(hit.select));
  return Object.entries(groups).filter(([, hits]) => hits.length);
}

function showHits(at = 0) {
  const groups = groupsNow();
  const { terms, found, meant, instead, lost } = finder.answer;
  const wanted = groups.filter(([kind]) => !finder.kind || kind === finder.kind);
  finder.hits = [];
  const rows = wanted.map(([kind, hits]) => {
    const some = hits.slice(0, finder.kind ? MOST_SHOWN : SHOWN[kind]);
    const more = hits.length - some.length;
    return h("div", { role: "group", "aria-label": groupTitle(kind) },
      h("p", { class: "group", "aria-hidden": "true" }, groupTitle(kind), more > 0 && ` (${say("found.of", { n: some.length, all: hits.length })})`),
      some.map((hit) => hitRow(hit, terms, finder.hits.push(hit) - 1)));
  });
  byId("found").hidden = false;
  byId("search").setAttribute("aria-expanded", "true");
  put(byId("hits"), rows, !finder.hits.length && h("div", { class: "void", role: "option", "aria-disabled": "true", "aria-selected": "false" },
    catalogue.whole || complete() === false ? say("found.nothing") : say("passages.reading")));
  put(byId("found-kinds"), groups.length > 1 && [
    kindButton("", say("found.all"), groups.reduce((sum, [, hits]) => sum + hits.length, 0)),
    groups.map(([kind, hits]) => kindButton(kind, groupTitle(kind), hits.length))]);
  put(byId("found-read"),
    found.read.map((part) => button([h("bdi", null, part.words), h("span", { class: "small" }, ` ${say("found.read", { as: say(`read.as.${part.as}`) })} ×`)], () => rewrite(part.words, `"${part.words}"`),
      { class: "chip", "aria-label": say("found.read.aria", { words: part.words, as: say(`read.as.${part.as}`) }) })),
    instead && h("span", { class: "small" }, `${say(instead === "words" ? "found.words" : "found.without", { words: listing.format(lost.map((part) => say("quoted", { words: part.words }))) })} `),
    [...meant].map(([term, other]) => h("span", { class: "small" }, `${say("found.meant", { term, other })} `)),
    !catalogue.whole && source.local && h("span", { class: "small" }, `${say("passages.reading")} `));
  put(byId("found-facets"), finder.answer.facets.length > 0 && [h("span", { class: "small" }, `${say("found.narrow")} `),
    finder.answer.facets.map(({ kind, value, count }) => {
      const word = kind === "type" ? typeWord(value) : kind === "status" ? statusWord(value) : value;
      return button([word, " ", h("span", { class: "count" }, number.format(count))], () => rewrite("", word), { class: "chip", "aria-label": say("found.add", { word, what: many(count, "event") }) });
    })]);
  return markHit(finder.hits.length ? Math.min(Math.max(0, at), finder.hits.length - 1) : -1);
}

const kindButton = (kind, title, count) => button([title, " ", h("span", { class: "count" }, number.format(count))], () => {
  finder.kind = kind;
  showHits();
}, { class: "chip", "aria-pressed": String(finder.kind === kind) });

// Puts other words into the field: what was read as a day or a kind becomes a word, a facet is added.
function rewrite(before, after) {
  const field = byId("search");
  const at = before ? fold(field.value).indexOf(before) : -1;
  field.value = at < 0 ? `${field.value.trim()} ${after}` : field.value.slice(0, at) + after + field.value.slice(at + before.length);
  field.focus();
  finder.kind = "";
  find();
}

function hitRow(hit, terms, n) {
  const { label, lines, article } = hitWords(hit, terms);
  return h("div", { role: "option", id: `hit-${n}`, class: "hit", "aria-selected": "false", on: { click: () => take(hit) } },
    h("bdi", { class: "hit-label", ...(article && inLanguageOf(article)) }, marked(label, terms)),
    hit.count > 0 && h("span", { class: "count" }, ` ${many(hit.count, "event")}`),
    lines.filter(Boolean).map((line) => h("span", { class: "hit-why" }, line)));
}

// What a hit is called, and why it was found: each term that the name does not have is shown where it stands.
function hitWords(hit, terms) {
  const { kind, entry } = hit;
  if (kind === "elsewhere") return { label: hit.label, lines: [[capital(isSaid(`thing.${hit.what}`) ? say(`thing.${hit.what}`) : hit.what), ", ", say("what.there"), hit.on && `, ${dateWords(hit.on)}`], hit.told && h("bdi", inLanguageOf({ l: hit.tongue }), tell("quoted", { words: marked(hit.told, terms) }))] };
  if (kind === "pair") return { label: `${entry.n} – ${hit.other.n}`, lines: [] };
  if (kind === "passage") return passageWords(hit, terms);
  if (kind === "event") return eventWords(entry, terms);
  const label = entry.n;
  const missing = terms.filter((term) => !namesTerm(label, term));
  const office = (entry.o || none).find((one) => missing.some((term) => namesTerm(one, term)));
  const also = [entry.e, entry.q].find((name) => name && missing.some((term) => namesTerm(name, term)));
  const what = {
    actor: office ? marked(office, terms) : (entry.o && entry.o[0]) || kindWord(entry.k),
    state: also ? tell("what.also", { name: marked(also, terms) }) : say("what.state"),
    topic: say("topic"),
    place: [say("place"), entry.t && [", ", marked(entry.t, terms)]],
    article: [marked(entry.p || say("article"), terms), entry.d && `, ${dateWords(entry.d)}`],
  }[kind];
  return { label, lines: [what] };
}

// What else of an event met words that stand neither in its title nor in its quote: topics, states, offices.
function alsoMet(event, unmet, terms) {
  const about = [
    [say("met.about"), (event.g || none).map((n) => data.topics[n].n)], [say("met.states"), event.states.map((n) => data.polities[n].n)],
    [say("met.as"), event.w.map((share) => share.o).filter(Boolean)],
  ];
  let missing = unmet;
  const why = [];
  for (const [word, values] of about) {
    const found = values.find((value) => missing.some((term) => namesTerm(value, term)));
    if (!found) continue;
    why.push([" · ", word, " ", marked(found, terms)]);
    missing = missing.filter((term) => !namesTerm(found, term));
  }
  return { why, missing };
}

function eventWords(event, terms) {
  const label = headline(event);
  const place = placeWords(event);
  const { why, missing } = alsoMet(event, terms.filter((term) => !namesTerm(`${label} ${place}`, term)), terms);
  let said = null;
  if (missing.length && catalogue.told) {
    const doc = catalogue.told.docs.find((one) => one.entry === event && missing.some((term) => namesTerm(wholeOf(one.mention), term)));
    if (doc) said = { words: [marked(snippet(wholeOf(doc.mention), missing, articleBehind(doc)), terms)], tongue: inLanguageOf(articleBehind(doc)) };
  }
  return { label, lines: [[whenWords(event), ", ", statusWord(event.s), place && [" · ", marked(place, terms)], why], said && h("bdi", { class: "hit-said", ...said.tongue }, tell("quoted", { words: said.words }))] };
}

const wholeOf = (mention) => `${mention.p || ""}${mention.q || ""}${mention.z || ""}`;

// The article of a passage as it lies in the file, with the numbers of its own part.
const articleBehind = ({ entry, mention }) => (mention.r === undefined ? null : data.articles[entry.part.articles[mention.r]]);

function passageWords({ entry, mention }, terms) {
  const article = articleBehind({ entry, mention });
  const { why } = alsoMet(entry, terms.filter((term) => !namesTerm(`${wholeOf(mention)} ${headline(entry)}`, term)), terms);
  return {
    label: snippet(wholeOf(mention), terms, article),
    article,
    lines: [[h("bdi", null, sourceName(article)), languageTag(article), article && article.d && `, ${dateWords(article.d)}`, " · ", tell("met.on", { what: marked(headline(entry), terms) }), `, ${whenWords(entry)}`, why]],
  };
}

function markHit(at) {
  finder.at = at;
  finder.hits.forEach((_, n) => byId(`hit-${n}`).setAttribute("aria-selected", String(n === at)));
  const row = byId(`hit-${at}`);
  if (row) {
    byId("search").setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  } else byId("search").removeAttribute("aria-activedescendant");
}

function closeFinder() {
  clearTimeout(finder.timer);
  byId("found").hidden = true;
  byId("search").setAttribute("aria-expanded", "false");
  byId("search").removeAttribute("aria-activedescendant");
}

// Opens what was found. Days, kinds and statuses of the search become filters where many events are meant.
function take(hit) {
  const { found } = finder.answer;
  finder.sought = hit.kind === "passage" ? { event: hit.entry, n: hit.n } : null;
  closeFinder();
  const narrowed = found.read.length > 0 && !["event", "passage", "elsewhere"].includes(hit.kind);
  choose(hit.select, narrowed ? { ...noFilters(), from: found.from, to: found.to, type: found.types || new Set(), status: found.statuses || new Set() } : {});
}

// The passage that a search led to stands out among those of its event, and comes into view.
function showSought(event, box) {
  if (!finder.sought || finder.sought.event !== event) return;
  const found = finder.sought.part ? box.querySelector(finder.sought.part) : box.querySelectorAll(".passage")[finder.sought.n];
  finder.sought = null;
  if (!found) return;
  found.classList.add("sought");
  found.scrollIntoView({ block: "center", behavior: still() ? "auto" : "smooth" });
}
