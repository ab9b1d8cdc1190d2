"""terminal.py ROWS COLUMNS PROGRAM [ARGUMENT...]: the program on a terminal of its own.

What comes on standard input is typed, what the program shows goes to standard output, and its exit
code becomes that of this script. The end of standard input hangs up.
"""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios


def main():
    rows, columns = int(sys.argv[1]), int(sys.argv[2])
    child, terminal = pty.fork()
    if child == 0:
        # Tests in the background ignore it, and a program on a terminal never does.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.execvp(sys.argv[3], sys.argv[3:])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    pump(terminal)
    os.close(terminal)
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) % 256)


def pump(terminal):
    """Returns when the program has closed its terminal, or nobody types any more."""
    while True:
        ready = select.select([terminal, 0], [], [])[0]
        if 0 in ready:
            typed = os.read(0, 4096)
            if not typed:
                return
            os.write(terminal, typed)
        if terminal in ready:
            try:
                shown = os.read(terminal, 4096)
            except OSError:  # how Linux says that the other side is closed
                return
            if not shown:
                return
            os.write(1, shown)


main()
