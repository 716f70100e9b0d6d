// Time as an axis. Graphs of diplomacy have one memorandum of 1973 and two hundred reports of 2019: years
// in which nothing happens for long are left out, and the axis shows that it is broken.

const QUIET_YEARS = 3;
// How many times as many events make a run the main one.
const SPARSE = 20;

// Runs of years with events, e.g. [[1973, 1973], [2017, 2020]]; a shorter silence stays part of a run.
function yearRuns(events) {
  const years = unique(events.filter((event) => event.a).map((event) => Number(event.a.slice(0, 4)))).sort((a, b) => a - b);
  const runs = [];
  for (const year of years) {
    const last = runs.at(-1);
    if (last && year - last[1] <= QUIET_YEARS) last[1] = year;
    else runs.push([year, year]);
  }
  return runs;
}

const pad = (value, length) => String(value).padStart(length, "0");
const newYear = (year) => instant(pad(year, 4)).getTime();
const GAP = 26;
// Room for the words of a tick.
const TICK = 46;

// Places of days between two edges in pixels: {x(iso), ticks: [{x, words}], gaps: [x]}.
function timeAxis(events, left, right) {
  const runs = yearRuns(events);
  const length = runs.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  const room = right - left - GAP * (runs.length - 1);
  // A run has the room of its years; one of few events, beside a run of many, has no more than they need.
  const counts = runs.map(([first, last]) => events.filter((event) => event.a && event.a.slice(0, 4) >= pad(first, 4) && event.a.slice(0, 4) <= pad(last, 4)).length);
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const shares = runs.map(([first, last], n) => (last - first + 1) * (counts[n] * SPARSE < most ? 0.2 : 1));
  const whole = shares.reduce((a, b) => a + b, 0);
  const widths = shares.map((share) => (share / whole) * room);
  const starts = [];
  let at = left;
  for (const wide of widths) {
    starts.push(at);
    at += wide + GAP;
  }
  const x = (iso) => {
    const year = Number(iso.slice(0, 4));
    const n = Math.max(0, runs.findLastIndex(([first]) => first <= year));
    const [first, last] = runs[n];
    const share = (instant(iso).getTime() - newYear(first)) / (newYear(last + 1) - newYear(first));
    return starts[n] + Math.min(1, Math.max(0, share)) * widths[n];
  };
  const ticks = [];
  runs.forEach(([first, last], n) => {
    const step = Math.max(1, Math.ceil(((last - first + 1) * TICK) / widths[n]));
    for (let year = first; year <= last; year += step) {
      ticks.push({ x: x(`${pad(year, 4)}-01-01`), words: String(year), events: counts[n] });
      if (length <= 3) for (const month of ["04", "07", "10"]) ticks.push({ x: x(`${pad(year, 4)}-${month}-01`), words: shortMonths.format(instant(`2000-${month}`)), events: 0 });
    }
  });
  // A tick whose words would lie over others stays a line: those of a run of many events are written first.
  const written = [];
  for (const tick of [...ticks].sort((one, other) => other.events - one.events || one.x - other.x)) {
    if (written.some((at) => Math.abs(at - tick.x) < TICK - 8)) tick.words = "";
    else written.push(tick.x);
  }
  return { x, ticks, gaps: starts.slice(1).map((start) => start - GAP / 2) };
}

// The bars of a histogram: {key, from, to} each, and {gap: true} where years are left out.
function slots(events) {
  const runs = yearRuns(events);
  const length = runs.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  const monthly = length <= 8;
  const bars = [];
  const months = unique(events.filter((event) => event.a).map((event) => event.a.slice(0, 7))).sort();
  runs.forEach(([first, last], n) => {
    if (n) bars.push({ gap: true });
    for (let year = first; year <= last; year += 1) {
      const name = pad(year, 4);
      if (!monthly) bars.push({ key: name, from: `${name}-01-01`, to: `${name}-12-31` });
      else for (let month = 1; month <= 12; month += 1) {
        const key = `${name}-${pad(month, 2)}`;
        // A run begins and ends with the months that have events.
        if ((year === first && key < months.find((one) => one >= name)) || (year === last && key > months.findLast((one) => one <= `${name}-12`))) continue;
        bars.push({ key, from: `${key}-01`, to: `${key}-${pad(new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate(), 2)}` });
      }
    }
  });
  return { bars, monthly, runs, at: new Map(bars.map((bar, n) => [bar.key, n])) };
}
