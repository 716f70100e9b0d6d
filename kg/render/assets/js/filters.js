// The filters at the left: counts say how many events each choice would leave.

const FACET_TITLES = { status: "Status", type: "Kind of event", polity: "State or organisation", topic: "Topic" };
const FIRST_CHOICES = { status: 9, type: 6, polity: 7, topic: 7 };
const choices = {};

const facetLabel = {
  type: (value) => capital(typeWord(value)),
  status: (value) => capital(statusWord(value)),
  topic: (value) => known.topic.get(value).n,
  polity: (value) => known.state.get(value).n,
};

function buildFilters() {
  const boxes = [histogramBox()];
  for (const facet of Object.keys(FACET_TITLES)) {
    const values = ranked(tally(data.events.flatMap(facetValues[facet]))).map(([value]) => value);
    if (!values.length) continue;
    choices[facet] = new Map();
    const rows = values.map((value, n) => facetRow(facet, value, n));
    const rest = rows.length - FIRST_CHOICES[facet];
    const box = h("fieldset", null, h("legend", null, FACET_TITLES[facet]), rows);
    if (rest > 0) {
      const more = button(`Show ${number.format(rest)} more`, () => {
        const open = more.getAttribute("aria-expanded") !== "true";
        more.setAttribute("aria-expanded", String(open));
        more.textContent = open ? "Show fewer" : `Show ${number.format(rest)} more`;
        rows.slice(FIRST_CHOICES[facet]).forEach((row) => (row.hidden = !open));
      }, { class: "quiet", "aria-expanded": "false" });
      box.append(more);
    }
    boxes.push(box);
  }
  put(byId("facets"), boxes);
  // On a narrow screen the filters are folded away until they are asked for.
  if (matchMedia("(max-width: 1100px)").matches) byId("filters").open = false;
}

function facetRow(facet, value, n) {
  const box = h("input", { type: "checkbox", on: { change: () => toggle(facet, value) } });
  const count = h("span", { class: "count" });
  const sign = facet === "status" && h("span", { class: `sign ${value}`, "aria-hidden": "true" }, statusSign(value));
  const row = h("label", { class: "choice", hidden: n >= FIRST_CHOICES[facet] },
    box, sign, h("bdi", { class: "choice-name" }, facetLabel[facet](value)), count);
  choices[facet].set(value, { box, count, row });
  return row;
}

function refreshFilters() {
  for (const facet of Object.keys(choices)) {
    const counts = facetCounts(facet);
    for (const [value, { box, count, row }] of choices[facet]) {
      const events = counts.get(value) || 0;
      box.checked = state[facet].has(value);
      if (box.checked) row.hidden = false;
      count.textContent = number.format(events);
      row.classList.toggle("none", !events);
    }
  }
  const active = FACETS.reduce((sum, facet) => sum + state[facet].size, 0) + (state.from || state.to ? 1 : 0);
  put(byId("active"), active && button(`Clear ${many(active, "filter")}`, (event) => {
    event.preventDefault();
    clearFilters();
  }, { class: "quiet" }));
  refreshHistogram();
}

// ---- dates: bars to drag over, and two fields that do the same

const chart = { unit: "year", first: 0, count: 0, svg: null, from: null, to: null, note: null };
const WIDE = 220;
const HIGH = 56;

const slotOf = (iso) =>
  chart.unit === "year"
    ? Number(iso.slice(0, 4)) - chart.first
    : Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7) || 1) - 1 - chart.first;

const pad = (value, length) => String(value).padStart(length, "0");

function slotDays(slot) {
  if (chart.unit === "year") {
    const year = pad(chart.first + slot, 4);
    return [`${year}-01-01`, `${year}-12-31`];
  }
  const month = chart.first + slot;
  const [year, of] = [Math.floor(month / 12), (month % 12) + 1];
  const last = new Date(Date.UTC(year, of, 0)).getUTCDate();
  return [`${pad(year, 4)}-${pad(of, 2)}-01`, `${pad(year, 4)}-${pad(of, 2)}-${pad(last, 2)}`];
}

function histogramBox() {
  const days = data.events.filter((event) => event.a).map((event) => event.a);
  if (!days.length) return null;
  const [low, high] = [days.reduce((a, b) => (a < b ? a : b)), days.reduce((a, b) => (a > b ? a : b))];
  chart.unit = Number(high.slice(0, 4)) - Number(low.slice(0, 4)) < 5 ? "month" : "year";
  chart.first = slotOf(low);
  chart.count = slotOf(high) + 1;
  chart.svg = svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "histogram", preserveAspectRatio: "none", "aria-hidden": "true" });
  const field = (end, label) =>
    h("label", { class: "date" }, label, h("input", { type: "date", min: low.slice(0, 4) + "-01-01", on: {
      change: (event) => go({ [end]: event.target.value }),
    } }));
  const [from, to] = [field("from", "From"), field("to", "To")];
  [chart.from, chart.to] = [from.querySelector("input"), to.querySelector("input")];
  chart.note = h("p", { class: "small" });
  brushable();
  return h("fieldset", null, h("legend", null, "Dates"), chart.svg,
    h("div", { class: "scale", "aria-hidden": "true" }, h("span", null, low.slice(0, 4)), h("span", null, high.slice(0, 4))),
    h("div", { class: "dates" }, from, to), chart.note);
}

function brushable() {
  let start = null;
  const slotAt = (event) => {
    const box = chart.svg.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    return Math.max(0, Math.min(chart.count - 1, Math.floor(share * chart.count)));
  };
  const mark = (a, b) => chart.svg.querySelectorAll(".bar-hit").forEach((bar, n) =>
    bar.classList.toggle("dragged", n >= Math.min(a, b) && n <= Math.max(a, b)));
  chart.svg.addEventListener("pointerdown", (event) => {
    start = slotAt(event);
    chart.svg.setPointerCapture(event.pointerId);
    mark(start, start);
  });
  chart.svg.addEventListener("pointermove", (event) => start !== null && mark(start, slotAt(event)));
  chart.svg.addEventListener("pointerup", (event) => {
    if (start === null) return;
    const [a, b] = [start, slotAt(event)].sort((x, y) => x - y);
    start = null;
    const [from, to] = [slotDays(a)[0], slotDays(b)[1]];
    // The same bar again takes the choice back.
    go(from === state.from && to === state.to ? { from: "", to: "" } : { from, to });
  });
  chart.svg.addEventListener("pointercancel", () => (start = null));
}

function refreshHistogram() {
  if (!chart.svg) return;
  const counts = new Array(chart.count).fill(0);
  let undated = 0;
  for (const event of data.events) {
    if (!passes(event, "date")) continue;
    if (event.a) counts[slotOf(event.a)] += 1;
    else undated += 1;
  }
  const tallest = Math.max(1, ...counts);
  const wide = WIDE / chart.count;
  put(chart.svg, counts.map((count, slot) => {
    const [from, to] = slotDays(slot);
    const on = (!state.from || to >= state.from) && (!state.to || from <= state.to);
    const tall = count ? Math.max(3, (count / tallest) * (HIGH - 4)) : 0;
    const label = chart.unit === "year" ? from.slice(0, 4) : monthFormat.format(instant(from));
    return svg("g", { class: on ? "bar on" : "bar" },
      svg("title", null, `${label}: ${many(count, "event")}`),
      svg("rect", { class: "bar-hit", x: slot * wide, y: 0, width: wide, height: HIGH }),
      svg("rect", { class: "bar-fill", x: slot * wide + wide * 0.12, y: HIGH - tall, width: wide * 0.76, height: tall }));
  }));
  chart.from.value = state.from;
  chart.to.value = state.to;
  chart.note.textContent = undated
    ? `${many(undated, "event")} without a date ${state.from || state.to ? "left out here" : "also shown"}.`
    : "";
}
