"""Pages of rounds, blind ratings, second opinions and standard cases."""
