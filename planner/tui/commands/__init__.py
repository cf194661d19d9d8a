"""Commands of the book, imported late, and the people that the palette offers."""
