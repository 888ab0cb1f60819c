// The tree of a query in, a mark where it stops being SPARQL out; or what the server said of it, until it changes.
import { syntaxTree } from "@codemirror/language";
import { forceLinting, linter } from "@codemirror/lint";
import { EditorView } from "@codemirror/view";
import { StateEffect, StateField } from "@codemirror/state";

const MOST = 5; // one slip breaks much of what follows it

const told = StateEffect.define();
const answer = StateField.define({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(told)) return effect.value;
    return transaction.docChanged ? null : value;
  },
});

const marks = linter((view) => {
  const said = view.state.field(answer);
  return said ? [said] : slips(view.state);
}, { delay: 700, needsRefresh: (update) => update.startState.field(answer) !== update.state.field(answer) });

export const errors = [answer, marks];

// What the server says about the query, shown where it says it is; gone with the next change of the text.
export function showError(view, { message, line = 1, column = 1 }) {
  const { doc } = view.state;
  const row = doc.line(Math.max(1, Math.min(line, doc.lines)));
  const from = Math.min(row.from + Math.max(0, column - 1), row.to);
  const to = view.state.wordAt(from)?.to ?? Math.min(from + 1, doc.length);
  const said = { from, to: Math.max(from, to), severity: "error", message };
  view.dispatch({ effects: [told.of(said), EditorView.scrollIntoView(from, { y: "center" })] });
  forceLinting(view);
}

export function clearError(view) {
  view.dispatch({ effects: told.of(null) });
  forceLinting(view);
}

function slips(state) {
  const found = [];
  if (!state.doc.toString().trim()) return found;
  syntaxTree(state).iterate({
    enter(node) {
      if (!node.type.isError || found.length >= MOST) return;
      const last = found.at(-1);
      if (last && node.from <= last.to + 1) {
        last.to = Math.max(last.to, node.to);
        return;
      }
      const to = Math.max(node.to, Math.min(node.from + 1, state.doc.length));
      const text = state.sliceDoc(node.from, node.to).trim();
      found.push({
        from: Math.min(node.from, to), to, severity: "warning",
        message: text ? `“${text.slice(0, 40)}” is not expected here` : "something is missing here",
      });
    },
  });
  return found;
}
