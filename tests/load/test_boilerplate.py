"""`regraph.load.boilerplate`: lines that are no story, beside lines that look like them and are."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regraph.load.boilerplate import find_boilerplate
from regraph.load.lines import lines_of
from regraph.load.metadata import find_metadata

TITLE = "Ships sail again from Aldmouth after the strike"
STORY = [
    "The port of Aldmouth took in its first ore carrier for weeks after the dockers ended their strike on Monday.",
    "Its harbour master said that nickel matte and cobalt hydroxide would be loaded first, then the tin that waits.",
    "Traders had feared a longer halt, and some of them had sent their cargoes by rail to the ports in the south.",
]


def marked(text: str) -> list[str]:
    """Return the lines that are marked."""
    lines = lines_of(text)
    spans = find_boilerplate(lines, find_metadata(text, lines))
    return [line.text for line in lines if any(start <= line.start and line.end <= end for start, end in spans)]


def article(line: str) -> str:
    return "\n\n".join([TITLE, STORY[0], STORY[1], line, STORY[2]])


@pytest.mark.parametrize(
    "line",
    [
        "Print version",
        "Views: 248",
        "1,203 views",
        "Share: Facebook | X | WhatsApp | Telegram",
        "Share this article on social media",
        "Facebook",
        "Advertisement",
        "Sign up for our newsletter",
        "Get our morning briefing in your inbox.",
        "Stay informed: our letters are delivered to your inbox.",
        "Connect with us. Get latest news and updates.",
        "Skip to content",
        "Home › News › Ports",
        "Read more: Who owns the cranes of Aldmouth?",
        "> The cranes of Aldmouth, in numbers",
        "Also read | What the dockers wanted",
        "© 2025 Port Wire. All rights reserved.",
        "This website uses cookies to make it work for you.",
        "Accept all cookies",
        "Tags: ports, strikes, ore",
        "#ports #ore",
        "Photo: Cranes stand idle. Port Wire/AFP",
        "Images source: © Port Wire | A. ORME",
        "Ann Orme/Ritzau Scanpix",
        "By Ann Orme",
        "By our port correspondent",
        "(Reporting by Ann Orme; editing by P. Lowe)",
        "Additional reporting by L. Dube",
        "Written by: Ann Orme",
        "Ann Orme is a reporter in Aldmouth who writes on ports and the sea.",
        "• Your name:",
        "Your e-mail:",
        "GDPR",
        "Privacy | Terms of use",
        "Already a subscriber? Log in",
        "This article does not constitute legal advice.",
        "The text may not be reproduced without the written consent of the publisher.",
        "For more information, please contact the authors or your usual adviser.",
        "3 min read",
        "---",
        "(AO)",
        TITLE,  # the headline again
    ],
)
def test_boilerplate_line(line: str) -> None:
    text = article(line)
    found = marked(text)
    assert found == [line] if line != TITLE else found == [TITLE]
    assert text.count(TITLE) == (2 if line == TITLE else 1)


@pytest.mark.parametrize(
    "line",
    [
        "Samarium",
        "Bismuth alloys shall not be exported without permission of the ministry from the first of May.",
        "Since June no tonne of raw ore may leave Gabon without the consent of the mines directorate.",
        "Tin",
        "Russia",
        "QATAR",
        "• samarium and gadolinium",
        "Dockers want more",
        "What happens next?",
        "Views differ on how long the peace will last in the port.",
        "Comments by the minister pushed the price of tin up by 4%.",
        "He would not comment.",
        "Share prices of the port's owner rose by 3%.",
        "Related measures on tin stay in force until May.",
        "More ships are due on Friday.",
        "The state may not export the ore before 1 July.",
        "Under the new terms, firms may only ship what they have registered.",
        "The ministry has subscribed to the view that licences help.",
        "The latest restrictions cover five metals.",
        "Licences need the consent of the ministry.",
        "By October the ban had been lifted.",
        "Ore price | 278 dollars a ton",
        "Export permission for cobalt was refused.",
        "5. The order takes effect on 1 May.",
        '"We act so that ships can sail," the minister said.',
        "Photographs of the pier show six ships.",
        "Reported output rose to five tons in May.",
        "Published figures show a fall.",
        "Terms of the deal were not told.",
        "Text of the decree was not at hand.",
        "Words were exchanged, and then blows.",
        "By the end of May",
    ],
)
def test_line_of_the_story(line: str) -> None:
    assert marked(article(line)) == []


def test_what_follows_a_list_of_other_articles_is_marked_up_to_the_next_paragraph() -> None:
    links = ["Latest articles", "Tin falls on Friday", "Cobalt: who wins?", "Nickel in five charts"]
    text = "\n".join([TITLE, "", STORY[0], "", *links, "", STORY[1]])
    assert marked(text) == links


@pytest.mark.parametrize(("heading", "boilerplate"), [("**Comment**", []), ("**Comments**", ["**Comments**"])])
def test_what_a_law_firm_comments_is_part_of_the_alert(heading: str, boilerplate: list[str]) -> None:
    opinion = [
        heading,
        "The permit will hit small exporters hardest, and a ban would close three mines.",
    ]
    assert marked("\n\n".join([TITLE, *STORY, *opinion])) == boilerplate


@pytest.mark.parametrize(
    "heading", ["2 comments", "Comments", "No comments yet", "Leave a comment", "Comments are closed"]
)
def test_readers_comments_are_marked_to_the_end(heading: str) -> None:
    comments = [heading, "Ann_1: About time that somebody did something about these endless strikes.", "Bo: Well…"]
    assert marked("\n\n".join([TITLE, *STORY, *comments])) == comments


def test_what_follows_the_sign_off_is_marked() -> None:
    tail = ["/porten/", "Text, images and sound on this website are protected under copyright law.", "Aldmouth Media"]
    assert marked("\n\n".join([TITLE, *STORY, *tail])) == tail


def test_a_story_after_a_sign_off_is_not_marked() -> None:
    assert marked("\n\n".join([TITLE, *STORY, "/porten/", STORY[0].replace("first", "second")])) == ["/porten/"]


def test_navigation_before_the_headline_and_rubrics_beside_the_date() -> None:
    text = "\n".join(["PO Ports", "PO Rail", "PO Roads", "", TITLE, "30 October 2025", "World", "Politics", "", *STORY])
    assert marked(text) == ["PO Ports", "PO Rail", "PO Roads", "30 October 2025", "World", "Politics"]


def test_an_authors_name_is_marked_beside_a_credit_only() -> None:
    named = "\n".join([TITLE, "", STORY[0], "", "Images source: © Port Wire", "Ann Orme", "", STORY[1]])
    assert marked(named) == ["Images source: © Port Wire", "Ann Orme"]
    assert marked("\n\n".join([TITLE, STORY[0], "Rare Earths", STORY[1]])) == []


@given(st.text(alphabet="ab .\n|:•©#-/29", max_size=120))
def test_spans_are_sorted_disjoint_whole_lines(text: str) -> None:
    lines = lines_of(text)
    spans = find_boilerplate(lines, find_metadata(text, lines))
    starts, ends = {line.start for line in lines}, {line.end for line in lines}
    assert all(start in starts and end in ends for start, end in spans)
    assert all(one[1] < two[0] for one, two in pairwise(spans))
