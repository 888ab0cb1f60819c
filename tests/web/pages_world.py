"""A made-up world with a hostile document in it, on disk: what the tests of the pages look at."""

from pathlib import Path
from typing import Any, Final

from regraph import ids, pipeline
from regraph.model import Claim, Document, Passage
from regraph.rdf import document_quads
from regraph.store import Store
from tests import made_world
from tests.network import sample

EVIL_TITLE: Final = "Tin <script>window.hacked=1</script> & <img src=x onerror=window.hacked=1>"
EVIL_TEXT: Final = (
    "Tin news </mark></p><script>window.hacked=1</script>\n\n"
    "The ministry stopped exports of tin on Monday, <img src=x onerror=window.hacked=1> and said why.\n\n"
    "{{ 7 * 7 }} {% raw %} &lt;b&gt; \u202e\x1b[31m end.\n"
)
EVIL: Final = Document(
    id=ids.digest("evil"),
    text=EVIL_TEXT,
    name="evil.html",
    sha256=ids.digest("evil", length=64),
    title=EVIL_TITLE,
    publisher='"><svg onload=window.hacked=1>',
    url="javascript:window.hacked=1",
    published="2025-03-03",
)


def _claim(quote: str, **values: Any) -> Claim:
    return sample.claim("measure", EVIL, quote, action="introduced", imposer="ID", materials="tin", **values)


# one inside the other, two with one beginning, and two that cross
CLAIMS: Final = (
    _claim("The ministry stopped exports of tin on Monday, <img src=x onerror=window.hacked=1> and said why.",
           kind="export_ban", date="2025-03-03"),
    _claim("stopped exports of tin", kind="export_ban"),
    _claim("stopped exports of tin on Monday", kind="export_control"),
    _claim("tin on Monday, <img src=x", kind="export_quota"),
)  # fmt: skip

# every kind of view, in the states that a person can bring it to
PATHS: Final = (
    "/",
    "/ask",
    "/ask?q=which+measures+on+nickel+are+in+force&on=2024-07-15",
    "/ask?q=what+is+the+meaning+of+life",
    "/ask?question=measures-in-force",
    "/ask?question=measures-status&material=samarium&on=2025-07-15",
    "/ask?question=agreements",
    "/ask?question=promises&known_by=2025-12-31",
    "/questions",
    "/measures",
    "/measures?status=suspended&on=2024-10-01",
    "/materials",
    "/actors",
    "/agreements",
    "/documents",
    "/search?q=tin",
    "/measure/cn-samarium?on=2025-08-01",
    "/measure/nickel-licence?on=2024-10-01",
    "/measure/us-chips",
    "/material/samarium?on=2025-08-01",
    "/item/chips",
    "/actor/cn",
    "/actor/cn-mofcom",
    "/agreement/a-geneva",
    "/thing/commitment/p-faster",
    "/thing/decision/d-ford",
    f"/document/{EVIL.id}",
    f"/document/{sample.ALPHA.id}",
    "/timeline?zoom=all",
    "/timeline?about=nickel&on=2024-10-01",
    "/network",
    "/network?around=China&relation=imposes&relation=agrees",
    "/editor",
    "/editor?query=SELECT+%3Fm+%7B+%3Fm+a+rg%3AMeasure+%7D",
    "/editor?query=SELECT+nonsense",
    "/quality",
    "/news?since=2024-01-01",
    "/help",
    "/measure/none-of-that-name",
    "/measures?on=yesterday",
)


def make(folder: Path) -> Path:
    """Return the path of a store that holds the world."""
    place = folder / "pages-store"
    passages = [Passage(document_id=EVIL.id, index=0, start=0, end=len(EVIL_TEXT), role="body")]
    with Store.open(place, write=True) as store:
        done = pipeline.ingest(store, made_world.files(folder))
        assert not done.failures
        store.apply(add=[*sample.quads(), *document_quads(EVIL, passages, CLAIMS)])
    return place
