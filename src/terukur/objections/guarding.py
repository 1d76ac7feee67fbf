"""Rules that this area registers with lower ones; loaded once, when the application starts."""

from terukur.appraisal.guards import FURTHER_READERS
from terukur.objections.access import reads_as_decider

if reads_as_decider not in FURTHER_READERS:
    FURTHER_READERS.append(reads_as_decider)
