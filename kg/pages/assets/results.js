// The rows of a query as table, timeline, map, chart and CSV. All text goes in as text, never as HTML.
(() => {
  "use strict";
  const BASE = "https://w3id.org/diplokg/";
  const SVG = "http://www.w3.org/2000/svg";
  const DAY = /^-?\d{4}(-\d\d(-\d\d)?)?/;
  const most = 500;

  const element = (name, text, attributes = {}) => {
    const node = document.createElement(name);
    if (text !== undefined) node.textContent = text;
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };
  const drawn = (name, attributes = {}, text) => {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const titled = (node, text) => { node.append(drawn("title", {}, text)); return node; };
  const picture = (kind, width, height, label) =>
    drawn("svg", { class: kind, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
  const short = (text, length) => (text.length > length ? text.slice(0, length - 1) + "…" : text);
  const page = (iri) => (iri.startsWith(BASE) ? "/" + iri.slice(BASE.length).split("#")[0] : /^https?:/.test(iri) ? iri : null);

  const numeric = (cell) => cell && cell.type === "literal" && cell.value.trim() !== "" && Number.isFinite(Number(cell.value))
    && /#(integer|decimal|double|float|int|long)$/.test(cell.datatype || "");
  const fits = (rows, column, test) => {
    const cells = rows.map((r) => r[column]).filter(Boolean);
    return cells.length > 0 && cells.every(test);
  };
  const dateColumn = (vars, rows) => vars.find((v) => fits(rows, v, (c) => c.type === "literal" && DAY.test(c.value) && !numeric(c)));
  const yearColumn = (vars, rows) => vars.find((v) => /year/i.test(v) && fits(rows, v, numeric));
  const numberColumn = (vars, rows) => [...vars].reverse().find((v) => !/year|lat|long/i.test(v) && fits(rows, v, numeric));
  const placeColumn = (vars, rows) => vars.find((v) => fits(rows, v, (c) => c.type === "uri" && /\/(event|place|country)\//.test(c.value)));
  const words = (vars, row, but) => vars.filter((v) => v !== but && row[v] && row[v].type === "literal" && !numeric(row[v]))
    .map((v) => row[v].value).join(", ");

  // The name of the thing whose address stands in "iri" is the link; so in kg/serve/named.py.
  const titleOf = (vars, rows) => (vars.includes("iri") && fits(rows, "iri", (c) => c.type === "uri" && page(c.value))
    ? ["event", "label", "who", "outlet", "state"].find((v) => vars.includes(v) && fits(rows, v, (c) => c.type === "literal")) : undefined);

  const table = ({ vars: all, rows }) => {
    const out = element("table"), head = element("tr"), body = element("tbody"), top = element("thead");
    const title = titleOf(all, rows), vars = title ? all.filter((v) => v !== "iri") : all;
    for (const v of vars) head.append(element("th", v, { scope: "col" }));
    top.append(head);
    for (const row of rows.slice(0, most)) {
      const line = element("tr");
      for (const v of vars) {
        const cell = row[v], place = element("td", undefined, v === vars[0] ? {} : { "data-title": v });
        const to = cell && cell.type === "uri" ? page(cell.value) : null;
        if (v === title && cell && row.iri) place.append(element("a", cell.value, { href: page(row.iri.value) }));
        else if (to) place.append(element("a", cell.value.replace(BASE, ""), { href: to }));
        else if (cell) place.textContent = cell.type === "triple" ? JSON.stringify(cell.value) : cell.value;
        if (/^\d{4}-\d\d-\d\d$/.test(place.textContent)) place.className = "when";
        line.append(place);
      }
      body.append(line);
    }
    out.append(top, body);
    return out;
  };

  const time = (text) => {
    const [, y, m = "01", d = "01"] = /^(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(text);
    return Date.UTC(Number(y), Number(m) - 1, Number(d));
  };
  const timeline = ({ vars, rows }) => {
    const column = dateColumn(vars, rows);
    const dated = rows.filter((r) => r[column]).slice(0, most);
    const times = dated.map((r) => time(r[column].value));
    const from = Math.min(...times), to = Math.max(...times, from + 864e5);
    const lanes = [], width = 900, x = (t) => 20 + ((t - from) / (to - from)) * (width - 40);
    const marks = dated.map((row, i) => {
      const at = x(times[i]);
      let lane = lanes.findIndex((end) => end < at - 7);
      if (lane < 0) lane = lanes.length;
      lanes[lane] = at;
      return [row, at, lane];
    });
    const height = 60 + lanes.length * 9;
    const svg = picture("timeline", width, height, `Timeline of ${dated.length} rows`);
    svg.append(drawn("line", { class: "axis", x1: 20, x2: width - 20, y1: height - 30, y2: height - 30 }));
    const years = (new Date(to).getUTCFullYear() - new Date(from).getUTCFullYear()) || 1;
    const step = Math.max(1, Math.ceil(years / 10));
    for (let year = new Date(from).getUTCFullYear(); year <= new Date(to).getUTCFullYear(); year += step) {
      const at = x(Math.max(from, Date.UTC(year, 0, 1)));
      svg.append(drawn("text", { x: at, y: height - 12 }, String(year)));
    }
    for (const [row, at, lane] of marks) {
      const dot = drawn("circle", { class: "dot", cx: at, cy: height - 40 - lane * 9, r: 3.5 });
      svg.append(titled(dot, `${row[column].value}: ${words(vars, row, column)}`));
    }
    return svg;
  };

  const chart = ({ vars, rows }) => {
    const column = numberColumn(vars, rows), year = yearColumn(vars, rows);
    const bars = rows.filter((r) => r[column]).slice(0, 40).map((r) => [
      [year && r[year] ? r[year].value : "", words(vars, r, column)].filter(Boolean).join(" "), Number(r[column].value),
    ]);
    const high = Math.max(...bars.map(([, n]) => n), 1e-9), height = 10 + bars.length * 20;
    const svg = picture("chart", 900, height, `Chart of ${column}`);
    bars.forEach(([label, number], i) => {
      svg.append(drawn("text", { x: 8, y: 20 + i * 20 }, short(label, 46)));
      const size = Math.max(0, (number / high) * 500);
      svg.append(titled(drawn("rect", { class: "bar", x: 330, y: 8 + i * 20, width: size, height: 14 }), `${label}: ${number}`));
      svg.append(drawn("text", { x: 336 + size, y: 20 + i * 20 }, String(number)));
    });
    return svg;
  };

  let outline = null;
  const land = async () => {
    outline = outline || await fetch("/assets/vendor/land-110m.json").then((r) => r.json());
    const { scale: [sx, sy], translate: [tx, ty] } = outline.transform;
    const arcs = outline.arcs.map((arc) => {
      let px = 0, py = 0;
      return arc.map(([dx, dy]) => { px += dx; py += dy; return [px * sx + tx, py * sy + ty]; });
    });
    const ring = (numbers) => numbers.flatMap((n) => (n < 0 ? [...arcs[~n]].reverse() : arcs[n]));
    const shapes = outline.objects.land.geometries.flatMap((g) => (g.type === "Polygon" ? [g.arcs] : g.arcs));
    return shapes.flat().map((r) => "M" + ring(r).map(([x, y]) => `${((x + 180) * 2.5).toFixed(1)},${((90 - y) * 2.5).toFixed(1)}`).join("L") + "Z").join("");
  };
  const positions = async ({ vars, rows }) => {
    const [lat, long] = [/^lat/i, /^(long|lon|lng)/i].map((p) => vars.find((v) => p.test(v) && fits(rows, v, numeric)));
    if (lat && long) return rows.filter((r) => r[lat] && r[long]).map((r) => [Number(r[lat].value), Number(r[long].value), words(vars, r)]);
    const column = placeColumn(vars, rows);
    const iris = [...new Set(rows.slice(0, most).map((r) => r[column].value))];
    const values = iris.map((i) => `<${i.replace(/[<>"{}|\\^`\s]/g, "")}>`).join(" ");
    const query = `SELECT ?x ?lat ?long { VALUES ?x { ${values} } ?x (schema:location|kg:capital)?/schema:containedInPlace? ?p . ?p pos:lat ?lat ; pos:long ?long }`;
    const answer = await fetch("/sparql", { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json" }, body: query });
    if (!answer.ok) throw new Error(await answer.text());
    const at = new Map((await answer.json()).results.bindings.map((b) => [b.x.value, [Number(b.lat.value), Number(b.long.value)]]));
    return rows.filter((r) => at.has(r[column].value)).map((r) => [...at.get(r[column].value), words(vars, r, column)]);
  };
  const map = async (data) => {
    const [points, path] = await Promise.all([positions(data), land()]);
    const svg = picture("map", 900, 450, `Map with ${points.length} points`);
    svg.append(drawn("path", { class: "land", d: path }));
    for (const [lat, long, label] of points) {
      svg.append(titled(drawn("circle", { class: "dot", cx: (long + 180) * 2.5, cy: (90 - lat) * 2.5, r: 4 }), label));
    }
    return svg;
  };

  const csv = ({ vars, rows }) => {
    const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
    // A spreadsheet must not take a text for a formula.
    const safe = (c) => (!c ? "" : numeric(c) ? c.value : /^[=+\-@\t\r]/.test(c.value) ? "'" + c.value : c.value);
    return [vars, ...rows.map((r) => vars.map((v) => safe(r[v])))].map((line) => line.map(cell).join(",")).join("\r\n");
  };

  const show = (section, answer) => {
    section.replaceChildren();
    if ("boolean" in answer) { section.append(element("p", answer.boolean ? "yes" : "no")); return; }
    const data = { vars: answer.head.vars, rows: answer.results.bindings };
    const number = data.rows.length;
    section.append(element("h2", `${number} row${number === 1 ? "" : "s"}` + (number > most ? `, the first ${most} shown` : "")));
    const bar = element("p", undefined, { class: "views" }), place = element("div");
    const views = { Table: table };
    if (number && dateColumn(data.vars, data.rows)) views.Timeline = timeline;
    if (number && (placeColumn(data.vars, data.rows) || (data.vars.some((v) => /^lat/i.test(v))))) views.Map = map;
    if (number && numberColumn(data.vars, data.rows)) views.Chart = chart;
    const open = async (name) => {
      for (const b of bar.querySelectorAll("button[data-view]")) b.setAttribute("aria-pressed", String(b.dataset.view === name));
      try { place.replaceChildren(await views[name](data)); }
      catch (error) { place.replaceChildren(element("p", error.message, { class: "error", role: "alert" })); }
    };
    for (const name of Object.keys(views)) {
      const button = element("button", name, { type: "button", "data-view": name });
      button.addEventListener("click", () => open(name));
      bar.append(button);
    }
    const link = element("a", "CSV", { download: "result.csv" });
    link.addEventListener("click", () => { link.href = URL.createObjectURL(new Blob(["\ufeff", csv(data)], { type: "text/csv" })); });
    link.href = "#";
    bar.append(link);
    section.append(bar, place);
    open("Table");
  };

  const fail = (section, text) => section.replaceChildren(element("p", text, { class: "error", role: "alert" }));
  window.kgResults = { show, fail, csv };

  // On the page of a question the table is there without script; the other views come on top.
  document.addEventListener("DOMContentLoaded", async () => {
    const section = document.querySelector("#result[data-source]");
    if (!section) return;
    try {
      const answer = await fetch(section.dataset.source);
      if (answer.ok) show(section, await answer.json());
    } catch { /* the table stays as it is */ }
  });
})();
