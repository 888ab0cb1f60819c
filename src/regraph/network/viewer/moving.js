// Mouse, touch and keys in, a moved, zoomed or questioned picture out.
import { curveOf, inNet, nodeSize, onPage } from "./looks.js";
import { verbLine } from "./panels.js";

const FARTHEST = 0.01, CLOSEST = 8;

export function showAll(view) {
  const { state, net } = view;
  const { clientWidth: width, clientHeight: height } = view.canvas;
  const xs = net.nodes.map((node) => node.x), ys = net.nodes.map((node) => node.y);
  const [left, right, top, bottom] = net.nodes.length ? [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)] : [0, 1, 0, 1];
  const edge = Math.min(70, width / 8); // room for labels
  state.zoom = Math.min(1.8, (width - 2 * edge) / (right - left || 1), (height - 2 * Math.min(edge, 46)) / (bottom - top || 1));
  state.zoom = Math.max(state.zoom, FARTHEST);
  state.x = (width - (left + right) * state.zoom) / 2;
  state.y = (height - (top + bottom) * state.zoom) / 2;
  state.untouched = true;
  view.draw();
}

export function zoomAt(view, factor, x = view.canvas.clientWidth / 2, y = view.canvas.clientHeight / 2) {
  const { state } = view;
  const [nx, ny] = inNet(view, x, y);
  state.zoom = Math.max(FARTHEST, Math.min(CLOSEST, state.zoom * factor));
  move(view, x - nx * state.zoom - state.x, y - ny * state.zoom - state.y);
}

function move(view, dx, dy) {
  view.state.x += dx;
  view.state.y += dy;
  view.state.untouched = false;
  view.draw();
}

export function lookAt(view, node) {
  const { state, canvas } = view;
  const [x, y] = onPage(view, node.x, node.y);
  const { clientWidth: width, clientHeight: height } = canvas;
  if (state.zoom >= 0.45 && x > width * 0.15 && x < width * 0.85 && y > height * 0.15 && y < height * 0.85) return;
  state.zoom = Math.max(state.zoom, 0.7);
  state.x = width / 2 - node.x * state.zoom;
  state.y = height / 2 - node.y * state.zoom;
  state.untouched = false;
}

export function thingAt(view, x, y) {
  const { nodes } = view.net;
  for (let i = nodes.length - 1; i >= 0; i -= 1) {
    const [nx, ny] = onPage(view, nodes[i].x, nodes[i].y);
    if (Math.hypot(x - nx, y - ny) <= nodeSize(view, nodes[i]) + 4) return nodes[i];
  }
  let best = null, least = 7;
  for (const bundle of view.state.shown) {
    const { x1, y1, cx, cy, x2, y2 } = curveOf(view, bundle);
    // the curve lies within the triangle of its ends and its handle
    if (x < Math.min(x1, cx, x2) - 7 || x > Math.max(x1, cx, x2) + 7 || y < Math.min(y1, cy, y2) - 7 || y > Math.max(y1, cy, y2) + 7) continue;
    const step = Math.min(0.04, 6 / Math.hypot(x2 - x1, y2 - y1));
    for (let t = 0.02; t < 1; t += step) {
      const u = 1 - t;
      const far = Math.hypot(x - (u * u * x1 + 2 * u * t * cx + t * t * x2), y - (u * u * y1 + 2 * u * t * cy + t * t * y2));
      if (far < least) [best, least] = [bundle, far];
    }
  }
  return best;
}

export function setUpMoving(view) {
  setUpPointers(view);
  const { canvas } = view;
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoomAt(view, Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), ...pointAt(canvas, event));
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (step) move(view, ...step);
    else if (event.key === "+" || event.key === "=") zoomAt(view, 1.25);
    else if (event.key === "-") zoomAt(view, 0.8);
    else if (event.key === "0") showAll(view);
    else return;
    event.preventDefault();
  });
  view.part("closer").addEventListener("click", () => zoomAt(view, 1.25));
  view.part("farther").addEventListener("click", () => zoomAt(view, 0.8));
  view.part("whole").addEventListener("click", () => showAll(view));
}

function pointAt(canvas, event) {
  const box = canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

function setUpPointers(view) {
  const { canvas } = view;
  const pointers = new Map();
  let far = 0;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, pointAt(canvas, event));
    far = 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const [x, y] = pointAt(canvas, event);
    if (!pointers.has(event.pointerId)) return hover(view, x, y);
    const [ox, oy] = pointers.get(event.pointerId);
    far += Math.hypot(x - ox, y - oy);
    if (pointers.size === 1) {
      move(view, x - ox, y - oy);
    } else {
      const [px, py] = [...pointers].find(([id]) => id !== event.pointerId)[1];
      zoomAt(view, Math.hypot(x - px, y - py) / (Math.hypot(ox - px, oy - py) || 1), px, py);
    }
    pointers.set(event.pointerId, [x, y]);
    canvas.classList.add("drag");
  });
  for (const name of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(name, (event) => {
      pointers.delete(event.pointerId);
      canvas.classList.remove("drag");
      if (name === "pointerup" && far < 5) view.choose(thingAt(view, ...pointAt(canvas, event)), false);
    });
  }
  canvas.addEventListener("pointerleave", () => hover(view, -1e6, -1e6));
}

function hover(view, x, y) {
  const thing = thingAt(view, x, y);
  const tip = view.part("tip");
  view.canvas.classList.toggle("over", Boolean(thing));
  tip.hidden = !thing;
  if (thing) {
    const what = (bundle) => (bundle.shown.length === 1 ? bundle.shown[0].label : `${bundle.shown.length} ties`);
    tip.textContent = "edges" in thing ? `${thing.label}, ${thing.degree} neighbours` : `${verbLine(thing)}: ${what(thing)}`;
    tip.style.left = `${Math.max(4, Math.min(x + 14, view.canvas.clientWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${Math.max(4, Math.min(y + 14, view.canvas.clientHeight - tip.offsetHeight - 8))}px`;
  }
  view.light(thing);
}
