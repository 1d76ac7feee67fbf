"""Guards of this area on acts of lower areas; loaded once, when the application starts."""

from terukur.accounts.guards import ACTIVATION_CODES, MANY_CODES
from terukur.ledger.operations import IMPORTS
from terukur.organization.rights import code_needs_team, many_codes_need_team, only_team_imports

ACTIVATION_CODES.add(code_needs_team)
MANY_CODES.add(many_codes_need_team)
IMPORTS.add(only_team_imports)
