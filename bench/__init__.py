"""Side-by-side measurements; never part of the tests. `make bench`, or `python -m bench NAME…`."""
