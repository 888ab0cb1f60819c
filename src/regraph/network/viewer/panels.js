// Lists, filters and details: what is chosen in, elements of the page out.
import { spellOn, toText } from "./data.js";
import { lineSample, shapeSample } from "./looks.js";

const HINT = "Choose an actor to see its neighbours, or a line to read its evidence.";
const LISTED = 200; // actors
const LATEST = 12; // ties, where nothing is chosen

export function make(tag, text, attributes = {}, ...children) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export const words = (text) => text.replaceAll("_", " ");
export const verbLine = (edge) => `${edge.source.label} ${edge.relation.verb} ${edge.target.label}`;

// --- Lists and filters ------------------------------------------------------------------------------------------

export function listNodes(view) {
  const wanted = view.part("search").value.trim().toLocaleLowerCase();
  const fits = view.net.nodes.filter((node) => node.key.includes(wanted));
  fits.sort((a, b) => (b.key.startsWith(wanted) - a.key.startsWith(wanted)) || (b.degree - a.degree) || (a.key < b.key ? -1 : 1));
  const rows = fits.slice(0, LISTED).map((node) => make("li", "", {}, make(
    "button", "", { type: "button", onclick: () => view.choose(node, true) },
    shapeSample(node.shape, true), make("span", node.label), make("span", String(node.degree), { class: "count", title: "neighbours" }),
  )));
  view.part("nodes").replaceChildren(...rows);
  const all = fits.length === 1 ? "1 actor" : `${fits.length} actors`;
  view.part("found").textContent = fits.length > LISTED ? `${all}, the first ${LISTED} listed` : all;
}

export function listRelations(view) {
  for (const relation of view.net.relations) {
    relation.counter = make("span", "", { class: "count" });
    const box = make("input", "", { type: "checkbox" });
    box.checked = true;
    box.addEventListener("change", () => {
      if (box.checked) view.state.hidden.delete(relation.name);
      else view.state.hidden.add(relation.name);
      view.refresh();
    });
    const mark = make("span", "", { "aria-hidden": "true" }, lineSample(view.net, relation.colour, 1));
    view.part("relations").append(make("label", "", { class: "row", title: relation.description }, box, mark, relation.name, relation.counter));
  }
}

export function countRelations(view) {
  for (const relation of view.net.relations) {
    relation.counter.textContent = view.net.edges.filter(
      (edge) => edge.relation === relation && spellOn(view.net, edge, view.state.day),
    ).length;
  }
}

export function listLegend(view) {
  const legend = view.part("legend");
  for (const [sign, name] of view.net.signs) legend.append(make("li", "", {}, lineSample(view.net, "var(--net-quiet)", sign), name));
  for (const [shape, name] of view.net.shapes) legend.append(make("li", "", {}, shapeSample(shape), name));
  legend.append(make("li", "Larger: more neighbours. Wider: more sources. Fainter: planned, suspended or ended.", { class: "quiet" }));
  if (view.net.relations.some((relation) => relation.happening)) {
    legend.append(make("li", `On a day, meetings, accusations and harms show for ${view.net.lookBack} days.`, { class: "quiet" }));
  }
}

// --- Details ----------------------------------------------------------------------------------------------------

export function showDetails(view, thing) {
  const panel = view.part("details");
  if (thing === null) panel.replaceChildren(...overview(view));
  else if ("edges" in thing) panel.replaceChildren(...nodeDetails(view, thing));
  else if ("ties" in thing && thing.shown.length !== 1) panel.replaceChildren(...bundleDetails(view, thing));
  else panel.replaceChildren(...edgeDetails(view, "ties" in thing ? thing.shown[0] || thing.ties[0] : thing));
  panel.scrollTop = 0;
}

const startOf = (edge) => edge.spells[0]?.start ?? -Infinity;

function overview(view) {
  const ties = [...view.state.spellOf.keys()].filter((edge) => edge.spells[0]?.start).sort((a, b) => startOf(b) - startOf(a) || a.id - b.id);
  const list = make("ul", "", { class: "ties" });
  for (const edge of ties.slice(0, LATEST)) list.append(tieRow(view, edge, `${edge.source.label} ${edge.relation.directed ? "→" : "–"} ${edge.target.label}`));
  return [make("p", HINT, { class: "quiet" }), ...(ties.length ? [make("h2", "Latest ties"), list] : [])];
}

function nodeDetails(view, node) {
  const ties = node.edges.filter((edge) => view.state.spellOf.has(edge));
  const others = new Set(ties.map((edge) => (edge.source === node ? edge.target : edge.source)));
  const count = (number, one, more) => `${number} ${number === 1 ? one : more}`;
  const told = `${words(node.type)}, ${count(others.size, "neighbour", "neighbours")}, ${count(ties.length, "tie", "ties")} shown`;
  const out = [make("h2", "", {}, shapeSample(node.shape, true), node.label), make("p", told, { class: "quiet" }), ...pageLink(view, node)];
  for (const relation of view.net.relations) {
    const those = ties.filter((edge) => edge.relation === relation).sort((a, b) => startOf(b) - startOf(a));
    if (!those.length) continue;
    const list = make("ul", "", { class: "ties" });
    for (const edge of those) {
      const outward = edge.source === node;
      const arrow = relation.directed ? (outward ? "→ " : "← ") : "";
      list.append(tieRow(view, edge, arrow + (outward ? edge.target : edge.source).label));
    }
    out.push(make("h3", `${relation.name} (${those.length})`), list);
  }
  return out;
}

function tieRow(view, edge, name) {
  const what = make("span", "", {}, make("span", name), make("span", edge.label, { class: "what" }));
  const when = make("span", edge.spells[0]?.start ? toText(edge.spells[0].start) : "", { class: "net-when" });
  const button = make("button", "", { type: "button", onclick: () => openTie(view, edge) }, lineSample(view.net, edge.relation.colour, edge.sign), what, when);
  for (const [name_, lights] of [["pointerenter", edge], ["pointerleave", null], ["focus", edge], ["blur", null]]) {
    button.addEventListener(name_, () => view.light(lights));
  }
  return make("li", "", {}, button);
}

function bundleDetails(view, bundle) {
  const list = make("ul", "", { class: "ties" });
  for (const edge of bundle.shown) list.append(tieRow(view, edge, words(view.state.spellOf.get(edge).status)));
  return [make("h2", verbLine(bundle)), make("p", `${bundle.shown.length} ties`, { class: "quiet" }), list];
}

function openTie(view, edge) {
  view.light(null);
  view.choose(edge, false);
  view.part("details").focus();
}

function spellText(spell) {
  const start = spell.start === null || spell.start === undefined ? "" : toText(spell.start);
  const end = spell.end === null || spell.end === undefined ? "" : toText(spell.end - 1);
  if (start && start === end) return start;
  if (end) return start ? `${start} to ${end}` : `until ${end}`;
  return start ? `from ${start}` : "undated";
}

// One status after the other: a spell that only its certainty parts from the one before goes on with it.
function statuses(spells) {
  const out = [];
  for (const spell of spells) {
    const before = out[out.length - 1];
    if (before && before.status === spell.status && before.end === spell.start) before.end = spell.end;
    else out.push({ ...spell });
  }
  return out;
}

function edgeDetails(view, edge) {
  const facts = make("dl");
  const fact = (name, text) => text && facts.append(make("dt", name), make("dd", text));
  const spell = view.state.spellOf.get(edge) || edge.spells[edge.spells.length - 1];
  fact("what", edge.label);
  fact("kind", words(edge.detail));
  fact("status", spell && words(spell.status));
  fact("certainty", spell && spell.certainty);
  const held = statuses(edge.spells);
  for (const one of held) fact(held.length > 1 ? words(one.status) : "when", spellText(one));
  fact("sign", view.net.signs.find(([sign]) => sign === edge.sign)[1]);
  fact("note", edge.byPublication ? "dated by its first publication" : "");
  fact("note", edge.inferred ? "who is behind it is worked out, not told" : "");
  const back = (node) => make("button", "", { type: "button", onclick: () => {
    view.choose(node, true);
    view.part("details").focus();
  } }, shapeSample(node.shape, true), node.label);
  const quotes = edge.evidence.flatMap((number) => evidenceOf(view.net, view.net.evidence[number]));
  return [
    make("h2", "", {}, lineSample(view.net, edge.relation.colour, edge.sign), verbLine(edge)), facts, ...pageLink(view, edge),
    make("p", "", { class: "row ends" }, back(edge.source), back(edge.target)),
    make("h3", edge.evidence.length ? `Evidence (${edge.evidence.length})` : "No evidence known"), ...quotes,
  ];
}

function evidenceOf(net, [document_, quote, start, end, modality, confidence]) {
  const source = net.documents[document_];
  const line = make("p", "", { class: "source" });
  const title = source.title || source.name;
  line.append(/^https?:\/\//.test(source.url)
    ? make("a", title, { href: source.url, rel: "noopener noreferrer", target: "_blank" }) : title);
  const rest = [source.publisher, source.published || "undated", `${source.name} ${start}–${end}`, modality === "fact" ? "" : modality,
    `confidence ${confidence}`].filter(Boolean);
  line.append(`, ${rest.join(", ")}`);
  return quote ? [make("blockquote", quote), line] : [line];
}

// A page of the web app about it, where there is one.
function pageLink(view, thing) {
  const path = thing.iri && view.links && /^https:\/\/w3id\.org\/regraph(\/id\/.+)$/.exec(thing.iri);
  return path ? [make("p", "", {}, make("a", "its page", { href: path[1] }))] : [];
}
