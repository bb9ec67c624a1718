"""`python -m msccurate`: the command line, where the command is not on the path."""

from msccurate.cli import main

if __name__ == "__main__":
    main()
