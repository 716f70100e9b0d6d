"""How fast the program is: every figure measured beside what it is compared with, in one run.

    .venv/bin/python tools/benchmarks [--quick] [--only NAME ...] [--json FILE] [--readme]

A module is a subject: it has a function ``figures`` that yields them. measure.py says what a figure
is, texts.py makes the articles.
"""
