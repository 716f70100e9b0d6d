// Time that moves: dates that narrow while they are dragged, a network that plays through its years, a timeline
// that zooms. All three are the filter by dates; what is only passed through leaves no trace in the history.

// Shows a span of days without going there.
function glimpse(from, to) {
  if (state.from === from && state.to === to) return;
  state = { ...state, from, to };
  net.quiet = true;
  refresh();
  net.quiet = false;
}

// Goes to the span that has been glimpsed, as one step from where it began.
function settle(before, from, to) {
  state = { ...state, from: before.from, to: before.to };
  if (from === before.from && to === before.to) refresh();
  go({ from, to });
}

// ---- playing

const player = { timer: null, before: null, at: 0, steps: none };
const BEAT = 1100;

// The years, or months where there are few years, of the events in view.
function playSteps() {
  const { bars, monthly } = slots(scoped.filter((event) => event.a));
  const steps = bars.filter((bar) => bar.key).map((bar) => ({ from: bar.from, to: bar.to, words: monthly ? monthWords(instant(bar.key)) : bar.key }));
  return steps.filter(({ from, to }) => within(scoped, { from, to }).length);
}

function play() {
  if (player.timer !== null) return stopPlaying();
  player.before = { from: state.from, to: state.to };
  player.steps = playSteps();
  player.at = 0;
  if (player.steps.length < 2) return undefined;
  return beat();
}

function beat() {
  const step = player.steps[player.at];
  if (!step || state.tab !== "network") return stopPlaying();
  player.timer = setTimeout(beat, BEAT);
  player.at += 1;
  glimpse(step.from, step.to);
  return tellPlay(step.words);
}

function stopPlaying() {
  if (player.timer === null) return undefined;
  clearTimeout(player.timer);
  player.timer = null;
  state = { ...state, ...player.before };
  history.replaceState(null, "", address(state));
  refresh();
  return tellPlay("");
}

function tellPlay(words) {
  const control = byId("play");
  if (!control) return;
  control.textContent = player.timer === null ? say("play") : say("play.stop", { at: words });
  if (words) byId("said").textContent = labelled(words, many(scoped.length, "event"));
}

// ---- the timeline

// The day at a place of the axis; the inverse of timeAxis in axis.js.
function dayAt(axis, x, events) {
  const days = unique(events.filter((event) => event.a).map((event) => event.a)).sort();
  const after = days.findIndex((day) => axis.x(day) >= x);
  return { after: after < 0 ? null : days[after], before: after < 0 ? days.at(-1) : after > 0 ? days[after - 1] : null };
}

// A stretch of the lanes that is dragged over becomes what is shown.
function zoomable(picture, axis, events, gutter, height) {
  let start = null;
  let band = null;
  const place = (event) => {
    const box = picture.getBoundingClientRect();
    return ((event.clientX - box.left) / box.width) * picture.viewBox.baseVal.width;
  };
  picture.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest(".mark") || place(event) < gutter) return;
    start = place(event);
    band = svg("rect", { class: "stretch", x: start, y: 0, width: 0, height: height - 20 });
    picture.append(band);
    picture.setPointerCapture(event.pointerId);
  });
  picture.addEventListener("pointermove", (event) => {
    if (start === null) return;
    const at = Math.max(gutter, place(event));
    band.setAttribute("x", Math.min(start, at));
    band.setAttribute("width", Math.abs(at - start));
  });
  const end = (event) => {
    if (start === null) return;
    const [a, b] = [start, Math.max(gutter, place(event))].sort((x, y) => x - y);
    band.remove();
    start = null;
    if (event.type === "pointercancel" || b - a < 8) return;
    const [from, to] = [dayAt(axis, a, events).after, dayAt(axis, b, events).before];
    if (from && to && from <= to) go({ from, to });
  };
  picture.addEventListener("pointerup", end);
  picture.addEventListener("pointercancel", end);
}

// Buttons that do the same without a pointer: the middle half of the days, and twice as many.
function zoomButtons(events) {
  const days = events.filter((event) => event.a).map((event) => event.a).sort();
  const nearer = () => {
    const [from, to] = [days[Math.floor(days.length / 4)], days[Math.ceil((days.length * 3) / 4) - 1]];
    if (from && to) go({ from, to });
  };
  const further = () => {
    const all = data.events.filter((event) => event.a).map((event) => event.a).sort();
    const low = all.findIndex((day) => day >= (state.from || all[0]));
    const high = all.findLastIndex((day) => day <= (state.to || all.at(-1)));
    const more = Math.max(1, Math.round((high - low) / 2));
    const [from, to] = [all[Math.max(0, low - more)], all[Math.min(all.length - 1, high + more)]];
    go(low - more <= 0 && high + more >= all.length - 1 ? { from: "", to: "" } : { from, to });
  };
  return h("div", { class: "bar lanes-bar" },
    button(say("zoom.in"), nearer, { class: "quiet", disabled: days.length < 4 }),
    button(say("zoom.out"), further, { class: "quiet", disabled: !state.from && !state.to }),
    (state.from || state.to) && button(say("zoom.dates"), () => go({ from: "", to: "" }), { class: "quiet" }),
    h("span", { class: "small" }, say("lanes.drag")));
}
