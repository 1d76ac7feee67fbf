"""Pages about how appraisers rate: findings, mirror and figures of the agency."""
