"""Plays a person at a terminal: starts a program on a pseudo terminal, and types each answer once its question shows.

usage: terminal.py PLAN PROGRAM [ARGUMENT...]
PLAN is JSON, a list of [question, keys]. All that the screen got goes to standard output; exits as the program does,
or with 99 where a question did not come.
"""
import json
import os
import pty
import select
import sys
import time

plan = json.loads(sys.argv[1])
pid, screen = pty.fork()
if pid == 0:
    os.environ.update(TERM="xterm", COLUMNS="200", LINES="50")
    os.execvp(sys.argv[2], sys.argv[2:])

seen = b""
searched = 0
deadline = time.monotonic() + 240


def read():
    """Reads what is there; False at the end."""
    global seen
    if not select.select([screen], [], [], 1)[0]:
        return True
    try:
        piece = os.read(screen, 65536)
    except OSError:
        return False
    seen += piece
    return piece != b""


missing = None
for question, keys in plan:
    wanted = question.encode()
    while seen.find(wanted, searched) < 0:
        if time.monotonic() > deadline or not read():
            missing = question
            break
    if missing is not None:
        break
    searched = seen.find(wanted, searched) + len(wanted)
    os.write(screen, keys.encode())

while missing is None and time.monotonic() < deadline and read():
    pass
sys.stdout.buffer.write(seen)
if missing is not None:
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    print("\nNEVER ASKED: " + missing)
    sys.exit(99)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
