// Lists, filters and details: what is chosen in, elements of the page out.

// --- Small makers of elements -----------------------------------------------------------------------------------

function make(tag, text, attributes = {}, ...children) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function vector(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

const inkOf = (colour) => (colour === "#000000" ? "currentColor" : colour);

function sample(colour, sign) {
  const svg = vector("svg", { width: 30, height: 10, "aria-hidden": "true" });
  svg.append(vector("line", {
    x1: 1, y1: 5, x2: 29, y2: 5, stroke: inkOf(colour), "stroke-width": 2.5, "stroke-dasharray": net.dashes[sign].join(" "),
  }));
  return svg;
}

function shapePoints(shape, x, y, r) {
  const corners = { square: [4, 1.15, Math.PI / 4], diamond: [4, 1.2, 0], triangle: [3, 1.3, -Math.PI / 2], hexagon: [6, 1.1, 0] }[shape];
  if (!corners) return null;
  const [count, scale, turn] = corners;
  return Array.from({ length: count }, (_, i) => {
    const angle = turn + (i * 2 * Math.PI) / count;
    return [x + r * scale * Math.cos(angle), y + r * scale * Math.sin(angle)];
  });
}

function shapeSample(shape) {
  const svg = vector("svg", { width: 30, height: 16, "aria-hidden": "true" });
  const points = shapePoints(shape, 15, 8, 6);
  const fill = shape === "ring" ? "none" : "var(--node)";
  if (points) svg.append(vector("polygon", { points: points.join(" "), fill }));
  else if (shape === "pill") svg.append(vector("rect", { x: 6, y: 4, width: 18, height: 8, rx: 4, fill }));
  else svg.append(vector("circle", { cx: 15, cy: 8, r: shape === "dot" ? 4 : 6, fill, stroke: "var(--node)", "stroke-width": 2 }));
  return svg;
}

// --- Lists and filters ------------------------------------------------------------------------------------------

const words = (text) => text.replaceAll("_", " ");

function listNodes() {
  const wanted = find("search").value.trim().toLocaleLowerCase();
  const fits = nodes.filter((node) => node.key.includes(wanted));
  fits.sort((a, b) => (b.key.startsWith(wanted) - a.key.startsWith(wanted)) || (b.degree - a.degree) || (a.key < b.key ? -1 : 1));
  const rows = fits.slice(0, 200).map((node) => make("li", "", {}, make(
    "button", "", { type: "button", onclick: () => choose(node, true) },
    make("span", node.label), make("span", String(node.degree), { class: "count", "aria-label": `${node.degree} neighbours` }),
  )));
  find("nodes").replaceChildren(...rows);
  const all = fits.length === 1 ? "1 actor" : `${fits.length} actors`;
  find("found").textContent = fits.length > 200 ? `${all}, the first 200 listed` : all;
}

function listRelations() {
  for (const relation of net.relations) {
    relation.counter = make("span", "", { class: "count" });
    const box = make("input", "", { type: "checkbox" });
    box.checked = true;
    box.addEventListener("change", () => {
      if (box.checked) state.hiddenRelations.delete(relation.name);
      else state.hiddenRelations.add(relation.name);
      refresh();
    });
    const mark = make("span", "", { "aria-hidden": "true" }, sample(relation.colour, 1));
    find("relations").append(make("label", "", { class: "row", title: relation.description }, box, mark, relation.name, relation.counter));
  }
}

function listLegend() {
  for (const [sign, name] of net.signs) find("legend").append(make("li", "", {}, sample("var(--quiet)", sign), name));
  for (const [shape, name] of net.shapes) find("legend").append(make("li", "", {}, shapeSample(shape), name));
  find("legend").append(make("li", "Fainter: planned, suspended or ended.", { class: "quiet" }));
  if (net.relations.some((relation) => relation.happening)) {
    find("legend").append(make("li", `On a date, meetings, accusations and harms show for ${net.lookBack} days.`, { class: "quiet" }));
  }
}

function setDay() {
  state.day = find("always").checked ? null : Number(find("day").value);
  find("dayname").textContent = state.day === null ? "Every tie, whenever it held" : toText(state.day);
  find("day").setAttribute("aria-valuetext", state.day === null ? "all dates" : toText(state.day));
  refresh();
  if (state.chosen) choose(state.chosen, false);
}

// --- Details ----------------------------------------------------------------------------------------------------

function span(spell) {
  const start = spell.start === null || spell.start === undefined ? "" : toText(spell.start);
  const end = spell.end === null || spell.end === undefined ? "" : toText(spell.end - 1);
  if (start && start === end) return start;
  if (end) return start ? `${start} to ${end}` : `until ${end}`;
  return start ? `from ${start}` : "undated";
}

function sentence(edge) {
  return `${edge.source.label} ${edge.relation.verb} ${edge.target.label}`;
}

function choose(thing, centre) {
  state.chosen = thing;
  const panel = find("details");
  if (thing === null) {
    panel.replaceChildren(make("p", "Choose an actor to see its neighbours, or a line to read its evidence.", { class: "quiet" }));
  } else if ("edges" in thing) {
    showNode(panel, thing);
    if (centre) lookAt(thing);
  } else if ("ties" in thing && thing.shown.length !== 1) {
    showBundle(panel, thing);
  } else {
    showEdge(panel, "ties" in thing ? thing.shown[0] : thing);
  }
  panel.scrollTop = 0;
  draw();
}

function showNode(panel, node) {
  const ties = node.edges.filter((edge) => state.spellOf.has(edge));
  const others = new Set(ties.map((edge) => (edge.source === node ? edge.target : edge.source)));
  panel.replaceChildren(
    make("h2", node.label),
    make("p", `${words(node.type)}, ${others.size} neighbours, ${ties.length} ties shown`, { class: "quiet" }),
  );
  for (const relation of net.relations) {
    const those = ties.filter((edge) => edge.relation === relation);
    if (!those.length) continue;
    those.sort((a, b) => (b.spells[0]?.start ?? 0) - (a.spells[0]?.start ?? 0));
    const list = make("ul", "", { class: "ties" });
    for (const edge of those) {
      const out = edge.source === node;
      list.append(tieRow(edge, (relation.directed ? (out ? "→ " : "← ") : "") + (out ? edge.target : edge.source).label));
    }
    panel.append(make("h3", `${relation.name} (${those.length})`), list);
  }
}

function tieRow(edge, name) {
  const what = make("span", "", {}, make("span", name), make("span", edge.label, { class: "what" }));
  const when = make("span", edge.spells[0]?.start ? toText(edge.spells[0].start) : "", { class: "when" });
  return make("li", "", {}, make("button", "", { type: "button", onclick: () => open(edge) }, sample(edge.relation.colour, edge.sign), what, when));
}

function showBundle(panel, bundle) {
  const list = make("ul", "", { class: "ties" });
  for (const edge of bundle.shown) list.append(tieRow(edge, words(state.spellOf.get(edge).status)));
  panel.replaceChildren(make("h2", sentence(bundle)), make("p", `${bundle.shown.length} ties`, { class: "quiet" }), list);
}

function open(edge) {
  choose(edge, false);
  find("details").focus();
}

function showEdge(panel, edge) {
  const facts = make("dl");
  const fact = (name, text) => text && facts.append(make("dt", name), make("dd", text));
  const spell = state.spellOf.get(edge) || edge.spells[edge.spells.length - 1];
  fact("what", edge.label);
  fact("kind", words(edge.detail));
  fact("status", spell && words(spell.status));
  fact("certainty", spell && spell.certainty);
  for (const one of edge.spells) fact(edge.spells.length > 1 ? words(one.status) : "when", span(one));
  fact("sign", net.signs.find(([sign]) => sign === edge.sign)[1]);
  fact("note", edge.byPublication ? "dated by its first publication" : "");
  fact("note", edge.inferred ? "who is behind it is worked out, not told" : "");
  const back = (node) => make("button", node.label, { type: "button", onclick: () => { choose(node, true); find("details").focus(); } });
  panel.replaceChildren(make("h2", sentence(edge)), facts, make("p", "", { class: "row" }, back(edge.source), back(edge.target)));
  panel.append(make("h3", edge.evidence.length ? `Evidence (${edge.evidence.length})` : "No evidence known"));
  for (const number of edge.evidence) panel.append(...evidence(net.evidence[number]));
}

function evidence([document_, quote, start, end, modality, confidence]) {
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
