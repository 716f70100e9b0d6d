// Making elements. Text goes in as text nodes; attributes that could carry a script are refused.

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
const SAFE_ATTRIBUTE =
  /^(class|id|type|role|for|name|value|min|max|tabindex|dir|lang|title|datetime|scope|colspan|list|autocomplete|spellcheck|hidden|disabled|checked|open|download|rel|target|placeholder|x|y|x1|x2|y1|y2|cx|cy|r|d|width|height|viewBox|points|transform|fill|fill-opacity|stroke|stroke-opacity|stroke-width|stroke-dasharray|stroke-linejoin|paint-order|font-size|font-weight|font-family|readonly|rows|preserveAspectRatio|text-anchor|aria-[a-z]+|data-[a-z]+)$/;

const byId = (id) => document.getElementById(id);

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (key === "href") {
      if (/^https?:\/\//i.test(value)) element.setAttribute("href", value);
    } else if (SAFE_ATTRIBUTE.test(key)) {
      element.setAttribute(key, value === true ? "" : String(value));
    } else {
      throw new Error(`attribute ${key} is not allowed`);
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false || child === "" || child === 0) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

const svg = (tag, attributes, ...children) =>
  fill(document.createElementNS(SVG_NAMESPACE, tag), attributes, children);

function put(element, ...children) {
  element.replaceChildren();
  return fill(element, null, children);
}

function button(label, action, attributes) {
  return h("button", { type: "button", ...attributes, on: { click: action } }, label);
}

// A link inside the page: a button that selects something. Names may be written from right to left.
function link(label, selection, attributes) {
  return button(h("bdi", null, label), () => choose(selection), { class: "link", ...attributes });
}

// The answer to "is this the same word": without accents and capitals.
// Letters that are the same to who searches, and do not come apart (kg/ask/words.py has the same).
const ALIKE = { ß: "ss", ς: "σ", ı: "i", ø: "o", đ: "d", ł: "l", æ: "ae", œ: "oe", "\u0640": "", "\u0649": "\u064a", "\u0629": "\u0647" };
const fold = (text) =>
  String(text).normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase("en").replace(/[ßςıøđłæœ\u0640\u0649\u0629]/g, (letter) => ALIKE[letter]).trim();

const crop = (text, length) =>
  [...text].length > length ? [...text].slice(0, length - 1).join("") + "…" : text;

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const paper = matchMedia("print");
const dark = () => matchMedia("(prefers-color-scheme: dark)").matches && !paper.matches;
