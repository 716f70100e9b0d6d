// The map: where it took place. The outline lies in the file, already in the Equal Earth projection
// (Šavrič, Patterson and Jenny 2018, doi:10.1080/13658816.2018.1504949); there are no tiles to ask for.

const EQUAL_EARTH = [1.340264, -0.081106, 0.000893, 0.003796];
const MAP_SCALE = 100;
const MAP_SIZE = { width: 541.4, height: 263.4 };
const WORLD = [{ x: -MAP_SIZE.width * 0.42, y: -110 }, { x: MAP_SIZE.width * 0.42, y: 90 }];
const atlas = { outline: null, box: null, wanted: "" };

// Degrees to units of the map; its middle is 0° N 0° E.
function project(latitude, longitude) {
  const [a, b, c, d] = EQUAL_EARTH;
  const m = Math.sqrt(3) / 2;
  const t = Math.asin(m * Math.sin((latitude * Math.PI) / 180));
  const t2 = t * t;
  const t6 = t2 * t2 * t2;
  return {
    x: (MAP_SCALE * ((longitude * Math.PI) / 180) * Math.cos(t)) / (m * (a + 3 * b * t2 + t6 * (7 * c + 9 * d * t2))),
    y: -MAP_SCALE * t * (a + b * t2 + t6 * (c + d * t2)),
  };
}

function spots() {
  const found = new Map();
  for (const event of scoped) {
    const place = event.l === undefined ? null : data.places[event.l];
    if (!place || !place.y) continue;
    // A building stands where its town stands: they share a mark.
    const key = place.y.join(" ");
    if (!found.has(key)) found.set(key, { ...project(...place.y), places: new Map(), events: [] });
    const spot = found.get(key);
    spot.events.push(event);
    spot.places.set(place.index, (spot.places.get(place.index) || 0) + 1);
  }
  for (const spot of found.values()) {
    const busiest = data.places[ranked(spot.places)[0][0]];
    spot.place = busiest;
    spot.name = busiest.t || busiest.n;
    spot.state = busiest.c === undefined ? "" : data.polities[busiest.c].n;
    spot.held = spot.events.filter((event) => HAPPENED.has(event.s)).length;
    spot.ahead = spot.events.filter((event) => AHEAD.has(event.s)).length;
  }
  return [...found.values()].sort((p, q) => q.events.length - p.events.length || alphabet.compare(p.name, q.name));
}

function fitBox(marks, wide, tall) {
  const ratio = wide / tall;
  if (!marks.length) return fitBox(WORLD, wide, tall);
  const [xs, ys] = [marks.map((mark) => mark.x), marks.map((mark) => mark.y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  let w = Math.max((right - left) * 1.18, 60);
  let tallness = Math.max((bottom - top) * 1.3, 30);
  if (w / tallness > ratio) tallness = w / ratio;
  else w = tallness * ratio;
  return { x: (left + right) / 2 - w / 2, y: (top + bottom) / 2 - tallness / 2, w, h: tallness };
}

function offMap(onlyState, nowhere) {
  if (onlyState && nowhere) return say("map.off.both", { n: onlyState, nowhere: many(nowhere, "event") });
  if (onlyState) return say("map.off.state", { n: onlyState });
  return nowhere ? say("map.off", { n: nowhere }) : "";
}

function refreshMap() {
  const section = byId("view-map");
  if (!atlas.outline) {
    put(section, h("p", { class: "void" }, say("map.opening")));
    atlas.outline = block("world");
    atlas.outline.then((outline) => {
      atlas.shapes = outline;
      if (state.tab === "map") refreshMap();
    });
    return;
  }
  if (!atlas.shapes) return;
  const marks = spots();
  const on = marks.reduce((sum, spot) => sum + spot.events.length, 0);
  const onlyState = scoped.filter((event) => !(event.l !== undefined && data.places[event.l].y) && event.c !== undefined);
  const nowhere = scoped.length - on - onlyState.length;
  const stage = h("div", { class: "map-stage" });
  put(section, scopeBar(), stage,
    h("p", { class: "map-note" }, say("map.at", { n: on, places: many(marks.length, "place") }),
      ` ${offMap(onlyState.length, nowhere)} `,
      mapKey(), h("span", { class: "small" }, ` ${say("map.outline")}`)),
    marks.length > 0 && h("details", { class: "map-list", open: marks.length < 7 }, h("summary", null, say("map.list")),
      folded(marks, 60, (spot) => h("li", null, link(spotTitle(spot), `place:${spot.place.i}`), meter(spot.events.length, marks[0].events.length)), "places", { class: "ranked" })));
  const wide = Math.max(280, stage.clientWidth);
  const tall = Math.max(240, stage.clientHeight);
  const print = `${marks.map((mark) => mark.place.i)} ${wide} ${tall}`;
  if (atlas.wanted !== print) [atlas.wanted, atlas.box] = [print, fitBox(marks, wide, tall)];
  drawMap(stage, marks, wide, tall);
}

const spotTitle = (spot) => (spot.state && spot.state !== spot.name ? `${spot.name}, ${spot.state}` : spot.name);
const mapKey = () => h("span", { class: "map-key" },
  h("span", { class: "dot held", "aria-hidden": "true" }), `${say("map.held")}  `, h("span", { class: "dot ahead", "aria-hidden": "true" }), say("map.ahead"));

function drawMap(stage, marks, wide, tall) {
  const picture = svg("svg", { class: "map", width: wide, height: tall, role: "group", "aria-label": say("map.aria", { places: many(marks.length, "place") }) });
  const world = svg("g", { "aria-hidden": "true" },
    svg("path", { class: "land", d: atlas.shapes.land }), svg("path", { class: "borders", d: atlas.shapes.borders }));
  const pins = svg("g", { class: "pins" });
  picture.append(world, pins);
  const draw = () => {
    const { x, y, w } = atlas.box;
    const scale = wide / w;
    world.setAttribute("transform", `scale(${scale}) translate(${-x} ${-y})`);
    world.setAttribute("stroke-width", String(0.7 / scale));
    const most = marks.length ? marks[0].events.length : 1;
    const spotsDrawn = marks.map((spot) => ({ spot, at: { x: (spot.x - x) * scale, y: (spot.y - y) * scale, r: 4 + 14 * Math.sqrt(spot.events.length / most) } }));
    // A name stands beside its mark where it covers neither another name nor another mark.
    const taken = spotsDrawn.map(({ spot, at }) => ({ spot, x: at.x - at.r, y: at.y - at.r, w: at.r * 2, h: at.r * 2 }));
    const names = [];
    for (const { spot, at } of spotsDrawn) {
      const words = crop(spot.name, 24);
      const w = widthOf(words, 12);
      const places = [[at.x + at.r + 4, at.y - 9], [at.x - at.r - 4 - w, at.y - 9], [at.x - w / 2, at.y + at.r + 1], [at.x - w / 2, at.y - at.r - 19]];
      const free = places.map(([left, top]) => ({ spot, x: left, y: top, w, h: 18 }))
        .find((box) => box.x > 2 && box.x + w < wide - 2 && !taken.some((other) => other.spot !== spot && box.x < other.x + other.w && other.x < box.x + box.w && box.y < other.y + other.h && other.y < box.y + box.h));
      if (!free) continue;
      taken.push({ ...free, spot: null });
      names.push(svg("text", { x: free.x + 2, y: free.y + 13, "aria-hidden": "true" }, words));
    }
    // The small ones lie on the large ones, and the names on all of them.
    put(pins, spotsDrawn.map(({ spot, at }) => pin(spot, at)), names);
  };
  const zoom = (factor, px = wide / 2, py = tall / 2) => {
    const box = atlas.box;
    const w = Math.min(MAP_SIZE.width * 1.3, Math.max(4, box.w / factor));
    const real = box.w / w;
    box.x += (px / wide) * box.w * (1 - 1 / real);
    box.y += (py / tall) * box.h * (1 - 1 / real);
    [box.w, box.h] = [w, box.h / real];
    draw();
  };
  draw();
  pannable(picture, draw, zoom, wide);
  stage.append(picture, h("div", { class: "zoom" },
    button("+", () => zoom(1.5), { "aria-label": say("zoom.in") }), button("−", () => zoom(1 / 1.5), { "aria-label": say("zoom.out") }),
    button(say("zoom.fit"), () => {
      atlas.box = fitBox(marks, wide, tall);
      draw();
    }, { "aria-label": say("map.all") }),
    button(say("map.world"), () => {
      atlas.box = fitBox(WORLD, wide, tall);
      draw();
    })));
}

function pin(spot, at) {
  const words = labelled(spotTitle(spot), `${many(spot.events.length, "event")}${spot.held ? "" : `, ${say("map.none")}`}`);
  const chosen = selection();
  const on = chosen && (chosen.entry === spot.place || spot.events.includes(chosen.entry));
  const open = () => choose(`place:${spot.place.i}`);
  return svg("g", { class: `pin${spot.held ? "" : " ahead"}${on ? " on" : ""}`, tabindex: "0", role: "button", "aria-label": words, on: { click: open, keydown: (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    open();
  } } },
  svg("title", null, words), svg("circle", { cx: at.x, cy: at.y, r: at.r }));
}

function pannable(picture, draw, zoom, wide) {
  let from = null;
  picture.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = picture.getBoundingClientRect();
    zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  picture.addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".pin")) from = { x: event.clientX, y: event.clientY };
  });
  picture.addEventListener("pointermove", (event) => {
    if (!from || !event.buttons) return;
    const units = atlas.box.w / wide;
    atlas.box.x -= (event.clientX - from.x) * units;
    atlas.box.y -= (event.clientY - from.y) * units;
    from = { x: event.clientX, y: event.clientY };
    draw();
  });
  for (const end of ["pointerup", "pointerleave"]) picture.addEventListener(end, () => (from = null));
}
