"""Reading text: pure functions from text to values with exact spans."""
