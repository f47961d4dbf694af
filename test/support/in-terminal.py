"""Runs a command with a pseudo-terminal as stderr and a file as stdout, and prints what the terminal gets.

python3 in-terminal.py COLUMNS ROWS STDOUT-FILE COMMAND...
A line on stdin, such as SIGINT, is the name of a signal to send to the command.
"""
import fcntl, os, pty, signal, struct, subprocess, sys, termios, threading

columns, rows, output, *command = sys.argv[1:]
ours, theirs = pty.openpty()
fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", int(rows), int(columns), 0, 0))
with open(output, "wb") as file:
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file, stderr=theirs)
os.close(theirs)


def forward_signals():
    for line in sys.stdin:
        child.send_signal(getattr(signal, line.strip()))


threading.Thread(target=forward_signals, daemon=True).start()
while True:
    try:
        data = os.read(ours, 65536)
    except OSError:  # Linux: the other side is closed.
        break
    if not data:
        break
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
code = child.wait()
sys.exit(128 - code if code < 0 else code)
