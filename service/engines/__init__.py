"""Engines: who splits an article into claims and judges them. Engines do not know each other."""
