"""What the planner promises, tried to destruction: `make torture`, or a tenth of it with `ARGS=--tenth`."""
