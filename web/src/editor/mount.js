// An element and options in, a SPARQL editor in it out.
// It lives in a shadow tree: there its style is a constructed sheet, which a strict policy allows without a nonce.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, toggleComment } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, Prec } from "@codemirror/state";
import {
  EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers,
} from "@codemirror/view";
import { completions } from "./completion.js";
import { clearError, errors, showError } from "./errors.js";
import { sparql } from "./language.js";
import { highlighting, theme } from "./theme.js";

export function mountEditor(element, options = {}) {
  const root = element.shadowRoot || element.attachShadow({ mode: "open", delegatesFocus: true });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({ doc: options.value || "", extensions: extensions(options) }),
  });
  return {
    view,
    get value() {
      return view.state.doc.toString();
    },
    set value(text) {
      if (text === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    focus: () => view.focus(),
    showError: (error) => showError(view, error),
    clearError: () => clearError(view),
    destroy: () => view.destroy(),
  };
}

function extensions(options) {
  const run = (view) => {
    options.onRun?.(view.state.doc.toString());
    return Boolean(options.onRun);
  };
  return [
    // before all others: Mod-Enter means "insert a line" elsewhere
    Prec.highest(keymap.of([{ key: "Mod-Enter", run }])),
    lineNumbers(),
    foldGutter(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    indentOnInput(),
    indentUnit.of("  "),
    bracketMatching(),
    closeBrackets(),
    search({ top: true }),
    highlightSelectionMatches(),
    sparql,
    syntaxHighlighting(highlighting),
    errors,
    autocompletion({ override: [completions(options.vocabulary || {})], icons: false, maxRenderedOptions: 60 }),
    // no Tab: it leaves the editor, as it leaves every other field
    keymap.of([
      { key: "Mod-/", run: toggleComment },
      ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap,
      ...lintKeymap,
    ]),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": options.label || "SPARQL query", spellcheck: "false" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) options.onChange?.(update.state.doc.toString());
    }),
    theme,
  ];
}
