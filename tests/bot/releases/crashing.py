"""What a loader does that reads where it should not: the process ends with SIGSEGV."""

import os
import signal

if __name__ == "__main__":
    os.kill(os.getpid(), signal.SIGSEGV)
