"""What the reader looks at, and how places in it are found; nothing here draws or knows textual."""
