"""Characters as files write them."""


def paired(text: str) -> str:
    r"""The text with surrogates that a file wrote apart made characters again; lone ones are �.

    >>> paired("\ud840\udc00") == "\U00020000", paired("a\ud840")
    (True, 'a\ufffd')
    """
    if any("\ud800" <= character <= "\udfff" for character in text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
