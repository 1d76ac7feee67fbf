"""Rules that this area registers with lower ones; loaded once, when the application starts."""

from terukur.appraisal.guards import FURTHER_READERS
from terukur.objections.access import decides_by_name

if decides_by_name not in FURTHER_READERS:
    FURTHER_READERS.append(decides_by_name)
