"""Keep in touch with the people who interviewed you, after the no."""

__all__ = ["__version__"]

__version__ = "0.1.0"
