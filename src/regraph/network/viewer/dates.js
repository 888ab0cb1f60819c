// The day that is shown: slider, field, bars of how many ties hold, and a film through all days.
import { spellOn, toDay, toText } from "./data.js";
import { barsSample } from "./looks.js";
import { countRelations } from "./panels.js";

const MOST_BARS = 48;
const FRAMES = 90; // of the film
const FRAME_MS = 130;

export function setUpDates(view) {
  const { net } = view;
  const [slider, field, always, play] = ["day", "date", "always", "play"].map(view.part);
  if (!Number.isFinite(net.firstDay)) {
    for (const element of [slider, field, always, play]) element.disabled = true;
    return;
  }
  const last = Math.max(net.lastDay, net.firstDay + 1);
  Object.assign(slider, { min: net.firstDay, max: last, value: last });
  Object.assign(field, { min: toText(net.firstDay), max: toText(last) });
  always.addEventListener("change", () => setDay(view, always.checked ? null : Number(slider.value)));
  slider.addEventListener("input", () => setDay(view, Number(slider.value)));
  field.addEventListener("change", () => {
    const day = toDay(field.value);
    if (Number.isFinite(day)) setDay(view, day);
  });
  play.addEventListener("click", () => (view.film ? stopFilm(view) : startFilm(view)));
}

export function setDay(view, day) {
  const { state } = view;
  state.day = day;
  view.part("always").checked = day === null;
  if (day !== null) view.part("day").value = day;
  view.part("date").value = day === null ? "" : toText(day);
  view.part("day").setAttribute("aria-valuetext", day === null ? "all dates" : toText(day));
  countRelations(view);
  view.refresh();
  view.choose(state.chosen, false);
  const held = state.spellOf.size;
  view.part("dayname").textContent = day === null ? "Every tie, whenever it held" : `${held} ${held === 1 ? "tie holds" : "ties hold"} on ${toText(day)}`;
  view.tell("network:day", { day: day === null ? null : toText(day) });
}

function startFilm(view) {
  const slider = view.part("day");
  const [first, last] = [Number(slider.min), Number(slider.max)];
  const step = Math.max(1, Math.round((last - first) / FRAMES));
  let day = view.state.day === null || view.state.day >= last ? first : view.state.day;
  const next = () => {
    setDay(view, Math.min(day, last));
    if (day >= last) stopFilm(view);
    day += step;
  };
  view.film = setInterval(next, FRAME_MS);
  playButton(view);
  next();
}

export function stopFilm(view) {
  clearInterval(view.film);
  view.film = 0;
  playButton(view);
}

function playButton(view) {
  const play = view.part("play");
  play.textContent = view.film ? "❚❚" : "▶";
  play.setAttribute("aria-label", view.film ? "Stop" : "Play through all days");
}

// How many ties hold in each stretch of the slider, of the relations that are shown.
export function drawBars(view) {
  const { net, state } = view;
  if (!Number.isFinite(net.firstDay)) return;
  const [first, last] = [net.firstDay, Math.max(net.lastDay, net.firstDay + 1)];
  const count = Math.min(MOST_BARS, last - first);
  const edges = net.edges.filter((edge) => !state.hidden.has(edge.relation.name));
  const days = Array.from({ length: count }, (_, i) => Math.round(first + ((i + 0.5) * (last - first)) / count));
  view.part("bars").replaceChildren(barsSample(days.map((day) => edges.filter((edge) => spellOn(net, edge, day)).length)));
}
