"""Names and paths of sections: ``二、(三)队伍建设``."""

from plandiff.comparison.reports.shared.section_paths import joined
from plandiff.corpus.model import Plan, Section
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cut


def section_of(plan: Plan, section: str) -> Section:
    """Return the section with this id; ids number sections in document order."""
    index = int(section[1:]) if section[1:].isdigit() else -1
    if 0 <= index < len(plan.sections) and plan.sections[index].id == section:
        return plan.sections[index]
    return next(candidate for candidate in plan.sections if candidate.id == section)


def ancestors(plan: Plan, section: str) -> list[Section]:
    """Return the path to a section: its ancestors without the root, and the section itself."""
    path = [section_of(plan, section)]
    while (parent := path[0].parent) is not None and parent != plan.root.id and len(path) < 64:
        path.insert(0, section_of(plan, parent))
    return path


def name_of(section: Section, cells: int = 24) -> str:
    """Return label and heading, or the first words of the text, cut to ``cells``."""
    words = section.heading or section.body
    text = visible_line(joined(section.label or "", words[:200])).strip()
    return cut(text, cells)


def place_of(plan: Plan, section: str, cells: int = 24) -> str:
    """Return the labels of the ancestors and the name of the section: ``二、(三)队伍建设``."""
    path = ancestors(plan, section)
    labels = "".join(visible_line(parent.label or "") for parent in path[:-1])
    gap = " " if labels[-1:].isalnum() else ""
    return cut(f"{labels}{gap}{name_of(path[-1], cells)}", cells)
