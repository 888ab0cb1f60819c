// A textarea with a SPARQL query in, an editor with completion in its place out; the textarea keeps the text.
// Interface: web/README.md, "SPARQL editor".
import { mountEditor } from "./editor/mount.js";

export { mountEditor };

function vocabularyOf(area) {
  const element = area.dataset.vocabulary && document.getElementById(area.dataset.vocabulary);
  return element ? JSON.parse(element.textContent) : {};
}

// What names the textarea names the editor; a click on the label moves into it.
function labelOf(area, focus) {
  const labels = [...(area.labels || [])];
  for (const label of labels) label.addEventListener("click", focus);
  return area.getAttribute("aria-label") || labels.map((label) => label.textContent.trim()).join(" ") || "SPARQL query";
}

function submit(area) {
  const form = area.form;
  if (!form) return;
  const button = form.querySelector('button:not([type]), button[type="submit"], input[type="submit"]');
  form.requestSubmit(button || undefined);
}

function replace(area) {
  if (area.sparqlEditor) return;
  const place = document.createElement("div");
  place.className = "sparql-editor";
  area.after(place);
  let editor = null;
  const focus = () => editor.focus();
  editor = mountEditor(place, {
    value: area.value,
    vocabulary: vocabularyOf(area),
    label: labelOf(area, focus),
    onRun: () => submit(area),
    onChange(text) {
      area.value = text;
      area.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  area.hidden = true;
  area.sparqlEditor = editor;
  area.form?.addEventListener("reset", () => setTimeout(() => { editor.value = area.value; }));
  const { error, errorLine, errorColumn } = area.dataset;
  if (error) editor.showError({ message: error, line: Number(errorLine) || 1, column: Number(errorColumn) || 1 });
}

function mountAll(root = document) {
  for (const area of root.querySelectorAll("textarea[data-sparql-editor]")) replace(area);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => mountAll());
else mountAll();
document.addEventListener("htmx:load", () => mountAll());
