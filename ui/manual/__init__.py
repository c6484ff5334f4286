"""The manual inside the program: pages in the reader's language, found by words, opened by F1."""
