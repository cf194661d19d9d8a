"""What all errors that are meant for the user have in common."""


class PlannerError(Exception):
    """Something that cannot be done; its text tells the user what happened and what to do next."""

    exit_status = 1  # of the command line; 2 where the call itself was wrong
