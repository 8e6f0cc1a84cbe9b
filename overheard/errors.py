"""The one exception type that learners and contributors are meant to read."""


class OverheardError(Exception):
    """Bad input or a damaged file, said in plain words: what is wrong, where, and what to do.

    The command line prints the message alone and exits with code 2.
    """
