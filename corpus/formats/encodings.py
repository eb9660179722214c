"""Detect the encoding of a text and decode it: UTF-8, GB18030, Big5, UTF-16, and rarer ones.

Byte statistics fail on short Chinese texts (charset-normalizer takes a line of GBK for Korean).
Instead each Chinese encoding is tried strictly, and the result is scored by the share of its
characters that are common in Chinese prose: a wrong decoding gives rare characters.

>>> decode("推进教育数字化".encode("gb18030"))
Decoded(text='推进教育数字化', encoding='gb18030', damaged=0)
"""

import codecs
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from plandiff.corpus.errors import Phrase
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.model import Finding
from plandiff.corpus.text import lazy_re as re

if TYPE_CHECKING:
    import charset_normalizer
else:
    charset_normalizer = LazyModule("charset_normalizer")

_COMMON = frozenset(
    "的一是不了在人有我他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里所去行"
    "过家十用发天如然作方成者多日都三小军二无同么经法当起与好看学进种将还分此心前面又定见只主没公从知使两全部情民"
    "第三四五六七八九百千万亿元月市县区校教育师资幼儿园党委政务院局厅办室级工计划总结规要点目标任重意见通知方案"
    "建设推加强提高落实完善促展开改革新质量水平管理服务保障组织领导制度机体系统安全责任监督检查评价考核培训课程"
    "项投入经费比率达以上不低少每乡镇城村街道社区居民农业产业企业经济环境文化化数字信息科技术创技能职专特别殊"
    "条章节款依据应须按照规定本法令由各及或等关于根贯彻精神思想时代主义社共同深入持续坚持实施期初中高等基础均衡"
    "優質們個來說國時於這對與為學進種將還無經當後會過發動現實點變開樣電話問題機關係議織財產業務區縣鄉鎮億萬"
    "師資園黨總結規標見設強劃辦級體統責監檢評價訓課術競創職專條節應須據則貫徹習義貧環濟農鄉員從處單兩報數據"
    "東西南北內外年度第號長廣場車馬門間聞頭飛風雲龍書畫語言讀寫聽試驗證認識讓論該調請護選連運達適遠遷遺邊還"
    "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·％０１２３４５６７８９①②③④⑤　"
)
"""The most frequent characters and marks of Chinese official prose, simplified and traditional."""

_HAN_OR_MARK = re.compile(r"[^\x00-\x7f]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_NEARLY_ASCII = re.compile(rb"(?:[\x00-\x7f]+|[\x80-\xff](?![\x80-\xff]))*+")
"""Only single bytes beyond ASCII: accents and curly quotes of Western texts."""
_SAMPLE = 20_000
_PLAUSIBLE = 0.25
"""Minimum share of common characters: correct decodings measure 0.5 to 0.9, wrong ones < 0.1."""
_NONSENSE = 0.12
_CHINESE = (("gb18030", ("gb18030",)), ("big5", ("cp950", "big5hkscs")))
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CODECS = {
    "utf-8": ("utf-8-sig",),
    "utf-8-sig": ("utf-8-sig",),
    "gb2312": ("gb18030",),
    "gbk": ("gb18030",),
    "gb18030": ("gb18030",),
    "big5": ("cp950", "big5hkscs"),
    "cp950": ("cp950", "big5hkscs"),
}
"""Codec for each encoding name: as in browsers, a superset of the named encoding."""
_NOT_FOR_TEXT = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"}


class Decoded(Struct, frozen=True):
    """A decoded text and its encoding."""

    text: str
    encoding: str
    damaged: int = 0
    """Number of bytes that could not be decoded; each is a � in the text."""


class NotTextError(ValueError):
    """The bytes are not text in any known encoding."""

    def __init__(self, reason: Phrase) -> None:
        self.reason = reason
        super().__init__(reason)


def decode(data: bytes) -> Decoded:
    """Detect the encoding of ``data`` and decode it without its byte order mark.

    Raises NotTextError for binary data.
    """
    decoded = (
        _decode_marked(data)
        or _decode_utf8(data)
        or _decode_unmarked_utf16(data)
        or _decode_chinese(data)
        or _decode_statistically(data)
        or _decode_damaged(data)
    )
    if decoded is None or looks_binary(decoded.text):
        raise NotTextError(Phrase("file.binary"))
    return decoded


def decode_as(data: bytes, encoding: str) -> Decoded:
    """Decode ``data`` in the encoding that the user named.

    Raises NotTextError if the name is unknown, the bytes are invalid in it, or the result is
    implausible while another encoding gives plain Chinese.
    """
    name = _canonical(encoding)
    try:
        text = _decode_any(data, _CODECS.get(name, (name,)))
    except UnicodeDecodeError as error:
        raise NotTextError(Phrase("reason.byte", number=error.start + 1)) from error
    except (UnicodeError, ValueError) as error:
        raise NotTextError(Phrase("reason.bytes")) from error
    if _CODECS.get(name) != ("utf-8-sig",):
        _refuse_nonsense(data, text)
    return Decoded(text.removeprefix("\ufeff"), name)


def plausibility(text: str) -> float:
    """Share (0 to 1) of the non-ASCII characters that are common in Chinese prose; 1 without any.

    >>> plausibility("教育工作"), plausibility("鍚勫湴")
    (1.0, 0.0)
    """
    beyond = _HAN_OR_MARK.findall(text[:_SAMPLE])
    return sum(c in _COMMON for c in beyond) / len(beyond) if beyond else 1.0


def looks_binary(text: str) -> bool:
    """Whether control characters are more than a tenth of the text and more than a handful."""
    return len(_CONTROL.findall(text[:_SAMPLE])) * 10 > len(text[:_SAMPLE]) + 40


def _decode_marked(data: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                text = data.decode(encoding).removeprefix("\ufeff")
            except UnicodeDecodeError:
                if encoding == "utf-8":
                    return None
                text = data.decode(encoding, "replace").removeprefix("\ufeff")
            return Decoded(text, encoding, text.count("\ufffd"))
    return None


def _decode_utf8(data: bytes) -> Decoded | None:
    if len(data) % 2 == 0 and data[:_SAMPLE].count(0) * 5 > len(data[:_SAMPLE]):
        return None  # UTF-16 of mostly ASCII is valid UTF-8 too
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def _decode_unmarked_utf16(data: bytes) -> Decoded | None:
    """Detect UTF-16 without a BOM by NUL bytes or 。 and ， (30 02, FF 0C) at even offsets."""
    sample = data[: _SAMPLE * 2]
    best: tuple[float, str] = (_PLAUSIBLE, "")
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
        if "\ufffd" in text or looks_binary(text):
            continue
        best = max(best, (_utf16_plausibility(text), encoding))
    if not best[1] or (b"\0" not in data and _is_rather_chinese(data, best[0])):
        return None
    whole = data[: len(data) // 2 * 2].decode(best[1], "replace")
    return Decoded(whole, "utf-16", whole.count("\ufffd") + len(data) % 2)


def _is_rather_chinese(data: bytes, score: float) -> bool:
    """Whether a text without NUL, hence without UTF-16 line ends, scores better as GB18030.

    An odd number of bytes is not UTF-16 either: a line of ``0`` and ``0、`` has five bytes.
    """
    rival = _decode_chinese(data)
    return len(data) % 2 == 1 or (rival is not None and plausibility(rival.text) >= score)


def _utf16_plausibility(text: str) -> float:
    """Like `plausibility`, but ASCII counts as common: the wrong byte order yields neither."""
    return sum(c in _COMMON or c.isascii() for c in text) / len(text) if text else 0.0


def _decode_chinese(data: bytes) -> Decoded | None:
    # The highest plausibility wins; GB18030 wins ties as the most frequent encoding.
    readings = []
    for encoding, names in _CHINESE:
        try:
            text = _decode_any(data, names)
        except UnicodeDecodeError:
            continue
        readings.append((plausibility(text), encoding == "gb18030", Decoded(text, encoding)))
    score, _, decoded = max(readings, key=lambda r: r[:2], default=(0.0, False, None))
    return decoded if score >= _PLAUSIBLE else None


def _decode_statistically(data: bytes) -> Decoded | None:
    """Pass texts that are not clearly Chinese to charset-normalizer; prefer GB18030 if in doubt."""
    if b"\0" in data:
        return None
    for name in _likely_encodings(data):
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        if not looks_binary(text) and not _PRIVATE.search(text):
            return Decoded(text, name.replace("_", "-"))
    return None


def _likely_encodings(data: bytes) -> Iterator[str]:
    if _all_in_pairs(data):
        yield "gb18030"
    if _NEARLY_ASCII.fullmatch(data):
        yield "cp1252"
    guess = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    if guess is not None:
        yield guess.encoding
    yield "gb18030"


def _all_in_pairs(data: bytes) -> bool:
    """Whether all non-ASCII bytes form pairs in the GB 2312 range, as rare Chinese words do."""
    return re.fullmatch(rb"(?:[\x00-\x7f]|[\xa1-\xf7][\xa1-\xfe])*+", data) is not None


def _decode_damaged(data: bytes) -> Decoded | None:
    """Decode a text that is cut inside a character or has a few wrong bytes; these become �."""
    readings = []
    for encoding in ("utf-8", "gb18030", "cp950"):
        text = data.decode(encoding, "replace")
        damaged = text.count("\ufffd")
        # at most 5% damaged: more indicates a wrong encoding
        if damaged * 20 <= len(text) and plausibility(text) >= _PLAUSIBLE:
            readings.append(Decoded(text, encoding.replace("cp950", "big5"), damaged))
    return min(readings, key=lambda reading: reading.damaged, default=None)


def _decode_any(data: bytes, names: tuple[str, ...]) -> str:
    """Decode with the first codec that accepts all bytes; if none does, raise the last error."""
    for name in names[:-1]:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return data.decode(names[-1])


def _canonical(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding.strip()).name
        "".encode(name)  # raises for codecs that are not text encodings
    except (LookupError, ValueError, TypeError) as error:
        raise NotTextError(Phrase("reason.unknown-encoding")) from error
    if name.replace("-", "_") in _NOT_FOR_TEXT:
        raise NotTextError(Phrase("reason.unknown-encoding"))
    return name


def _refuse_nonsense(data: bytes, text: str) -> None:
    if plausibility(text) > _NONSENSE:
        return
    try:
        detected = decode(data)
    except NotTextError:
        return
    if plausibility(detected.text) >= _PLAUSIBLE and detected.text != text:
        raise NotTextError(Phrase("reason.nonsense", encoding=detected.encoding))


def damage_findings(decoded: Decoded) -> tuple[Finding, ...]:
    """A finding with the number of bytes that could not be decoded, if any."""
    if not decoded.damaged:
        return ()
    return (Finding("damaged-text", None, f"{decoded.damaged} × \ufffd"),)
