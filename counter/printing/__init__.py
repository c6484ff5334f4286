"""Papers and printers: documents, the print journal, and the ways a page reaches paper."""
