"""Values and their rules: frozen models, no vendor, no input or output."""
