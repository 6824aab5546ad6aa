"""All that may be appealed: what a score means, how it is kept, every decision. No Flask, no sockets."""
