"""All that may be lost without harm: presence, pictures, scenes, pushing."""
