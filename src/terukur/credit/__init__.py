"""Angka kredit of functional officers: converted from final grades, beside the points that documents give."""
