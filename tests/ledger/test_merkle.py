"""The tree is that of RFC 6962, whatever the number of leaves."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.ledger.merkle import blocks_of, leaf_hash, node_hash, path_of, root_from, root_of

# Leaves and roots of the reference implementation of Certificate Transparency.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
some_leaves = st.lists(st.binary(max_size=4), min_size=1, max_size=70)


def as_written(hashes):
    """RFC 6962, section 2.1, word for word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    half = max(1 << power for power in range(40) if 1 << power < len(hashes))
    return node_hash(as_written(hashes[:half]), as_written(hashes[half:]))


@pytest.mark.parametrize("size", range(1, 9))
def test_known_roots(size):
    hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES[:size]]
    assert root_of(hashes).hex() == ROOTS[size - 1]


def test_an_empty_tree_has_the_root_of_nothing():
    assert root_of([]) == hashlib.sha256(b"").digest()


@given(some_leaves)
def test_the_root_is_that_of_the_definition_also_by_blocks(leaves):
    hashes = [leaf_hash(leaf) for leaf in leaves]
    assert root_of(hashes) == as_written(hashes)
    for size in (1, 2, 8):
        assert root_of(blocks_of(hashes, size)) == as_written(hashes)


@given(some_leaves, st.data())
def test_the_path_of_a_leaf_leads_to_the_root_and_no_other_does(leaves, data):
    hashes = [leaf_hash(leaf) for leaf in leaves]
    index = data.draw(st.integers(0, len(hashes) - 1))
    path, place = path_of(index, hashes), {"index": index, "size": len(hashes)}
    assert root_from(hashes[index], path=path, **place) == root_of(hashes)
    assert root_from(leaf_hash(b"other leaf"), path=path, **place) != root_of(hashes)
    for wrong in (path[:-1], [*path, b"\0" * 32]):
        if wrong != path:
            with pytest.raises(ValueError, match="path"):
                root_from(hashes[index], path=wrong, **place)


def test_a_leaf_outside_the_tree_is_refused():
    with pytest.raises(ValueError, match="no such leaf"):
        root_from(leaf_hash(b""), index=1, size=1, path=[])
