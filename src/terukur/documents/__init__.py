"""Documents to print and hand over: PDF from a template and data, the same for the same input."""
