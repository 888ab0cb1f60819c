// An element and a network in, the page in it out. Interface: web/README.md, "Network".
import { canvasPainter, drawLine, drawNode, fitCanvas } from "./canvas.js";
import { loadNetwork, readNetwork, spellOn, toDay } from "./data.js";
import { drawBars, setDay, setUpDates, stopFilm } from "./dates.js";
import { drawLabels } from "./labels.js";
import { readInk } from "./looks.js";
import { lookAt, setUpMoving, showAll } from "./moving.js";
import { listLegend, listNodes, listRelations, make, showDetails } from "./panels.js";

// Ways to draw, by their names; the bundle puts "webgl" before "canvas". The first that works is taken.
export const painters = new Map([["canvas", canvasPainter]]);

export function mountNetwork(element, network, options = {}) {
  const view = new View(element, "firstDay" in network ? network : readNetwork(network), options);
  element.network = view;
  return view;
}

export async function mountAll() {
  for (const element of document.querySelectorAll("[data-network]")) {
    if (element.network || element.dataset.mounting) continue;
    element.dataset.mounting = "yes";
    const { renderer, day, chosen, links } = element.dataset;
    mountNetwork(element, await loadNetwork(document.getElementById(element.dataset.network)), { renderer, day, chosen, links });
  }
}

export function mountWhenReady() {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mountAll);
  else mountAll();
  document.addEventListener("htmx:load", mountAll);
}

class View {
  constructor(element, net, { renderer, day, chosen, links }) {
    Object.assign(this, { root: element, net, film: 0, links: links !== "false" && links !== false });
    this.state = {
      day: null, hidden: new Set(), chosen: null, over: null, zoom: 1, x: 0, y: 0, untouched: true, shown: [], spellOf: new Map(), live: new Set(),
    };
    this.part = (name) => element.querySelector(`#net-${name}`);
    element.replaceChildren(...skeleton());
    this.canvas = this.part("canvas");
    this.layer = this.part("layer");
    this.pen = this.canvas.getContext("2d");
    this.ink = readInk(element);
    this.painter = this.firstPainter(renderer);
    listNodes(this);
    listRelations(this);
    listLegend(this);
    setUpDates(this);
    setUpMoving(this);
    this.setUpRest();
    setDay(this, day ? toDay(day) : null);
    showAll(this);
    const node = chosen && net.nodes.find(({ iri }) => iri === chosen);
    if (node) this.choose(node, false);
  }

  firstPainter(wanted) {
    const order = [...painters.keys()].sort((a, b) => (b === wanted) - (a === wanted));
    for (const name of order) {
      try {
        const painter = painters.get(name)(this);
        this.root.dataset.drawnBy = painter.name;
        return painter;
      } catch (error) {
        this.layer.replaceChildren();
        this.root.dataset.without = `${name}: ${error.message}`;
      }
    }
    throw new Error("nothing can draw on this page");
  }

  // The graphics card is gone: go on without it.
  drawWithout(name) {
    painters.delete(name);
    this.painter.destroy();
    this.layer.replaceChildren();
    this.painter = this.firstPainter();
    this.refresh();
  }

  setUpRest() {
    const search = this.part("search");
    search.addEventListener("input", () => listNodes(this));
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        this.part("nodes").querySelector("button")?.click();
      }
    });
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (this.film) stopFilm(this);
      this.choose(null, false);
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
    new MutationObserver(() => this.recolour()).observe(document.documentElement, { attributes: true });
    new ResizeObserver(() => (this.state.untouched ? showAll(this) : this.draw())).observe(this.canvas);
  }

  recolour() {
    this.ink = readInk(this.root);
    this.painter.refresh?.();
    this.draw();
  }

  // What is shown changed: another day, other relations.
  refresh() {
    const { state, net } = this;
    state.spellOf.clear();
    for (const edge of net.edges) {
      const spell = state.hidden.has(edge.relation.name) ? undefined : spellOn(net, edge, state.day);
      if (spell) state.spellOf.set(edge, spell);
    }
    for (const bundle of net.bundles) {
      bundle.shown = bundle.ties.filter((edge) => state.spellOf.has(edge));
      bundle.weight = bundle.shown.reduce((sum, edge) => sum + edge.weight, 0);
    }
    state.shown = net.bundles.filter((bundle) => bundle.shown.length);
    state.live = new Set(state.shown.flatMap((bundle) => [bundle.source, bundle.target]));
    this.root.dataset.shown = state.spellOf.size;
    if (!this.film) drawBars(this);
    this.painter.refresh?.();
    this.draw();
  }

  choose(thing, centre) {
    this.state.chosen = thing;
    showDetails(this, thing);
    if (centre && thing && "edges" in thing) lookAt(this, thing);
    this.draw();
    const kind = thing === null ? "none" : "edges" in thing ? "node" : "tie";
    this.tell("network:choose", { kind, iri: thing?.iri ?? null, label: thing?.label ?? null });
  }

  // Light what the pointer or the focus is on; null for nothing.
  light(thing) {
    if (thing === this.state.over) return;
    this.state.over = thing;
    this.paintTop();
  }

  tell(name, detail) {
    this.root.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }

  draw() {
    this.waiting ||= requestAnimationFrame(() => {
      this.waiting = 0;
      this.paint();
    });
  }

  paint() {
    this.painter.paint();
    this.paintTop();
    this.root.dataset.drawn = this.state.live.size;
  }

  // Above the picture: what is lit, while the rest stands back, and all names.
  paintTop() {
    const size = fitCanvas(this.canvas, this.pen);
    const lit = this.lit();
    this.layer.classList.toggle("back", Boolean(lit));
    if (lit) {
      for (const bundle of lit.lines) drawLine(this, this.pen, bundle, 1, lit.one ? 1.5 : 0);
      for (const node of lit.nodes) drawNode(this, this.pen, node, 1);
    }
    drawLabels(this, this.pen, lit, size);
  }

  lit() {
    const focus = this.state.over || this.state.chosen;
    if (!focus) return null;
    if ("edges" in focus) {
      const lines = this.state.shown.filter((bundle) => bundle.source === focus || bundle.target === focus);
      return { lines: new Set(lines), nodes: new Set([...lines.flatMap((line) => [line.source, line.target]), focus]), one: false };
    }
    const bundle = focus.bundle || focus;
    return { lines: new Set(bundle.shown.length ? [bundle] : []), nodes: new Set([focus.source, focus.target]), one: true };
  }
}

function skeleton() {
  const button = (id, text, name) => make("button", text, { type: "button", id: `net-${id}`, ...(name ? { "aria-label": name } : {}) });
  const quiet = (id) => make("p", "", { id: `net-${id}`, class: "quiet", role: "status" });
  const search = make("div", "", { class: "block" },
    make("label", "Find an actor", { for: "net-search" }),
    make("input", "", { id: "net-search", type: "search", autocomplete: "off", spellcheck: "false", "aria-controls": "net-nodes", "aria-describedby": "net-found" }),
    quiet("found"),
    make("ul", "", { id: "net-nodes", "aria-label": "Actors, those with most neighbours first" }));
  const always = make("input", "", { id: "net-always", type: "checkbox", checked: "" });
  const dates = make("fieldset", "", { class: "block" }, make("legend", "Day"),
    make("label", "", { class: "row" }, always, "all dates"),
    make("div", "", { id: "net-bars" }),
    make("input", "", { id: "net-day", type: "range", step: "1", "aria-label": "Day, by slider" }),
    make("div", "", { class: "row" }, button("play", "▶", "Play through all days"), make("input", "", { id: "net-date", type: "date", "aria-label": "Day" })),
    quiet("dayname"));
  const controls = make("section", "", { id: "net-controls", "aria-label": "Search and filters" }, search,
    make("fieldset", "", { class: "block" }, make("legend", "Relations"), make("div", "", { id: "net-relations" })), dates,
    make("div", "", { class: "block" }, make("h2", "Legend"), make("ul", "", { id: "net-legend" })));
  const told = "Picture of the network. Arrow keys move it, plus and minus zoom, 0 shows all of it. The list of actors holds the same.";
  const picture = make("section", "", { id: "net-picture", "aria-label": "Picture" }, make("div", "", { id: "net-layer" }),
    make("canvas", "", { id: "net-canvas", tabindex: "0", role: "application", "aria-label": told }),
    make("div", "", { id: "net-zoom", role: "group", "aria-label": "Zoom" },
      button("closer", "+", "Zoom in"), button("farther", "−", "Zoom out"), button("whole", "Show all")),
    make("p", "", { id: "net-tip", hidden: "" }));
  return [controls, picture, make("section", "", { id: "net-details", "aria-label": "Details", tabindex: "-1" })];
}
