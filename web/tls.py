"""https from given certificate files: what is wrong with them is said at the start, not by every tablet.

A hall has two ways: a certificate for a public name that resolves to the LAN address, or one of an
own authority that own tablets trust (``flask contest tls`` makes both; docs/venue-tls.md).
"""

from __future__ import annotations

import datetime
import ipaddress
import os
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from web.config import SettingRefused, Settings

SOON = 7  # days: a certificate that ends so soon is spoken of
LASTS = 90  # days that a made certificate is good for: long enough for a contest, short for a key on a laptop
LARGEST = 256 * 1024  # bytes of a certificate file


@dataclass(frozen=True, slots=True)
class Certificate:
    """The files as they may be served; `days` left, `names` that a browser may come by."""

    context: ssl.SSLContext
    names: tuple[str, ...]
    days: int


def now() -> datetime.datetime:
    """The machine's clock, in UTC."""
    return datetime.datetime.now(datetime.UTC)


def certificate_of(settings: Settings, at: datetime.datetime) -> Certificate | None:
    """The certificate to serve with, None for plain http; raises SettingRefused for files that cannot serve."""
    if settings.tls_cert is None or settings.tls_key is None:
        return None
    leaf = _first(settings.tls_cert)
    if settings.tls_key.is_file() and settings.tls_key.stat().st_mode & 0o007:
        raise SettingRefused(f"TLS_KEY={settings.tls_key}: 其他用户能读，权限应为 600 / others can read it: mode 600")
    if at < leaf.not_valid_before_utc:
        raise SettingRefused(f"TLS_CERT: {leaf.not_valid_before_utc:%Y-%m-%d} 才生效 / not valid yet; {_clock(at)}")
    if at >= leaf.not_valid_after_utc:
        raise SettingRefused(f"TLS_CERT: {leaf.not_valid_after_utc:%Y-%m-%d} 已过期 / has expired; {_clock(at)}")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(settings.tls_cert, settings.tls_key)
    except (OSError, ssl.SSLError) as unfit:
        raise SettingRefused(
            f"TLS_CERT, TLS_KEY: 证书与密钥不配，或读不出 / do not fit or cannot be read: {unfit}"
        ) from unfit
    return Certificate(context, _names(leaf), (leaf.not_valid_after_utc - at).days)


def _clock(at: datetime.datetime) -> str:
    return f"本机时钟 this machine's clock: {at:%Y-%m-%d %H:%M} UTC"


def _first(path: Path) -> x509.Certificate:
    try:
        with open(path, "rb") as file:
            return x509.load_pem_x509_certificates(file.read(LARGEST))[0]
    except (OSError, ValueError) as unread:
        raise SettingRefused(f"TLS_CERT={path}: 读不出证书 / no certificate can be read: {unread}") from unread


def _names(leaf: x509.Certificate) -> tuple[str, ...]:
    try:
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    addresses = [str(address) for address in names.get_values_for_type(x509.IPAddress)]
    return (*names.get_values_for_type(x509.DNSName), *addresses)


def make_certificates(folder: Path, names: Sequence[str], at: datetime.datetime) -> list[Path]:
    """An authority of its own and a server's certificate for these names and addresses, as files in ``folder``.

    ``ca.pem`` is what tablets are told to trust; it may sign for these names alone, and its key is thrown away,
    so whoever steals the laptop cannot make another.  Raises FileExistsError, ValueError for no or bad names.
    """
    subjects = [_subject(name) for name in names]
    if not subjects:
        raise ValueError("no name")
    authority, server = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    folder.mkdir(parents=True, exist_ok=True)
    title = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Liangfen {at:%Y-%m-%d} {names[0]}"[:64])])
    permitted = [_permitted(subject) for subject in subjects]
    ca = (
        _builder(title, title, authority, at)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .sign(authority, hashes.SHA256())
    )
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    leaf = (
        _builder(own, title, server, at)
        .add_extension(x509.SubjectAlternativeName(subjects), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(authority, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = server.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    contents = {
        "ca.pem": (ca.public_bytes(pem), 0o644),
        "server.pem": (leaf.public_bytes(pem) + ca.public_bytes(pem), 0o644),
        "server-key.pem": (plain, 0o600),
    }
    return [_write(folder / name, content, mode) for name, (content, mode) in contents.items()]


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, at: datetime.datetime
) -> x509.CertificateBuilder:
    begins, ends = at - datetime.timedelta(hours=1), at + datetime.timedelta(days=LASTS)  # clocks differ
    named = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    return named.serial_number(x509.random_serial_number()).not_valid_before(begins).not_valid_after(ends)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, key_cert_sign=signs_certificates, crl_sign=signs_certificates,
        content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _subject(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _permitted(subject: x509.GeneralName) -> x509.GeneralName:
    if isinstance(subject, x509.IPAddress):
        return x509.IPAddress(ipaddress.ip_network(subject.value))
    return subject


def _write(path: Path, content: bytes, mode: int) -> Path:
    made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(made, "wb") as file:
        file.write(content)
    return path
