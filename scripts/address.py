"""Where to serve: `HOST` and `PORT`, and whether that place is free."""

import errno
import os
import socket

from scripts.told import SetupFailed


def wanted() -> tuple[str, int]:
    """The address from the environment, 127.0.0.1:8000 where it says nothing. Raises `SetupFailed`."""
    port = os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise SetupFailed(f"PORT must be a number from 1 to 65535, not {port!r}. For example: PORT=8001 make run")
    return os.environ.get("HOST") or "127.0.0.1", int(port)


def ensure_free() -> None:
    """Raise `SetupFailed` where the address is taken, forbidden or not of this machine."""
    host, port = wanted()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except socket.gaierror:
        raise SetupFailed(f"HOST {host!r} is not an address of this machine. Try HOST=127.0.0.1 make run") from None
    except OSError as fault:
        raise SetupFailed(_told(host, port, fault)) from None


def _told(host: str, port: int, fault: OSError) -> str:
    if fault.errno == errno.EADDRINUSE:
        return (
            f"Port {port} of {host} is in use, perhaps by another `make run`. Stop that program, or take another "
            f"port: PORT={port % 65535 + 1} make run"
        )
    if fault.errno == errno.EACCES:
        return f"Port {port} is reserved for the system. Take one above 1023: PORT=8000 make run"
    if fault.errno == errno.EADDRNOTAVAIL:
        return f"HOST {host} is not an address of this machine. Try HOST=127.0.0.1 make run"
    return f"{host}:{port} cannot be used: {fault.strerror}. Try HOST=127.0.0.1 PORT=8001 make run"
