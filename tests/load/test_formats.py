"""Each format of `regraph.load`: what becomes of good files, and the one-line error for each bad one."""

import hashlib
import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regraph.errors import DateError, LoadError
from regraph.load import documents, expand, load
from regraph.load.decode import MAX_BYTES, decode
from regraph.passages import split

TITLE = "Ships sail again from Aldmouth"
STORY = [
    "The port of Aldmouth took in its first ore carrier for weeks after the dockers ended their strike on Monday.",
    "Its harbour master said that nickel matte and cobalt hydroxide would be loaded first, then the tin that waits.",
    "Traders had feared a longer halt, and some of them had sent their cargoes by rail to the ports in the south.",
]
TEXT = "\n\n".join([TITLE, "8 June 2025", *STORY])


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>".encode()


ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)


def pdf(lines: list[str]) -> bytes:
    """Return a PDF of one page with a text line for each of `lines`."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F1 10 Tf 14 TL 40 780 Td {shown} ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length " + str(len(stream)).encode() + b">>stream\n" + stream + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += str(number).encode() + b" 0 obj" + body + b"endobj\n"
    table = b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    at = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n" + str(at).encode() + b"\n%%EOF"


# text


def test_text_keeps_every_code_point_in_its_place() -> None:
    text = TEXT + "\n\nPrint version\n\nA last note on zinc – and “lead”."
    document = load("a.txt", data=text.encode())
    assert document.text == text
    assert [text[start:end] for start, end in document.boilerplate] == ["8 June 2025", "Print version"]
    assert (document.title, document.published, document.kind) == (TITLE, "2025-06-08", "press")
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert (document.id, document.sha256, document.name) == (digest[:16], digest, "a.txt")


def test_line_ends_and_control_characters() -> None:
    raw = TEXT.replace("\n", "\r\n").replace("ore carrier", "ore\x00\x07carrier\x85")
    document = load("a.txt", data=raw.encode())
    assert document.text == TEXT.replace("ore carrier", "ore  carrier ")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "cp1252", "utf-32"])
def test_encodings(encoding: str) -> None:
    text = (
        TEXT
        + "\n\nDas Ministerium für Außenhandel erklärte, die Verträge gälten für größere Häfen weiter; Größe zähle."
    )
    data = b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16-le-bom" else text.encode(encoding)
    assert load("a.txt", data=data).text == text


def test_published_overrides_and_must_be_a_date() -> None:
    assert load("a.txt", data=TEXT.encode(), published="2024-05").published == "2024-05"
    with pytest.raises(DateError, match="no date"):
        load("a.txt", data=TEXT.encode(), published="soon")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "a.txt is empty"),
        ("a.txt", b" \n\t\r\n", "a.txt is empty"),
        ("a.txt", b"\xef\xbb\xbf\n", "a.txt is empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + b"x" * 100, "a.txt is binary"),
        ("a.txt", b"PK\x03\x04" + b"x" * 100, "a.txt is binary"),
        ("a.txt", bytes(range(256)) * 8, "a.txt is binary"),
        ("a.txt", TEXT.encode() + " für".encode()[:-2], "broken UTF-8 at byte"),
        ("a.txt", "Größe ".encode() * 20 + b"\xff\xfe\xfa", "broken UTF-8 at byte 160"),
        ("a.txt", b"\xff\xfeA", "broken utf-16"),
        ("a.txt", b"a" * (MAX_BYTES + 1), "more than the 20 MB"),
        ("a.txt", b"Print version\n\nViews: 248\n\nShare: Facebook | X\n", "no article text found"),
        ("a.md", b"---\ntitle: A note on tin\n---\n", "no article text found"),
        ("a.md", b"---\ntitle: [a\n---\n" + TEXT.encode(), "front matter is no YAML near line"),
        ("a.md", b"---\n- a\n- b\n---\n" + TEXT.encode(), "front matter is no list"),
        ("a.md", b"---\na: &x [1]\nb: *x\n---\n" + TEXT.encode(), "front matter is no YAML"),
        ("a.md", b"---\npublished: yesterday\n---\n" + TEXT.encode(), "`published` .* is no date"),
        ("a.md", b"---\nkind: rumour\n---\n" + TEXT.encode(), "`kind` 'rumour' is unknown"),
        ("a.md", b"---\nsha256: abc\n---\n" + TEXT.encode(), "`sha256` is no SHA-256"),
        ("a.html", page("<nav><a href='/'>Home</a></nav>"), "no article text found"),
        ("a.html", page("<p>x</p>" * 30_000), "more than 20,000 elements"),
        ("a.pdf", b"not a pdf at all, but words", "is no PDF"),
        ("a.pdf", b"%PDF-1.4\ngarbage and nothing else", "damaged PDF"),
        ("a.pdf", pdf([]), "has no text, only images"),
        ("a.csv", b"id,kind\n1,2\n", "is a table, no article"),
        ("a.xml", b"<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>", "no RSS or Atom feed"),
        ("a.xml", b"<?xml version='1.0'?><!DOCTYPE rss><rss><channel/></rss>", "declares a document type"),
    ],
)
def test_bad_file_gives_one_line_that_names_it_and_says_what_to_do(name: str, data: bytes, message: str) -> None:
    with pytest.raises(LoadError, match=message) as caught:
        load(name, data=data)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(name)
    assert ":" in str(caught.value)


@pytest.mark.parametrize("data", [b"\xff\xfa\xf5 \xe1\xf0\xc3 \xfe\xd7\xb2 " * 30, b"\x9d\x81\x8d\x8f\x90 " * 60])
def test_bytes_of_no_encoding_are_refused_or_at_least_letters(data: bytes) -> None:
    try:
        text = decode(data, "a.txt")
    except LoadError as error:
        assert "a.txt" in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert sum(char.isalpha() or char.isspace() for char in text) > 0.7 * len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "A-",
        "A.",
        "A ",
        "/a",
        "© 2025 ",
        "copyright law ",
        "Saturday, May 1 ",
        "in 2024 ",
        "•\n",
        "# \n",
        "By A\n",
        "1. a\n",
        "\t ",
    ],
)
def test_hostile_text_ends_soon(piece: str) -> None:
    before = time.process_time()
    document = load("a.txt", data=(TEXT + "\n\n" + piece * (400_000 // len(piece))).encode())
    split(document)
    assert time.process_time() - before < 10


# Markdown


def test_front_matter_is_read_and_is_boilerplate() -> None:
    front = (
        "---\ntitle: 'Aldmouth: ships sail'\nurl: https://port.example/1\npublisher: Port Wire\n"
        f"published: 2025-06-09\nkind: official\nsha256: {'ab' * 32}\nnote: [kept, out]\n---\n"
    )
    document = load("a.md", data=(front + "\n" + TEXT).encode())
    assert document.text == front + "\n" + TEXT
    assert document.boilerplate[0] == (0, len(front) - 1)
    assert (document.title, document.url) == ("Aldmouth: ships sail", "https://port.example/1")
    assert (document.publisher, document.published, document.kind) == ("Port Wire", "2025-06-09", "official")
    assert document.sha256 == "ab" * 32
    assert document.id == hashlib.sha256((front + "\n" + TEXT).encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("value", "published"),
    [("2025-06-09", "2025-06-09"), ("2025-06", "2025-06"), ("2025", "2025"), ("2025-06-09T10:00:00Z", "2025-06-09")],
)
def test_published_of_the_front_matter(value: str, published: str) -> None:
    assert load("a.md", data=f"---\npublished: {value}\n---\n{TEXT}".encode()).published == published


def test_markdown_without_front_matter_and_with_a_rule_in_the_text() -> None:
    document = load("a.md", data=f"# {TITLE}\n\n{STORY[0]}\n\n---\n\n{STORY[1]}".encode())
    assert document.title == TITLE
    assert [document.text[start:end] for start, end in document.boilerplate] == ["---"]


# pages


def test_page_without_its_surroundings() -> None:
    head = (
        '<meta property="article:published_time" content="2025-06-08T10:00:00Z">'
        '<meta property="og:site_name" content="Port Wire"><link rel="canonical" href="https://port.example/1">'
    )
    body = (
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/ports'>All the ports</a></li></ul></nav>"
        f"<article><h1>{TITLE}</h1>{ARTICLE}</article>"
        "<aside><h3>Related articles</h3><ul><li><a href='/2'>Tin falls on a Friday in London</a></li></ul></aside>"
        "<div id='comments'><h3>Comments</h3><p>Ann: About time that somebody did something about it.</p></div>"
        "<footer>This website uses cookies. © Port Wire</footer><script>var zinc = 1;</script>"
    )
    document = load("a.html", data=page(body, head))
    for paragraph in STORY:
        assert paragraph in document.text
    for word in ("Home", "Tin falls", "Ann:", "cookies", "zinc"):
        assert word not in document.text
    assert document.text.startswith(TITLE)
    assert (document.title, document.publisher) == (TITLE, "Port Wire")
    assert (document.published, document.url) == ("2025-06-08", "https://port.example/1")


def test_date_that_a_page_only_shows() -> None:
    body = f"<article><h1>{TITLE}</h1><div class='when'>Sunday, 8 June 2025, 10:00</div>{ARTICLE}</article>"
    assert load("a.html", data=page(body)).published == "2025-06-08"


def test_declared_encoding_of_a_page() -> None:
    more = "Das Ministerium für Außenhandel äußerte sich zu den größeren Häfen nicht weiter."
    body = f"<article>{ARTICLE}<p>{more}</p></article>"
    raw = page(body, '<meta charset="iso-8859-1">').decode().encode("iso-8859-1")
    assert "für Außenhandel" in load("a.html", data=raw).text


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000 + ARTICLE,
        "<b>" * 19_000 + ARTICLE,
        "<table><tr><td>" * 6_000 + ARTICLE,
        "<a href=x>" * 19_000,
        "<p>" + "&amp;" * 500_000,
        "<!--" * 100_000,
        ARTICLE + "<p" * 19_000 + "x" * 1_000_000,
    ],
    ids=["div", "b", "table", "a", "entities", "comments", "open tags"],
)
def test_hostile_page_ends_soon_with_a_document_or_a_load_error(body: str) -> None:
    before = time.monotonic()
    try:
        load("a.html", data=page(body))
    except LoadError as error:
        assert "a.html" in str(error)  # noqa: PT017 - either outcome is right
    assert time.monotonic() - before < 30


# PDF


def test_pdf_with_text() -> None:
    document = load("a.pdf", data=pdf([TITLE, "8 June 2025", *STORY]))
    assert STORY[1] in document.text
    assert document.published == "2025-06-08"


def test_encrypted_pdf() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(STORY))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(LoadError, match=r"a\.pdf is encrypted: save it without a password"):
        load("a.pdf", data=out.getvalue())


# feeds

FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Port Wire</title>
<item><title>{TITLE}</title><link>https://port.example/1</link><pubDate>Sun, 08 Jun 2025 10:00:00 GMT</pubDate>
<description>&lt;p&gt;{STORY[0]}&lt;/p&gt;&lt;p&gt;{STORY[1]}&lt;/p&gt;</description></item>
<item><title>Tin in London</title><link>https://port.example/2</link><description>{STORY[2]}</description></item>
<item><title>A picture</title><link>https://port.example/3</link></item></channel></rss>"""


@pytest.mark.parametrize("name", ["a.xml", "a.rss", "a"])
def test_feed_gives_a_document_for_each_entry_with_text(name: str) -> None:
    one, two = documents(name, data=FEED.encode())
    assert one.text == f"{TITLE}\n\n{STORY[0]}\n\n{STORY[1]}"
    assert (one.title, one.publisher, one.published) == (TITLE, "Port Wire", "2025-06-08")
    assert (two.url, two.published) == ("https://port.example/2", None)
    assert one.id != two.id
    with pytest.raises(LoadError, match="holds 2 articles"):
        load(name, data=FEED.encode())


def test_atom_feed() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Port Wire</title><entry><title>Ships</title><id>urn:1</id>'
        f"<updated>2025-06-08T00:00:00Z</updated><content type='html'>{STORY[0]}</content></entry></feed>"
    )
    assert load("a.atom", data=atom.encode()).published == "2025-06-08"


# files


def test_path_is_read_and_a_missing_one_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert load(path) == load("a.txt", data=TEXT.encode())
    with pytest.raises(LoadError, match="does not exist"):
        load(tmp_path / "b.txt")
    with pytest.raises(LoadError, match="is a folder"):
        load(tmp_path)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(LoadError, match="has 50 MB, more than the 20 MB"):
        load(path)


@pytest.mark.parametrize(
    ("data", "start"),
    [
        (TEXT.encode(), TITLE),
        (page(f"<article><h1>{TITLE}</h1>{ARTICLE}</article>"), TITLE),
        (f"---\ntitle: {TITLE}\n---\n{TEXT}".encode(), "---"),
        (pdf([TITLE, *STORY]), TITLE),
    ],
    ids=["text", "html", "markdown", "pdf"],
)
def test_standard_input_is_told_by_its_first_bytes(data: bytes, start: str) -> None:
    script = "from regraph.load import load; d = load('-'); print(d.name); print(d.text[:60]); print(d.title)"
    done = subprocess.run([sys.executable, "-c", script], input=data, capture_output=True, check=True, timeout=120)
    name, first, *_ = done.stdout.decode().splitlines()
    assert name == "standard input"
    assert first.startswith(start)


def test_expand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b.txt", "a.md", "sub/c.html", "sub/d.csv", "README.md", ".hidden/e.txt", "f.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    inside = [Path("a.md"), Path("b.txt"), Path("sub/c.html"), Path("sub/d.csv")]
    assert expand(["."]) == inside
    assert expand([tmp_path]) == [tmp_path / path for path in inside]
    assert expand(["b.txt", "*.txt", "sub/c.html", "-", "f.png"]) == [
        Path("b.txt"),
        Path("sub/c.html"),
        Path("-"),
        Path("f.png"),
    ]
    assert expand(["**/*.html"]) == [Path("sub/c.html")]


def test_expand_errors(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name, message in (
        ("nothing.txt", "no file or folder"),
        ("*.zzz", "matches no file"),
        ("empty", "without articles"),
    ):
        with pytest.raises(LoadError, match=message):
            expand([tmp_path / name])


def test_unreadable_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(LoadError, match=r"cannot be read \(Permission denied\): check its permissions"):
        expand([tmp_path])


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html", "a.pdf", "a.xml", "a"]))
def test_any_bytes_give_a_document_or_a_load_error(data: bytes, name: str) -> None:
    try:
        found = documents(name, data=data)
    except LoadError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
    else:
        for document in found:
            assert document.text
            assert all(0 <= start < end <= len(document.text) for start, end in document.boilerplate)
