// What a search means: days, kinds of event and statuses are understood as such, every other word is looked for.
// The tables come from kg/reference/asked.py, and kg/ask/words.py reads a search in the same way.

const WORD = /(?:\p{L}\.){2,}\p{L}?|[\p{L}\p{N}\p{M}]+/gu;

// Chinese characters and kana have no space between words: every two letters are a word there, and the last letter.
const UNSPACED = /([\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]+)/u;
// The Arabic article, with a particle before it: both are written as a part of the word.
const ARTICLE = /^[\u0648\u0641\u0628\u0643\u0644]?\u0627\u0644(?=[\u0620-\u064a]{3})/;

function partsOf(word) {
  return word.split(UNSPACED).flatMap((piece, n) => {
    if (n % 2 === 0) return piece ? [piece.replace(ARTICLE, "")] : none;
    const letters = [...piece];
    return letters.map((letter, at) => letter + (letters[at + 1] || ""));
  });
}

// What a word of a search is looked for by: a last letter says nothing beside those before it.
function askedOf(word) {
  const parts = partsOf(word);
  const telling = parts.filter((part) => [...part].length > 1 || !UNSPACED.test(part));
  return telling.length ? telling : parts;
}

const wholeWords = (folded) => (folded.match(/\||(?:\p{L}\.){2,}\p{L}?|[\p{L}\p{N}\p{M}]+/gu) || none).map((word) => word.replaceAll(".", ""));

// The words of a text as they are compared: "U.S." is one word, "us".
const wordsIn = (text) => (fold(text).match(WORD) || none).flatMap((word) => partsOf(word.replaceAll(".", "")));

const YEAR = "(1[5-9]\\d\\d|2[01]\\d\\d)";
const asked = { types: new Map(), statuses: new Map(), idle: new Set(), dates: none };

// What the page itself calls the types of event, in whatever form, and the months.
function ownTypes() {
  const found = {};
  for (const key of new Set(data.events.map((event) => event.t))) {
    const forms = speech.words[`type.${key}`];
    if (!isEnglish() && forms) for (const form of Object.values(forms)) found[fold(form)] = [...new Set([...(found[fold(form)] || about.words.types[fold(form)] || none), key])];
  }
  return found;
}

function ownMonths() {
  const found = new Map();
  if (isEnglish()) return found;
  const [alone, dated] = [{ month: "long" }, { month: "long", day: "numeric" }].map((options) => new Intl.DateTimeFormat(speech.lang, { ...options, timeZone: "UTC" }));
  for (let n = 1; n <= 12; n += 1) {
    const time = instant(`2000-${pad(n, 2)}`);
    const names = [alone, dated].map((format) => format.formatToParts(time).find((part) => part.type === "month").value);
    names.forEach((name) => found.set(fold(name), pad(n, 2)));
  }
  return found;
}

// Statuses and types that no event here has are words like any other.
function learnWords() {
  const { statuses, idle, months } = about.words;
  const types = { ...about.words.types, ...ownTypes() };
  const [used, said] = ["t", "s"].map((key) => new Set(data.events.map((event) => event[key])));
  const present = (entries, have) => new Map(entries.map(([words, keys]) => [words, keys.filter((key) => have.has(key))]).filter(([, keys]) => keys.length));
  asked.types = present(Object.entries(types), used);
  asked.statuses = present(Object.entries(statuses).flatMap(([key, words]) => words.map((word) => [word, [key]])), said);
  for (const key of Object.keys(SIGNS)) if (said.has(key)) asked.statuses.set(fold(statusWord(key)), [key]);
  asked.idle = new Set([...idle, ...say("search.idle").split(" ")]);
  const month = `(${months.map((name) => `${name}|${name.slice(0, 3)}`).join("|")})`;
  const monthOf = (name) => pad(months.findIndex((one) => one.startsWith(name.slice(0, 3))) + 1, 2);
  const two = (day) => (day ? `-${pad(day, 2)}` : "");
  // Each way to write a date, and what it says: [first, last] as far as they are written.
  const own = ownMonths();
  const ownMonth = `(${[...own.keys()].join("|")})`;
  asked.dates = [
    // In the language of the page: "10 декабря 2019", "10. Dezember 2019", "diciembre de 2019".
    ...(own.size ? [[`(?:(\\d{1,2})\\.? (?:de )?)?${ownMonth} (?:de )?${YEAR}`, (m) => [`${m[3]}-${own.get(m[2])}${two(m[1])}`]]] : none),
    [`${YEAR}-(\\d\\d)(-\\d\\d)?`, (m) => [`${m[1]}-${m[2]}${m[3] || ""}`]],
    [`${YEAR} ?[-–] ?${YEAR}`, (m) => [m[1], m[2]]],
    [`(?:(\\d{1,2}) )?${month}\\.? ${YEAR}`, (m) => [`${m[3]}-${monthOf(m[2])}${two(m[1])}`]],
    [`${month}\\.? (\\d{1,2}),? ${YEAR}`, (m) => [`${m[3]}-${monthOf(m[1])}${two(m[2])}`]],
    [YEAR, (m) => [m[1]]],
  ].map(([pattern, read]) => [new RegExp(`(?<![\\p{L}\\p{N}-])${pattern}(?![\\p{L}\\p{N}-])`, "gu"), read]);
}

// The first and the last day of a year, a month or a day; null where the calendar has no such day.
function bounds(iso) {
  const time = instant(iso);
  if (!time || time.toISOString().slice(0, iso.length) !== iso) return null;
  if (iso.length === 10) return [iso, iso];
  const [year, month] = iso.split("-").map(Number);
  const last = iso.length === 4 ? "12-31" : `${pad(month, 2)}-${pad(new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate(), 2)}`;
  return [iso.length === 4 ? `${iso}-01-01` : `${iso}-01`, `${iso.slice(0, 4)}-${last}`];
}

// {terms, from, to, types, statuses, read: [{words, as}]}. Words in quotation marks are only looked for; with
// `plain` all of them are. Of two kinds of event that exclude each other ("calls meetings") both are meant.
function understand(text, plain) {
  if (!asked.dates.length) learnWords();
  const found = { terms: [], from: "", to: "", types: null, statuses: null, read: [] };
  let rest = fold(text).replaceAll(/["“”]([^"“”]*)["“”]?/g, (_, words) => {
    found.terms.push(...wholeWords(words).flatMap(askedOf));
    return " ";
  });
  if (!plain) {
    for (const [pattern, read] of asked.dates) {
      rest = rest.replaceAll(pattern, (...match) => {
        const days = read(match).map(bounds);
        if (days.some((one) => !one)) return match[0];
        const [from, to] = [days[0][0], days.at(-1)[1]];
        if (!found.from || from < found.from) found.from = from;
        if (to > found.to) found.to = to;
        found.read.push({ words: match[0], as: "date" });
        return " | ";
      });
    }
  }
  const words = wholeWords(rest);
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] === "|") continue;
    let took = 0;
    for (let length = plain ? 0 : Math.min(4, words.length - at); length > 0 && !took; length -= 1) {
      const phrase = words.slice(at, at + length).join(" ");
      for (const [key, table, as] of [["types", asked.types, "type"], ["statuses", asked.statuses, "status"]]) {
        const values = took ? null : table.get(phrase);
        if (!values) continue;
        const both = found[key] && values.filter((value) => found[key].has(value));
        found[key] = new Set(!found[key] ? values : both.length ? both : [...found[key], ...values]);
        found.read.push({ words: phrase, as });
        took = length;
      }
    }
    if (took) at += took - 1;
    else found.terms.push(...askedOf(words[at]));
  }
  const telling = found.terms.filter((word) => !asked.idle.has(word));
  if (telling.length || found.read.length) found.terms = telling;
  found.terms = unique(found.terms).slice(0, 12);
  return found;
}

const fitsAsked = (event, found) =>
  !(found.types && !found.types.has(event.t)) && !(found.statuses && !found.statuses.has(event.s))
  && !(found.from && !(event.a && (event.b || event.a) >= found.from && event.a <= found.to));

// The text with what was looked for marked: what begins with a term, as the index finds it.
function marked(text, terms) {
  const parts = [];
  let at = 0;
  for (const match of String(text).matchAll(WORD)) {
    for (const [from, to] of foundIn(match[0], terms)) {
      parts.push(text.slice(at, match.index + from), h("mark", null, text.slice(match.index + from, match.index + to)));
      at = match.index + to;
    }
  }
  return [...parts, text.slice(at)];
}

// Which stretches of a word, as it is written, begin with a term; in scripts without spaces a term may stand anywhere.
function foundIn(word, terms) {
  const found = [];
  let at = 0;
  word.split(UNSPACED).forEach((piece, n) => {
    const here = fold(piece).replaceAll(".", "");
    if (n % 2) {
      for (const term of terms) {
        let from = here.indexOf(term);
        while (from >= 0) {
          found.push([at + from, at + from + term.length]);
          from = here.indexOf(term, from + 1);
        }
      }
    } else if (piece && terms.some((term) => here.replace(ARTICLE, "").startsWith(term))) found.push([at, at + piece.length]);
    at += piece.length;
  });
  // Stretches that meet are one.
  return found.sort((a, b) => a[0] - b[0]).reduce((all, [from, to]) => {
    const last = all.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
    return all;
  }, []);
}

const namesTerm = (text, term) => wordsIn(text).some((word) => word.startsWith(term));

// The sentence of a passage that names most of the terms, short enough for a list.
function snippet(text, terms, article, most = 190) {
  let best = "";
  let named = -1;
  let before = "";
  for (const { segment } of sentencesIn(text, article)) {
    // "the U.S." ends no sentence.
    const whole = before + segment;
    before = /(?:\p{L}\.){2,}\s*$/u.test(segment) ? whole : "";
    const count = terms.filter((term) => namesTerm(whole, term)).length;
    if (count > named || (before === "" && count === named && whole.startsWith(best))) [best, named] = [whole.trim(), count];
  }
  if (best.length <= most) return best;
  const first = [...best.matchAll(WORD)].find((match) => terms.some((term) => fold(match[0]).startsWith(term)));
  const from = first && first.index > most / 2 ? best.indexOf(" ", first.index - most / 2) + 1 : 0;
  return (from ? "… " : "") + crop(best.slice(from), most);
}
