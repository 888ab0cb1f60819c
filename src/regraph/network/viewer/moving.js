// Mouse, touch and keys in, a moved, zoomed or questioned picture out; then the start of it all.

// --- Moving about -----------------------------------------------------------------------------------------------

function showAll() {
  const { clientWidth: width, clientHeight: height } = canvas;
  const xs = nodes.map((node) => node.x), ys = nodes.map((node) => node.y);
  const edge = 60;
  const [left, right, top, bottom] = nodes.length ? [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)] : [0, 1, 0, 1];
  state.zoom = Math.min(2, (width - 2 * edge) / (right - left || 1), (height - 2 * edge) / (bottom - top || 1));
  state.zoom = Math.max(state.zoom, 0.02);
  state.x = (width - (left + right) * state.zoom) / 2;
  state.y = (height - (top + bottom) * state.zoom) / 2;
  draw();
}

function zoomAt(factor, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) {
  const [nx, ny] = inNet(x, y);
  state.zoom = Math.max(0.02, Math.min(8, state.zoom * factor));
  state.x = x - nx * state.zoom;
  state.y = y - ny * state.zoom;
  draw();
}

function lookAt(node) {
  state.zoom = Math.max(state.zoom, 0.8);
  state.x = canvas.clientWidth / 2 - node.x * state.zoom;
  state.y = canvas.clientHeight / 2 - node.y * state.zoom;
}

function thingAt(x, y) {
  for (let i = nodes.length - 1; i >= 0; i -= 1) {
    const [nx, ny] = onPage(nodes[i].x, nodes[i].y);
    if (Math.hypot(x - nx, y - ny) <= size(nodes[i]) + 4) return nodes[i];
  }
  let best = null, least = 7;
  for (const bundle of state.shown) {
    const { x1, y1, cx, cy, x2, y2 } = curve(bundle);
    for (let t = 0.05; t < 1; t += 0.03) {
      const u = 1 - t;
      const far = Math.hypot(x - (u * u * x1 + 2 * u * t * cx + t * t * x2), y - (u * u * y1 + 2 * u * t * cy + t * t * y2));
      if (far < least) [best, least] = [bundle, far];
    }
  }
  return best;
}

function pointAt(event) {
  const box = canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

const pointers = new Map();
let moved = 0;
canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  pointers.set(event.pointerId, pointAt(event));
  moved = 0;
});
canvas.addEventListener("pointermove", (event) => {
  const [x, y] = pointAt(event);
  if (!pointers.has(event.pointerId)) return hover(x, y);
  const [ox, oy] = pointers.get(event.pointerId);
  moved += Math.hypot(x - ox, y - oy);
  if (pointers.size === 1) {
    state.x += x - ox;
    state.y += y - oy;
  } else {
    const [px, py] = [...pointers].find(([id]) => id !== event.pointerId)[1];
    zoomAt(Math.hypot(x - px, y - py) / (Math.hypot(ox - px, oy - py) || 1), px, py);
  }
  pointers.set(event.pointerId, [x, y]);
  canvas.classList.add("drag");
  draw();
});
for (const name of ["pointerup", "pointercancel"]) {
  canvas.addEventListener(name, (event) => {
    pointers.delete(event.pointerId);
    canvas.classList.remove("drag");
    if (name === "pointerup" && moved < 5) choose(thingAt(...pointAt(event)), false);
  });
}
canvas.addEventListener("pointerleave", () => hover(-1e6, -1e6));
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  zoomAt(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), ...pointAt(event));
}, { passive: false });

function hover(x, y) {
  const thing = thingAt(x, y);
  const tip = find("tip");
  canvas.classList.toggle("over", Boolean(thing));
  tip.hidden = !thing;
  if (thing) {
    const what = (bundle) => (bundle.shown.length === 1 ? bundle.shown[0].label : `${bundle.shown.length} ties`);
    tip.textContent = "edges" in thing ? thing.label : `${sentence(thing)}: ${what(thing)}`;
    tip.style.left = `${Math.min(x + 14, canvas.clientWidth - 240)}px`;
    tip.style.top = `${Math.min(y + 14, canvas.clientHeight - 60)}px`;
  }
  if (thing !== state.over) {
    state.over = thing;
    draw();
  }
}

canvas.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
  if (step) {
    state.x += step[0];
    state.y += step[1];
  } else if (event.key === "+" || event.key === "=") zoomAt(1.25);
  else if (event.key === "-") zoomAt(0.8);
  else if (event.key === "0") showAll();
  else return;
  event.preventDefault();
  draw();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") choose(null, false);
});

// --- Start ------------------------------------------------------------------------------------------------------

find("search").addEventListener("input", listNodes);
find("search").addEventListener("keydown", (event) => {
  if (event.key === "Enter") find("nodes").querySelector("button")?.click();
});
find("closer").addEventListener("click", () => zoomAt(1.25));
find("farther").addEventListener("click", () => zoomAt(0.8));
find("whole").addEventListener("click", showAll);
find("always").addEventListener("change", setDay);
find("day").addEventListener("input", () => {
  find("always").checked = false;
  setDay();
});
if (Number.isFinite(firstDay)) {
  Object.assign(find("day"), { min: firstDay, max: lastDay, value: lastDay });
} else {
  find("day").disabled = find("always").disabled = true;
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); draw(); });
new ResizeObserver(draw).observe(canvas);
readColours();
listNodes();
listRelations();
listLegend();
setDay();
showAll();
