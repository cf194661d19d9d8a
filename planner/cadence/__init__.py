"""What is due, when and why: rules over plain values, with no database, no screen and no clock."""
