"""One run over all delivered results. It loads numpy, so jobs and commands import it and pages never do."""
