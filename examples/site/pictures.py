"""Pictures of badges. They live inside the documents, as data URIs, so that whoever has the badge has its picture."""

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

# Every award carries its picture, and so do the copies that people keep.
LARGEST = 64 * 1024
# An SVG is a document that can hold scripts: shown by itself it may run none and load nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def media_type(content):
    """PNG or SVG, by its first bytes; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if re.match(rb"\s*<(\?xml|!--|!DOCTYPE|(\w+:)?svg)", content.removeprefix(b"\xef\xbb\xbf")):
        return "image/svg+xml"
    return None


def as_data_uri(content):
    """Raises ValueError with a message for the person who uploads it."""
    if not content:
        raise ValueError("Please choose a picture.")
    if len(content) > LARGEST:
        raise ValueError(f"The picture has {len(content) // 1024} KiB; at most {LARGEST // 1024} are taken.")
    kind = media_type(content)
    if kind is None:
        raise ValueError("The picture must be a PNG or an SVG.")
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def from_data_uri(uri):
    """The bytes and media type of a picture inside a document; None where there is none that can be shown."""
    match = re.match(r"data:(image/png|image/svg\+xml)(?:;[^,;]*)*?(;base64)?,(.*)", uri or "", re.DOTALL)
    if not match:
        return None
    try:
        content = base64.b64decode(match[3], validate=True) if match[2] else unquote_to_bytes(match[3])
    except binascii.Error:
        return None
    return content, match[1]
