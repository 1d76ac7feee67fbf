"""Readers of foreign bytes. Only the confined child loads them; nothing else may import them."""
