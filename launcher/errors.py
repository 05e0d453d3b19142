"""The errors that end a command. Each is one line for a person: what is wrong and what to do."""


class LauncherError(Exception):
    """Something that whoever typed the command has to mend; its text is all that is printed."""


class Interrupted(LauncherError):
    """The command was stopped (Ctrl-C, SIGTERM, SIGHUP) while it was at work."""
