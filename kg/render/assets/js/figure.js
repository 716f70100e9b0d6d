// Figures for publication: what a view shows, as one SVG document with title, caption, date, filters and citation in it.
// It is drawn on white in the colours of the light page, and has no script, no style sheet and no address in it.

const FONT = "Noto Sans, DejaVu Sans, Arial, sans-serif";
const SHEET = { wide: 900, edge: 28, rows: 40, ink: "#1d2430", soft: "#586271", rule: "#dcd8ce", accent: "#005b91", second: "#b04a00", strip: "#f2f0ea" };
const INLINED = ["fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "paint-order"];

const pen2d = document.createElement("canvas").getContext("2d");
function lengthOf(words, size, weight = 400) {
  pen2d.font = `${weight} ${size}px ${FONT}`;
  return pen2d.measureText(words).width * 1.03;
}

// Words in lines that fit; what is longer than a line is broken anywhere.
function wrap(words, size, room) {
  const lines = [""];
  for (const word of String(words).split(/\s+/)) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (lengthOf(longer, size) <= room) lines[lines.length - 1] = longer;
    else {
      let rest = word;
      if (lines.at(-1)) lines.push("");
      while (lengthOf(rest, size) > room && rest.length > 1) {
        let n = rest.length;
        while (n > 1 && lengthOf(rest.slice(0, n), size) > room) n -= 1;
        lines[lines.length - 1] = rest.slice(0, n);
        lines.push("");
        rest = rest.slice(n);
      }
      lines[lines.length - 1] = rest;
    }
  }
  return lines;
}

function fitted(words, size, room, weight) {
  if (lengthOf(words, size, weight) <= room) return words;
  let cut = [...words];
  while (cut.length > 1 && lengthOf(`${cut.join("")}…`, size, weight) > room) cut = cut.slice(0, -1);
  return `${cut.join("")}…`;
}

const letters = (x, y, size, words, more) => svg("text", { x, y, "font-size": size, "font-family": FONT, fill: SHEET.ink, ...more }, words);
const stripe = (x1, y1, x2, y2, more) => svg("line", { x1, y1, x2, y2, stroke: SHEET.rule, ...more });

// Colours with a share of the ground showing through: "#rrggbbaa" is not known to every reader of SVG.
const inkOf = (key, hex) => ({ [key]: hex.slice(0, 7), [`${key}-opacity`]: hex.length > 7 ? Math.round((parseInt(hex.slice(7), 16) / 255) * 100) / 100 : undefined });

// While this runs the page has its light colours, whatever the reader's screen has.
function inLight(work) {
  document.documentElement.classList.add("on-paper");
  try {
    return work();
  } finally {
    document.documentElement.classList.remove("on-paper");
  }
}

// A copy of a drawing of the page with its colours as attributes.
function copied(picture) {
  const twin = picture.cloneNode(true);
  const pairs = [[picture, twin], ...[...picture.querySelectorAll("*")].map((from, n) => [from, twin.querySelectorAll("*")[n]])];
  for (const [from, to] of pairs) {
    const style = getComputedStyle(from);
    const drawn = /^(line|path|circle|rect|text)$/.test(from.tagName);
    for (const name of [...to.attributes].map((one) => one.name)) {
      if (/^(class|tabindex|role|aria-.*|on.*)$/.test(name)) to.removeAttribute(name);
    }
    if (!drawn) continue;
    for (const name of INLINED) {
      const value = style.getPropertyValue(name);
      const plain = value === "none" && name === "stroke-dasharray" || value === "normal" && name === "paint-order";
      if (!plain && !(from.tagName !== "text" && /^font|^paint/.test(name))) to.setAttribute(name, value.replaceAll("px", ""));
    }
    if (from.tagName === "text") to.setAttribute("font-family", FONT);
  }
  return twin;
}

// ---- what each view draws: {parts, wide, tall, caption}

function networkFigure() {
  const [wide, tall] = [byId("canvas").clientWidth, byId("canvas").clientHeight];
  const at = (x, y) => net.view.canvasToDOM({ x, y });
  const scale = net.view.getScale();
  const round = (value) => Math.round(value * 10) / 10;
  const parts = [];
  if (net.grid) {
    net.grid.rows.forEach((row, n) => {
      const corner = at(0, row.y - 2);
      if (n % 2 === 0) parts.push(svg("rect", { x: round(corner.x), y: round(corner.y), width: round(net.grid.wide * scale), height: round(row.tall * scale), fill: SHEET.strip }));
      row.title.forEach((words, line) => {
        const place = at(6, row.y + 17 + line * 15);
        parts.push(letters(round(place.x), round(place.y), round(12 * scale), words, { fill: SHEET.soft, "font-weight": 600 }));
      });
    });
    for (const column of net.grid.columns) {
      const place = at(column.x, 20);
      parts.push(letters(round(place.x), round(place.y), round(12 * scale), crop(column.title, 13), { fill: SHEET.soft, "font-weight": 600, "text-anchor": "middle" }));
    }
  }
  const spots = net.view.body.nodes;
  for (const { dash, wide: width, strength, pairs } of net.styles) {
    const strokes = pairs.filter((pair) => spots[pair.a] && spots[pair.b]).map((pair) => {
      const [a, b] = [spots[pair.a], spots[pair.b]];
      const [one, other] = [at(a.x, a.y), at(b.x, b.y)];
      const bow = net.grid && Math.abs(a.y - b.y) < 1 && at((a.x + b.x) / 2, a.y - Math.abs(a.x - b.x) * 0.12 - 14);
      return `M${round(one.x)} ${round(one.y)}${bow ? `Q${round(bow.x)} ${round(bow.y)} ` : "L"}${round(other.x)} ${round(other.y)}`;
    });
    const thick = Math.max(width * net.unit ** UNIT * scale, 0.6);
    if (strokes.length) parts.push(svg("path", { d: strokes.join(""), fill: "none", stroke: "#7b8794", "stroke-opacity": strength, "stroke-width": round(thick), "stroke-dasharray": DASHES[dash].length ? DASHES[dash].map((one) => round(one * Math.max(0.5, thick / 2))).join(" ") : undefined }));
  }
  net.nodes.forEach((item) => {
    if (!spots[item.id] || naming.gone.has(item.id)) return;
    const { x, y } = at(spots[item.id].x, spots[item.id].y);
    const r = item.size * scale;
    const ink = { ...inkOf("fill", item.color.background), stroke: item.lit > 2 ? SHEET.ink : "#ffffff", "stroke-width": round(Math.min(item.borderWidth, item.borderWidth * scale * 1.5)) };
    const corners = { square: [[-1, -1], [1, -1], [1, 1], [-1, 1]], diamond: [[0, -1], [1, 0], [0, 1], [-1, 0]], triangle: [[0, -1.1], [1, 0.75], [-1, 0.75]] }[item.shape];
    parts.push(corners
      ? svg("path", { d: `M${corners.map(([i, j]) => `${round(x + i * r)} ${round(y + j * r)}`).join("L")}Z`, ...ink })
      : svg("circle", { cx: round(x), cy: round(y), r: round(r), ...ink }));
  });
  for (const label of naming.labels) {
    const [x, y] = [round(label.x + label.w / 2), round(label.y + label.h / 2)];
    if (label.ring > 0) parts.push(stripe(round(label.middle.x), round(label.middle.y), x, y, { stroke: SHEET.soft }));
    parts.push(letters(x, y + round(label.size * 0.36), label.size, label.words, { "text-anchor": "middle", "font-weight": label.core ? 600 : undefined, stroke: "#ffffff", "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" }));
  }
  const colours = colouredStates().map((own, place) => own && [PALETTE[place], own.n]).filter(Boolean);
  const keys = [...colours, [PALETTE[7], say("others")]];
  let along = 0;
  const legend = keys.map(([colour, words]) => {
    const x = along;
    along += lengthOf(words, 12) + 34;
    return along > wide + 34 ? null : [svg("circle", { cx: x + 5, cy: tall + 18, r: 5, fill: colour }), letters(x + 16, tall + 22, 12, words)];
  });
  return { wide, tall: tall + 30, clip: tall, parts: [svg("g", { "data-clip": "" }, parts), legend],
    caption: [say(net.linesDrawn < net.joined ? "figure.network.some" : "figure.network", { n: net.linesDrawn, links: many(net.joined, "link"),
      nodes: many(new Set(net.nodes.getIds().map((id) => entryAt(net.level, id))).size, state.level === "actors" ? "actor" : "state") }),
    say("figure.lines"), net.grid && say("figure.rank")].filter(Boolean).join(" ") };
}

function pictureFigure(picture, caption) {
  const [wide, tall] = [picture.clientWidth || Number(picture.getAttribute("width")), picture.clientHeight || Number(picture.getAttribute("height"))];
  const twin = copied(picture);
  return { wide, tall, clip: tall, parts: [svg("g", { "data-clip": "" }, [...twin.childNodes])], caption };
}

function timelineFigure() {
  const picture = document.querySelector("#view-timeline .lanes svg");
  return picture && pictureFigure(picture, document.querySelector("#view-timeline .lanes figcaption span").textContent);
}

function mapFigure() {
  const picture = document.querySelector("#view-map svg.map");
  if (!picture) return null;
  const found = pictureFigure(picture, `${document.querySelector(".map-note").firstChild.textContent} ${say("figure.map")} ${say("map.outline")}`);
  found.parts.unshift(svg("rect", { x: 0, y: 0, width: found.wide, height: found.tall, fill: "#e6edf1" }));
  return found;
}

// A table as lines of words: columns are as wide as they need, the widest give way. Cells wrap up to `most` lines.
function tableParts(titles, rows, wide, most = 2, shares = null) {
  const size = 12;
  const need = shares ? shares.map((share) => share * wide) : titles.map((title, n) => Math.min(420, Math.max(lengthOf(title, size, 600), ...rows.map((row) => (row.length === 1 ? 0 : lengthOf(String(row[n]), size)))) + 14));
  while (need.reduce((a, b) => a + b) > wide) {
    const widest = need.indexOf(Math.max(...need));
    need[widest] -= Math.min(8, need.reduce((a, b) => a + b) - wide + 1);
  }
  const starts = need.map((_, n) => need.slice(0, n).reduce((a, b) => a + b, 0));
  const parts = titles.map((title, n) => letters(starts[n], 14, size, fitted(title, size, need[n] - 10, 600), { "font-weight": 600 }));
  let y = 22;
  parts.push(stripe(0, y, wide, y, { stroke: SHEET.soft }));
  for (const row of rows) {
    if (row.length === 1) {
      parts.push(letters(0, y + 24, size, row[0], { "font-weight": 600, fill: SHEET.accent }));
      y += 32;
    } else {
      const cells = row.map((cell, n) => {
        const lines = wrap(cell, size, need[n] - 12);
        return lines.length > most ? [...lines.slice(0, most - 1), fitted(`${lines[most - 1]} …`, size, need[n] - 12)] : lines;
      });
      cells.forEach((lines, n) => lines.forEach((line, k) => parts.push(letters(starts[n], y + 16 + k * 16, size, line))));
      y += 8 + 16 * Math.max(...cells.map((lines) => lines.length));
    }
    parts.push(stripe(0, y, wide, y));
  }
  return { parts, wide, tall: y + 4 };
}

function tableFigure() {
  const rows = sortedRows(state.rows);
  const columns = COLUMNS[state.rows];
  const some = rows.slice(0, SHEET.rows);
  return { ...tableParts(columns.map(([title]) => columnTitle(title)), some.map((row) => columns.map(([, words]) => String(words(row) ?? ""))), SHEET.wide),
    caption: say("figure.table", { what: say(state.rows === "actors" ? state.level : state.rows), order: small(columnTitle(columns[order[state.rows][0]][0])),
      rows: some.length < rows.length ? say("figure.table.first", { n: some.length, all: rows.length }) : many(rows.length, "row") }) };
}

async function accountsFigure(chosen) {
  const found = chosen && chosen.kind === "event" && compareAccounts(chosen.entry, await passages(chosen.entry));
  if (!found) return null;
  const words = ({ own, wider }) => (own.length ? unique(own.map((one) => (one.found ? one.found.before + one.found.words + one.found.after : say("figure.unkept")))).join(" ")
    : wider.length ? say("accounts.wider", { what: wider.map((t) => data.topics[t].n).join(", ") }) : say("accounts.no"));
  const rows = found.groups.filter(([, list]) => list.length).flatMap(([name, list]) => [[name], ...list.map((row) => [data.topics[row.topic].n, ...row.cells.map(words), row.first])]);
  return { ...tableParts([say("topic"), ...found.columns.map((n) => `${found.title(n)}${data.articles[n].d ? `, ${dateWords(data.articles[n].d)}` : ""}`), say("accounts.saidfirst")], rows, SHEET.wide, 12, [0.15, ...found.columns.map(() => 0.71 / found.columns.length), 0.14]),
    caption: `${say("figure.accounts")} ${firstWords(found)}` };
}

// Two people, states or periods: bars beside each other.
function comparisonFigure(chosen) {
  const { titles, sections } = comparedData(chosen);
  const [name, room] = [270, 480];
  const parts = titles.map((title, n) => [svg("rect", { x: n * 300, y: 2, width: 12, height: 12, fill: n ? SHEET.second : SHEET.accent }), letters(n * 300 + 18, 13, 13, fitted(title, 13, 270, 600), { "font-weight": 600 })]);
  let y = 30;
  for (const [title, rows] of sections.filter((section) => section[1].length)) {
    const most = Math.max(...rows.flatMap((row) => row.slice(1)), 1);
    parts.push(letters(0, y + 14, 13, title, { "font-weight": 600 }), stripe(0, y + 20, SHEET.wide, y + 20));
    y += 26;
    for (const [words, ...counts] of rows.slice(0, 12)) {
      parts.push(letters(0, y + 16, 12, fitted(words, 12, name - 14)));
      counts.forEach((count, n) => parts.push(
        svg("rect", { x: name, y: y + 3 + n * 10, width: (count / most) * room, height: 9, fill: n ? SHEET.second : SHEET.accent }),
        letters(name + (count / most) * room + 6, y + 11 + n * 10, 10, number.format(count))));
      y += 26;
    }
    if (rows.length > 12) {
      parts.push(letters(0, y + 13, 11, say("figure.more", { n: rows.length - 12 }), { fill: SHEET.soft }));
      y += 20;
    }
    y += 10;
  }
  return { parts, wide: SHEET.wide, tall: y, caption: say("figure.compared", { a: titles[0], b: titles[1] }) };
}

// ---- what stands below

function datesChosen() {
  const ends = { from: state.from && dateWords(state.from), to: state.to && dateWords(state.to) };
  return say(!ends.to ? "figure.dates.from" : !ends.from ? "figure.dates.to" : "figure.dates", ends);
}

function filterWords() {
  const chosen = FACETS.filter((facet) => state[facet].size).map((facet) => {
    const names = [...state[facet]].map((value) => (facet === "topic" || facet === "polity") && !known[facet === "topic" ? "topic" : "state"].has(value) ? value : facetLabel[facet](value));
    return labelled(small(facetTitle(facet)), names.join(` ${say("or")} `));
  });
  if (state.from || state.to) chosen.unshift(datesChosen());
  const scope = resolve(scopeSelect());
  if (scope && state.tab !== "accounts") chosen.unshift(say("figure.selected", { what: scopeName(scope) }));
  if (state.around.length && state.tab === "network") chosen.push(say("figure.neighbours"));
  if (state.tab === "accounts") return say("figure.filters.none");
  const left = data.events.length - shownAtFirst().length;
  const certain = left ? ` ${say("figure.left", { n: left, least: decimal.format(about.certain) })}` : "";
  return `${chosen.length ? say("figure.filters", { what: chosen.join("; ") }) : say("figure.filters.none")}${certain}`;
}

// The address of this view. A file is told by its name alone: where it lies on somebody's machine is nobody's business.
const linkOf = () => (/^https?:$/.test(location.protocol) ? location.href.split("#")[0] : decodeURIComponent(location.pathname.split("/").at(-1))) + address(state);

const today = () => dayWords(new Date());

function citation() {
  return `${say("cite", { title: document.title, events: many(about.total ?? data.events.length, "event"), articles: many(data.articles.length, "article"), version: about.version, today: today() })} ${linkOf()}`;
}

const FIGURES = { network: networkFigure, timeline: timelineFigure, map: mapFigure, table: tableFigure, accounts: accountsFigure };

// The figure of the view that is open, or of the two that are compared: {picture, wide, tall, caption}; null where there is none.
async function figureOf(compared, given) {
  const chosen = selection();
  const drawn = compared ? comparisonFigure(chosen) : await (state.tab === "accounts" ? accountsFigure(chosen) : inLight(FIGURES[state.tab]));
  if (!drawn) return null;
  const caption = given ?? drawn.caption;
  const wide = Math.max(560, drawn.wide);
  const scope = state.tab === "accounts" ? chosen : resolve(scopeSelect());
  const head = scope ? labelled(document.title, scopeName(scope)) : document.title;
  const lines = [...wrap(caption, 13, wide).map((line) => [line, { "data-part": "caption" }]),
    ...wrap(`${spanOfEvents(compared)} ${filterWords()}`, 11, wide).map((line) => [line, { fill: SHEET.soft, size: 11 }]),
    ...wrap(`${say("cite.as")} ${citation()}`, 11, wide).map((line) => [line, { fill: SHEET.soft, size: 11 }])];
  const titles = wrap(head, 18, wide / 1.1);
  const top = SHEET.edge + titles.length * 24 + 6;
  const tall = Math.ceil(top + drawn.tall + 18 + lines.length * 17 + SHEET.edge);
  const full = Math.ceil(wide + 2 * SHEET.edge);
  const body = svg("g", { transform: `translate(${SHEET.edge} ${top})` }, drawn.parts);
  const clipped = body.querySelector("[data-clip]");
  const clip = clipped && svg("clipPath", { id: "edge" }, svg("rect", { x: 0, y: 0, width: drawn.wide, height: drawn.clip }));
  if (clipped) {
    clipped.removeAttribute("data-clip");
    clipped.setAttribute("clip-path", "url(#edge)");
  }
  const picture = svg("svg", { viewBox: `0 0 ${full} ${tall}`, width: full, height: tall, role: "img" },
    svg("title", null, head), svg("desc", null, `${caption} ${filterWords()} ${citation()}`),
    clip && svg("defs", null, clip),
    svg("rect", { x: 0, y: 0, width: full, height: tall, fill: "#ffffff" }),
    titles.map((line, n) => letters(SHEET.edge, SHEET.edge + 18 + n * 24, 18, line, { "font-weight": 600 })),
    body,
    lines.map(([line, { size = 13, ...more }], n) => letters(SHEET.edge, top + drawn.tall + 30 + n * 17, size, line, more)));
  return { picture, wide: full, tall, caption };
}

function spanOfEvents(compared) {
  const chosen = selection();
  if (state.tab === "accounts" && !compared) return say("figure.event", { when: whenWords(chosen.entry) });
  const days = scoped.filter((event) => event.a).map((event) => event.a).sort();
  return `${capital(many(scoped.length, "event"))}, ${days.length ? yearsWords(days[0].slice(0, 4), days.at(-1).slice(0, 4)) : say("undated")}.`;
}

const svgText = (picture) => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n`;
