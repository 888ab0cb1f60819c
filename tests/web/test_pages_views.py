"""The pages over HTTP: each stands on its own, links to pages that exist, and runs nothing that an article holds."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from regraph.web.app import create_app
from regraph.web.pages.catalogue import Entry, matching
from regraph.web.settings import Settings
from tests.network import sample
from tests.web import pages_world


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    place = pages_world.make(tmp_path_factory.mktemp("pages"))
    app = create_app(Settings(store=place, workers=1, access_log=False))
    with TestClient(app, base_url="http://127.0.0.1:8000") as opened:
        yield opened


def page(client: TestClient, path: str, status: int = 200) -> str:
    found = client.get(path)
    assert found.status_code == status, (path, found.status_code)
    assert found.headers["content-type"] == "text/html; charset=utf-8"
    return str(found.text)


def words(html: str) -> str:
    """Return what a reader sees, roughly: the text of the main part, white space as one blank."""
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


@pytest.mark.parametrize("path", pages_world.PATHS)
def test_every_page_stands_alone_and_runs_nothing_of_its_own(client: TestClient, path: str) -> None:
    found = client.get(path)
    html = found.text
    assert found.status_code in (200, 400, 404)
    assert html.startswith("<!doctype html>\n<html lang=")
    head = html[: html.index("</head>")]
    assert [html.count(part) for part in ("<h1", "<main", 'class="skip"')] == [1, 1, 1]
    assert head.count("<title>") == 1
    assert "<style" not in html
    assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)\s*=", html)
    for script in re.findall(r"<script\b([^>]*)>", html):
        assert "src=" in script or 'type="application/json"' in script
    policy = found.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


def test_every_link_leads_somewhere(client: TestClient) -> None:
    hrefs = {
        unescape(href).partition("#")[0]
        for path in pages_world.PATHS
        for href in re.findall(r'(?:href|src)="(/[^"]*)"', client.get(path).text)
    }
    assert len(hrefs) > 150
    seen: dict[str, str] = {}
    for href in sorted(hrefs):
        seen.setdefault(re.sub(r"=[^&]*", "=", href), href)  # one of a kind
    for href in seen.values():
        if "format=" in href and href.startswith("/editor"):
            continue
        found = client.get(href, headers={"accept": "text/html, */*;q=0.1"})
        assert found.status_code in (200, 303), (href, found.status_code, found.text[:300])


def test_every_anchor_within_a_page_exists(client: TestClient) -> None:
    for path in pages_world.PATHS:
        html = client.get(path).text
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), (path, sorted(one for one in ids if ids.count(one) > 1))
        for target in re.findall(r'href="#([^"]+)"', html):
            assert target in ids, (path, target)


def test_the_start_page_tells_what_holds_today(client: TestClient) -> None:
    told = words(page(client, "/"))
    assert "In force today" in told
    assert "What changed lately" in told
    assert "Contested" in told
    assert "Due soon" in told


def test_a_question_is_answered_with_reason_and_evidence(client: TestClient) -> None:
    html = page(client, "/ask?q=which+measures+on+nickel+are+in+force&on=2024-07-15")
    told = words(html)
    assert "Understood as: Which measures on nickel are in force" in told
    assert "Licences for nickel and cobalt" in told
    assert "in force" in told
    assert re.search(r"\d passages?", told)
    assert re.search(r'href="/document/[0-9a-f]+#claim-[0-9a-f]+"', html)


def test_the_day_and_the_day_of_knowledge_change_the_answer(client: TestClient) -> None:
    path = "/ask?question=measures-status&material=nickel&on=2024-10-01"
    assert "suspended" in words(page(client, path))
    assert "suspended" not in words(page(client, f"{path}&known_by=2024-07-01"))


def test_a_picked_question_asks_for_what_it_lacks(client: TestClient) -> None:
    html = page(client, "/ask?question=measures-in-force")
    assert 'name="material"' in html
    assert "row" not in words(html).split("Show")[-1]
    assert '<option value="samarium">' in html


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/ask?q=what+is+the+meaning+of+life", 404, "No answer"),
        ("/ask?question=measures-in-force&material=samarum", 404, "did you mean samarium"),
        ("/ask?question=none", 404, "There is no question"),
        ("/measure/none", 404, "knows no measure “none”"),
        ("/document/none", 404, "holds no document"),
        ("/thing/claim/none", 404, "knows no claim"),
        ("/measures?on=yesterday", 400, "is no date"),
        ("/measures?by=nobody-at-all-xyz", 404, "nothing is called"),
        ("/timeline?from=2025-01-01&to=2024-01-01", 400, "run backwards"),
        ("/network?level=galaxy", 400, "is unknown"),
        ("/news?format=pigeon", 400, "is unknown"),
        ("/ask?question=agreements&format=pigeon", 400, "is unknown"),
        ("/editor?query=SELECT+nonsense", 400, "no SPARQL"),
    ],
)
def test_what_goes_wrong_is_told_with_what_to_do(client: TestClient, path: str, status: int, told: str) -> None:
    shown = words(page(client, path, status))
    assert told.lower() in shown.lower()
    assert "`" not in shown  # hints for the command line are none for a reader


@pytest.mark.parametrize(
    "value",
    ["0001-01-01", "9999-12-31", "<x>", "https://w3id.org/regraph/id/measure/ <", "\x00", "[", "{{7*7}}", "a" * 3000],
)
@pytest.mark.parametrize(
    "path",
    ["/measure/X", "/document/X", "/thing/X/X", "/nothing/X", "/static/0/X", "/timeline?on=X&zoom=all",
     "/timeline?about=X", "/network?on=X", "/network?around=X", "/measures?by=X&q=X",
     "/measure/us-chips?on=X&known_by=X", "/ask?question=measures-in-force&material=X", "/news?since=X", "/search?q=X"],
)  # fmt: skip
def test_odd_values_never_break_a_page(client: TestClient, path: str, value: str) -> None:
    found = client.get(path.replace("X", quote(value, safe="")), follow_redirects=False)
    assert found.status_code in (200, 301, 303, 307, 400, 404), found.text[:200]


def test_a_name_nearly_right_leads_to_the_right_one(client: TestClient) -> None:
    html = page(client, "/material/samarum", 404)
    assert "Did you mean" in html
    assert "samarium" in words(html)


def test_an_address_that_is_none_has_a_page_for_people(client: TestClient) -> None:
    html = client.get("/nothing/here", headers={"accept": "text/html"})
    assert (html.status_code, html.headers["content-type"]) == (404, "text/html; charset=utf-8")
    plain = client.get("/nothing/here", headers={"accept": "application/json"})
    assert (plain.status_code, plain.headers["content-type"]) == (404, "text/plain; charset=utf-8")
    found = client.get("/measures/", follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (307, "/measures")
    elsewhere = client.get("//example.org/", follow_redirects=False)  # no open redirect
    assert elsewhere.headers.get("location", "/").startswith("/")
    assert not elsewhere.headers.get("location", "/").startswith("//")


def test_the_measure_page_tells_why_and_who(client: TestClient) -> None:
    told = words(page(client, "/measure/cn-samarium?on=2025-08-01"))
    for part in ("suspended", "presumed", "China (GACC)", "samarium", "May cover", "Promises about it", "seen kept"):
        assert part in told


def test_what_was_known_when_is_told(client: TestClient) -> None:
    now = words(page(client, "/measure/cn-samarium?on=2025-08-01"))
    then = words(page(client, "/measure/cn-samarium?on=2025-08-01&known_by=2025-05-01"))
    assert "What was known when about 1 Aug 2025" in now
    assert "in force" in then[: then.index("Phases")]
    assert "suspended" not in then[: then.index("Phases")]


def test_the_actor_page_counts_its_bodies(client: TestClient) -> None:
    told = words(page(client, "/actor/cn"))
    for part in ("China licenses samarium", "Agreements", "Geneva deal", "Meetings", "Licences decided"):
        assert part in told


def test_things_without_a_page_of_their_own_lead_to_one(client: TestClient) -> None:
    claim = sample.HALT.id
    found = client.get(f"/thing/claim/{claim}", follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (303, f"/document/{sample.ALPHA.id}#claim-{claim}")
    found = client.get("/thing/event/e-threat", follow_redirects=False)
    assert found.headers["location"] == "/measure/us-tariff"
    found = client.get("/id/measure/us-chips", headers={"accept": "text/html"}, follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (303, "/measure/us-chips")


def test_what_is_cited_can_be_downloaded(client: TestClient) -> None:
    html = page(client, "/material/samarium")
    for href in re.findall(r'href="(/id/[^"]+)"', html):
        assert client.get(unescape(href)).status_code == 200
    assert client.get("/id/material/samarium?format=ttl").headers["content-type"].startswith("text/turtle")


def test_an_answer_as_csv_is_no_formula(client: TestClient) -> None:
    found = client.get("/ask?question=measures-at-actor&actor=China&format=csv")
    assert found.headers["content-type"].startswith("text/csv")
    assert "\"'=HYPERLINK(" in found.text
    assert client.get("/ask?question=measures-at-actor&actor=China&format=json").json()["rows"]


def test_the_timeline_draws_status_and_certainty(client: TestClient) -> None:
    html = page(client, "/timeline?about=samarium&on=2025-08-01")
    assert "url(#p-presumed)" in html
    assert "url(#p-contested)" in html
    assert 'class="now"' in html
    assert "from 1 Jul 2025 to 31 Aug 2025 suspended, presumed" in unescape(html)
    assert "Licences for nickel" not in html
    assert "China licenses samarium" not in page(client, "/timeline?actor=Indonesia&zoom=all")


def test_the_network_has_a_table_of_its_ties(client: TestClient) -> None:
    told = words(page(client, "/network?around=China"))
    assert "imposes a measure on" in told
    assert "Geneva deal" in told


def test_the_editor_runs_what_is_typed(client: TestClient) -> None:
    html = page(client, "/editor?query=SELECT+%3Fm+%7B+%3Fm+a+rg%3AMeasure+%7D+ORDER+BY+%3Fm")
    assert 'href="/measure/cn-samarium"' in html
    assert 'href="/sparql?query=' in html
    assert "A graph" in words(page(client, "/editor?query=CONSTRUCT+WHERE+%7B+%3Fm+a+rg%3AMeasure+%7D"))
    assert "Yes" in words(page(client, "/editor?query=ASK+%7B+%3Fm+a+rg%3AMeasure+%7D"))
    wrong = page(client, "/editor?query=SELECT+*+%7B%0A+%3Fa+%3Fb%0A%7D", 400)
    assert re.search(r'data-error-line="\d+"', wrong)


def test_every_stored_question_is_an_example_that_runs(client: TestClient) -> None:
    examples = set(re.findall(r'href="(/editor\?example=[^"]+)"', page(client, "/editor")))
    assert len(examples) > 20
    for href in sorted(examples):
        area = re.search(r"<textarea[^>]*>(.*?)</textarea>", page(client, href), re.DOTALL)
        assert area
        found = client.get("/sparql", params={"query": unescape(area[1])})
        assert found.status_code == 200, (href, found.text)


def test_lists_are_filtered(client: TestClient) -> None:
    assert "Licences for nickel" in page(client, "/measures?status=suspended&on=2024-10-01")
    assert "Licences for nickel" not in page(client, "/measures?status=ended&on=2024-10-01")
    assert "China licenses samarium" in page(client, "/measures?by=actor/cn&on=2025-05-01")
    assert "China licenses samarium" not in page(client, "/measures?by=actor/us&on=2025-05-01")
    assert "evil" not in page(client, "/documents?q=samarium")
    assert "Geneva deal" in page(client, "/search?q=geneva")


def test_news_come_as_a_feed(client: TestClient) -> None:
    found = client.get("/news?since=2024-01-01&format=atom")
    assert found.headers["content-type"].startswith("application/atom+xml")
    assert ET.fromstring(found.text).tag == "{http://www.w3.org/2005/Atom}feed"  # noqa: S314 - our own feed


def test_a_hostile_document_is_text_and_nothing_else(client: TestClient) -> None:
    html = page(client, f"/document/{pages_world.EVIL.id}")
    assert "<script>window" not in html
    assert "<img" not in html
    assert "<svg onload" not in html
    assert "javascript:window.hacked=1" in unescape(html)  # told, but never a link
    assert not re.search(r'href="\s*javascript', html)
    assert "{{ 7 * 7 }}" in unescape(html)
    assert "\x1b" not in html
    for path in ("/documents?q=evil", "/search?q=tin", "/news?since=2025-01-01"):
        assert "<script>window" not in page(client, path)


def test_claims_and_their_places_lead_to_each_other(client: TestClient) -> None:
    html = page(client, f"/document/{pages_world.EVIL.id}")
    for claim in pages_world.CLAIMS:
        assert html.count(f'id="at-{claim.id}"') == 1
        assert html.count(f'id="claim-{claim.id}"') == 1
        assert f'href="#at-{claim.id}"' in html
        assert f'href="#claim-{claim.id}"' in html
    for claims in re.findall(r'data-claims="([^"]+)"', html):
        assert set(claims.split()) <= {claim.id for claim in pages_world.CLAIMS}


def test_files_are_kept_for_good_by_their_digest(client: TestClient) -> None:
    href = re.search(r'href="(/static/[0-9a-f]{12}/app\.css)"', page(client, "/"))
    assert href
    assert "immutable" in client.get(href[1]).headers["cache-control"]
    old = client.get("/static/000000000000/app.css")
    assert (old.status_code, old.headers["cache-control"]) == (200, "no-cache")
    for name in ("none.css", "..%2Fbase.html", "%2e%2e/base.html"):
        assert client.get(f"/static/0/{name}").status_code == 404


def test_a_page_that_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/measures?status=in_force")
    again = client.get("/measures?status=in_force")
    assert again.content == first.content
    tag = first.headers["etag"]
    assert again.headers["etag"] == tag
    same = client.get("/measures?status=in_force", headers={"If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")
    assert "content-security-policy" in same.headers
    other = client.get("/measures?status=ended", headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["etag"] != tag


def test_errors_and_downloads_are_not_kept(client: TestClient) -> None:
    for path in (
        "/measures?on=nonsense",
        "/measure/none",
        "/ask?question=agreements&format=csv",
        "/editor?query=ASK{}",
    ):
        assert "etag" not in client.get(path).headers, path


def test_the_start_page_tells_of_what_the_question_finds(client: TestClient) -> None:
    contested = client.get("/api/ask?q=contested").json()["rows"]
    told = page(client, "/")
    section = told[told.index('id="contested"') :].partition("</section>")[0]
    assert section.count("<li>") == min(8, len(contested)) > 0
    assert {unescape(found) for found in re.findall(r'class="label"><a[^>]*>([^<]*)<', section)} <= {
        row["label"] for row in contested
    }


def _entry(label: str) -> Entry:
    return Entry(iri=f"urn:{label}", kind="actor", type="Company", label=label, words=label.lower())


def test_a_search_gives_words_before_parts_of_words() -> None:
    labels = ["Argentina", "Bola Tinubu", "Yunnan Tin", "Tinplate", "tin", "Gold"]
    found = [one.label for one in matching(map(_entry, labels), "Tin")]
    assert found == ["tin", "Tinplate", "Yunnan Tin", "Bola Tinubu", "Argentina"]
    assert [one.label for one in matching(map(_entry, labels), " ")] == sorted(labels, key=str.lower)
    assert matching(map(_entry, labels), "tin gold") == []
