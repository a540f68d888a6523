"""Published recaps, read from text, CSV, XLSX, DOCX and PDF into typed rows.

The way through: a format's reader makes `Line`s (lines.py); headers.py finds the columns; blocks.py
gathers the physical lines of one logical row; cells.py, labels.py, element_names.py, plan_cells.py
understand the cells; offices.py, series.py, plans.py and mending.py use what the rows say about each other;
sentences.py reads the prose; files.py ties it together.
"""
