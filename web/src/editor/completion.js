// The place of the cursor and a vocabulary in, what can stand there out: terms, prefixes, variables, keywords.
import { syntaxTree } from "@codemirror/language";

const KEYWORDS = `SELECT CONSTRUCT ASK DESCRIBE WHERE DISTINCT REDUCED FROM NAMED OPTIONAL UNION MINUS GRAPH FILTER BIND AS
VALUES UNDEF EXISTS NOT IN GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET PREFIX BASE`.split(/\s+/);
const FUNCTIONS = `STR LANG LANGMATCHES DATATYPE BOUND IRI BNODE ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE CONTAINS STRSTARTS
STRENDS STRBEFORE STRAFTER SUBSTR REPLACE REGEX YEAR MONTH DAY NOW COALESCE IF STRLANG STRDT SAMETERM ISIRI ISBLANK ISLITERAL
ISNUMERIC COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR MD5 SHA256`.split(/\s+/);
const WORD = /[?$][\w]*|<[^\s<>"{}|^`\\]*|[\p{L}_][\p{L}\p{N}_.-]*:[\p{L}\p{N}_.%-]*|[\p{L}_][\p{L}\p{N}_-]*|:[\p{L}\p{N}_.-]*/u;
const MOST = 400;

export function completions({ prefixes = {}, terms = [] }) {
  const known = terms.map((term) => ({ ...term, search: `${term.name} ${term.label || ""}`.toLocaleLowerCase() }));
  return (context) => {
    const inside = syntaxTree(context.state).resolveInner(context.pos, -1).name;
    if (/Comment|String/.test(inside)) return null;
    const word = context.matchBefore(new RegExp(`(?:${WORD.source})$`, "u"));
    if (!word && !context.explicit) return null;
    const from = word ? word.from : context.pos;
    const text = (word ? word.text : "").toLocaleLowerCase();
    const line = context.state.doc.lineAt(from);
    const before = context.state.sliceDoc(line.from, from);
    const options = /\bprefix\s+$/i.test(before) ? declarations(prefixes) : all(context, text, { prefixes, known });
    return options.length ? { from, options, filter: false } : null;
  };
}

function all(context, text, { prefixes, known }) {
  if (/^[?$]/.test(text)) return variables(context, text);
  const found = [...matching(known, text).map((term) => option(term, prefixes, context))];
  if (text && !text.includes(":") && !text.startsWith("<")) found.push(...names(prefixes, text), ...words(text));
  return found;
}

// Names that begin as typed come first, then labels, then what holds it anywhere.
function matching(known, text) {
  const rank = (term) => {
    const local = term.name.replace(/^[^:]*:/, "").toLocaleLowerCase();
    if (term.name.toLocaleLowerCase().startsWith(text)) return 0;
    if (local.startsWith(text) || (term.label || "").toLocaleLowerCase().startsWith(text)) return 1;
    return 2;
  };
  const fits = text ? known.filter((term) => term.search.includes(text)) : known;
  return fits.map((term) => [rank(term), term]).sort(([a, x], [b, y]) => a - b || (x.name < y.name ? -1 : 1)).slice(0, MOST).map(([, term]) => term);
}

function option(term, prefixes, context) {
  return {
    label: term.name,
    detail: [term.kind, term.label].filter(Boolean).join(" · ") || undefined,
    info: term.definition || undefined,
    type: term.kind,
    apply: (view, completion, from, to) => insert(view, { text: term.name, from, to }, missing(term.name, prefixes, context)),
  };
}

// The line that declares the prefix of a name, empty where the query has it or nobody knows it.
function missing(name, prefixes, context) {
  const prefix = /^([^<:]*):/.exec(name)?.[1];
  if (prefix === undefined || !(prefix in prefixes)) return "";
  const declared = new RegExp(`^\\s*prefix\\s+${prefix.replaceAll(/[.\\-]/g, "\\$&")}\\s*:`, "im");
  return declared.test(context.state.doc.toString()) ? "" : `PREFIX ${prefix}: <${prefixes[prefix]}>\n`;
}

function insert(view, { text, from, to }, declaration) {
  const changes = [{ from, to, insert: text }];
  if (declaration) changes.unshift({ from: 0, insert: declaration });
  view.dispatch({
    changes,
    selection: { anchor: from + declaration.length + text.length },
    userEvent: "input.complete",
  });
}

function names(prefixes, text) {
  const fits = Object.keys(prefixes).filter((prefix) => prefix.toLocaleLowerCase().startsWith(text)).sort();
  return fits.map((prefix) => ({ label: `${prefix}:`, detail: prefixes[prefix], type: "prefix" }));
}

function declarations(prefixes) {
  return Object.keys(prefixes).sort().map((prefix) => ({ label: `${prefix}: <${prefixes[prefix]}>`, type: "prefix" }));
}

function variables(context, text) {
  const doc = context.state.doc.toString();
  const here = new Set(doc.match(/[?$][\p{L}_][\p{L}\p{N}_]*/gu) || []);
  const typed = context.state.sliceDoc(context.pos - text.length, context.pos);
  const once = doc.split(typed).length === 2;
  if (once) here.delete(typed); // what is just being typed is no variable yet
  return [...here].filter((name) => name.toLocaleLowerCase().startsWith(text)).sort().map((name) => ({ label: name, type: "variable" }));
}

function words(text) {
  const fits = (list) => list.filter((word) => word.toLocaleLowerCase().startsWith(text));
  return [
    ...fits(KEYWORDS).map((label) => ({ label, type: "keyword" })),
    ...fits(FUNCTIONS).map((label) => ({ label, detail: "function", apply: `${label}(`, type: "function" })),
  ];
}
