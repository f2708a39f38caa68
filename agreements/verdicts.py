"""What a file says about itself: sealed by us and untouched, or not. No one library has the last word.

pyHanko's ``bottom_line`` stays true for bytes after the end of the file and for changed padding, and ``pdfsig`` ends
with 0 on a mismatch. So every condition is asked for here, one by one, and whatever is not understood counts as
altered. Knows no Django and no database: it also runs in a process that has nothing but the file and the certificates.
"""

import io
import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext


class Word(StrEnum):
    """The verdict in one word."""

    INTACT = "intact"
    INTACT_KEY_EXPIRED = "intact-key-expired"
    ALTERED = "altered"
    NOT_OURS = "not-ours"
    UNSEALED = "unsealed"
    NOT_A_PDF = "not-a-pdf"


@dataclass(frozen=True)
class Verdict:
    """One word, and why, in English for those who look into it."""

    word: Word
    why: str


#: What our seal leaves in a file, also in one that cannot be read any more.
_TRACES = (b"/ByteRange", b"ETSI.CAdES", b"/DocMDP", b"/FT/Sig", b"/FT /Sig", b"(Seal)")
_HEX = re.compile(rb"<[0-9A-F]+>")


def verdict(pdf: bytes, *, roots: Sequence[bytes], authorities: Sequence[bytes], at: datetime) -> Verdict:
    """What became of this file since it was sealed, if we sealed it. Never raises.

    ``roots`` and ``authorities`` are our certificates (DER).
    """
    traces = any(trace in pdf for trace in _TRACES)
    if b"%PDF-" not in pdf[:1024] and not traces:
        return Verdict(Word.NOT_A_PDF, "no PDF header")
    try:
        signatures = PdfFileReader(io.BytesIO(pdf), strict=True).embedded_signatures
        if not signatures and not traces:
            return Verdict(Word.UNSEALED, "no signature in this file")
        if len(signatures) != 1:
            return Verdict(Word.ALTERED, f"{len(signatures)} signatures, where one belongs")
        return _judge(pdf, signatures[0], roots=roots, authorities=authorities, at=at)
    except RecursionError:
        return Verdict(Word.ALTERED, "too deeply nested to be read")
    except Exception as fault:  # of any of the libraries: whatever cannot be read is not as we sealed it
        return Verdict(Word.ALTERED, f"unreadable ({type(fault).__name__})")


def answer(content: bytes, question: Mapping[str, Any]) -> dict[str, str]:
    """The verdict, asked in a confined process: certificates in base 64, the moment in ISO 8601."""
    roots, authorities = ([b64decode(one) for one in question[kind]] for kind in ("roots", "authorities"))
    found = verdict(content, roots=roots, authorities=authorities, at=datetime.fromisoformat(question["at"]))
    return {"word": str(found.word), "why": found.why}


def _judge(
    pdf: bytes,
    signature: EmbeddedPdfSignature,
    *,
    roots: Sequence[bytes],
    authorities: Sequence[bytes],
    at: datetime,
) -> Verdict:
    if not _covers(pdf, signature):
        return Verdict(Word.ALTERED, "the signature does not cover the whole file")
    status = _status(signature, roots, authorities, at)
    if not (status.intact and status.valid):
        return Verdict(Word.ALTERED, "the content does not match the seal")
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE or not status.docmdp_ok:
        return Verdict(Word.ALTERED, "something was added after sealing")
    is_over = not status.trusted and _was_ours(signature, roots, authorities, at)
    if not (status.trusted or is_over):
        return Verdict(Word.NOT_OURS, "sealed, but not by a key of ours")
    if signature.docmdp_level != MDPPerm.NO_CHANGES:
        return Verdict(Word.ALTERED, "the seal does not forbid changes")
    if not _is_as_written(signature, authorities):
        return Verdict(Word.ALTERED, "the seal itself was changed")
    if is_over:
        return Verdict(Word.INTACT_KEY_EXPIRED, "our seal, nothing changed; the period of its certificate is over")
    return Verdict(Word.INTACT, "our seal, nothing changed")


def _was_ours(
    signature: EmbeddedPdfSignature, roots: Sequence[bytes], authorities: Sequence[bytes], at: datetime
) -> bool:
    """Whether it would be ours at a time when its certificate was valid, which is over now."""
    validity = signature.signer_cert["tbs_certificate"]["validity"]
    begins, ends = validity["not_before"].native, validity["not_after"].native
    return ends < at and _status(signature, roots, authorities, begins + timedelta(days=1)).trusted


def _is_as_written(signature: EmbeddedPdfSignature, authorities: Sequence[bytes]) -> bool:
    """Whether the container is, byte for byte, what our seal writes around what it signs.

    Half of a container is signed by nothing: copies of certificates, names of algorithms. pyHanko passes over changes
    there, so it is built anew from what is signed.
    """
    found = signature.signed_data
    (signer,), certificate = found["signer_infos"], signature.signer_cert
    beside = [one.dump() for one in found["certificates"]]
    sha256 = {"algorithm": "sha256"}
    anew = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [sha256],
            "encap_content_info": {"content_type": "data"},
            "certificates": [cms.CertificateChoices("certificate", asn1_x509.Certificate.load(one)) for one in beside],
            "signer_infos": [
                {
                    "version": "v1",
                    "sid": {
                        "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                            {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                        )
                    },
                    "digest_algorithm": sha256,
                    "signed_attrs": signer["signed_attrs"],
                    "signature_algorithm": {"algorithm": "sha256_ecdsa"},
                    "signature": signer["signature"],
                }
            ],
        }
    )
    whole = cms.ContentInfo({"content_type": "signed_data", "content": anew}).dump()
    own = certificate.dump()
    is_ours = len(beside) == 2 and own in beside and all(one == own or one in authorities for one in beside)
    return is_ours and whole == bytes(signature.pkcs7_content)[: len(whole)]


def _status(
    signature: EmbeddedPdfSignature, roots: Sequence[bytes], authorities: Sequence[bytes], at: datetime
) -> PdfSignatureStatus:
    """What pyHanko finds, with our certificates alone and as if it were that moment."""
    context = ValidationContext(
        trust_roots=[asn1_x509.Certificate.load(one) for one in roots],
        other_certs=[asn1_x509.Certificate.load(one) for one in authorities],
        moment=at,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    return validate_pdf_signature(signature, signer_validation_context=context)


def _covers(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """The signature covers the file from its first byte to its last, but for its own container, which is as written."""
    begin, before, after, rest = map(int, signature.byte_range)
    box = pdf[before:after]
    if begin != 0 or not 0 < before < after or after + rest != len(pdf) or not _HEX.fullmatch(box) or len(box) % 2:
        return False
    raw = bytes.fromhex(box[1:-1].decode())
    return not raw[len(cms.ContentInfo.load(raw).dump()) :].strip(b"\0")
