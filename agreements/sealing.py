"""The seal: one PAdES signature over the whole file that allows no changes, made once everybody has signed.

Only a worker has the key. Everybody has the certificates, so every process can tell what became of a file.
"""

import io
from functools import lru_cache
from pathlib import Path

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from agreements import seal_keys, verdicts
from agreements.seal_keys import NoSealKey, SealKey
from agreements.verdicts import Verdict, Word

#: A page with nothing on it, to see whether sealing works. Written by hand: pages of ours take a while to draw.
_PROBE = (
    b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<<>>>>\nendobj\nxref\n0 4\n"
    b"0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n0000000105 00000 n \n"
    b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n184\n%%EOF\n"
)


class CannotSeal(Exception):
    """What came out of sealing is not what it must be. Nothing of it may be kept."""


def seal(pdf: bytes, *, key: SealKey | None = None) -> bytes:
    """The file with our seal as its last revision. Raises NoSealKey, or whatever is wrong with the file."""
    # Hidden and without a place on a page: a visible field would need a tag, and the file would lose its PDF/UA.
    field = SigFieldSpec(
        "Seal", readable_field_name="Document seal", invis_sig_settings=InvisSigSettings(set_hidden_flag=True)
    )
    signature = signers.PdfSignatureMetadata(
        field_name="Seal",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason="All parties have signed",
    )
    signer = signers.PdfSigner(signature, _signer(key or current_key()), new_field_spec=field)
    sealed = signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    return bytes(sealed.getvalue())


def verdict(pdf: bytes) -> Verdict:
    """What a file says about itself. Parses here and now: files of strangers go through ``verification``."""
    roots, authorities = trusted()
    return verdicts.verdict(pdf, roots=roots, authorities=authorities, at=timezone.now())


def current_key() -> SealKey:
    """The key that seals now. Raises NoSealKey: the year is over, nothing was made, or this process may not read it."""
    if not settings.SEAL_KEY_PASSPHRASE:
        raise NoSealKey("This process has no SEAL_KEY_PASSPHRASE: only a worker seals.")
    # A key derived from a passphrase takes 50 ms to unlock: once an hour is often enough.
    return _key_of_hour(str(settings.SEAL_KEYS_DIR), settings.SEAL_KEY_PASSPHRASE, timezone.now().strftime("%Y%m%d%H"))


def trusted() -> tuple[list[bytes], list[bytes]]:
    """Our roots and authorities (DER)."""
    folder = settings.SEAL_KEYS_DIR
    roots, authorities = (
        [one.public_bytes(Encoding.DER) for _path, one in seal_keys.certificates_of(folder, kind)]
        for kind in ("root", "authority")
    )
    return roots, authorities


def probe() -> None:
    """Seal and check an empty page. Raises NoSealKey or CannotSeal."""
    check(seal(_PROBE))


def check(sealed: bytes) -> None:
    """Raise CannotSeal unless this is a file with our seal and nothing else."""
    found = verdict(sealed)
    if found.word != Word.INTACT:
        raise CannotSeal(f"{found.word}: {found.why}")


@lru_cache(maxsize=1)
def _key_of_hour(folder: str, passphrase: str, hour: str) -> SealKey:
    return seal_keys.signing_key(Path(folder), passphrase=passphrase, at=timezone.now())


@lru_cache(maxsize=1)
def _signer(key: SealKey) -> signers.SimpleSigner:
    below = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    below.register(asn1_x509.Certificate.load(key.authority.public_bytes(Encoding.DER)))
    plain = key.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(key.certificate.public_bytes(Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(plain),
        cert_registry=below,
        embed_roots=False,
    )
