"""The terminal and the process: standard error, size, clipboard, signals, crash reports."""
