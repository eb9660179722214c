"""The licences of everything that plandiff needs to run: free to use, none that binds the user.

    python tests/check_licences.py

Walks the installed dependencies from plandiff and its extras on and fails where a licence is not on
the list.
"""

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution

ALLOWED = (
    "MIT",
    "BSD",
    "APACHE",
    "ISC",
    "PSF",
    "PYTHON SOFTWARE FOUNDATION",
    "MPL",
    "ZLIB",
    "0BSD",
)
"""Permissive licences, and MPL, which binds changes to its own files only."""
EXTRAS = ("distributed",)
"""What optional extras need beside; dev is not for users."""
REFUSED = ("GPL", "AFFERO", "SSPL", "PROPRIETARY", "COMMERCIAL")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def licence_of(package: Distribution) -> str:
    """What a package says of itself: the expression, the classifiers, or the first line."""
    facts = package.metadata
    if "License-Expression" in facts:
        return facts["License-Expression"]
    said = [c for c in facts.get_all("Classifier") or () if c.startswith("License ::")]
    if said:
        return " / ".join(classifier.rpartition(" :: ")[2] for classifier in said)
    return facts["License"].strip().partition("\n")[0] if "License" in facts else ""


def needed_by(package: Distribution) -> list[str]:
    """Names of what a package needs, without what only its extras or other systems need."""
    needed = []
    for requirement in package.requires or ():
        name, _, condition = requirement.partition(";")
        if "extra" not in condition and (found := _NAME.match(name)):
            needed.append(found[0])
    return needed


def licences(root: str) -> dict[str, str]:
    """Every package below ``root`` that is installed, with its licence."""
    found: dict[str, str] = {}
    waiting = [root]
    while waiting:
        name = waiting.pop()
        key = name.lower().replace("_", "-")
        if key in found:
            continue
        try:
            package = distribution(name)
        except PackageNotFoundError:  # needed on another system or an older Python
            continue
        found[key] = licence_of(package)
        waiting.extend(needed_by(package))
    return dict(sorted(found.items()))


def is_allowed(licence: str) -> bool:
    """Whether a licence is on the list and off the other."""
    said = licence.upper()
    return any(name in said for name in ALLOWED) and not any(name in said for name in REFUSED)


def main() -> int:
    found = licences("plandiff")
    for extra in EXTRAS:
        found |= licences(extra)
    bad = {name: licence for name, licence in found.items() if not is_allowed(licence)}
    for name, licence in bad.items():
        sys.stderr.write(f"{name}: {licence or 'says nothing about its licence'}\n")
    sys.stdout.write(f"{len(found)} packages, {len(bad)} with a licence that is not allowed\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
