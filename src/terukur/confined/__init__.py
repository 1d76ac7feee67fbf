"""Foreign bytes are read by a child process with limits and without secrets; data comes back."""
