"""Read HTML pages and saved web archives with libxml2.

Lexbor (selectolax) takes 18 s for half a megabyte of nested ``<div>``.  libxml2 is linear and has a
documented depth limit, which is more important here than exact HTML 5 parsing.
"""
