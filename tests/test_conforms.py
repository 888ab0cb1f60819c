"""What is extracted from each labelled article conforms to the shapes; a file apart, so that a worker has it alone."""

from pathlib import Path

import pytest

from regraph import gate, load, pipeline

ARTICLES = Path(__file__).parent / "cases" / "articles"


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["dev", "heldout", "negative"])
def test_what_is_extracted_conforms(folder: str) -> None:
    for path in sorted((ARTICLES / folder).glob("*.*")):
        for document in load.documents(path):
            report = gate.check_compiled(pipeline.quads_of(document, pipeline.claims(document)))
            assert report.conforms, (path.name, [str(one) for one in report.violations])
