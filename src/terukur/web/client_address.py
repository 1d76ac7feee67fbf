"""The client's address, also behind proxies that the installation names."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address that a request came from.

    ``X-Forwarded-For`` can be written by anybody, so it is read from its end, and only past the proxies of
    ``TERUKUR_PROXIES``.
    """
    address = _parsed(request.META.get("REMOTE_ADDR", ""))
    named = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while address is not None and _is_proxy(address) and named:
        further = _parsed(named.pop())
        if further is None:
            break
        address = further
    return str(address or "0.0.0.0")  # noqa: S104 - no place to bind to


def client_key(request: HttpRequest) -> str:
    """Return the key of one client: an address, or the network of one IPv6 customer."""
    address = ip_address(client_address(request))
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, 64), strict=False))
    return str(address)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_proxy(address: IPv4Address | IPv6Address) -> bool:
    return any(address in ip_network(known, strict=False) for known in settings.PROXIES)
