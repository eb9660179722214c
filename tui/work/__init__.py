"""Reading, comparing and writing reports, in a process of its own where it takes long."""
