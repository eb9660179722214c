"""Read spreadsheets (.xlsx and formats converted to it): each sheet is a table with a head."""
