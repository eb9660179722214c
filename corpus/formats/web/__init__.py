"""HTML pages and saved web archives, parsed by libxml2.

Lexbor (selectolax) takes 18 s for half a megabyte of nested ``<div>``; libxml2 is linear and stops
at an announced depth, which matters more here than the fine points of HTML 5.
"""
