"""The command line, for a person at a terminal and for scripts.

- ``app``: the commands, put together; ``main`` is the entry point
- ``running``: from a command's work to its exit code, and failures to one line
- ``screen``: what goes to standard output and what to standard error
- ``options``: options that several commands take
- ``article_files``: a file or standard input as an article
- ``library_files``: files and folders as documents of the library
- ``reports``: a report in the format asked for
- ``check``, ``demo``, ``library``, ``library_add``, ``serve``: one command or group each
"""

from service.cli.app import main

__all__ = ["main"]
