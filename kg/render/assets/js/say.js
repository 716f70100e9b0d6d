// What the page says in words of its own. They stand in one file a language (assets/lang), all of them come with the
// page, and which one is spoken is settled here before anything is drawn. Another choice reads the page anew.

// Words that come from outside are looked up in tables, so that these have no inherited entries.
const table = (entries) => Object.assign(Object.create(null), entries);

const speech = { lang: "en", locale: "en", known: [], words: table(), plural: null };

// The languages of the file, with their own names, by their tags: {keys: […], names: {en: …}, words: {en: […]}}.
let languages = null;

// An address that asks for a language comes first, then the language that the page was made for, then the reader's
// own ones in their order; English where the page has none of them.
function languageFor(wanted) {
  const asked = [wanted, new URLSearchParams(location.search).get("lang"), about.lang, ...(navigator.languages || [])];
  return asked.map((tag) => (tag || "").toLowerCase().split("-")[0]).find((tag) => Object.hasOwn(languages.words, tag));
}

// Numbers and dates are those of the reader's own country, where that speaks the language of the page.
function localeFor(lang, chosen) {
  const own = (navigator.languages || []).find((tag) => tag.toLowerCase().split("-")[0] === lang);
  if (own) return own;
  const first = (navigator.languages || [])[0];
  return lang === "en" ? (!chosen && first) || "en-GB" : lang;
}

function speak(all, wanted) {
  languages = all;
  const found = languageFor(wanted);
  const lang = found || "en";
  speech.known = Object.keys(all.words);
  speech.lang = lang;
  speech.locale = localeFor(lang, found);
  speech.words = table(Object.fromEntries(all.keys.map((key, n) => [key, all.words[lang][n]])));
  speech.plural = new Intl.PluralRules(lang);
  setFormats(lang, speech.locale);
  sayTemplate();
}

// The pieces of an entry: the words, and at odd places the names of what stands between them. Of an entry with
// several forms, {n} says which.
function pieces(key, values) {
  const entry = speech.words[key];
  if (entry === undefined) throw new Error(`no words for ${key}`);
  const words = typeof entry === "string" ? entry : entry[speech.plural.select(values.n)] ?? entry.other;
  return words.split(/\{(\w+)\}/);
}

// An entry as text; numbers among its values are written as the reader writes them.
function say(key, values = {}) {
  const parts = pieces(key, values);
  return parts.map((part, n) => {
    if (n % 2 === 0) return part;
    const value = values[part];
    const words = typeof value === "number" ? number.format(value) : String(value ?? "");
    // "… 2019 г." at the end of a sentence has its full stop.
    return words.endsWith(".") && parts[n + 1].startsWith(".") ? words.slice(0, -1) : words;
  }).join("");
}

// An entry as children of an element: what stands between the words may be elements.
const tell = (key, values = {}) => pieces(key, values).map((part, n) =>
  (n % 2 === 0 ? part : typeof values[part] === "number" ? number.format(values[part]) : values[part]));

const isSaid = (key) => speech.words[key] !== undefined;
const labelled = (what, words) => say("labelled", { what, words });
const many = (count, what) => say(`n.${what}`, { n: count });

// The parts of the page that are in the file: each says which entry it has, in its text or in an attribute.
function sayTemplate() {
  const root = document.documentElement;
  if (root.lang === speech.lang) return;
  root.lang = speech.lang;
  document.querySelectorAll("[data-say]").forEach((element) => (element.textContent = say(element.dataset.say)));
  for (const [name, attribute] of [["label", "aria-label"], ["placeholder", "placeholder"]]) {
    document.querySelectorAll(`[data-say${name}]`).forEach((element) => element.setAttribute(attribute, say(element.getAttribute(`data-say${name}`))));
  }
  if (byId("title").dataset.say) document.title = say("title");
}

function buildLanguages() {
  const choice = byId("language");
  put(choice, speech.known.map((lang) => h("option", { value: lang, lang }, languages.names[lang])));
  choice.value = speech.lang;
  choice.addEventListener("change", () => {
    // What this browser keeps for nobody would be lost on the way.
    if (!desk.lasting && desk.entries.length && !confirm(say("language.loses"))) {
      choice.value = speech.lang;
      return;
    }
    history.pushState(null, "", address({ ...state, lang: choice.value }));
    location.reload();
  });
}

// ---- languages of articles

const RIGHT_TO_LEFT = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ku-arab", "ps", "sd", "ug", "ur", "yi"]);
// An article of which nothing else is said is in English.
const languageOf = (article) => (article && article.l) || "en";
const isRightToLeft = (lang) => RIGHT_TO_LEFT.has(lang.toLowerCase()) || RIGHT_TO_LEFT.has(lang.split("-")[0].toLowerCase());

// The attributes of words from an article: readers, hyphens and fonts go by them.
const inLanguageOf = (article) => ({ lang: languageOf(article), dir: isRightToLeft(languageOf(article)) ? "rtl" : "auto" });

// A name that is written from right to left leaves the order of the words around it as it is.
const isolated = (name) => (/[\u0590-\u08ff\ufb1d-\ufefc]/.test(name) ? `\u2068${name}\u2069` : name);

const languageName = (lang) => speech.languages.of(lang) || lang;

// Which language some words are in, where the page has articles in several.
function languageTag(article) {
  if (!article || new Set(data.articles.map(languageOf)).size < 2) return null;
  return h("span", { class: "tongue" }, languageName(languageOf(article)));
}

// Where sentences end is a question of their language, not of the reader's.
const segmenters = new Map();
function sentencesIn(text, article) {
  const lang = languageOf(article);
  if (!segmenters.has(lang)) segmenters.set(lang, new Intl.Segmenter(lang, { granularity: "sentence" }));
  return segmenters.get(lang).segment(text);
}
