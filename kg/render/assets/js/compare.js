// Two people, two states or two periods side by side: what each did, whom each met, what began and what stopped.

const halves = (a, b) => h("div", { class: "halves" }, h("section", null, a), h("section", null, b));

// Counts of two sides as one table: [[key, count on one side, count on the other]], the largest first.
function sideBySide(one, other) {
  const keys = new Set([...one.keys(), ...other.keys()]);
  return [...keys].map((key) => [key, one.get(key) || 0, other.get(key) || 0])
    .sort((x, y) => Math.max(y[1], y[2]) - Math.max(x[1], x[2]) || y[1] + y[2] - x[1] - x[2] || (x[0] < y[0] ? -1 : 1));
}

const countsTable = (title, rows, words, [left, right], first = 8) => {
  if (!rows.length) return null;
  const body = h("tbody");
  const line = ([key, a, b]) => h("tr", null, h("th", { scope: "row" }, words(key)), h("td", { class: a ? null : "zero" }, number.format(a)), h("td", { class: b ? null : "zero" }, number.format(b)));
  body.append(...rows.slice(0, first).map(line));
  const more = rows.length > first && button(`Show ${number.format(rows.length - first)} more`, () => {
    body.append(...rows.slice(first).map(line));
    more.remove();
  }, { class: "quiet" });
  return [h("h3", null, title),
    h("table", { class: "versus" },
      h("thead", null, h("tr", null, h("th", { scope: "col" }, h("span", { class: "unseen" }, title)), h("th", { scope: "col" }, h("bdi", null, left)), h("th", { scope: "col" }, h("bdi", null, right)))), body), more];
};

const heldBy = (events) => tally(events.filter((event) => HAPPENED.has(event.s)).map((event) => event.t));
const topicsOf = (events) => tally(events.flatMap((event) => event.g || none));
const topicLink = (n) => link(data.topics[n].n, `topic:${data.topics[n].i}`);

// What both have in their lists, and what only one of them has.
function sharedAndOwn(title, rows, words, [left, right]) {
  const both = rows.filter(([, a, b]) => a && b);
  const only = (of) => rows.filter((row) => row[of] && !row[3 - of]);
  const list = (found, of) => (found.length
    ? folded(found, 6, (row) => h("li", null, words(row[0]), h("span", { class: "count" }, number.format(row[of]))), "", { class: "ranked" })
    : h("p", { class: "small" }, "Nobody and nothing."));
  return [
    both.length > 0 && countsTable(`${title}: both`, both, words, [left, right], 6),
    h("h3", null, `${title}: only one of them`),
    halves([h("h4", null, h("bdi", null, left)), list(only(1), 1)], [h("h4", null, h("bdi", null, right)), list(only(2), 2)]),
  ];
}

// The events of each of the two, and whom each met beside the other.
function twoSides({ of, ends }) {
  const level = of === "actor" ? "actors" : "states";
  const events = ends.map((end) => shown.filter((event) => membersOf(event, level).includes(end.index)));
  const met = ends.map((end, n) => new Map(contacts(level, end.index, events[n]).filter(([who]) => who !== ends[1 - n].index)));
  return { level, events, met };
}

const yearsOf = (events) => sideBySide(...events.map((some) => tally(some.filter((event) => event.a).map((event) => event.a.slice(0, 4))))).sort((x, y) => (x[0] < y[0] ? -1 : 1));

function comparePanel({ of, ends }) {
  const [a, b] = ends;
  const { level, events: [one, other], met } = twoSides({ of, ends });
  const titles = [a.n, b.n];
  const together = one.filter((event) => other.includes(event));
  return [
    panelHead(of === "actor" ? "Two actors compared" : "Two states compared", `${a.n} and ${b.n}`),
    halves([link(a.n, `${of}:${a.i}`), h("p", null, capital(contactWords(one)))], [link(b.n, `${of}:${b.i}`), h("p", null, capital(contactWords(other)))]),
    h("p", { class: "actions" }, link(`${capital(many(together.length, "event"))} together`, `${of === "actor" ? "pair" : "states"}:${a.i}|${b.i}`, { class: "chip" })),
    countsTable("Took place", sideBySide(heldBy(one), heldBy(other)), (type) => capital(typeWord(type, 2)), titles),
    countsTable("By year", yearsOf([one, other]), (year) => year, titles, 12),
    sharedAndOwn("In contact with", sideBySide(...met), (n) => link(entryAt(level, n).n, nodeSelection(level, n)), titles),
    sharedAndOwn("Topics", sideBySide(topicsOf(one), topicsOf(other)), topicLink, titles),
  ];
}

// The same in plain words and counts, for a figure: {titles, sections: [[title, [[words, count, count]]]]}.
function comparedData(chosen) {
  const named = (rows, words) => rows.map(([key, a, b]) => [words(key), a, b]);
  const types = ([one, other]) => named(sideBySide(heldBy(one), heldBy(other)), (type) => capital(typeWord(type, 2)));
  const topics = ([one, other]) => named(sideBySide(topicsOf(one), topicsOf(other)), (n) => data.topics[n].n);
  if (chosen.kind === "periods") {
    const events = chosen.spans.map((span) => within(shown, span));
    const who = sideBySide(...events.map((some) => tally(some.flatMap((event) => membersOf(event, state.level)))));
    return { titles: chosen.spans.map(spanWords), sections: [["Took place", types(events)], ["Who took part", named(who, (n) => entryAt(state.level, n).n)], ["Topics", topics(events)]] };
  }
  const { level, events, met } = twoSides(chosen);
  return { titles: chosen.ends.map((end) => end.n), sections: [["Took place", types(events)], ["By year", yearsOf(events)],
    ["In contact with", named(sideBySide(...met), (n) => entryAt(level, n).n)], ["Topics", topics(events)]] };
}

// A form for the second of two: whoever took part most often is offered first.
function compareForm(entry, of) {
  const level = of === "actor" ? "actors" : "states";
  const busy = ranked(tally(shown.flatMap((event) => membersOf(event, level)))).map(([n]) => entryAt(level, n)).filter((other) => other !== entry);
  if (!busy.length) return null;
  const select = h("select", null, busy.slice(0, 300).map((other) => h("option", { value: other.i }, crop(other.n, 40))));
  return h("form", { class: "compare-form", on: { submit: (event) => {
    event.preventDefault();
    choose(`${of === "actor" ? "versus" : "versus-states"}:${entry.i}|${select.value}`);
  } } }, h("label", null, "Compare with ", select), " ", h("button", { type: "submit", class: "strong" }, "Compare"));
}

// ---- two periods

const spanOf = (text) => {
  const days = text.split("..");
  return days.length === 2 && days.every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day) && instant(day)) ? { from: days[0], to: days[1] } : null;
};
const spanWords = ({ from, to }) => (from.endsWith("-01-01") && to.endsWith("-12-31")
  ? from.slice(0, 4) === to.slice(0, 4) ? from.slice(0, 4) : `${from.slice(0, 4)}–${to.slice(0, 4)}`
  : `${dateWords(from)} – ${dateWords(to)}`);
const within = (events, { from, to }) => events.filter((event) => event.a && (event.b || event.a) >= from && event.a <= to);

function periodsPanel({ spans }) {
  const level = state.level;
  const [one, other] = spans.map((span) => within(shown, span));
  const titles = spans.map(spanWords);
  const pairs = [one, other].map((events) => countPairs(events.filter((event) => HAPPENED.has(event.s)), level));
  const counts = sideBySide(...pairs.map((found) => new Map([...found].map(([key, pair]) => [key, pair.count]))));
  const pairOf = (key) => pairs[0].get(key) || pairs[1].get(key);
  const pairLink = (key) => {
    const { a, b } = pairOf(key);
    return link(`${entryAt(level, a).n} – ${entryAt(level, b).n}`, pairSelection(level, a, b));
  };
  const rowsOf = (title, rows, words, nothing) => [h("h3", null, title), rows.length
    ? folded(rows, 6, ([key, a, b]) => h("li", null, words(key), h("span", { class: "count" }, number.format(a || b))), "", { class: "ranked" })
    : h("p", { class: "small" }, nothing)];
  const who = sideBySide(...[one, other].map((events) => tally(events.flatMap((event) => membersOf(event, level)))));
  const whoLink = (n) => link(entryAt(level, n).n, nodeSelection(level, n));
  return [
    panelHead("Two periods compared", `${titles[0]} and ${titles[1]}`),
    halves([h("h4", null, titles[0]), h("p", null, `${many(one.length, "event")}.`)], [h("h4", null, titles[1]), h("p", null, `${many(other.length, "event")}.`)]),
    countsTable("Took place", sideBySide(heldBy(one), heldBy(other)), (type) => capital(typeWord(type, 2)), titles),
    rowsOf("Began: contacts of the second period alone", counts.filter(([, a, b]) => !a && b), pairLink, "No contact began."),
    rowsOf("Stopped: contacts of the first period alone", counts.filter(([, a, b]) => a && !b), pairLink, "No contact stopped."),
    countsTable("Went on", counts.filter(([, a, b]) => a && b), pairLink, titles, 6),
    rowsOf("Who came", who.filter(([, a, b]) => !a && b), whoLink, "Nobody new."),
    rowsOf("Who went", who.filter(([, a, b]) => a && !b), whoLink, "Nobody."),
    sharedAndOwn("Topics", sideBySide(topicsOf(one), topicsOf(other)), topicLink, titles),
    periodsForm(spans),
  ];
}

// Two halves of the time that is shown, to begin with.
function periodsForm(given) {
  const days = shown.filter((event) => event.a).map((event) => event.a).sort();
  if (days.length < 2) return null;
  const years = unique(days.map((day) => Number(day.slice(0, 4))));
  if (!given && years.length < 2) return null;
  const middle = years[Math.floor(years.length / 2)];
  const start = given || [{ from: `${pad(years[0], 4)}-01-01`, to: `${pad(middle - 1, 4)}-12-31` }, { from: `${pad(middle, 4)}-01-01`, to: `${pad(years.at(-1), 4)}-12-31` }];
  const field = (label, value) => h("label", null, label, h("input", { type: "date", value }));
  // A whole year is one choice.
  const yearOf = ({ from, to }) => (from.endsWith("-01-01") && to === `${from.slice(0, 4)}-12-31` ? from.slice(0, 4) : "");
  const fields = start.map((span, n) => {
    const days = [field(`${n ? "Second" : "First"} period from `, span.from), field("to ", span.to)];
    const choice = h("select", { on: { change: () => choice.value && days.forEach((day, end) => (day.querySelector("input").value = `${choice.value}-${end ? "12-31" : "01-01"}`)) } },
      h("option", { value: "" }, "of these days"), [...years].sort((a, b) => b - a).map((year) => h("option", null, pad(year, 4))));
    choice.value = yearOf(span);
    return [h("label", null, `${n ? "Second" : "First"} year `, choice), ...days];
  });
  const note = h("p", { class: "small", role: "status" });
  return h("form", { class: "chain-form", on: { submit: (event) => {
    event.preventDefault();
    const texts = fields.map((row) => row.slice(1).map((one) => one.querySelector("input").value).join(".."));
    const spans = texts.map(spanOf);
    if (spans.some((span) => !span || span.from > span.to)) note.textContent = "Give each period a first and a last day.";
    else choose(`periods:${texts.join("|")}`);
  } } },
  h("h3", null, "Compare two periods"), h("div", { class: "pickers" }, fields), h("button", { type: "submit", class: "strong" }, "Compare"), note);
}
