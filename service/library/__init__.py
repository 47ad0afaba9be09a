"""The newsroom's reference documents: read, described, cut, stored and searched."""
