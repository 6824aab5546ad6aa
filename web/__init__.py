"""The HTTP shell: wiring, doors, pages and the JSON operations that pages use."""
