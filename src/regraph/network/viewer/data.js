// The network viewer: data of the page in, a picture that can be moved, searched, filtered and questioned out.
// Parts, joined in this order: data, panels, drawing, moving.
// No library, no request, no markup made from text: what articles say only ever becomes textContent.
"use strict";

const net = JSON.parse(document.getElementById("data").textContent);
const find = (id) => document.getElementById(id);
const canvas = find("canvas");
const pen = canvas.getContext("2d");
const DAY = 86400000;
const FADED = { ended: 0.3, suspended: 0.5, announced: 0.6, expected: 0.6, threatened: 0.6, alleged: 0.6, denied: 0.4 };

// --- Data: arrays of the page into objects ---------------------------------------------------------------------

const toDay = (text) => (text ? Math.round(Date.parse(text + "T00:00:00Z") / DAY) : null);
const toText = (day) => new Date(day * DAY).toISOString().slice(0, 10);

const nodes = net.nodes.map(([label, type, shape, x, y, r, degree], id) => (
  { id, label, type, shape, x, y, r, degree, edges: [], key: label.toLocaleLowerCase() }
));
const edges = net.edges.map(([source, target, relation, sign, label, detail, weight, spells, evidence, flags], id) => ({
  id, source: nodes[source], target: nodes[target], relation: net.relations[relation], sign, label, detail, weight,
  spells: spells.map(([status, certainty, start, end]) => (
    { status: net.words[status], certainty: net.words[certainty], start: toDay(start), end: toDay(end) }
  )),
  evidence, byPublication: Boolean(flags & 1), inferred: Boolean(flags & 2),
}));
for (const edge of edges) {
  edge.source.edges.push(edge);
  edge.target.edges.push(edge);
}
// A bundle is one line: the edges of one relation and sign from one node to another.
const bundles = net.bundles.map(([bend, numbers]) => {
  const { source, target, relation, sign } = edges[numbers[0]];
  const bundle = { source, target, relation, sign, bend, ties: numbers.map((number) => edges[number]), shown: [], weight: 1 };
  for (const edge of bundle.ties) edge.bundle = bundle;
  return bundle;
});
const days = edges.flatMap((edge) => edge.spells.flatMap((spell) => [spell.start, spell.end])).filter((day) => day !== null);
const firstDay = days.reduce((a, b) => Math.min(a, b), Infinity);
const lastDay = days.reduce((a, b) => Math.max(a, b), -Infinity);

// --- State ------------------------------------------------------------------------------------------------------

const state = {
  day: null, hiddenRelations: new Set(), chosen: null, over: null, zoom: 1, x: 0, y: 0, shown: [], spellOf: new Map(),
};

function spellOn(edge, day) {
  if (day === null) return edge.spells[edge.spells.length - 1] || { status: "unknown", certainty: "possible" };
  const extra = edge.relation.happening ? net.lookBack : 0;
  return edge.spells.find((spell) => spell.status !== "ended" && spell.start !== null
    && spell.start <= day && (spell.end === null || day < spell.end + extra));
}

function refresh() {
  state.spellOf.clear();
  for (const edge of edges) {
    const spell = state.hiddenRelations.has(edge.relation.name) ? undefined : spellOn(edge, state.day);
    if (spell) state.spellOf.set(edge, spell);
  }
  for (const bundle of bundles) {
    bundle.shown = bundle.ties.filter((edge) => state.spellOf.has(edge));
    bundle.weight = bundle.shown.reduce((sum, edge) => sum + edge.weight, 0);
  }
  state.shown = bundles.filter((bundle) => bundle.shown.length);
  document.body.dataset.shown = state.spellOf.size;
  for (const relation of net.relations) {
    relation.counter.textContent = edges.filter((edge) => edge.relation === relation && spellOn(edge, state.day)).length;
  }
  draw();
}
