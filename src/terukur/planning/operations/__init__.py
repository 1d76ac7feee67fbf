"""Acts on plans; each is one transaction and leaves a ledger entry on its chain."""
