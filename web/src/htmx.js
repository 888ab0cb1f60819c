// htmx, set up for a strict content security policy: nothing that is text becomes code or style.
import htmx from "htmx.org";

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
});
window.htmx = htmx;

export default htmx;
