// Tables of what the network shows, and of everything else; what is on the screen can be saved as CSV.

const PAGE = 200;
const names = (entries, numbers) => numbers.map((n) => entries[n].n).join("; ");

// A day in as few letters as it takes: the year must be in view.
const dayShort = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeZone: "UTC" });
const WHOLE_DAYS = /^(\d{4}-\d{2}-\d{2})(?:\/(\d{4}-\d{2}-\d{2}))?$/;
function whenShort(event) {
  const days = WHOLE_DAYS.exec(event.d || "");
  if (!days || event.u) return whenWords(event);
  const [from, to] = [instant(days[1]), days[2] && instant(days[2])];
  return to && from <= to ? dayShort.formatRange(from, to) : to ? whenWords(event) : dayShort.format(from);
}

const COLUMNS = {
  events: [
    ["Date", whenShort, (event) => event.a || "", (event) => event.d || event.a || ""],
    ["Event", (event) => capital(typeWord(event.t)), (event) => typeWord(event.t)],
    ["Status", (event) => statusWord(event.s), (event) => statusWord(event.s)],
    ["Participants", (event) => names(data.actors, event.actors)],
    ["Place", placeWords],
    ["Topics", (event) => names(data.topics, event.g || [])],
    ["Sources", (event) => number.format(event.r ? event.r.length : 0), (event) => (event.r ? event.r.length : 0)],
    ["Confidence", (event) => decimal.format(event.f), (event) => event.f],
  ],
  actors: [
    ["Name", (row) => row.entry.n],
    ["Kind", (row) => KINDS[row.entry.k] || row.entry.k || "State or party"],
    ["State", (row) => (row.level === "actors" && stateOf(row.entry) ? stateOf(row.entry).n : "")],
    ["Events", (row) => number.format(row.events), (row) => row.events],
    ["Contacts", (row) => number.format(row.contacts), (row) => row.contacts],
    ["Latest", (row) => (row.last ? whenWords(row.last) : ""), (row) => (row.last ? row.last.a : ""), (row) => (row.last ? row.last.a : "")],
  ],
  links: [
    ["One", (row) => entryAt(row.level, row.a).n],
    ["Other", (row) => entryAt(row.level, row.b).n],
    ["Events", (row) => number.format(row.count), (row) => row.count],
    ["Held", (row) => number.format(row.held), (row) => row.held],
    ["Planned", (row) => number.format(row.ahead), (row) => row.ahead],
  ],
};
const OPENERS = {
  events: (event) => `event:${event.i}`,
  actors: (row) => nodeSelection(row.level, row.entry.index),
  links: (row) => pairSelection(row.level, row.a, row.b),
};
const order = { events: [0, -1], actors: [3, -1], links: [2, -1] };

function tableRows(kind) {
  const level = state.level;
  if (kind === "events") return [...scoped];
  const pairs = [...pairsOf(scoped, level).values()];
  if (kind === "links") return pairs.map((pair) => ({ ...pair, level }));
  const rows = new Map();
  for (const event of oldestFirst(scoped)) {
    for (const n of membersOf(event, level)) {
      if (!rows.has(n)) rows.set(n, { level, entry: entryAt(level, n), events: 0, contacts: 0, last: null });
      const row = rows.get(n);
      row.events += 1;
      if (event.a) row.last = event;
    }
  }
  for (const pair of pairs) [pair.a, pair.b].forEach((n) => (rows.get(n).contacts += 1));
  return [...rows.values()];
}

function sortedRows(kind) {
  const [column, way] = order[kind];
  const [, words, key] = COLUMNS[kind][column];
  const value = key || words;
  return tableRows(kind)
    .map((row, n) => [value(row), n, row])
    .sort((x, y) => (typeof x[0] === "number" ? x[0] - y[0] : alphabet.compare(String(x[0]), String(y[0]))) * way || x[1] - y[1])
    .map((entry) => entry[2]);
}

function refreshTable() {
  const kind = state.rows;
  const rows = sortedRows(kind);
  const titles = { events: "Events", actors: state.level === "actors" ? "Actors" : "States", links: "Links" };
  const body = h("tbody");
  const line = (row) => h("tr", { class: OPENERS[kind](row) === state.select ? "on" : null }, COLUMNS[kind].map(([title, words], n) => n === 0
    ? h("th", { scope: "row" }, link(words(row) || "unnamed", OPENERS[kind](row), { title: words(row) }))
    : h("td", { "data-title": title }, h("bdi", { title: words(row) }, words(row)))));
  body.append(...rows.slice(0, PAGE).map(line));
  const more = rows.length > PAGE && button(`Show the next ${number.format(Math.min(PAGE, rows.length - PAGE))} of ${number.format(rows.length)}`, () => {
    body.append(...rows.slice(body.children.length, body.children.length + PAGE).map(line));
    if (body.children.length >= rows.length) more.remove();
  }, { class: "strong" });
  const [sortedBy, way] = order[kind];
  put(byId("view-table"), scopeBar(),
    h("div", { class: "bar" },
      h("div", { class: "switch", role: "group", "aria-label": "Rows of the table" }, Object.keys(titles).map((rowsKind) =>
        button(titles[rowsKind], () => go({ rows: rowsKind }), { "aria-pressed": String(rowsKind === kind) }))),
      h("span", { class: "around" }, many(rows.length, "row")),
      button("Save as CSV", () => saveTable(kind, rows), { class: "quiet push" })),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": titles[kind] },
      h("table", { class: `rows-${kind}` },
        h("caption", { class: "unseen" }, titles[kind]),
        h("colgroup", null, COLUMNS[kind].map(([title]) => h("col", { class: `c-${title.toLowerCase()}` }))),
        h("thead", null, h("tr", null, COLUMNS[kind].map(([title], n) =>
          h("th", { scope: "col", "aria-sort": n === sortedBy ? (way > 0 ? "ascending" : "descending") : "none" },
            button([title, n === sortedBy && h("span", { "aria-hidden": "true" }, way > 0 ? " ↑" : " ↓")], () => {
              order[kind] = [n, n === order[kind][0] ? -order[kind][1] : 1];
              refreshTable();
            }, { class: "sort" }))))),
        body), more));
}

// A cell that begins like a formula would be calculated by a spreadsheet: it gets a quote before it.
function csvCell(value) {
  const text = String(value ?? "");
  const harmless = /^[=+\-@\t\r]/.test(text) && !/^-?\d/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function saveTable(kind, rows) {
  const columns = COLUMNS[kind];
  const extra = kind === "events" ? [["Id", (event) => event.i]] : [];
  const lines = [[...columns, ...extra].map(([title]) => csvCell(title))];
  for (const row of rows) {
    lines.push([...columns, ...extra].map(([, words, key, plain]) => csvCell((plain || (key && typeof key(row) === "number" ? key : words))(row))));
  }
  save(new Blob(["\ufeff", lines.map((line) => line.join(",")).join("\r\n"), "\r\n"], { type: "text/csv;charset=utf-8" }), `${kind}.csv`);
}
