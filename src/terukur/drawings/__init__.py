"""Drawings of figures with text: each has a sentence above, an SVG with words in it, and its table below.

Geometry is computed here, the templates under ``drawings/`` only write it (``written_drawing``). A drawing is
about 320 units wide, so that a phone shows it unscaled; labels stand above what they name. No status by color
alone.
"""
