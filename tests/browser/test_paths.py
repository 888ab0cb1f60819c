"""The ways a person goes through the pages: by mouse, by keyboard, with Back, and without scripts."""

from tests.browser.opened import Opened
from tests.network import sample
from tests.web import pages_world


def test_from_a_question_to_the_words_of_its_source_and_back(opened: Opened) -> None:
    page = opened.page
    opened.go("/")
    page.get_by_role("searchbox", name="Your question").fill("which measures on samarium are in force on 5 May 2025")
    page.get_by_role("button", name="Ask").click()
    assert "Understood as: Which measures on samarium are in force" in opened.text()
    answer = opened.here
    row = page.get_by_role("row").filter(has_text="China licenses samarium")
    if not row.locator("blockquote").first.is_visible():
        row.locator("summary").click()
    assert "Permits are needed from 4 April." in row.inner_text()
    row.get_by_role("link", name="Samarium halted").click()
    claim = sample.HALT.id
    assert opened.here == f"/document/{sample.ALPHA.id}#claim-{claim}"
    lit = page.locator("mark.chosen")
    assert lit.inner_text() == "Permits are needed from 4 April."
    page.locator(f"#claim-{claim}").get_by_role("link", name="to its place").click()
    assert opened.here.endswith(f"#at-{claim}")
    page.locator(f"#at-{claim}").click()
    assert opened.here.endswith(f"#claim-{claim}")
    for _ in range(3):
        page.go_back()
    assert opened.here == answer
    assert "China licenses samarium" in opened.text()


def test_by_keyboard_alone(opened: Opened) -> None:
    page = opened.page
    opened.go("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("nickel")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask?q=nickel")
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.name || document.activeElement.tagName"))
    assert {"q", "material", "on", "known_by", "A", "SUMMARY"} <= seen


def test_a_filter_changes_the_list_in_its_place_and_back_undoes_it(opened: Opened) -> None:
    from playwright.sync_api import expect

    page = opened.page
    opened.go("/measures?on=2024-10-01")
    assert "Licences for nickel and cobalt" in opened.text("#results")
    page.get_by_label("Status").select_option("ended")
    expect(page.locator("#results")).not_to_contain_text("nickel")
    assert "status=ended" in opened.here
    page.go_back()
    expect(page.locator("#results")).to_contain_text("nickel")
    assert opened.here == "/measures?on=2024-10-01"


def test_a_picked_question_answers_as_it_is_filled_in(opened: Opened) -> None:
    page = opened.page
    opened.go("/ask")
    page.get_by_role("link", name="What is the status of all measures on [material]").click()
    page.get_by_label("Material or good").fill("nickel")
    page.get_by_label("On", exact=True).fill("2024-10-01")
    page.get_by_label("On", exact=True).press("Tab")
    page.wait_for_selector("text=Licences for nickel and cobalt")
    assert "suspended" in opened.text("#results")
    assert "material=nickel" in opened.here


def test_the_timeline_is_zoomed_by_links(opened: Opened) -> None:
    from playwright.sync_api import expect

    page = opened.page
    opened.go("/timeline?about=samarium&on=2025-08-01")
    before = opened.text("#window")
    page.get_by_role("link", name="Closer").click()
    expect(page.locator("#window")).not_to_have_text(before)
    assert page.get_by_role("img", name="China licenses samarium").is_visible()
    page.go_back()
    assert opened.text("#window") == before


def test_the_network_opens_the_evidence_of_a_tie(opened: Opened) -> None:
    page = opened.page
    opened.go("/network?day=2025-06-30")
    page.wait_for_selector("[data-drawn]", state="attached")
    page.get_by_label("Find an actor").fill("china")
    page.get_by_label("Find an actor").press("Enter")
    page.locator(".regraph-network").get_by_text("China speeds up permits").first.click()
    assert "<script>alert('x')</script>" in opened.text(".regraph-network")
    assert page.locator(".regraph-network blockquote script").count() == 0


def test_the_editor_runs_by_its_key_and_shows_what_is_wrong(opened: Opened) -> None:
    page = opened.page
    opened.go("/editor?query=SELECT+%3Fm+%7B+%3Fm+a+rg%3AMeasure+%7D")
    page.wait_for_selector(".cm-content, [data-sparql-editor][hidden]", state="attached")
    assert "us-chips" in opened.text(".results")
    page.get_by_role("textbox", name="Query").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" LIMIT 1")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**LIMIT+1")
    assert "1 row" in opened.text(".results")
    opened.go("/editor?query=SELECT+nonsense")
    assert "No result" in opened.text(".results")


def test_the_hostile_document_reads_as_it_was_written(opened: Opened) -> None:
    opened.go(f"/document/{pages_world.EVIL.id}")
    assert "<script>window.hacked=1</script>" in opened.text(".reader")
    assert opened.page.locator("main script, main img, main iframe").count() == 0
    assert opened.page.locator("a[href^='javascript' i]").count() == 0
    inner = pages_world.CLAIMS[1]
    opened.page.locator(f"#at-{inner.id}").click()
    lit = "".join(opened.page.locator("mark.chosen").all_inner_texts())
    assert lit == pages_world.EVIL_TEXT[inner.start : inner.end]


def test_without_scripts_questions_filters_and_networks_still_serve(scriptless: Opened) -> None:
    page = scriptless.page
    scriptless.go("/")
    page.get_by_role("searchbox").fill("which measures on nickel are in force on 15 July 2024")
    page.get_by_role("button", name="Ask").click()
    assert "Licences for nickel and cobalt" in scriptless.text()
    if not page.locator("blockquote").first.is_visible():
        page.locator("summary").first.click()
    assert page.locator("blockquote").first.is_visible()
    scriptless.go("/measures?on=2024-10-01")
    page.get_by_label("Status").select_option("suspended")
    page.get_by_role("button", name="Show").click()
    assert "Licences for nickel and cobalt" in scriptless.text("#results")
    scriptless.go("/network")
    assert not page.locator(".regraph-network").is_visible()
    page.get_by_text("The ties as a table").click()
    assert "Geneva deal" in scriptless.text()
    scriptless.go("/editor")
    page.get_by_label("Query").fill("SELECT ?m { ?m a rg:Measure }")
    page.get_by_role("button", name="Run").click()
    assert "us-chips" in scriptless.text(".results")
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Materials", exact=True).click()
    assert scriptless.here == "/materials"
