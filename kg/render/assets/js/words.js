// Words, numbers and dates. Numbers and dates follow the reader's own locale.

const LOCALE = (navigator.languages && navigator.languages[0]) || "en";

// Words that come from outside are looked up here, so that these have no inherited entries.
const table = (entries) => Object.assign(Object.create(null), entries);

// What a type of event is called stands in its file of ontology/events; page.py puts it here.
const TYPES = table({
  // <types with narrower ones>
  call: ["call", "calls"],
  event: ["event", "events"],
  // <the other types>
});

// Each status has a word and a sign, so that colour is never the only difference.
const STATUSES = table({
  held: { word: "held", past: "reported as held", sign: "●" },
  ongoing: { word: "under way", past: "reported as under way", sign: "◐" },
  planned: { word: "planned", past: "announced", sign: "○" },
  proposed: { word: "proposed", past: "proposed", sign: "◇" },
  postponed: { word: "postponed", past: "postponed", sign: "◑" },
  cancelled: { word: "cancelled", past: "cancelled", sign: "✕" },
  declined: { word: "declined", past: "declined", sign: "⊘" },
  denied: { word: "denied", past: "denied", sign: "≠" },
  disputed: { word: "disputed", past: "disputed", sign: "⁇" },
});
const HAPPENED = new Set(["held", "ongoing"]);
const AHEAD = new Set(["planned", "proposed", "postponed"]);

const KINDS = table({
  person: "Person",
  country: "State",
  organisation: "Organisation",
  role: "Role without a known holder",
});

// What the reports on an event add up to; the reader can filter by it.
const HISTORIES = table({
  announced: "Announced beforehand",
  unconfirmed: "Announced only",
  dates: "Dates differ",
  contested: "Held, and denied",
  single: "One source only",
  accounts: "Two accounts to compare",
});

// States have a name in every language of the browser; in English it is the graph's own.
const regions = LOCALE.startsWith("en") ? null : new Intl.DisplayNames(LOCALE, { type: "region", fallback: "none" });
function stateName(entry) {
  const code = regions && /^country\/([a-z]{2})$/.exec(entry.i);
  if (!code) return entry.n;
  entry.e = entry.n;
  return regions.of(code[1].toUpperCase()) || entry.n;
}
const alphabet = new Intl.Collator(LOCALE, { numeric: true, sensitivity: "base" });

// Articles are in English; where sentences end is a question of their language, not of the reader's.
const sentences = new Intl.Segmenter("en", { granularity: "sentence" });
const number = new Intl.NumberFormat(LOCALE);
const decimal = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const listing = new Intl.ListFormat("en-GB", { type: "conjunction" });
const dayFormat = new Intl.DateTimeFormat(LOCALE, { dateStyle: "long", timeZone: "UTC" });
const shortMonth = new Intl.DateTimeFormat(LOCALE, { month: "short", timeZone: "UTC" });
const monthFormat = new Intl.DateTimeFormat(LOCALE, { year: "numeric", month: "long", timeZone: "UTC" });

const spaced = (text) => String(text).replaceAll("_", " ");
const typeWord = (type, count = 1) => (TYPES[type] ? TYPES[type][count === 1 ? 0 : 1] : spaced(type));
const statusWord = (status) => (STATUSES[status] ? STATUSES[status].word : spaced(status));
const statusSign = (status) => (STATUSES[status] ? STATUSES[status].sign : "·");
const capital = (text) => text.charAt(0).toLocaleUpperCase("en") + text.slice(1);
const many = (count, one, more) => `${number.format(count)} ${count === 1 ? one : more || one + "s"}`;

function confidenceWord(value) {
  if (value >= 0.9) return "very likely right";
  if (value >= 0.75) return "likely right";
  if (value >= 0.5) return "uncertain";
  return "doubtful";
}

function instant(iso) {
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(iso || "");
  if (!match) return null;
  const time = new Date(Date.UTC(2000, Number(match[2] || 1) - 1, Number(match[3] || 1)));
  time.setUTCFullYear(Number(match[1]));
  return time;
}

// One EDTF date or interval in words, at its own precision: a month is never shown as a day.
// Nobody said it: `published` is true where the date is that of the article.
function dateWords(edtf, published) {
  if (published) return `${dateWords(edtf.replace(/[?~%]/g, ""))} (date of publication)`;
  if (/^[^?%]*~$/.test(edtf)) return `around ${dateWords(edtf.replaceAll("~", ""))}`;
  const doubtful = /[?~%]$/.test(edtf);
  const plain = edtf.replace(/[?~%]/g, "");
  const about = doubtful ? " (uncertain)" : "";
  if (plain.includes("/")) {
    const [from, to] = plain.split("/");
    if (!from || from === "..") return `until ${dateWords(to)}${about}`;
    if (!to || to === "..") return `from ${dateWords(from)}${about}`;
    const [a, b] = [instant(from), instant(to)];
    if (a && b && a <= b && from.length === to.length && from.length > 4) {
      return (from.length === 7 ? monthFormat : dayFormat).formatRange(a, b) + about;
    }
    return `${dateWords(from)} – ${dateWords(to)}${about}`;
  }
  const time = instant(plain);
  if (!time) return edtf;
  if (plain.length === 4) return plain + about;
  return (plain.length === 7 ? monthFormat : dayFormat).format(time) + about;
}

function whenWords(event) {
  if (event.p === "week" && event.a) return `week of ${dateWords(event.a)}`;
  if (event.d) return dateWords(event.d, event.u);
  if (event.a && event.b && event.a !== event.b) return `between ${dateWords(event.a)} and ${dateWords(event.b)}`;
  if (event.a) return dateWords(event.a);
  return "undated";
}

// "on 10 December 2019", "in May 2019": as the date stands in a sentence.
function whenInSentence(event) {
  const words = whenWords(event);
  if (words === "undated") return "at an unknown date";
  if (/^(between|until|from|around) /.test(words)) return words;
  if (words.startsWith("week of")) return `in the ${words}`;
  return /^\d{4}-\d{2}-\d{2}[?~%]?$/.test(event.d || event.a) ? `on ${words}` : `in ${words}`;
}
