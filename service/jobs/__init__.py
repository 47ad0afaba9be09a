"""Checks that run in the background and survive a restart."""
