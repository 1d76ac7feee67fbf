"""Rule for internet addresses that the server may ask: only public ones."""

from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address

# All that has been given out for the public internet begins here; what merely wraps an address of the
# older kind (mapped, compatible, translated, NAT64) does not.
_PUBLIC = IPv6Network("2000::/3")
# Inside it: ways through gateways (6to4, Teredo) and what is only for documentation.
_GATEWAYS = tuple(IPv6Network(way) for way in ("2002::/16", "2001::/32", "3fff::/20"))
_RELAYS = IPv4Network("192.88.99.0/24")
# An address inside an office's tunnel (ISATAP) has this before the address of the older kind.
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
