"""Reading of foreign bytes by a child process with limits and without secrets; only data comes back."""
