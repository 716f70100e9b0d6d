// Which events pass the filters and belong to the scope, and what they add up to.

// The values of an event by facet: words, or for topic and polity numbers, which is faster.
const facetValues = {
  type: (event) => [event.t],
  status: (event) => [event.s],
  history: (event) => event.h || none,
  topic: (event) => event.topics,
  polity: (event) => event.reach,
};
const facetKey = {
  topic: (id) => (known.topic.get(id) || { index: -1 }).index,
  polity: (id) => (known.state.get(id) || { index: -1 }).index,
};

function inDates(event) {
  if (!state.from && !state.to) return true;
  if (!event.a) return false;
  return !(state.from && (event.b || event.a) < state.from) && !(state.to && event.a > state.to);
}

// One pass over all events: which are shown, and how many each choice of each facet would leave. An event
// that fails one facet alone still counts for the other choices of that facet.
function sift() {
  const active = FACETS.filter((facet) => state[facet].size)
    .map((facet) => [facet, new Set([...state[facet]].map(facetKey[facet] || String))]);
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
  const all = [];
  const dateless = [];
  for (const event of shownAtFirst()) {
    let failed = "";
    for (const [facet, wanted] of active) {
      if (facetValues[facet](event).some((value) => wanted.has(value))) continue;
      failed = failed ? "two" : facet;
    }
    const dated = inDates(event);
    if (!failed) dateless.push(event);
    if (!dated) failed = "two";
    if (failed === "two") continue;
    if (!failed) all.push(event);
    for (const facet of failed ? [failed] : FACETS) {
      for (const value of facetValues[facet](event)) counts[facet].set(value, (counts[facet].get(value) || 0) + 1);
    }
  }
  return { shown: all, counts, dateless };
}

let shown = [];
let sifted = { shown, counts: {}, dateless: [] };
// The events of the scope among those shown: what timeline, map and table have.
let scoped = [];

function inScope(scope) {
  if (!scope) return () => true;
  const { kind, entry, ends } = scope;
  if (kind === "pair") {
    const level = levelOf(scope);
    return (event) => ends.every((end) => membersOf(event, level).includes(end.index));
  }
  if (kind === "versus") {
    const level = levelOf(scope);
    return (event) => ends.some((end) => membersOf(event, level).includes(end.index));
  }
  if (kind === "periods") {
    const both = new Set(scope.spans.flatMap((span) => within(shown, span)));
    return (event) => both.has(event);
  }
  if (kind === "chain") {
    const events = new Set(chainBetween(...ends).flatMap((step) => step.events));
    return (event) => events.has(event);
  }
  return {
    actor: (event) => event.actors.includes(entry.index),
    state: (event) => event.states.includes(entry.index),
    topic: (event) => event.topics.includes(entry.index),
    place: (event) => event.l === entry.index,
    article: (event) => (event.r || none).includes(entry.index),
    event: (event) => event === entry,
  }[kind];
}

const levelOf = (scope) => (scope.of === "state" ? "states" : "actors");

function scopeName(scope) {
  if (scope.kind === "periods") return listing.format(scope.spans.map(spanWords));
  if (scope.kind === "pair" || scope.kind === "versus") return listing.format(scope.ends.map((end) => end.n));
  if (scope.kind === "chain") return say("chain.the", { from: scope.ends[0].n, to: scope.ends[1].n });
  return scope.kind === "event" ? titleOf(scope.entry) : scope.entry.n;
}

// What timeline, map and table stand on, in words, with a way back to everything.
function scopeBar() {
  const scope = resolve(scopeSelect());
  if (!scope) return null;
  return h("p", { class: "scope" },
    h("span", null, `${capital(many(scoped.length, "event"))}: `, h("bdi", null, scopeName(scope)), " "),
    button(say("scope.all", { n: shown.length }), () => choose(""), { class: "quiet" }));
}

function tally(items) {
  const counts = new Map();
  for (const item of items) counts.set(item, (counts.get(item) || 0) + 1);
  return counts;
}

const ranked = (counts) => [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));

const membersOf = (event, level) => (level === "actors" ? event.actors : event.states);

// All pairs of a level among the given events: how often together, and how often that took place. Network
// and overview ask for the same ones.
const lastPairs = { events: null, level: "", pairs: null };

function pairsOf(events, level) {
  if (lastPairs.events !== events || lastPairs.level !== level) Object.assign(lastPairs, { events, level, pairs: countPairs(events, level) });
  return lastPairs.pairs;
}

function countPairs(events, level, membersIn = (event) => membersOf(event, level)) {
  const pairs = new Map();
  for (const event of events) {
    const members = membersIn(event);
    if (members.length > about.most) continue;
    const held = HAPPENED.has(event.s);
    const ahead = AHEAD.has(event.s);
    for (let i = 0; i < members.length; i += 1) {
      for (let j = i + 1; j < members.length; j += 1) {
        const a = Math.min(members[i], members[j]);
        const b = Math.max(members[i], members[j]);
        const key = a * 1e6 + b;
        let pair = pairs.get(key);
        if (!pair) pairs.set(key, (pair = { key, a, b, count: 0, held: 0, ahead: 0 }));
        pair.count += 1;
        if (held) pair.held += 1;
        else if (ahead) pair.ahead += 1;
      }
    }
  }
  return pairs;
}

const strongest = (pairs) => [...pairs].sort((x, y) => y.count - x.count || x.a - y.a || x.b - y.b);

const oldestFirst = (events) =>
  [...events].sort((x, y) => ((x.a || "9999") < (y.a || "9999") ? -1 : (x.a || "9999") > (y.a || "9999") ? 1 : x.index - y.index));

function byYear(events) {
  const years = new Map();
  const dated = events.filter((event) => event.a).map((event) => Number(event.a.slice(0, 4)));
  if (!dated.length) return years;
  const low = dated.reduce((a, b) => Math.min(a, b));
  const high = dated.reduce((a, b) => Math.max(a, b));
  for (let year = low; year <= high; year += 1) years.set(year, 0);
  for (const year of dated) years.set(year, years.get(year) + 1);
  return years;
}
