"""The set-up of a contest as seven sheets: reading, writing and comparing them."""
