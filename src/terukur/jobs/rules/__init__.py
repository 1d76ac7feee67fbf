"""The door to the register of rules: words of a shell in, a decision in words or JSON out."""
