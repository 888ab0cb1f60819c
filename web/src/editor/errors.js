// The tree of a query in, a mark where it stops being SPARQL out.
import { syntaxTree } from "@codemirror/language";
import { linter } from "@codemirror/lint";

const MOST = 5; // one slip breaks much of what follows it

export const syntaxErrors = linter((view) => {
  const found = [];
  if (!view.state.doc.toString().trim()) return found;
  syntaxTree(view.state).iterate({
    enter(node) {
      if (!node.type.isError || found.length >= MOST) return;
      const last = found.at(-1);
      if (last && node.from <= last.to + 1) {
        last.to = Math.max(last.to, node.to);
        return;
      }
      const to = Math.max(node.to, Math.min(node.from + 1, view.state.doc.length));
      const text = view.state.sliceDoc(node.from, node.to).trim();
      found.push({
        from: Math.min(node.from, to), to, severity: "warning",
        message: text ? `“${text.slice(0, 40)}” is not expected here` : "something is missing here",
      });
    },
  });
  return found;
}, { delay: 700 });
