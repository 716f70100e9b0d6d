// Tables of what the network shows, and of everything else; what is on the screen can be saved as CSV.

const PAGE = 200;
const names = (entries, numbers) => numbers.map((n) => entries[n].n).join("; ");

// A day in as few letters as it takes: the year must be in view.
const WHOLE_DAYS = /^(\d{4}-\d{2}-\d{2})(?:\/(\d{4}-\d{2}-\d{2}))?$/;
function whenShort(event) {
  const days = WHOLE_DAYS.exec(event.d || "");
  if (!days || event.u) return whenWords(event);
  const [from, to] = [instant(days[1]), days[2] && instant(days[2])];
  return to && from <= to ? bare(shortDays.formatRange(from, to)) : to ? whenWords(event) : bare(shortDays.format(from));
}

const columnTitle = (name) => say(`column.${name}`);
const COLUMNS = {
  events: [
    ["date", whenShort, (event) => event.a || "", (event) => event.d || event.a || ""],
    ["event", (event) => capital(typeWord(event.t)), (event) => typeWord(event.t)],
    ["status", (event) => statusWord(event.s), (event) => statusWord(event.s)],
    ["participants", (event) => names(data.actors, event.actors)],
    ["place", placeWords],
    ["topics", (event) => names(data.topics, event.g || [])],
    ["sources", (event) => number.format(event.r ? event.r.length : 0), (event) => (event.r ? event.r.length : 0)],
    ["confidence", (event) => decimal.format(event.f), (event) => event.f],
  ],
  actors: [
    ["name", (row) => row.entry.n],
    ["kind", (row) => kindWord(row.entry.k) || row.entry.k || say("kind.party")],
    ["state", (row) => (row.level === "actors" && stateOf(row.entry) ? stateOf(row.entry).n : "")],
    ["events", (row) => number.format(row.events), (row) => row.events],
    ["contacts", (row) => number.format(row.contacts), (row) => row.contacts],
    ["latest", (row) => (row.last ? whenShort(row.last) : ""), (row) => (row.last ? row.last.a : ""), (row) => (row.last ? row.last.a : "")],
  ],
  links: [
    ["one", (row) => entryAt(row.level, row.a).n],
    ["other", (row) => entryAt(row.level, row.b).n],
    ["events", (row) => number.format(row.count), (row) => row.count],
    ["held", (row) => number.format(row.held), (row) => row.held],
    ["planned", (row) => number.format(row.ahead), (row) => row.ahead],
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

// Words of a few letters are of very different length in the languages of the page: their columns are as wide as these.
const FITTED = ["date", "event", "status", "latest"];
function fitColumns(kind, rows) {
  for (const [title, words] of COLUMNS[kind].filter(([one]) => FITTED.includes(one))) {
    const widest = Math.max(widthOf(`${columnTitle(title)} ↓`, 15), ...unique(rows.slice(0, 3 * PAGE).map(words)).map((one) => widthOf(one, 14)));
    byId("view-table").style.setProperty(`--${title}`, `${Math.min(150, Math.ceil(widest) + 14)}px`);
  }
}

function refreshTable() {
  const kind = state.rows;
  const rows = sortedRows(kind);
  const titles = { events: say("events"), actors: say(state.level), links: say("links") };
  const body = h("tbody");
  const line = (row) => h("tr", { class: OPENERS[kind](row) === state.select ? "on" : null }, COLUMNS[kind].map(([title, words], n) => n === 0
    ? h("th", { scope: "row" }, link(words(row) || say("unnamed"), OPENERS[kind](row), { title: words(row) }))
    : h("td", { "data-title": columnTitle(title) }, h("bdi", { title: words(row) }, words(row)))));
  body.append(...rows.slice(0, PAGE).map(line));
  const more = rows.length > PAGE && button(say("table.next", { n: Math.min(PAGE, rows.length - PAGE), all: rows.length }), () => {
    body.append(...rows.slice(body.children.length, body.children.length + PAGE).map(line));
    if (body.children.length >= rows.length) more.remove();
  }, { class: "strong" });
  const [sortedBy, way] = order[kind];
  fitColumns(kind, rows);
  put(byId("view-table"), scopeBar(),
    h("div", { class: "bar" },
      h("div", { class: "switch", role: "group", "aria-label": say("table.rows") }, Object.keys(titles).map((rowsKind) =>
        button(titles[rowsKind], () => go({ rows: rowsKind }), { "aria-pressed": String(rowsKind === kind) }))),
      h("span", { class: "around" }, many(rows.length, "row")),
      button(say("table.csv"), () => saveTable(kind, rows), { class: "quiet push" })),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": titles[kind] },
      h("table", { class: `rows-${kind}` },
        h("caption", { class: "unseen" }, titles[kind]),
        h("colgroup", null, COLUMNS[kind].map(([title]) => h("col", { class: `c-${title}` }))),
        h("thead", null, h("tr", null, COLUMNS[kind].map(([title], n) =>
          h("th", { scope: "col", "aria-sort": n === sortedBy ? (way > 0 ? "ascending" : "descending") : "none" },
            button([columnTitle(title), n === sortedBy && h("span", { "aria-hidden": "true" }, way > 0 ? " ↑" : " ↓")], () => {
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
  const extra = kind === "events" ? [["id", (event) => event.i]] : [];
  const lines = [[...columns, ...extra].map(([title]) => csvCell(columnTitle(title)))];
  for (const row of rows) {
    lines.push([...columns, ...extra].map(([, words, key, plain]) => csvCell((plain || (key && typeof key(row) === "number" ? key : words))(row))));
  }
  save(new Blob(["\ufeff", lines.map((line) => line.join(",")).join("\r\n"), "\r\n"], { type: "text/csv;charset=utf-8" }), `${kind}.csv`);
}
