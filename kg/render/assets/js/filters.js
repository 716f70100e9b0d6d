// The filters at the left: counts say how many events each choice would leave.

const facetTitle = (facet) => say(`facet.${facet}`);
const FIRST_CHOICES = { status: 9, history: 5, type: 6, polity: 7, topic: 7 };
const choices = {};

const facetLabel = {
  type: (value) => capital(typeWord(value)),
  status: (value) => capital(statusWord(value)),
  history: (value) => (isSaid(`history.${value}`) ? say(`history.${value}`) : spaced(value)),
  topic: (value) => known.topic.get(value).n,
  polity: (value) => known.state.get(value).n,
};

function buildFilters() {
  const everything = sift();
  const boxes = [histogramBox()];
  for (const facet of Object.keys(FIRST_CHOICES)) {
    const name = { topic: (n) => data.topics[n].i, polity: (n) => data.polities[n].i }[facet] || String;
    const values = ranked(everything.counts[facet]).map(([value]) => [name(value), value]);
    if (facet === "topic") values.sort((x, y) => isFree(x[0]) - isFree(y[0]));
    if (!values.length) continue;
    choices[facet] = new Map();
    const rows = values.map(([value, key], n) => facetRow(facet, value, key, n));
    const rest = rows.length - FIRST_CHOICES[facet];
    const box = h("fieldset", null, h("legend", null, facetTitle(facet)), rows);
    if (rest > 0) {
      const more = button(say("more.show", { n: rest }), () => {
        const open = more.getAttribute("aria-expanded") !== "true";
        more.setAttribute("aria-expanded", String(open));
        more.textContent = open ? say("more.fewer") : say("more.show", { n: rest });
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

// The same choices over more events: what is chosen, unfolded or being written stays as it is.
function rebuildFilters() {
  const folded = !byId("filters").open;
  const at = document.activeElement;
  const spotOf = () => Object.keys(choices).flatMap((facet) => [...choices[facet]].filter(([, choice]) => choice.box === at).map(([value]) => [facet, value]))[0];
  const inside = byId("facets").contains(at) ? spotOf() : null;
  const unfolded = new Set([...byId("facets").querySelectorAll("fieldset")].filter((box) => box.querySelector("[aria-expanded=true]")).map((box) => box.querySelector("legend").textContent));
  const current = state;
  state = { ...empty(), show: "all" };
  buildFilters();
  state = current;
  byId("filters").open = !folded;
  for (const box of byId("facets").querySelectorAll("fieldset")) {
    if (unfolded.has(box.querySelector("legend").textContent)) box.querySelector("[aria-expanded]").click();
  }
  if (inside && choices[inside[0]].has(inside[1])) choices[inside[0]].get(inside[1]).box.focus();
}

function facetRow(facet, value, key, n) {
  const box = h("input", { type: "checkbox", on: { change: () => toggle(facet, value) } });
  const count = h("span", { class: "count" });
  const sign = facet === "status" && h("span", { class: `sign ${value}`, "aria-hidden": "true" }, statusSign(value));
  const row = h("label", { class: "choice", hidden: n >= FIRST_CHOICES[facet] },
    box, sign, h("bdi", { class: "choice-name" }, facetLabel[facet](value)), count);
  choices[facet].set(value, { box, count, row, key });
  return row;
}

function refreshFilters() {
  for (const facet of Object.keys(choices)) {
    const counts = sifted.counts[facet];
    for (const [value, { box, count, row, key }] of choices[facet]) {
      const events = counts.get(key) || 0;
      box.checked = state[facet].has(value);
      if (box.checked) row.hidden = false;
      count.textContent = number.format(events);
      row.classList.toggle("none", !events);
    }
  }
  const active = FACETS.reduce((sum, facet) => sum + state[facet].size, 0) + (state.from || state.to ? 1 : 0);
  put(byId("active"), active && button(say("filters.clear", { n: active }), clearFilters, { class: "quiet" }));
  refreshHistogram();
}

// ---- dates: bars to drag over, and two fields that do the same

const chart = { slots: null, svg: null, from: null, to: null, note: null };
const WIDE = 220;
const HIGH = 56;

const slotOf = (iso) => chart.slots.at.get(iso.slice(0, chart.slots.monthly && iso.length > 4 ? 7 : 4)) ?? chart.slots.bars.findIndex((bar) => bar.key && bar.key.startsWith(iso.slice(0, 4)));

function histogramBox() {
  chart.slots = slots(data.events);
  const { bars, runs } = chart.slots;
  if (!bars.length) return null;
  chart.svg = svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "histogram", preserveAspectRatio: "none", "aria-hidden": "true" });
  const field = (end, label) =>
    h("label", { class: "date" }, label, h("input", { type: "date", min: bars[0].from, on: {
      change: (event) => go({ [end]: event.target.value }),
    } }));
  const [from, to] = [field("from", say("dates.from")), field("to", say("dates.to"))];
  [chart.from, chart.to] = [from.querySelector("input"), to.querySelector("input")];
  chart.note = h("p", { class: "small" });
  brushable();
  const names = runs.map(([first, last]) => (first === last ? first : `${first}–${last}`));
  return h("fieldset", null, h("legend", null, say("dates")), chart.svg,
    h("div", { class: "scale", "aria-hidden": "true" }, runs.length === 1
      ? unique(runs[0]).map((year) => h("span", null, String(year)))
      : h("span", null, (names.length > 4 ? [names[0], "…", names.at(-1)] : names).join(" ┊ "))),
    h("div", { class: "dates" }, from, to), chart.note);
}

function brushable() {
  let start = null;
  let before = null;
  const { bars } = chart.slots;
  const slotAt = (event) => {
    const box = chart.svg.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    return Math.max(0, Math.min(bars.length - 1, Math.floor(share * bars.length)));
  };
  const mark = (a, b) => chart.svg.querySelectorAll(".bar").forEach((bar, n) =>
    bar.classList.toggle("dragged", n >= Math.min(a, b) && n <= Math.max(a, b)));
  chart.svg.addEventListener("pointerdown", (event) => {
    start = slotAt(event);
    before = { from: state.from, to: state.to };
    chart.svg.setPointerCapture(event.pointerId);
    mark(start, start);
  });
  // A gap in the axis belongs to the years beside it.
  const spanAt = (event) => {
    let [a, b] = [start, slotAt(event)].sort((x, y) => x - y);
    while (a < b && bars[a].gap) a += 1;
    while (b > a && bars[b].gap) b -= 1;
    return bars[a].gap ? null : { from: bars[a].from, to: bars[b].to };
  };
  chart.svg.addEventListener("pointermove", (event) => {
    if (start === null) return;
    const span = slotAt(event) === start ? null : spanAt(event);
    if (span) glimpse(span.from, span.to);
    mark(start, slotAt(event));
  });
  chart.svg.addEventListener("pointerup", (event) => {
    if (start === null) return;
    const span = spanAt(event);
    start = null;
    if (!span) return settle(before, before.from, before.to);
    // The same bar again takes the choice back.
    const same = span.from === before.from && span.to === before.to;
    return settle(before, same ? "" : span.from, same ? "" : span.to);
  });
  chart.svg.addEventListener("pointercancel", () => {
    if (start !== null) settle(before, before.from, before.to);
    start = null;
  });
}

function refreshHistogram() {
  if (!chart.svg) return;
  const { bars, monthly } = chart.slots;
  const counts = new Array(bars.length).fill(0);
  let undated = 0;
  for (const event of sifted.dateless) {
    if (event.a) counts[slotOf(event.a)] += 1;
    else undated += 1;
  }
  const tallest = counts.reduce((a, b) => Math.max(a, b), 1);
  const wide = WIDE / bars.length;
  put(chart.svg, bars.map((bar, slot) => {
    if (bar.gap) return svg("g", { class: "bar gap" }, svg("line", { x1: (slot + 0.5) * wide, x2: (slot + 0.5) * wide, y1: HIGH - 14, y2: HIGH }));
    const on = (!state.from || bar.to >= state.from) && (!state.to || bar.from <= state.to);
    const count = counts[slot];
    const tall = count ? Math.max(3, (count / tallest) * (HIGH - 4)) : 0;
    return svg("g", { class: on ? "bar on" : "bar" },
      svg("title", null, labelled(monthly ? monthWords(instant(bar.key)) : bar.key, many(count, "event"))),
      svg("rect", { class: "bar-hit", x: slot * wide, y: 0, width: wide, height: HIGH }),
      svg("rect", { class: "bar-fill", x: slot * wide + wide * 0.1, y: HIGH - tall, width: wide * 0.8, height: tall }));
  }));
  chart.from.value = state.from;
  chart.to.value = state.to;
  chart.note.textContent = undated ? say(state.from || state.to ? "dates.out" : "dates.also", { n: undated }) : "";
}
