"""How people are addressed, whichever way their name is written."""

import subprocess
import sys

import pytest

from planner.names import called, formally, surname


@pytest.mark.parametrize(
    ("name", "first", "formal", "last"),
    [
        ("Dana Whitfield", "Dana", "Dana Whitfield", "Whitfield"),
        ("Dr. Jane Smith", "Jane", "Dr. Smith", "Smith"),
        ("Dr Jane Smith", "Jane", "Dr Smith", "Smith"),
        ("Dr. Smith", "Dr. Smith", "Dr. Smith", "Smith"),
        ("Ms. Lee", "Ms. Lee", "Ms. Lee", "Lee"),
        ("Smith, Jane", "Jane", "Jane Smith", "Smith"),
        ("Smith, Dr. Jane", "Jane", "Dr. Smith", "Smith"),
        ("Prof. Dr. Eva Maier", "Eva", "Prof. Maier", "Maier"),
        ("Maier, Eva, Prof. Dr.", "Eva", "Prof. Maier", "Maier"),
        ("Univ.-Prof. DI Dr. Anna Bauer", "Anna", "Prof. Bauer", "Bauer"),
        ("Frau Dr. Eva Maier", "Eva", "Dr. Maier", "Maier"),
        ("Dipl.-Ing. Franz Huber", "Franz", "Franz Huber", "Huber"),
        ("J. P. Morgan", "J. P. Morgan", "J. P. Morgan", "Morgan"),
        ("Dr. J. Smith", "J. Smith", "Dr. Smith", "Smith"),
        ("van der Berg, Jan", "Jan", "Jan van der Berg", "van der Berg"),
        ("Jan van der Berg", "Jan", "Jan van der Berg", "van der Berg"),
        ("José da Silva", "José", "José da Silva", "da Silva"),
        ("García López", "García López", "García López", "García López"),
        ("María García López", "María", "María García López", "García López"),
        ("O'Brien, Seán", "Seán", "Seán O'Brien", "O'Brien"),
        ("李 明", "李明", "李明", "李明"),
        ("李明", "李明", "李明", "李明"),
        ("HR Team", "HR Team", "HR Team", "HR Team"),
        ("The Hiring Team", "The Hiring Team", "The Hiring Team", "The Hiring Team"),
        ("Jane Smith (HR)", "Jane", "Jane Smith", "Smith"),
        ("Jane Smith, Talent Acquisition", "Jane", "Jane Smith", "Smith"),
        ("Tom Board", "Tom", "Tom Board", "Board"),
        ("Hr. Jensen", "Hr. Jensen", "Hr. Jensen", "Jensen"),
        ("DANA WHITFIELD", "Dana", "Dana Whitfield", "Whitfield"),
        ("WHITFIELD Dana", "Dana", "Dana WHITFIELD", "WHITFIELD"),
        ("dana whitfield", "Dana", "dana whitfield", "whitfield"),
        ("Robert (Bob) Jones", "Bob", "Bob Jones", "Jones"),
        ("Anna-Lena Berg (she/her)", "Anna-Lena", "Anna-Lena Berg", "Berg"),
        ("Dana Whitfield via LinkedIn", "Dana", "Dana Whitfield", "Whitfield"),
        ("Dana Whitfield, PhD", "Dana", "Dana Whitfield", "Whitfield"),
        ("Sir John Smith", "John", "Sir John", "Smith"),
        ("Don Draper", "Don", "Don Draper", "Draper"),
        ("Sukarno", "Sukarno", "Sukarno", "Sukarno"),
        ("O'Brien", "O'Brien", "O'Brien", "O'Brien"),
    ],
)
def test_each_name_is_greeted_as_it_should(name: str, first: str, formal: str, last: str):
    assert (called(name), formally(name), surname(name)) == (first, formal, last)


@pytest.mark.parametrize(
    ("name", "salutation", "said"),
    [
        ("Jane Smith", "Ms.", "Ms. Smith"),
        ("Jane Smith", "Ms. Smith", "Ms. Smith"),
        ("Dr. Jane Smith", "Prof.", "Prof. Smith"),
        ("HR Team", "Ms.", "HR Team"),
        ("Jan van der Berg", "Mr.", "Mr. van der Berg"),
        ("Jack Ma", "Madame", "Madame Ma"),
    ],
)
def test_what_the_book_has_as_a_salutation_counts(name: str, salutation: str, said: str):
    assert formally(name, salutation) == said


@pytest.mark.parametrize(
    "name", ["", " ", ",", "Dr.", "...", "(((", "'", "Mr. Mr. Mr.", "a" * 500, "\u200b", "von", "-"]
)
def test_no_name_is_too_strange(name: str):
    assert isinstance(called(name), str) and isinstance(formally(name), str) and isinstance(surname(name), str)


def test_plain_names_need_no_parser():
    said = "import sys; from planner.names import called; called('Dana Whitfield'); print('nameparser' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout == "False\n"
