"""Read OFD (GB/T 33190), a fixed-layout format of official documents, with the PDF layout."""
