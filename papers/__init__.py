"""Values in, bytes out; what reads or writes large files runs in a child process."""
