// Colours of the editor: the page's custom properties where it has them, light or dark as the system is.
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// contrast of each on its paper is at least 4.5, and every pair differs in lightness or by weight as well
const own = (name, light, dark) => `var(--${name}, light-dark(${light}, ${dark}))`;
const paper = own("paper", "#ffffff", "#15181c");
const ink = own("ink", "#1b1f24", "#e8eaed");
const quiet = own("quiet", "#57606a", "#a5adb6");
const line = own("line", "#d0d7de", "#3a414a");
const mark = own("mark", "#0b57d0", "#8ab4f8");
const panel = own("panel", "#f6f7f8", "#1d2126");

export const theme = EditorView.theme({
  "&": {
    colorScheme: "light dark", color: ink, backgroundColor: paper, border: `1px solid ${line}`, borderRadius: "6px",
    fontSize: "14px", minHeight: "8em", maxHeight: "60vh",
  },
  "&.cm-focused": { outline: `2px solid ${mark}`, outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace', lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { caretColor: ink, padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: ink, borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: paper, color: quiet, border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "light-dark(#1b1f240a, #e8eaed0d)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "light-dark(#cfe0fc, #2b4366)",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "light-dark(#d7f0dd, #27472f)", outline: `1px solid ${quiet}` },
  ".cm-selectionMatch": { backgroundColor: "light-dark(#fff1c2, #4a3f1d)" },
  ".cm-tooltip": { backgroundColor: panel, color: ink, border: `1px solid ${line}`, borderRadius: "6px", overflow: "hidden" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxHeight: "16em", minWidth: "20em" },
  ".cm-tooltip-autocomplete > ul > li": { padding: "3px 8px", display: "flex", gap: "12px" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: mark, color: paper },
  ".cm-completionDetail": { marginLeft: "auto", fontStyle: "normal", color: quiet },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionInfo": { padding: "6px 10px", maxWidth: "26em", lineHeight: "1.45" },
  ".cm-panels": { backgroundColor: panel, color: ink, borderColor: line },
  ".cm-panels button, .cm-panels input": { fontSize: "13px", color: ink, backgroundColor: paper, backgroundImage: "none", border: `1px solid ${quiet}`, borderRadius: "4px" },
  ".cm-foldPlaceholder": { backgroundColor: panel, color: quiet, border: `1px solid ${line}` },
  // in the place of pictures, which a strict policy forbids
  ".cm-lintRange": { backgroundImage: "none !important", textDecoration: "underline wavy 1.5px", textUnderlineOffset: "4px", paddingBottom: "0" },
  ".cm-lintRange-error": { textDecorationColor: "light-dark(#c4122f, #ff8a80)" },
  ".cm-lintRange-warning": { textDecorationColor: "light-dark(#9a6700, #e3b341)" },
  ".cm-diagnostic": { padding: "5px 10px" },
});

export const highlighting = HighlightStyle.define([
  { tag: tags.keyword, color: "light-dark(#7a3e9d, #d2a8ff)", fontWeight: "600" },
  { tag: tags.variableName, color: "light-dark(#0a5c8a, #79c0ff)" },
  { tag: tags.namespace, color: "light-dark(#1a6b3c, #7ee2a8)" },
  { tag: tags.url, color: "light-dark(#1a6b3c, #7ee2a8)" },
  { tag: tags.typeName, color: "light-dark(#57606a, #a5adb6)" },
  { tag: tags.string, color: "light-dark(#9a4a00, #ffb77c)" },
  { tag: [tags.integer, tags.float, tags.bool], color: "light-dark(#a3134f, #ff9bc0)" },
  { tag: tags.annotation, color: "light-dark(#57606a, #a5adb6)" },
  { tag: tags.comment, color: "light-dark(#57606a, #a5adb6)", fontStyle: "italic" },
]);
