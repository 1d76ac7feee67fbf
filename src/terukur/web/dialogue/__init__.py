"""Talks between an employee and the appraiser, with the sheet that prepares them."""
