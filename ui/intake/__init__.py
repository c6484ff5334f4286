"""The intake form, built from the catalogue: typing in, answers and their reading out."""
