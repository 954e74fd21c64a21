"""`python -m station_desk` is the same as the command `station-desk`."""

import sys

from station_desk.app import main

if __name__ == "__main__":
    sys.exit(main())
