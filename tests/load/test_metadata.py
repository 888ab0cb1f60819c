"""`regraph.load.metadata`: tables of heads and feet of articles, with dates that are none of the publication."""

import pytest

from regraph.load.lines import lines_of
from regraph.load.metadata import Metadata, find_metadata

STORY = "The port of Aldmouth took in its first ore carrier for weeks after the dockers ended their strike there."


def meta(text: str) -> Metadata:
    return find_metadata(text, lines_of(text))


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("30. OKT 2025 11.00", "2025-10-30"),
        ("Friday, Jun 27, 2025 2:14 pm ET", "2025-06-27"),
        ("Wednesday, Jul 2, 2025 3:40 pm ET3min read", "2025-07-02"),
        ("SATURDAY, JUNE 28, 2025", "2025-06-28"),
        ("08 June 2025 [19:21]", "2025-06-08"),
        ("08 June 2025 [19:21] - ALDMOUTH.NEWS", "2025-06-08"),
        ("Published: 2025-06-21", "2025-06-21"),
        ("Published on 21 June 2025 at 09:30 GMT", "2025-06-21"),
        ("Posted on June 21, 2025 by Ann Orme", "2025-06-21"),
        ("2025-06-21T09:30:00+02:00", "2025-06-21"),
        ("2025-06-21 09:30", "2025-06-21"),
        ("21.06.2025", "2025-06-21"),
        ("21/06/2025 18:40", "2025-06-21"),
        ("21 de junio de 2025", "2025-06-21"),
        ("Samstag, 21. Juni 2025", "2025-06-21"),
        ("samedi 21 juin 2025", "2025-06-21"),
        ("21 Agustus 2025", "2025-08-21"),
        ("Aldmouth Trade Brief | Metals | Friday, 9 June 2023", "2023-06-09"),
        ("July 31, 2025 | 4 min read | 1,203 views", "2025-07-31"),
        ("**Client Note | Trade | November 11, 2025**", "2025-11-11"),
        ("Nov 10, 2025 • 3 min", "2025-11-10"),
        ("ALDMOUTH, Feb 24, 2025 (Port Wire) -", "2025-02-24"),
        # near misses
        ("10/09/2025", None),  # October or September
        ("31 February 2025", None),
        ("Offers are valid until 30 June 2025", None),
        ("Deadline: 30 June 2025", None),
        ("The truce was signed on October 30, 2025.", None),
        ("What changed on 10 November 2025", None),
        ("Order No. 231 of 15 April 2025", None),
        ("Views: 2025", None),
        ("© 2025 Aldmouth Wire. All rights reserved.", None),
        ("Founded in May 1998", None),
    ],
)
def test_date_line(line: str, published: str | None) -> None:
    assert meta(f"Ships sail again from Aldmouth\n{line}\n\n{STORY}").published == published


def test_a_date_in_the_story_is_not_the_publication() -> None:
    assert meta(f"Ships sail again from Aldmouth\n\nOn 3 May 2025 the strike began. {STORY}").published is None


def test_a_date_line_after_many_lines_is_part_of_the_story() -> None:
    text = "\n\n".join([STORY] * 30 + ["3 May 2025"] + [STORY] * 12)
    assert meta(text).published is None


def test_published_outranks_updated_wherever_it_stands() -> None:
    text = f"Ships sail again from Aldmouth\nUpdated: 2 May 2025\nPublished: 1 May 2025\n\n{STORY}"
    assert meta(text).published == "2025-05-01"
    assert meta(f"Ships sail again\nUpdated 2 May 2025\n\n{STORY}").published == "2025-05-02"


@pytest.mark.parametrize(
    ("dateline", "rest", "published"),
    [
        # 22 February was a Saturday in 2025, of the years that the story can be of
        ("ALDMOUTH, Feb 24 (Port Wire) - ", "It was signed on Saturday, Feb. 22. Output rose in 2024.", "2025-02-24"),
        ("ALDMOUTH, Feb 24 - ", "It began on Monday. Output rose in 2024.", "2025-02-24"),
        ("ALDMOUTH, Feb 24 - ", "Output rose in 2024.\n\n© Port Wire 2025", "2025-02-24"),
        ("ALDMOUTH, Feb 24 - ", "Output rose in 2024.", None),  # no weekday tells the year
        ("ALDMOUTH, Feb 24 - ", "It was signed on Sunday, Feb. 22. Output rose in 2024.", None),  # no year fits
    ],
)
def test_dateline_without_a_year(dateline: str, rest: str, published: str | None) -> None:
    assert meta(f"Ships sail again from Aldmouth\n\n{dateline}{rest} {STORY}").published == published


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        (f"Ships sail\n\nALDMOUTH, Feb 24 (Port Wire) - {STORY}", "Port Wire"),
        (f"Ships sail\n\nSource: Aldmouth Gazette\n\n{STORY}", "Aldmouth Gazette"),
        (f"Ships sail\n08 June 2025 [19:21] - PORT.NEWS\n\n{STORY}", "PORT.NEWS"),
        (f"Aldmouth Trade Brief | Metals | Friday, 9 June 2023\n\n{STORY}", "Aldmouth Trade Brief"),
        (f"Ships sail\n\n{STORY}\n\n© Port Wire 2025. All rights reserved.", "Port Wire"),
        (f"Ships sail\nPress release | Aldmouth, 22 January 2026\n\n{STORY}", None),
        (f"Ships sail\n\n{STORY}", None),
    ],
)
def test_publisher(text: str, publisher: str | None) -> None:
    assert meta(text).publisher == publisher


def test_address() -> None:
    assert meta(f"Ships sail\n\n{STORY}\n\nURL: https://port.example/a/1").url == "https://port.example/a/1"
    assert meta(f"Ships sail\n\n{STORY} It cites https://port.example/a/1 as well.").url is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Ships sail again from Aldmouth\n\n{STORY}", "Ships sail again from Aldmouth"),
        (f"# Ships sail again from Aldmouth\n\n{STORY}", "Ships sail again from Aldmouth"),
        (f"Metals\nPorts\n\n{STORY}\n\nShips sail again from Aldmouth\n\n{STORY}", "Ships sail again from Aldmouth"),
        (
            f"NewsShips sail again from Aldmouth\n\nShips sail again from Aldmouth\n\n{STORY}",
            "Ships sail again from Aldmouth",
        ),
        (f"PORT.NEWS / World news\n\nShips sail again from Aldmouth\n\n{STORY}", "Ships sail again from Aldmouth"),
        (STORY, None),
    ],
)
def test_title(text: str, title: str | None) -> None:
    assert meta(text).title == title
