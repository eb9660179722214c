"""Who reviews: a name to show, and something that parts two people of the same name."""

import getpass
import os
import socket

from plandiff.tui.review.anchors import digest


def this_person(author: str | None = None) -> str:
    """``name#digits``: the name given, else the login's; the digits stand for login and machine.

    Two people called 王老师 who merge their reviews stay two people.
    """
    login = _login()
    name = (author or login).replace("#", " ").strip() or login
    return f"{name}#{digest(login, socket.gethostname())[:6]}"


def display_name(person: str) -> str:
    """The name without what parts it from others.

    >>> display_name("王老师#1f3a9c")
    '王老师'
    """
    return person.rpartition("#")[0] or person


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no entry for this user id, as in containers
        return str(os.getuid()) if hasattr(os, "getuid") else "user"
