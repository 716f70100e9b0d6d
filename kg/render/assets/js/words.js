// Numbers and dates as the reader writes them, and the words for kinds of event and statuses.

// What a type of event is called stands in its file of ontology/events; page.py puts it here. The words of other
// languages, and those of types that are no more than a wider word, are among the page's own.
const TYPES = table({
  // <types with narrower ones>
  // <the other types>
});

// Each status has a word and a sign, so that colour is never the only difference.
const SIGNS = table({
  held: "●", ongoing: "◐", planned: "○", proposed: "◇", postponed: "◑", cancelled: "✕", declined: "⊘", denied: "≠", disputed: "⁇",
});
const HAPPENED = new Set(["held", "ongoing"]);
const AHEAD = new Set(["planned", "proposed", "postponed"]);

const KINDS = ["person", "country", "organisation", "role"];
const kindWord = (kind) => (KINDS.includes(kind) ? say(`kind.${kind}`) : "");

let number;
let decimal;
let listing;
let alphabet;
let regions;
let days;
let shortMonths;
let months;
let shortDays;

function setFormats(lang, locale) {
  number = new Intl.NumberFormat(locale);
  decimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  listing = new Intl.ListFormat(lang === "en" ? "en-GB" : lang, { type: "conjunction" });
  alphabet = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
  // States have a name in every language of the browser; in English it is the graph's own.
  regions = locale.startsWith("en") ? null : new Intl.DisplayNames(locale, { type: "region", fallback: "none" });
  speech.languages = new Intl.DisplayNames(lang, { type: "language", fallback: "code" });
  const format = (options) => new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
  days = format({ dateStyle: "long" });
  shortDays = format({ dateStyle: "medium" });
  months = format({ year: "numeric", month: "long" });
  shortMonths = format({ month: "short" });
}

// "10 декабря 2019 г." stands in the middle of sentences and of lists, where nobody writes the last two letters.
const bare = (words) => words.replace(/\s?г\.$/u, "");
const dayWords = (time) => bare(days.format(time));
const monthWords = (time) => bare(months.format(time));

function stateName(entry) {
  const code = regions && /^country\/([a-z]{2})$/.exec(entry.i);
  if (!code) return entry.n;
  entry.e = entry.n;
  return regions.of(code[1].toUpperCase()) || entry.n;
}

// So have the topics of the scheme in the languages of the page; those that were found in a text stay as they were found.
function topicTitle(entry) {
  const own = entry.l && entry.l[speech.lang];
  if (!own) return entry.n;
  entry.e = entry.n;
  return own;
}

const spaced = (text) => String(text).replaceAll("_", " ");
const isEnglish = () => speech.lang === "en";

// A type of event as a noun: in the form that goes with a number, or with `count` "all" as a heading over several.
function typeWord(type, count = 1) {
  const own = speech.words[`type.${type}`];
  if (isEnglish() && TYPES[type]) return TYPES[type][count === 1 ? 0 : 1];
  if (!own) return TYPES[type] ? TYPES[type][count === 1 ? 0 : 1] : spaced(type);
  return own[count === "all" ? "other" : speech.plural.select(count)] ?? own.other;
}
const statusWord = (status) => (SIGNS[status] ? say(`status.${status}`) : spaced(status));
const pastWord = (status) => (SIGNS[status] ? say(`past.${status}`) : spaced(status));
const statusSign = (status) => SIGNS[status] || "·";
const capital = (text) => text.charAt(0).toLocaleUpperCase(speech.lang) + text.slice(1);
// In the middle of a sentence; German nouns keep their capitals.
const small = (text) => (speech.lang === "de" ? text : text.toLocaleLowerCase(speech.lang));

function confidenceWord(value) {
  return say(value >= 0.9 ? "sure.very" : value >= 0.75 ? "sure.likely" : value >= 0.5 ? "sure.uncertain" : "sure.doubtful");
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
  if (published) return say("date.published", { date: dateWords(edtf.replace(/[?~%]/g, "")) });
  if (/^[^?%]*~$/.test(edtf)) return say("date.around", { date: dateWords(edtf.replaceAll("~", "")) });
  const plain = edtf.replace(/[?~%]/g, "");
  const words = plainWords(plain);
  if (words === null) return edtf;
  return /[?~%]$/.test(edtf) ? say("date.uncertain", { date: words }) : words;
}

function plainWords(plain) {
  if (plain.includes("/")) {
    const [from, to] = plain.split("/");
    if (!from || from === "..") return say("date.until", { date: dateWords(to) });
    if (!to || to === "..") return say("date.from", { date: dateWords(from) });
    const [a, b] = [instant(from), instant(to)];
    if (a && b && a <= b && from.length === to.length && from.length > 4) {
      return bare((from.length === 7 ? months : days).formatRange(a, b));
    }
    return `${dateWords(from)} – ${dateWords(to)}`;
  }
  const time = instant(plain);
  if (!time) return null;
  if (plain.length === 4) return plain;
  return plain.length === 7 ? monthWords(time) : dayWords(time);
}

const isBetween = (event) => !event.d && event.a && event.b && event.a !== event.b;

function whenWords(event) {
  if (event.p === "week" && event.a) return say("date.week", { date: dateWords(event.a) });
  if (event.d) return dateWords(event.d, event.u);
  if (isBetween(event)) return say("date.between", { from: dateWords(event.a), to: dateWords(event.b) });
  if (event.a) return dateWords(event.a);
  return say("undated");
}

// "on 10 December 2019", "in May 2019": as the date stands in a sentence.
function whenInSentence(event) {
  if (event.p === "week" && event.a) return say("when.week", { date: dateWords(event.a) });
  if (!event.d && !event.a) return say("when.unknown");
  const words = whenWords(event);
  const edtf = event.d || event.a;
  const open = /^(\.\.)?\/|\/(\.\.)?$/.test(edtf.replace(/[?~%]/g, ""));
  if (isBetween(event) || (!event.u && (open || /^[^?%]*~$/.test(edtf)))) return words;
  const bareDate = edtf.replace(/[?~%]/g, "");
  const key = /^\d{4}-\d{2}-\d{2}$/.test(bareDate) ? "day" : bareDate.includes("/") ? "span" : bareDate.length === 7 ? "month" : "year";
  return say(`when.${key}`, { date: words });
}

// The years that something lies in: one, or the first and the last.
const yearsWords = (from, to) => (from === to ? from : say("years", { from, to }));
