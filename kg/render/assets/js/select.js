// Which events pass the filters, and what they add up to.

const facetValues = {
  type: (event) => [event.t],
  status: (event) => [event.s],
  topic: (event) => [...event.topics].map((t) => data.topics[t].i),
  polity: (event) => [...event.reach].map((p) => data.polities[p].i),
};

function passes(event, except) {
  for (const facet of FACETS) {
    if (facet === except || !state[facet].size) continue;
    if (!facetValues[facet](event).some((value) => state[facet].has(value))) return false;
  }
  if (except !== "date" && (state.from || state.to)) {
    if (!event.a) return false;
    if (state.from && (event.b || event.a) < state.from) return false;
    if (state.to && event.a > state.to) return false;
  }
  return true;
}

let shown = [];

function tally(items) {
  const counts = new Map();
  for (const item of items) counts.set(item, (counts.get(item) || 0) + 1);
  return counts;
}

const ranked = (counts) => [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));

const facetCounts = (facet) =>
  tally(data.events.filter((event) => passes(event, facet)).flatMap(facetValues[facet]));

const membersOf = (event, level) => (level === "actors" ? event.actors : event.states);

// All pairs of a level among the given events: "3-17" -> how often, and how often it took place.
function pairsOf(events, level) {
  const pairs = new Map();
  for (const event of events) {
    const members = membersOf(event, level);
    if (members.length > about.most) continue;
    for (let i = 0; i < members.length; i += 1) {
      for (let j = i + 1; j < members.length; j += 1) {
        const [a, b] = members[i] < members[j] ? [members[i], members[j]] : [members[j], members[i]];
        const key = `${a}-${b}`;
        let pair = pairs.get(key);
        if (!pair) pairs.set(key, (pair = { key, a, b, count: 0, held: 0, ahead: 0 }));
        pair.count += 1;
        if (HAPPENED.has(event.s)) pair.held += 1;
        else if (AHEAD.has(event.s)) pair.ahead += 1;
      }
    }
  }
  return pairs;
}

const bothIn = (level, a, b) => shown.filter((event) => {
  const members = membersOf(event, level);
  return members.includes(a) && members.includes(b);
});

const oldestFirst = (events) =>
  [...events].sort((x, y) => ((x.a || "9999") < (y.a || "9999") ? -1 : (x.a || "9999") > (y.a || "9999") ? 1 : x.index - y.index));

function byYear(events) {
  const years = new Map();
  const dated = events.filter((event) => event.a).map((event) => Number(event.a.slice(0, 4)));
  if (!dated.length) return years;
  for (let year = Math.min(...dated); year <= Math.max(...dated); year += 1) years.set(year, 0);
  for (const year of dated) years.set(year, years.get(year) + 1);
  return years;
}
