"""A plain-text file into a document whose offsets are those of the decoded file."""

from regraph.load.capture import Capture
from regraph.load.captured import Known, document
from regraph.load.decode import decode
from regraph.model import Document


def load_text(capture: Capture) -> Document:
    """Return the document of a text file.

    Raises: LoadError where the bytes are no text, or hold no article.
    """
    return document(capture, decode(capture.data, capture.name), Known())
