// The index behind the search: which entries and which passages have a word. It is made in the browser of what
// the page knows, when somebody begins to search; the passages follow in small steps, so that nobody waits.

// A posting is the number of a document, doubled, plus one where the word stands in its name or its quote.
const newIndex = () => ({ docs: [], lists: new Map(), sorted: null });
const catalogue = { names: null, told: null, at: new Map(), whole: false, making: false };

function enter(index, doc, strong, weak) {
  const at = index.docs.push(doc) - 1;
  const first = new Set(wordsIn(strong));
  const post = (word, value) => {
    const list = index.lists.get(word);
    if (list) list.push(value);
    else index.lists.set(word, [value]);
  };
  first.forEach((word) => post(word, at * 2 + 1));
  new Set(wordsIn(weak)).forEach((word) => first.has(word) || post(word, at * 2));
  index.sorted = null;
}

const vocabularyOf = (index) => (index.sorted ||= [...index.lists.keys()].sort());

// How well each document has a term, which may be the beginning of a word: 4 in its name and whole, 0 not at all.
function scoresOf(index, term) {
  const scores = new Uint8Array(index.docs.length);
  const words = vocabularyOf(index);
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle] < term) low = middle + 1;
    else high = middle;
  }
  for (; low < words.length && words[low].startsWith(term); low += 1) {
    const whole = words[low] === term ? 1 : 0;
    for (const value of index.lists.get(words[low])) {
      const score = (value & 1) * 2 + 1 + whole;
      if (score > scores[value >> 1]) scores[value >> 1] = score;
    }
  }
  return scores;
}

// Whether one word becomes the other by so many letters that are added, lost, changed or exchanged.
function near(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return false;
  let [before, last] = [null, [...Array(other.length + 1).keys()]];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
      if (before && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return false;
    [before, last] = [last, row];
  }
  return last[other.length] <= most;
}

// The word of the page that somebody may have meant: the one that most documents have.
function meantBy(term) {
  if (term.length < 4 || /\d/.test(term)) return null;
  const most = term.length < 8 ? 1 : 2;
  let best = null;
  for (const index of [catalogue.names, catalogue.told]) {
    for (const [word, list] of index.lists) {
      if (word[0] === term[0] && (!best || list.length > best.count) && near(term, word, most)) best = { word, count: list.length };
    }
    if (best) return best.word;
  }
  return null;
}

// What the page calls something, and the graph.
const also = (entry) => (entry.e ? `${entry.n} ${entry.e}` : entry.n);

// Names first: they are few, and what most people look for.
function buildIndex() {
  if (catalogue.names) return;
  learnWords();
  const index = newIndex();
  catalogue.names = index;
  catalogue.told = newIndex();
  const own = new Set(data.actors.map((actor) => fold(actor.n)));
  const busy = tally(data.events.flatMap((event) => event.actors));
  data.actors.filter((actor) => busy.has(actor.index)).forEach((actor) =>
    enter(index, { kind: "actor", entry: actor }, also(actor), (actor.o || none).join(" ")));
  data.polities.filter((polity) => polity.q || !own.has(fold(polity.n))).forEach((polity) =>
    enter(index, { kind: "state", entry: polity }, `${also(polity)} ${polity.q || ""}`, ""));
  data.topics.forEach((topic) => enter(index, { kind: "topic", entry: topic }, also(topic), ""));
  data.places.forEach((place) => enter(index, { kind: "place", entry: place }, `${place.n} ${place.t || ""}`, ""));
  data.articles.forEach((article) => enter(index, { kind: "article", entry: article }, article.n, article.p || ""));
  catalogue.at = new Map();
  buildRest(index, catalogue.told);
}

// A newer graph makes a new index.
function forgetIndex() {
  Object.assign(catalogue, { names: null, told: null, whole: false });
}

const STEP = 10;
const pause = () => new Promise((resolve) => setTimeout(resolve));

async function buildRest(index, told) {
  catalogue.whole = false;
  let due = performance.now() + STEP;
  const alive = async () => {
    if (performance.now() > due) {
      await pause();
      due = performance.now() + STEP;
    }
    // Or another one has been begun since.
    return catalogue.told === told;
  };
  const namesOf = (entries, numbers) => (numbers || none).map((n) => also(entries[n])).join(" ");
  const events = [...data.events];
  for (const event of events) {
    catalogue.at.set(event, index.docs.length);
    enter(index, { kind: "event", entry: event }, `${namesOf(data.actors, event.actors)} ${event.n}`,
      `${namesOf(data.polities, event.states)} ${namesOf(data.topics, event.g)} ${placeWords(event)} ${event.w.map((share) => share.o || "").join(" ")}`);
    if (!(await alive())) return;
  }
  const all = await source.texts().catch(() => null);
  for (const event of all ? events : none) {
    (all[event.number] || none).forEach((mention, n) =>
      enter(told, { kind: "passage", entry: event, mention, n, of: catalogue.at.get(event) }, mention.q, `${mention.p || ""} ${mention.z || ""}`));
    if (!(await alive())) return;
  }
  if (catalogue.told !== told) return;
  catalogue.whole = true;
  document.documentElement.dataset.searchable = "true";
  searchAgain();
}

// ---- asking it

const GROUPS = ["actor", "state", "pair", "event", "passage", "topic", "place", "article"];

// All that a search finds: {groups: {kind: [hits]}, facets, found, instead, meant}. A hit is {kind, select, score, count}.
function ask(text) {
  const found = understand(text);
  const answer = answerTo(found);
  if (!found.read.length || answer.events.length) return { ...answer, found };
  // Nothing is of that kind, day or status: then the words are only words; or else it goes without them.
  const others = [["words", understand(text, true)], ["without", { ...understand(""), terms: found.terms }]];
  for (const [instead, other] of others) {
    const rest = other.terms.length ? answerTo(other) : { total: 0 };
    if (rest.total && !rest.meant.size) return { ...rest, found: other, instead, lost: found.read };
  }
  return { ...answer, found };
}

function answerTo(found) {
  const { names, told } = catalogue;
  const meant = new Map();
  const wanted = found.terms.map((term) => {
    const here = [names, told].map((index) => scoresOf(index, term));
    if (here.some((scores) => scores.some(Boolean)) || !catalogue.whole) return { term, here };
    const other = meantBy(term);
    if (other) meant.set(term, other);
    return { term: other || term, here: other ? [names, told].map((index) => scoresOf(index, other)) : here };
  });
  const terms = wanted.map((one) => one.term);
  const byName = wanted.map((one) => one.here[0]);
  const byText = wanted.map((one) => one.here[1]);
  const best = byName.map((scores) => Uint8Array.from(scores));
  told.docs.forEach((doc, n) => byText.forEach((scores, t) => {
    if (scores[n] && !best[t][doc.of]) best[t][doc.of] = 1;
  }));
  const sum = (list, n) => list.reduce((total, scores) => total + scores[n], 0);
  const narrowed = found.read.length > 0;
  const events = [];
  names.docs.forEach((doc, n) => {
    if (doc.kind !== "event" || !fitsAsked(doc.entry, found) || !best.every((scores) => scores[n])) return;
    events.push({ kind: "event", entry: doc.entry, select: `event:${doc.entry.i}`, score: sum(best, n) + doc.entry.f / 2 });
  });
  const groups = Object.fromEntries(GROUPS.map((kind) => [kind, []]));
  groups.event = events;
  const counted = countsFor(narrowed ? data.events.filter((event) => fitsAsked(event, found)) : data.events, narrowed);
  names.docs.forEach((doc, n) => {
    if (doc.kind === "event" || !byName.every((scores) => scores[n])) return;
    const count = counted[doc.kind].get(doc.entry.index) || 0;
    if (narrowed && !count) return;
    if (!terms.length && (doc.kind === "article" || doc.kind === "place")) return;
    const opens = terms.length && fold(doc.entry.n).startsWith(terms[0]) ? 3 : 0;
    groups[doc.kind].push({ kind: doc.kind, entry: doc.entry, select: `${doc.kind}:${doc.entry.i}`, count, score: sum(byName, n) * 2 + opens + Math.log2(1 + count) });
  });
  groups.pair = pairsNamed(byName, found, narrowed);
  if (terms.length) {
    told.docs.forEach((doc, n) => {
      if (!fitsAsked(doc.entry, found) || !byText.some((scores) => scores[n])) return;
      if (!byText.every((scores, t) => scores[n] || byName[t][doc.of])) return;
      groups.passage.push({ kind: "passage", entry: doc.entry, mention: doc.mention, n: doc.n, select: `event:${doc.entry.i}`, score: sum(byText, n) + doc.mention.f / 2 });
    });
  }
  const late = (hit) => (hit.kind === "event" || hit.kind === "passage" ? hit.entry.a || "" : "");
  for (const list of Object.values(groups)) list.sort((x, y) => y.score - x.score || (late(x) < late(y) ? 1 : late(x) > late(y) ? -1 : x.entry.index - y.entry.index));
  const total = GROUPS.reduce((all, kind) => all + groups[kind].length, 0);
  return { groups, events, total, terms, meant, facets: facetsOf(events, found) };
}

const allCounts = { events: null, counts: null };

// In how many events each actor, state, topic and place is, and how many each article tells of.
function countsFor(events, narrowed) {
  if (!narrowed && allCounts.events === events && allCounts.length === events.length) return allCounts.counts;
  const of = (list) => tally(events.flatMap(list));
  const counts = {
    actor: of((event) => event.actors), state: of((event) => event.reach), topic: of((event) => event.topics),
    place: of((event) => (event.l === undefined ? none : [event.l])), article: of((event) => event.r || none),
  };
  if (!narrowed) Object.assign(allCounts, { events, counts, length: events.length });
  return counts;
}

// Two of one kind, each named by a word that does not name the other.
function pairsNamed(byName, found, narrowed) {
  if (byName.length < 2) return [];
  const hits = [];
  const all = 2 ** byName.length - 1;
  const events = data.events.filter((event) => fitsAsked(event, found));
  for (const [level, kind] of [["actors", "actor"], ["states", "state"]]) {
    const masks = new Map();
    catalogue.names.docs.forEach((doc, n) => {
      // A name counts here, and not the offices that somebody held.
      if (doc.kind !== kind) return;
      const mask = byName.reduce((bits, scores, t) => bits + (scores[n] > 2 ? 2 ** t : 0), 0);
      if (mask) masks.set(doc.entry.index, mask);
    });
    if (masks.size < 2) continue;
    for (const pair of countPairs(narrowed ? events : data.events, level).values()) {
      const [a, b] = [masks.get(pair.a) || 0, masks.get(pair.b) || 0];
      if ((a | b) !== all || !(a & ~b) || !(b & ~a)) continue;
      hits.push({ kind: "pair", level, entry: entryAt(level, pair.a), other: entryAt(level, pair.b), select: pairSelection(level, pair.a, pair.b), count: pair.count, score: pair.count });
    }
  }
  return hits;
}

// What the events that were found are, and how often: words that would narrow the search further.
function facetsOf(events, found) {
  const few = (kind, list, have) => (have ? none : ranked(tally(list)).filter(([, count]) => count < events.length).slice(0, 3).map(([value, count]) => ({ kind, value, count })));
  if (events.length < 2) return none;
  return [
    ...few("status", events.map((hit) => hit.entry.s), found.statuses),
    ...few("type", events.map((hit) => hit.entry.t), found.types),
    ...few("year", events.filter((hit) => hit.entry.a).map((hit) => hit.entry.a.slice(0, 4)), found.from),
  ];
}
