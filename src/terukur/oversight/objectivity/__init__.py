"""How appraisers rate, looked at together: what enters, what a run keeps, the mirror, findings, the index."""
