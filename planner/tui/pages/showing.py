"""Which page is shown for what is on the cursor."""

from ...book import applications
from ...book.person import read_person
from ..services.library import Library
from ..services.state import Selection, key_of
from .page import Page
from .person import PersonPanel


def show_selection(page: Page, selection: Selection, library: Library) -> None:
    """Show the person, or the application, that was selected, on a page that is made for it."""
    if selection.application is not None:
        _show_application(page, selection.application.application_id, library)
    elif selection.row is not None and isinstance(page, PersonPanel):
        row, today = selection.row, library.today
        person = library.read(lambda connection: read_person(connection, row.contact_id, today))
        if person is not None:
            page.show(person, today, key_of(row))


def _show_application(page: Page, application_id: int, library: Library) -> None:
    from .application import ApplicationPanel

    if isinstance(page, ApplicationPanel):
        found = library.read(lambda connection: applications.page(connection, application_id))
        if found is not None:
            page.show(found, library.today)
