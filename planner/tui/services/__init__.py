"""The app's way to the book, and the state that it hands down."""
