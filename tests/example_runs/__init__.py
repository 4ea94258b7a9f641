"""Runs the code in knowledge/examples on the versions that it names: `make examples`.

It makes a virtual environment for each set of packages, two gigabytes in all, and starts a
Prefect server of its own; so it is no part of the tests.
"""
