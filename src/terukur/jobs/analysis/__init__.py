"""Readers and reports of ``terukur analyse``. They need numpy, so only commands import them."""
