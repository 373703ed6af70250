"""`python -m allforall` is the command line."""

import sys

from allforall.cli import main

if __name__ == "__main__":
    sys.exit(main())
