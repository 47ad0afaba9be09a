"""``python -m service.cli`` is the same as ``claimdesk``."""

from service.cli import main

if __name__ == "__main__":
    main()
