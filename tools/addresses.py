"""Under which addresses tablets can reach this machine."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

EVERYWHERE = ("0.0.0.0", "::", "")


def lan_addresses() -> list[str]:
    """IPv4 addresses of this machine's network cards, the one of the default route first."""
    found = _outgoing() + [address for name in _interfaces() if (address := _address_of(name))]
    return [address for address in dict.fromkeys(found) if not address.startswith("127.")]


def _outgoing() -> list[str]:
    """The address that packets to the outside would carry; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return []
        return [str(probe.getsockname()[0])]


def _interfaces() -> list[str]:
    try:
        return [name for _, name in socket.if_nameindex()]
    except OSError:
        return []


def _address_of(interface: str) -> str | None:
    """Linux only: elsewhere the outgoing address has to do."""
    if not Path("/proc/net").exists():
        return None
    import fcntl

    ask_address = 0x8915  # SIOCGIFADDR
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            answer = fcntl.ioctl(probe.fileno(), ask_address, struct.pack("256s", interface.encode()[:15]))
        except OSError:
            return None
    return socket.inet_ntoa(answer[20:24])


def shown_urls(host: str, port: int, scheme: str = "http") -> list[str]:
    """The addresses to print for a host setting, the best for a tablet first."""
    hosts = [*lan_addresses(), "127.0.0.1"] if host in EVERYWHERE else [host]
    return [f"{scheme}://{name}:{port}" for name in hosts]
