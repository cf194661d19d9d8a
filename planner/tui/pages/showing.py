"""Which page is shown for what is on the cursor."""

from ...book import applications
from ...book.person import read_person
from ..services.library import Library
from ..services.state import Selection, key_of
from .application import ApplicationPanel
from .page import Page
from .person import PersonPanel


def show_selection(page: Page, selection: Selection, library: Library) -> None:
    """Show the person, or the application, that was selected, on a page that is made for it."""
    line, row, today = selection.application, selection.row, library.today
    if line is not None and isinstance(page, ApplicationPanel):
        found = library.read(lambda connection: applications.page(connection, line.application_id))
        if found is not None:
            page.show(found, today)
    elif row is not None and isinstance(page, PersonPanel):
        person = library.read(lambda connection: read_person(connection, row.contact_id, today))
        if person is not None:
            page.show(person, today, key_of(row))
