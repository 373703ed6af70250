"""`python -m allforall` and the installed command."""

import sys

_STOPPED = '{"error": {"code": "call:stopped", "params": {}, "text": "Stopped."}, "exit_code": 130}'


def run() -> int:
    """Returns the exit code; the program is loaded here, so that whoever stops it meanwhile sees no traceback."""
    try:
        from allforall.cli import main  # noqa: PLC0415 - loading takes a second, in which a user may press Ctrl-C

        return main()
    except KeyboardInterrupt:
        if "--json" in sys.argv:
            sys.stdout.write(_STOPPED + "\n")
        sys.stderr.write("Stopped.\n")
        return 130


if __name__ == "__main__":
    sys.exit(run())
