"""How the models that ship were made, from data to file. Never part of the running service."""
