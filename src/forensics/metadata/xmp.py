"""XMP packets: RDF/XML parsed within limits (ISO 16684-1), and their properties as flat fields.

No entity, no document type, no depth without end: a packet that asks for them is left unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from forensics.metadata.record import Packet, Tag, tag

MOST_BYTES = 1_000_000
MOST_DEPTH = 24
MOST_PROPERTIES = 3_000
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_CONTAINERS = {_RDF + "Bag", _RDF + "Seq", _RDF + "Alt"}
# The prefix that each vocabulary goes by, whatever the file calls it.
PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/xap/1.0/bj/": "xmpBJ",
    "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#": "stEvt",
    "http://ns.adobe.com/xap/1.0/sType/ResourceRef#": "stRef",
    "http://ns.adobe.com/xmp/note/": "xmpNote",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://cipa.jp/exif/1.0/": "exifEX",
    "http://ns.adobe.com/exif/1.0/aux/": "aux",
    "http://ns.adobe.com/camera-raw-settings/1.0/": "crs",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "iptcCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "iptcExt",
    "http://ns.useplus.org/ldf/xmp/1.0/": "plus",
    "http://creativecommons.org/ns#": "cc",
    "http://www.metadataworkinggroup.com/schemas/regions/": "mwg-rs",
    "http://ns.microsoft.com/photo/1.0/": "MicrosoftPhoto",
    "http://ns.microsoft.com/photo/1.2/": "MP",
    "http://ns.microsoft.com/photo/1.2/t/RegionInfo#": "MPRI",
    "http://ns.microsoft.com/photo/1.2/t/Region#": "MPReg",
    "http://ns.google.com/photos/1.0/camera/": "GCamera",
    "http://ns.google.com/photos/1.0/container/": "GContainer",
    "http://ns.google.com/photos/1.0/container/item/": "GContItem",
    "http://ns.google.com/photos/1.0/panorama/": "GPano",
    "http://ns.google.com/photos/1.0/image/": "GImage",
    "http://ns.google.com/photos/1.0/depthmap/": "GDepth",
    "http://ns.adobe.com/hdr-gain-map/1.0/": "hdrgm",
    "http://www.tc260.org.cn/ns/AIGC/1.0/": "TC260",
    "http://ns.adobe.com/lightroom/1.0/": "lr",
    "http://www.digikam.org/ns/1.0/": "digiKam",
    "http://ns.acdsee.com/iptc/1.0/": "acdsee",
    "http://ns.apple.com/faceinfo/1.0/": "apple-fi",
}
# Properties that are better known by another name; the others keep theirs.
NAMES = {
    "tiff:ImageLength": "ImageHeight",
    "exif:PixelXDimension": "ExifImageWidth",
    "exif:PixelYDimension": "ExifImageHeight",
    "exif:ISOSpeedRatings": "ISO",
    "photoshop:ICCProfile": "ICCProfileName",
}
_TOOLKIT = "{adobe:ns:meta/}xmptk"
_DECLARED = re.compile(rb"xmlns:([A-Za-z][\w.-]{0,40})\s*=\s*[\"']([^\"']{1,200})[\"']")
_USED = re.compile(rb"[<\s]([A-Za-z][\w.-]{0,40}):[A-Za-z][\w.-]*(?=[\s=/>])")
_ROOT = re.compile(rb"<[A-Za-z][\w.:-]*")
_NAMESPACES = {prefix: uri for uri, prefix in PREFIXES.items()} | {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}
_HEAD = re.compile(rb"<\?xpacket[^>]*\?>")


def packet(data: bytes, place: str, most: int = MOST_BYTES) -> Packet:
    """A packet parsed, or left unread with the reason."""
    if len(data) > most:
        return Packet(data, place, None, "too long")
    try:
        return Packet(data, place, fromstring(_declared(_as_utf8(data)), forbid_dtd=True))
    except DefusedXmlException:
        return Packet(data, place, None, "document type")
    except Exception as fault:  # expat, or a text that is no XML at all
        return Packet(data, place, None, type(fault).__name__)


def tags(packet: Packet) -> Iterator[Tag]:
    """The properties of a packet as flat fields; an item of a list is a field of its own."""
    if packet.tree is None:
        return
    if packet.tree.get(_TOOLKIT):
        yield tag("XMP-x", "XMPToolkit", packet.tree.get(_TOOLKIT), "xmp", packet.place)
    for count, (namespace, path, value) in enumerate(properties(packet.tree, _own_prefixes(packet.data))):
        if count >= MOST_PROPERTIES:
            return
        name = path.lower() if namespace == "dc" else NAMES.get(f"{namespace}:{path}", path)
        yield tag(f"XMP-{namespace}", name, value, "xmp", packet.place)


def properties(root: Element, prefixes: Mapping[str, str] = PREFIXES) -> Iterator[tuple[str, str, str]]:
    """(prefix, path, value) of every leaf below every rdf:Description, attributes included."""
    for description in root.iter(_RDF + "Description") if root.tag != _RDF + "Description" else (root,):
        if _is_top(root, description):
            yield from _leaves(description, "", "", 0, prefixes)


def short(name: str, prefixes: Mapping[str, str] = PREFIXES) -> tuple[str, str]:
    """(prefix, local name) of a name with its namespace; the usual prefix where the vocabulary has one."""
    uri, _, local = name[1:].rpartition("}") if name.startswith("{") else ("", "", name)
    return prefixes.get(uri, ""), local


def _own_prefixes(data: bytes) -> dict[str, str]:
    """The prefixes that the packet itself declares, under those that everybody uses."""
    declared = {uri.decode("utf-8", "replace"): prefix.decode() for prefix, uri in _DECLARED.findall(data[:MOST_BYTES])}
    return {**declared, **PREFIXES}


def _is_top(root: Element, description: Element) -> bool:
    return any(description in parent for parent in root.iter(_RDF + "RDF")) or root is description


def _leaves(
    node: Element, prefix: str, path: str, depth: int, prefixes: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    if depth > MOST_DEPTH:
        return
    for name, value in node.attrib.items():
        if not name.startswith((_RDF, _XML)) and "}" in name:
            space, local = short(name, prefixes)
            yield prefix or space, f"{path}/{local}".lstrip("/"), value
    resource = node.get(_RDF + "resource")
    if resource is not None and path:
        yield prefix, path, resource
    for child in node:
        if child.tag in _CONTAINERS or child.tag in (_RDF + "li", _RDF + "Description"):
            yield from _leaves(child, prefix, path, depth + 1, prefixes)
        elif child.tag == _RDF + "value":
            yield prefix, path, child.text or ""
        elif isinstance(child.tag, str):
            space, local = short(child.tag, prefixes)
            yield from _leaves(child, prefix or space, f"{path}/{local}".lstrip("/"), depth + 1, prefixes)
    if not len(node) and path and node.text and node.text.strip():
        yield prefix, path, node.text.strip()


def _declared(data: bytes) -> bytes:
    """The packet with a namespace for each prefix that it uses and forgets to declare; a strict parser gives up there."""
    known = {prefix for prefix, _ in _DECLARED.findall(data)} | {b"xml", b"xmlns"}
    missing = set(_USED.findall(data)) - known
    root = _ROOT.search(data)
    if not missing or len(missing) > 20 or root is None:
        return data
    names = "".join(
        f' xmlns:{prefix}="{_NAMESPACES.get(prefix, prefix)}"' for prefix in sorted(map(bytes.decode, missing))
    )
    return data[: root.end()] + names.encode() + data[root.end() :]


def _as_utf8(data: bytes) -> bytes:
    """UTF-16 packets recoded; padding, the packet's wrapper and what follows the last tag cut off."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]:
        order = "utf-16-be" if data[:1] in (b"\0", b"\xfe") else "utf-16-le"
        data = data.decode(order, "replace").lstrip("\ufeff").encode("utf-8")
    body = _HEAD.sub(b"", data.rstrip(b"\0 \r\n\t"))
    return body[max(body.find(b"<"), 0) : body.rfind(b">") + 1]
