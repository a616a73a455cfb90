"""Label, sign and save the project's own pictures: the last step after the other scripts of this folder.

    pip install pillow c2pa-python cryptography
    python publish.py RAW ../images        RAW holds sky-a, sky-b, gravel-a, gravel-b, landscape and phases, as PNG

Labels are IPTC DigitalSourceType in XMP. The signature is C2PA, by a certificate authority made for the occasion: its
private keys stay in memory and are lost when the script ends, so readers must find the signature intact and its signer
unknown. Every run signs anew; the other files come out the same.
"""

from __future__ import annotations

import argparse
import datetime
import io
import json
from pathlib import Path
from typing import Any

from c2pa import Builder, C2paSigningAlg, Context, Signer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
SYSTEM = "forensics demo diffusion"
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
{properties}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def label(kind: str, **more: str) -> bytes:
    """An XMP packet that declares how the picture was made; ``more`` are other properties of the same namespace."""
    properties = {"DigitalSourceType": SOURCE_TYPES + kind, **more}
    lines = [f"<Iptc4xmpExt:{name}>{value}</Iptc4xmpExt:{name}>" for name, value in properties.items()]
    return XMP.format(properties="\n".join(lines)).encode()


def saved(image: Image.Image, format_: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format_, **options)
    return buffer.getvalue()


def png_label(packet: bytes) -> PngInfo:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", packet.decode())
    return info


def camera(make: str, model: str) -> Image.Exif:
    """EXIF lines that name a camera. It is invented, and so is what they say."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = make, model
    return exif


def signed(png: bytes) -> bytes:
    """The PNG with a C2PA manifest: created by a trained model, all actions told."""
    chain, key = certificates()
    manifest = {
        "claim_generator_info": [{"name": SYSTEM, "version": "1"}],
        "format": "image/png",
        "title": "IMG-009.png",
        "assertions": [
            {
                "label": "c2pa.actions.v2",
                "data": {
                    "actions": [
                        {
                            "action": "c2pa.created",
                            "digitalSourceType": SOURCE_TYPES + "trainedAlgorithmicMedia",
                            "softwareAgent": {"name": SYSTEM, "version": "1"},
                        }
                    ],
                    "allActionsIncluded": True,
                },
            }
        ],
    }

    def sign(data: bytes) -> bytes:
        r, s = decode_dss_signature(key.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    target = io.BytesIO()
    signer = Signer.from_callback(sign, C2paSigningAlg.ES256, chain, None)
    context = Context.from_dict({"builder": {"thumbnail": {"enabled": False}}})
    with Builder(json.dumps(manifest), context=context) as builder:
        builder.sign(signer, "image/png", io.BytesIO(png), target)
    return target.getvalue()


def certificates() -> tuple[str, ec.EllipticCurvePrivateKey]:
    """A leaf certificate and its authority, in PEM, and the leaf's private key, which is never written."""
    authority_key, leaf_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority_name, leaf_name = name("forensics demo test CA"), name("forensics demo test signer")
    authority = (
        dated(authority_name, authority_name, authority_key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    leaf = (
        dated(leaf_name, authority_name, leaf_key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    pem = [one.public_bytes(serialization.Encoding.PEM).decode() for one in (leaf, authority)]
    return "".join(pem), leaf_key


def name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "forensics demo"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def dated(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    today = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=20 * 365))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def usage(**true: bool) -> x509.KeyUsage:
    all_uses = [
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ]
    return x509.KeyUsage(**{use: true.get(use, False) for use in all_uses})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("raw", type=Path)
    parser.add_argument("out", type=Path)
    choices = parser.parse_args()
    raw = {path.stem: Image.open(path) for path in sorted(choices.raw.glob("*.png"))}
    generated = label("trainedAlgorithmicMedia")
    named = label("trainedAlgorithmicMedia", AISystemUsed=SYSTEM)
    small = raw["sky-b"].resize((768, round(raw["sky-b"].height * 768 / raw["sky-b"].width)), Image.Resampling.LANCZOS)
    files = {
        "IMG-009.png": signed(
            saved(raw["sky-a"].crop((0, 0, 840, 560)), "PNG", optimize=True, pnginfo=png_label(generated))
        ),
        "IMG-010.jpg": saved(small, "JPEG", quality=76),
        "IMG-011.webp": saved(raw["gravel-a"], "WEBP", quality=82, method=6, xmp=named),
        "IMG-012.jpg": saved(raw["gravel-b"], "JPEG", quality=84, exif=camera("Atelier", "Atelier M-1")),
        "IMG-013.jpg": saved(raw["landscape"], "JPEG", quality=88, xmp=label("algorithmicMedia")),
        "IMG-014.png": saved(raw["phases"], "PNG", optimize=True, pnginfo=png_label(label("digitalCreation"))),
    }
    choices.out.mkdir(parents=True, exist_ok=True)
    for file, data in files.items():
        (choices.out / file).write_bytes(data)
        print(f"{file}  {len(data)} bytes")


if __name__ == "__main__":
    main()
