"""Statistics of a day or a range as SQL, and their PDF and XLSX."""
