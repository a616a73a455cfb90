"""Pictures with a signed statement (C2PA), by a throw-away authority that exists for one run and that nobody knows."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SIGNER = "Atelier EMI, certificat d’essai"
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
STATEMENTS: dict[str, list[dict[str, Any]]] = {
    "generated": [
        {
            "action": "c2pa.created",
            "digitalSourceType": IPTC + "trainedAlgorithmicMedia",
            "softwareAgent": {"name": "FLUX.1 schnell"},
        }
    ],
    "part": [
        {"action": "c2pa.created", "digitalSourceType": IPTC + "digitalCapture"},
        {
            "action": "c2pa.edited",
            "digitalSourceType": IPTC + "compositeWithTrainedAlgorithmicMedia",
            "softwareAgent": {"name": "Adobe Firefly"},
        },
    ],
    "captured": [{"action": "c2pa.created", "digitalSourceType": IPTC + "digitalCapture"}],
    "composed": [{"action": "c2pa.created", "digitalSourceType": IPTC + "composite"}, {"action": "c2pa.published"}],
    "edited": [
        {"action": "c2pa.created", "digitalSourceType": IPTC + "digitalCapture"},
        {"action": "c2pa.cropped", "digitalSourceType": IPTC + "humanEdits"},
    ],
}


@dataclass(frozen=True, slots=True)
class Authority:
    """A root and a leaf that it signed, in PEM; ``key`` is the leaf's."""

    root: str
    chain: str
    key: str


def authority(signer: str = SIGNER, days: int = 3650, ago: int = 1) -> Authority:
    """Keys and certificates that meet the C2PA profile; valid from ``ago`` days ago for ``days`` days."""
    start = datetime.now(UTC) - timedelta(days=ago)
    root_key, leaf_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _certificate("Atelier EMI, racine d’essai", root_key, None, root_key, start, days, None)
    leaf = _certificate(
        signer, leaf_key, root, root_key, start, days, [ExtendedKeyUsageOID.EMAIL_PROTECTION, _DOCUMENT_SIGNING]
    )
    key = leaf_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Authority(_pem(root), _pem(leaf) + _pem(root), key.decode())


def signed(picture: bytes, media_type: str, statement: str, by: Authority, parent: bytes | None = None) -> bytes:
    """``picture`` with a statement of `STATEMENTS`; ``parent`` is a signed picture that it was made from."""
    import c2pa

    manifest = {
        "claim_generator_info": [{"name": "Atelier EMI", "version": "1"}],
        "format": media_type,
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": STATEMENTS[statement], "allActionsIncluded": True}}
        ],
    }
    builder = c2pa.Builder.from_json(json.dumps(manifest))
    if parent is not None:
        builder.add_ingredient(
            json.dumps({"relationship": "parentOf", "title": "parent"}), media_type, io.BytesIO(parent)
        )
    signer = c2pa.Signer.from_callback(_sign_with(by.key), c2pa.C2paSigningAlg.ES256, by.chain)
    target = io.BytesIO()
    builder.sign(signer, media_type, io.BytesIO(picture), target)
    return target.getvalue()


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    signing: ec.EllipticCurvePrivateKey,
    start: datetime,
    days: int,
    uses: list[x509.ObjectIdentifier] | None,
) -> x509.Certificate:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Atelier EMI"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    is_root = issuer is None
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(_key_usage(is_root), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
    )
    if uses:
        made = made.add_extension(x509.ExtendedKeyUsage(uses[:1]), critical=False)
    return made.sign(signing, hashes.SHA256())


def _key_usage(is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )


def _sign_with(key: str) -> Any:
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    private = serialization.load_pem_private_key(key.encode(), None)

    def sign(data: bytes) -> bytes:
        """A COSE signature: r and s, 32 bytes each."""
        r, s = decode_dss_signature(private.sign(data, ec.ECDSA(hashes.SHA256())))  # type: ignore[union-attr, call-arg, arg-type]
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    return sign


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
