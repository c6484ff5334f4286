"""Scripts that made what lies in `resources/`: run by hand, their results are committed.

`python -m resources.making.NAME --help` says what each needs; none runs in the product.
"""
