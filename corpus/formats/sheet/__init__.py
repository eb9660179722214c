"""Spreadsheets (.xlsx, and what LibreOffice turns into one): each sheet is a table with a head."""
