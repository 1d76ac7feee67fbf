"""Drawings with text: each has a sentence above, an SVG with words in it, and its table below.

Geometry is computed here, the templates under ``web/plots/`` only write it. A drawing is about 320 units
wide, so that a phone shows it unscaled; labels stand above what they name. No status by color alone. ``{%
draw plot %}`` of the tag library ``plots`` writes any of them.
"""
