"""Measuring the product through its own interfaces."""
