"""A reader that is killed while it reads, as by the kernel when memory runs out."""

import os
import signal

os.kill(os.getpid(), signal.SIGKILL)
