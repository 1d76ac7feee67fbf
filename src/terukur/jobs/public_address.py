"""Rule for internet addresses that the server may ask: only public ones."""

from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address

# All IPv6 addresses assigned to the public internet; those that wrap an IPv4 address (mapped, compatible,
# translated, NAT64) lie outside.
_PUBLIC = IPv6Network("2000::/3")
# Excluded inside it: gateways (6to4, Teredo) and addresses for documentation.
_GATEWAYS = tuple(IPv6Network(way) for way in ("2002::/16", "2001::/32", "3fff::/20"))
_RELAYS = IPv4Network("192.88.99.0/24")
# An address inside an office's tunnel (ISATAP) has this before its IPv4 address.
_ISATAP = (0x00005EFE, 0x02005EFE)


def is_public(target: str) -> bool:
    """Return whether an address is one of the public internet, whatever form it is written in."""
    address = ip_address(target.partition("%")[0])
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, IPv4Address):
        return address not in _RELAYS
    is_tunnel = (int(address) >> 32) & 0xFFFFFFFF in _ISATAP
    return address in _PUBLIC and not is_tunnel and not any(address in way for way in _GATEWAYS)
