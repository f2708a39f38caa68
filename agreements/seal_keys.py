"""The keys behind the seal: an offline root, the seal authority below it, and a seal certificate for each year.

A folder (settings.SEAL_KEYS_DIR) holds two others::

    certificates/   root-<day>.pem  authority-<day>.pem  seal-<day>.pem    read by every process, and by anybody
    private/        seal-<day>.key                                         encrypted; read by the worker alone

The keys of root and authority are written elsewhere, encrypted, to be kept off every machine. A seal key signs for one
year, which stands in its certificate; the certificate itself lives on for longer than any record is kept, so that a
seal can still be checked when its key is long destroyed. Knows no Django: the one-machine stack uses it as well.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID, ObjectIdentifier

YEAR = timedelta(days=366)
#: For how long a new seal key signs.
SIGNS_FOR = timedelta(days=365)
#: For how long records are kept after the end of a program; a seal can be checked for longer than that.
RETENTION = 12 * YEAR
SEAL_LIFE, AUTHORITY_LIFE, ROOT_LIFE = RETENTION + 2 * YEAR, 30 * YEAR, 40 * YEAR
#: What is shorter is guessed.
SHORTEST_PASSPHRASE = 20
#: RFC 9336: a certificate for signing documents.
_DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")


class CannotCreate(Exception):
    """No key was made. The text says why, fit for a terminal."""


class NoSealKey(Exception):
    """Nothing can be sealed now. The text says why."""


@dataclass(frozen=True)
class SealKey:
    """What seals: the key, its certificate, and the certificate of the authority above it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    authority: x509.Certificate

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, as the register keeps it."""
        return fingerprint(self.certificate)


@dataclass(frozen=True)
class Created:
    """What was written, and what of it has to leave the machine."""

    certificates: Sequence[Path]
    private: Path
    offline: Sequence[Path]
    signs_until: datetime
    destroyed: Sequence[Path] = ()


@dataclass(frozen=True)
class Issuer:
    """A key that signs certificates, and its own."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


# --- Making them -----------------------------------------------------------------------------------------------------


def create(
    folder: Path,
    *,
    passphrase: str,
    at: datetime,
    offline: Path | None,
    offline_passphrase: str = "",
    name: str = "Waymark",
) -> Created:
    """Make a whole chain. Never writes over a file: raises CannotCreate when there is a chain, or a file is in the way.

    Without ``offline`` the keys of root and authority are forgotten at once: for one machine, where a new chain next
    year does no harm.
    """
    if offline is not None and certificates_of(folder, "root"):
        raise CannotCreate(f"{folder} holds a chain already. The key of the next year is made with --renew.")
    check_passphrase(passphrase, "SEAL_KEY_PASSPHRASE")
    if offline is not None:
        check_passphrase(offline_passphrase, "The passphrase of the keys that are kept offline")
    root = _issue(f"{name} seal root", at=at, life=ROOT_LIFE, issuer=None)
    authority = _issue(f"{name} seal authority", at=at, life=AUTHORITY_LIFE, issuer=root)
    seal = _issue_seal(f"{name} document seal", at=at, issuer=authority)
    day = f"{at:%Y-%m-%d}"
    public, private = folder / "certificates", folder / "private"
    above = (("root", root), ("authority", authority))
    new = {public / f"{kind}-{day}.pem": _pem(one.certificate) for kind, one in above}
    kept: dict[Path, bytes] = {}
    if offline is not None:
        kept = {offline / f"{kind}-{day}.key": _encrypted(one.key, offline_passphrase) for kind, one in above}
    new[public / f"seal-{day}.pem"] = _pem(seal.certificate)
    key_file = private / f"seal-{day}.key"
    _write_new({**new, key_file: _encrypted(seal.key, passphrase), **kept}, private=[key_file, *kept])
    return Created(list(new), key_file, list(kept), signs_until(seal.certificate))


def renew(folder: Path, *, passphrase: str, at: datetime, offline: Path, offline_passphrase: str) -> Created:
    """Make the seal key of the next year, and destroy those whose year is over. Raises CannotCreate."""
    check_passphrase(passphrase, "SEAL_KEY_PASSPHRASE")
    authorities = certificates_of(folder, "authority")
    if not authorities:
        raise CannotCreate(f"{folder} holds no chain yet. Make one without --renew.")
    path, certificate = authorities[-1]
    if certificate.not_valid_after_utc < at + SEAL_LIFE:
        raise CannotCreate("The seal authority would not outlive a new seal certificate. Make a new chain elsewhere.")
    key = load_key(offline / f"{path.stem}.key", offline_passphrase)
    if key.public_key() != certificate.public_key():
        raise CannotCreate(f"{offline / path.stem}.key is not the key of {path}.")
    name = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    seal = _issue_seal(str(name).replace("seal authority", "document seal"), at=at, issuer=Issuer(key, certificate))
    public_file = folder / "certificates" / f"seal-{at:%Y-%m-%d}.pem"
    key_file = folder / "private" / f"seal-{at:%Y-%m-%d}.key"
    _write_new({public_file: _pem(seal.certificate), key_file: _encrypted(seal.key, passphrase)}, private=[key_file])
    return Created([public_file], key_file, [], signs_until(seal.certificate), _destroy_old(folder, at))


def check_passphrase(passphrase: str, what: str) -> None:
    """Raise CannotCreate for one that is guessed."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise CannotCreate(f"{what} needs at least {SHORTEST_PASSPHRASE} characters.")


def _issue(name: str, *, at: datetime, life: timedelta, issuer: Issuer | None) -> Issuer:
    """A certificate that signs others."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _builder(name, key, at=at, life=life, issuer=issuer)
    depth = 1 if issuer is None else 0
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=depth), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=True), critical=True)
    return Issuer(key, builder.sign(issuer.key if issuer else key, hashes.SHA256()))


def _issue_seal(name: str, *, at: datetime, issuer: Issuer) -> Issuer:
    """A certificate that seals documents, for a year."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _builder(name, key, at=at, life=SEAL_LIFE, issuer=issuer)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=False), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([_DOCUMENT_SIGNING]), critical=False)
    period = x509.PrivateKeyUsagePeriod(not_before=_whole(at), not_after=_whole(at + SIGNS_FOR))
    return Issuer(key, builder.add_extension(period, critical=False).sign(issuer.key, hashes.SHA256()))


def _builder(
    name: str, key: ec.EllipticCurvePrivateKey, *, at: datetime, life: timedelta, issuer: Issuer | None
) -> x509.CertificateBuilder:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    above = issuer.certificate if issuer else None
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.subject if above else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # Clocks differ: a certificate of this minute is not yet valid on a machine that is a minute behind.
        .not_valid_before(_whole(at - timedelta(minutes=10)))
        .not_valid_after(_whole(at + life))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if issuer is None:
        return builder
    above_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    return builder.add_extension(above_key, critical=False)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _whole(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def _encrypted(key: ec.EllipticCurvePrivateKey, passphrase: str) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode()))


def _write_new(files: dict[Path, bytes], *, private: Sequence[Path]) -> None:
    """Write all of them or none; nothing that is there is touched."""
    if in_the_way := [path for path in files if path.exists()]:
        raise CannotCreate(f"{in_the_way[0]} is there already. Nothing was written.")
    written: list[Path] = []
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            mode = 0o600 if path in private else 0o644
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as new:  # noqa: PTH123
                written.append(path)
                new.write(content)
    except OSError as reason:
        for path in written:
            path.unlink(missing_ok=True)
        raise CannotCreate(f"{path} cannot be written: {reason.strerror}. Nothing was written.") from None


def _destroy_old(folder: Path, at: datetime) -> list[Path]:
    """Delete seal keys that may not sign any more."""
    old = [
        folder / "private" / f"{path.stem}.key"
        for path, certificate in certificates_of(folder, "seal")
        if signs_until(certificate) <= at
    ]
    found = [path for path in old if path.exists()]
    for path in found:
        path.unlink()
    return found


# --- Reading them ----------------------------------------------------------------------------------------------------


def certificates_of(folder: Path, kind: str) -> list[tuple[Path, x509.Certificate]]:
    """Every certificate of a kind ("root", "authority", "seal"), the oldest first; what is none is passed over."""
    found = []
    for path in sorted((folder / "certificates").glob(f"{kind}-*.pem")):
        try:
            found.append((path, x509.load_pem_x509_certificate(path.read_bytes())))
        except (OSError, ValueError):
            continue
    return found


def signing_key(folder: Path, *, passphrase: str, at: datetime) -> SealKey:
    """The newest key that may seal now. Raises NoSealKey with the reason."""
    certificates = certificates_of(folder, "seal")
    if not certificates:
        raise NoSealKey(f"There is no seal certificate in {folder / 'certificates'}. Run create_seal_keys.")
    current = [one for one in certificates if signs_from(one[1]) <= at < signs_until(one[1])]
    if not current:
        raise NoSealKey("The year of the seal key is over. Run create_seal_keys --renew.")
    path, certificate = current[-1]
    try:
        key = load_key(folder / "private" / f"{path.stem}.key", passphrase)
    except CannotCreate as reason:
        raise NoSealKey(str(reason)) from None
    if key.public_key() != certificate.public_key():
        raise NoSealKey(f"{path.stem}.key does not fit its certificate.")
    for _path, authority in certificates_of(folder, "authority"):
        if authority.subject == certificate.issuer and _has_issued(authority, certificate):
            return SealKey(key, certificate, authority)
    raise NoSealKey(f"The certificate of the authority above {path.name} is missing.")


def load_key(path: Path, passphrase: str) -> ec.EllipticCurvePrivateKey:
    """An encrypted key. Raises CannotCreate with a sentence when it is missing or the passphrase is wrong."""
    try:
        content = path.read_bytes()
    except OSError:
        raise CannotCreate(f"{path} cannot be read.") from None
    try:
        key = load_pem_private_key(content, passphrase.encode())
    except (ValueError, TypeError):
        raise CannotCreate(f"The passphrase does not open {path}.") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise CannotCreate(f"{path} is not a key of ours.")
    return key


def days_left(folder: Path, at: datetime) -> int | None:
    """For how many more days there is a key that seals; None when there is no certificate at all."""
    ends = [signs_until(certificate) for _path, certificate in certificates_of(folder, "seal")]
    return max((max(ends) - at).days, 0) if ends else None


def signs_from(certificate: x509.Certificate) -> datetime:
    """The first moment at which its key seals."""
    return certificate.not_valid_before_utc


def signs_until(certificate: x509.Certificate) -> datetime:
    """The moment from which its key may not seal any more."""
    period = certificate.extensions.get_extension_for_class(x509.PrivateKeyUsagePeriod).value
    end = period.not_after or certificate.not_valid_after_utc
    return end if end.tzinfo else end.replace(tzinfo=UTC)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of a certificate, 64 hexadecimal digits."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def _has_issued(authority: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except Exception:  # whatever the library says of a signature that does not fit
        return False
    return True
