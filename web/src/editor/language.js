// The grammar of SPARQL in, a language that the editor can colour, comment and close brackets in out.
import { LanguageSupport } from "@codemirror/language";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";

const language = SparqlLanguage.configure({ props: [styleTags({ "Pname_ln Pname_ns": tags.namespace, A_predicate: tags.keyword })] });

export const sparql = new LanguageSupport(language, language.data.of({
  commentTokens: { line: "#" },
  closeBrackets: { brackets: ["(", "[", "{", '"', "'"] },
}));
