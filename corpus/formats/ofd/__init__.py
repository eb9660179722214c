"""OFD (GB/T 33190), the fixed-layout format of official documents, laid out as a PDF is."""
