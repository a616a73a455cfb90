"""Zipped formats with fixed dates: the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_DATE = (1980, 1, 1, 0, 0, 0)


def parcel(parts: Mapping[str, bytes | str], stored_first: str = "") -> bytes:
    """A zip of named parts in their order; ``stored_first`` comes first and uncompressed, as OpenDocument asks."""
    out = io.BytesIO()
    names = sorted(parts, key=lambda name: name != stored_first)
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            content = parts[name]
            info = zipfile.ZipInfo(name, _DATE)
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if name == stored_first else zipfile.ZIP_DEFLATED
            archive.writestr(info, content.encode("utf-8") if isinstance(content, str) else content)
    return out.getvalue()
