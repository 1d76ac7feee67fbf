"""Merkle trees as in RFC 6962: root, audit path, and the root that a path leads to."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf; the first byte keeps leaves and nodes apart."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees side by side."""
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(hashes: Iterable[bytes]) -> bytes:
    """Return the root over hashes of leaves (or of equal, full subtrees), read once and not kept."""
    full: list[tuple[int, bytes]] = []
    for digest in hashes:
        height = 0
        while full and full[-1][0] == height:
            digest = node_hash(full.pop()[1], digest)
            height += 1
        full.append((height, digest))
    if not full:
        return hashlib.sha256(b"").digest()
    root = full.pop()[1]
    while full:
        root = node_hash(full.pop()[1], root)
    return root


def path_of(index: int, hashes: Sequence[bytes]) -> list[bytes]:
    """Return the audit path of one leaf, from its neighbour up to below the root."""
    if len(hashes) == 1:
        return []
    half = 1 << (len(hashes) - 1).bit_length() - 1
    if index < half:
        return [*path_of(index, hashes[:half]), root_of(hashes[half:])]
    return [*path_of(index - half, hashes[half:]), root_of(hashes[:half])]


def root_from(leaf: bytes, *, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root that a leaf's hash and its audit path lead to, in a tree of ``size`` leaves.

    :raises ValueError: where the path does not have the length that such a leaf has.
    """
    if not 0 <= index < size:
        raise ValueError("no such leaf in a tree of this size")
    digest, last = leaf, size - 1
    steps = iter(path)
    while last:
        if index & 1 or index < last:
            neighbour = next(steps, None)
            if neighbour is None:
                raise ValueError("the path is too short")
            digest = node_hash(neighbour, digest) if index & 1 else node_hash(digest, neighbour)
        index, last = index >> 1, last >> 1
    if next(steps, None) is not None:
        raise ValueError("the path is too long")
    return digest


def blocks_of(hashes: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Yield the roots of subtrees of ``size`` leaves (a power of two), the last of the remaining leaves."""
    steps = iter(hashes)
    while block := list(islice(steps, size)):
        yield root_of(block)
