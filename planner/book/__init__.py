"""The address book: one SQLite file, written through `commands` and read through `queries`."""
