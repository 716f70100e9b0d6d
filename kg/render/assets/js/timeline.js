// The timeline: a lane for each of the busiest actors, and below it every event in words.

const LANES = 10;
const GUTTER = 132;
const LANE = 26;
const MOST_MARKS = 2500;

function refreshTimeline() {
  const dated = oldestFirst(scoped.filter((event) => event.a)).reverse();
  const undated = scoped.filter((event) => !event.a);
  const groups = new Map();
  for (const event of dated) {
    const year = event.a.slice(0, 4);
    if (!groups.has(year)) groups.set(year, []);
    groups.get(year).push(event);
  }
  const section = byId("view-timeline");
  const top = section.scrollTop;
  if (!scoped.length) {
    put(section, scopeBar(), h("p", { class: "void" }, say("timeline.none")));
    return;
  }
  let budget = 150;
  const years = [...groups].map(([year, events], n) => {
    const open = n === 0 || budget > 0;
    budget -= events.length;
    const body = h("ul", { class: "events" });
    const draw = () => body.children.length || put(body, events.map((event) => eventLine(event)));
    if (open) draw();
    return h("details", { class: "year", open, on: { toggle: draw } },
      h("summary", null, h("h2", null, year), h("span", { class: "count" }, many(events.length, "event"))), body);
  });
  const rest = undated.length && h("details", { class: "year", open: !groups.size },
    h("summary", null, h("h2", null, say("timeline.undated")), h("span", { class: "count" }, many(undated.length, "event"))),
    folded(undated, 100, eventLine, "events", { class: "events" }));
  put(section, scopeBar(), lanes(dated), zoomButtons(dated), years, rest);
  section.scrollTop = top;
}

function lanes(newestFirst) {
  if (!newestFirst.length) return null;
  const level = state.level;
  const busiest = ranked(tally(newestFirst.flatMap((event) => membersOf(event, level)))).slice(0, LANES).map(([n]) => n);
  const row = new Map(busiest.map((n, i) => [n, i]));
  const width = Math.max(300, byId("main").clientWidth - 34);
  const gutter = width < 480 ? 108 : GUTTER;
  const axis = timeAxis(newestFirst, gutter + 12, width - 16);
  const height = busiest.length * LANE + 30;
  const y = (n) => 14 + row.get(n) * LANE;
  const chosen = selection();
  // What is chosen is drawn last, over all others.
  const drawn = newestFirst.slice(0, MOST_MARKS);
  const last = chosen && drawn.includes(chosen.entry) ? [chosen.entry] : none;
  const marks = [...drawn.filter((event) => event !== last[0]), ...last].map((event) => {
    const rows = membersOf(event, level).filter((n) => row.has(n)).sort((a, b) => row.get(a) - row.get(b));
    if (!rows.length) return null;
    const at = axis.x(event.a);
    const on = chosen && chosen.entry === event;
    return svg("g", { class: `mark ${event.s}${on ? " on" : ""}${HAPPENED.has(event.s) ? "" : AHEAD.has(event.s) ? " ahead" : " off"}`, on: { click: () => choose(`event:${event.i}`) } },
      svg("title", null, labelled(`${whenWords(event)}, ${statusWord(event.s)}`, headline(event))),
      svg("line", { x1: at, x2: at, y1: y(rows[0]), y2: y(rows.at(-1)) }),
      rows.map((n) => (HAPPENED.has(event.s) || AHEAD.has(event.s)
        ? svg("circle", { cx: at, cy: y(n), r: 5 })
        : svg("path", { d: `M${at - 4} ${y(n) - 4}l8 8m0 -8l-8 8` }))));
  });
  const told = [say(`lanes.${level}`, { n: busiest.length }), axis.gaps.length && say("lanes.broken"), newestFirst.length > MOST_MARKS && say("lanes.latest", { n: MOST_MARKS })].filter(Boolean).join(" ");
  const figure = h("figure", { class: "lanes" },
    h("figcaption", null, h("span", null, told), ` ${say("lanes.list")}`),
    svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" },
      busiest.map((n) => [
        svg("line", { class: "lane", x1: gutter, x2: width - 8, y1: y(n), y2: y(n) }),
        svg("text", { x: gutter - 6, y: y(n) + 4, "text-anchor": "end" }, crop(entryAt(level, n).n, gutter < GUTTER ? 14 : 18))]),
      axis.ticks.map((tick) => [
        svg("line", { class: "tick", x1: tick.x, x2: tick.x, y1: 4, y2: height - 22 }),
        svg("text", { x: tick.x, y: height - 6, "text-anchor": "middle" }, tick.words)]),
      axis.gaps.map((x) => svg("path", { class: "broken", d: `M${x - 4} 0V${height - 20}M${x + 4} 0V${height - 20}` })),
      marks));
  zoomable(figure.querySelector("svg"), axis, newestFirst, gutter, height);
  return figure;
}
