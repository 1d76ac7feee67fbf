"""The nightly look at how appraisers rate. Needs numpy, so only the worker and commands import it."""
