"""Remove the text of the web page around a plan: before it, after it, and short lines within it.

A line is judged by its words and its position.  Words have two strengths: those that no plan uses
about itself, and those that plans use too (网站).  Each pattern covers simplified and traditional
forms.  Before and after the plan, everything up to the outermost sure sign is removed; within it,
only lines that are certain to belong to the page.
"""

from functools import cache

from plandiff.corpus.cleaning.characters import ends_sentence, squash, width
from plandiff.corpus.cleaning.content import holds_quantity
from plandiff.corpus.cleaning.title_words import has_file_ending
from plandiff.corpus.model import Line, Removed
from plandiff.corpus.outline.labels import match_label, starts_with_label
from plandiff.corpus.text import lazy_re as re

_MAKERS = (
    "来源|來源|[内內]容来源|信息[来來]源|[编編][辑輯]|小[编編]|[审審][核稿校]|初[审審]|[复復][审審]|[终終][审審]|一[审審]|二[审審]|三[审審]"
    "|[签簽][发發]|校[对對]|[责責][编編]|[责責]任[编編][辑輯]|[责責]任校[对對]|美[编編]|[监監][制製]|排版|制作|撰稿|供稿|文字|文稿|[图圖]文"
    "|[图圖]片|[图圖]源|[摄攝]影|[设設][计計]|海[报報]|素材|作者|[记記]者|通[讯訊][员員]|主[编編]|[统統][筹籌]|策[划劃]|[视視][频頻]|出品|投稿"
)
"""Roles of the people behind an article; a bar separates the role from the name."""

READER_SERVICES = (
    r"(?i:skip to (?:the )?(?:main )?(?:content|navigation|search|footer)|back to (?:the )?top"
    r"|you are here\b.{0,90}|home\s*[>›»/]\s*\S.{0,90}"
    r"|(?:accept|reject|view|hide|manage)(?: all| additional| optional| analytics| this)? cookies?"
    r"\b.{0,40}|cookies on .{2,60}|(?:we|this (?:web)?site) uses? (?:\w+ ){0,3}cookies"
    r"(?:\.|,? (?:to|on|for|that|so|which)\b.{0,120})?"
    r"|(?:is|was) this page (?:useful|helpful)\b.{0,40}|thank you for your feedback.?"
    r"|(?:share|print|rate|email) this (?:page|article|document|publication).{0,20}"
    r"|report an? (?:problem|issue) with this page.?|follow us on .{2,40}"
    r"|(?:all )?content is available under the .{4,60}"
    r"|(?:this )?page (?:was )?(?:last )?(?:updated|reviewed|generated|viewed|published)\b"
    r"[^\d.]{0,30}\d.{0,40})"
    r"|[您你]?[对對](?:本|此)(?:[网網]?[页頁]面?)(?:是否)?(?:感到)?(?:[满滿]意|有[帮幫]助).{0,6}"
    r"|(?:分享|列印|打印|[转轉]寄)(?:本|此)[页頁文].{0,4}"
    r"|跳(?:至|到|[转轉]到?)(?:主要)?[内內]容.{0,4}|回(?:到)?(?:[页頁]首|[页頁]面[顶頂]端)"
)
"""Lines of a page that serve its reader: cookies, feedback, sharing, ways around the menu."""

STRONG = (
    r"在[线線](?:[阅閱][读讀]|[预預][览覽])",
    r"(?:立即|免[费費]|付[费費]|[点點][击擊]|高速|直接|本文|文[档檔件]|全文|注册|[积積]分)下[载載]",
    r"下[载載](?:文[档檔件]|本文|全文|地址|[积積]分|券|次[数數]|量|收益|此|[链鏈]接|客[户戶]端|[后後])",
    r"珍藏版|精品文[档檔]|[会會][员員](?:分享|上[传傳]|免[费費]|下[载載]|登[录錄])",
    r"购物车|我的足迹|我的收藏|我的订单|加入收藏|收藏本[站页文]|收藏\s*分享|分享[赚賺][钱錢]",
    r"本文[档檔]|此文[档檔]|[该該]文[档檔]|文[档檔](?:由|[内內]容|[编編][号號]|分[类類]|[标標][签籤]|介[绍紹]|[预預][览覽])",
    r"用[户戶]上[传傳]|上[传傳](?:者|人|[于於]|[时時][间間]|用[户戶])",
    r"[Vv][Ii][Pp]|版[权權](?:[归歸]|所有|[问問][题題]|[声聲]明|[争爭][议議])",
    r"(?:本|小)站(?:小[编編]|提供|[为爲為]|不|所|文)|小[编編](?:[为爲為]|整理|精心|推荐|推薦)|范文(?:[网網]|大全|[库庫]|模板)",
    r"参考范文|參考范文|精心(?:[准準][备備]|整理)",
    r"猜你(?:喜[欢歡]|想)|你可能(?:[关關]注|喜[欢歡]|[还還])|相[关關](?:推[荐薦]|文[档檔]|[资資]源|[阅閱][读讀]|搜索|[链鏈]接)",
    r"展[开開](?:[阅閱][读讀]|全文|全部|更多)|[阅閱][读讀]全文|更多相[关關]|[查点點][看击擊](?:更多|全文|下[载載])",
    r"[温溫]馨提示|免[责責][声聲]明|[举舉][报報](?:投[诉訴]|[侵违違])|[网網]站客服|客服(?:[电電][话話]|[热熱][线線]|QQ|微信|邮箱)|[联聯][系繫]客服",
    r"引[证證][码碼]|原文[链鏈]接|法[宝寶]|[扫掃](?:一[扫掃]|[码碼]|描二[维維][码碼])|[长長]按(?:[识識][别別]|二[维維])",
    r"[关關][闭閉]窗口|打印本[页頁]|返回(?:首[页頁]|[顶頂]部|列表)|上一[篇页頁]|下一[篇页頁]|[当當]前的?位置|首[页頁]\s*[>＞»→]|[责責]任[编編][辑輯]",
    r"字[体體][:：]?\s*[\[【]?\s*大|字[号號][:：]?\s*[\[【大]|[浏瀏][览覽](?:次[数數]|量)|[阅閱][读讀](?:次[数數]|量)|[点點][击擊](?:次[数數]|率|量)[:：]",
    r"分享到|[转轉]发到|复制[链鏈]接|生成海[报報]|微信扫|QQ空[间間]|新浪微博",
    r"未完[，,]|全文共\s*\d+\s*字|[当當]前[显顯]示|提示信息|此[处處](?:[隐隱]藏|省略)\s*\d+",
    r"\d+\s*人(?:看[过過]|[阅閱][读讀]|[浏瀏][览覽]|点赞)|精[选選](?:优质)?文[档檔]|[倾傾]情[为為]你",
    r"^\s*\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s+\d{1,2}:\d{2}(?::\d{2})?\s*$",
    r"(?:仅|僅)供(?:参|參)考|[学學][习習]交流使用|[侵].{0,4}[删刪]除|(?:如|若)有侵[权權]",
    r"[请請](?:放心下[载載]|在.{1,12}上?搜索|勿[商用]|[注登][册冊录錄](?:[后後]|[查阅]看|即可))",
    r"[Pp]owered\s+by|[Cc]opyright|©|ICP[备備]|[Dd]ownload\s+(?:now|free|this)|[Aa]ll\s+rights\s+reserved",
    r"新[华華]社[^。，]{0,12}[电電][）)]|《\s*\S{2,8}?[报報刊]\s*》\s*[（(][^（()）]{0,30}版\s*[）)]",
    r"[\[【](?:收藏|打印|[关關][闭閉]|分享|返回|大|中|小)[\]】]",
    rf"^\s*(?:{_MAKERS})\s*[｜|丨∣▏│]\s*[^\s\d]",
    r"^[\s—–=*·~•\-－]*(?:END|The\s+End|完)[\s—–=*·~•\-－]*$",
    r"[点點][击擊](?:上方|下方|左下角|上面|下面)?[“‘「\"]?(?:[蓝藍]色?字|名片|[阅閱][读讀]原文)|[蓝藍]字(?:[关關]注|了解)",
    r"[长長]按(?:上方|下方|上图|下图|[图圖]片|[扫掃][码碼]|[关關]注)|[关關]注我[们們]|[设設][为為]?星[标標]",
    r"(?:[继繼][续續]|向上)滑[动動]看下一[个個]|[预預][览覽]时标签不可点|喜[欢歡]此[内內]容的人|[写寫]留言|人[划劃][线線]",
    r"[轻輕][触觸][阅閱][读讀]原文|往期(?:回[顾顧]|推[荐薦]|精彩|精[选選])|(?:[点點]分享\s*)?[点點]收藏\s*[点點]点?[赞贊在]",
    r"^\s*(?:[阅閱][读讀]|[赞贊]|在看|[点點][赞贊])\s*\d[\d.]*\s*[万萬wk]?\+?\s*(?:[赞贊]|在看|[点點][赞贊]|分享|收藏|留言)\s*\d",
    r"[友相][情关關][链鏈]接|[网網]站(?:地[图圖]|[标標][识識][码碼]|找[错錯]|支持IPv6)|公[网網]安[备備]|[无無]障[碍礙](?:[浏瀏][览覽]|模式|[辅輔]助)",
    r"[长長][者輩辈](?:版|模式)|[关關][怀懷](?:版|模式)|[适適]老模式|[网網]站(?:首[页頁]|[声聲]明)",
    r"[上下]一?[条條篇]\s*[:：]|返回(?:上一?[级級页頁]|目[录錄])|我要[纠糾][错錯]|[扫掃]一?[扫掃]?.{0,4}在?手[机機](?:上)?[打查]开?[开開看]?|手[机機]版|[您你](?:[现現]在)?的?(?:所在的?)?位置\s*[:：是]",
    r"^\s*相[关關](?:稿件|[阅閱][读讀])\s*[:：]?\s*$",
    r"[（(]已?下[载載]\s*\d+\s*次[）)]|\d\s*次下[载載]|共\s*\d+\s*人[评評][价價]",
    r"[阅閱][读讀]剩[余餘]|[开開]通[会會][员員]|全文共\s*\d+\s*[页頁]",
    rf"^\s*(?:{READER_SERVICES})\s*$",
    r"^\s*(?:[网網]站|本站)?[隐隱]私[权權]?(?:政策|[声聲]明)\s*$",
    r"^[^\s，。：:]{6,}\s+\d{1,3}\s*[页頁]\s*$",
    r"[还還]剩\s*\d+\s*[页頁]|[开開]通(?:会员|會員|VIP)|剩余[部内內].{0,6}(?:付[费費]|[购購][买買])",
    r"[内內]容均?(?:[来來]自|[转轉][载載]自|收集[于於])(?:互[联聯])?[网網]|侵[权權犯].{0,16}[删刪]|[联聯][系繫](?:管理[员員]|我[们們]|站[长長]).{0,6}[删刪]除",
    r"^\s*(?:原[创創]\s*)?(?:[^\s:：]{2,14}\s+){0,2}[^\s:：]{2,13}[^\s:：式会會赛賽课課班动動间間礼禮]\s+\d{4}[年/.-]\d{1,2}[月/.-]\d{1,2}日?\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s+(?:[发發]表[于於]\s*)?\S{2,4})?\s*$",
)

WEAK = (
    r"^\s*(?i:home|related (?:content|pages|links)|accessibility statement|site ?map)\s*$",
    r"^\s*(?i:privacy (?:notice|policy)|terms (?:and conditions|of use))\s*$",
    r"下[载載]",
    r"上[传傳]",
    r"文[档檔]",
    r"文[库庫]",
    r"[会會][员員]",
    r"收藏",
    r"分享",
    r"搜索",
    r"登[录錄]",
    r"注[册冊]",
    r"版[权權]",
    r"客服",
    r"本站",
    r"[网網]站",
    r"小[编編]",
    r"范文",
    r"模板",
    r"[预預][览覽]",
    r"[浏瀏][览覽]",
    r"[点點][击擊]",
    r"收起|展[开開]",
    r"举报|舉報",
    r"免[费費]",
    r"[积積]分",
    r"公[众眾]号",
    r"二[维維][码碼]",
    r"微信|QQ",
    r"[热熱]门",
    r"推[荐薦]",
    r"更多",
    r"投[诉訴]",
    r"付款|付[费費]",
    r"[网網][络絡]",
    r"^\s*(?:[阅閱][读讀]原文|在看|[点點][赞贊]|留言|[阅閱][读讀]\s*\d[\d.]*\s*[万萬wk]?\+?\s*$)",
    r"[一二三初复複终終][审審]\s*[:：]",
    r"(?:^|\s)(?:[简簡繁][體体]版?|[长長]者助手|[无無]障[碍礙]|English)(?=\s|$)",
    r"^\s*(?:[热熱][点點]专题|相[关關](?:新[闻聞]|信息|文章|[报報]道|[稿附]件)|延伸[阅閱][读讀]|[图圖]解|政策解[读讀])",
    rf"^\s*(?:{_MAKERS})\s*[:：]",
    r"^\s*(?:主[办辦]|承[办辦]|版[权權]|技[术術]支持|[联聯][系繫][电電][话話]|地址|[邮郵][编編])(?:[单單]位|部[门門])?\s*[:：]",
)

FACT_NAMES = (
    r"ID|标题|文档编号|大小|文件大小|資源大小|页数|頁數|格式|文件格式|上传时间|发布时间|发布日期|發布時間|更新时间"
    r"|信息来源|责编|責編|浏览|阅读|点击|人气|字数|字号|字號|关键词|关键字|标签|標籤|所属分类|栏目|索引号"
    r"|Last (?:updated|reviewed|modified)|Date (?:last )?(?:updated|published)"
    r"|覆[檢检]日期|最[後后]更新|最后更新(?:时间|日期)|最近更新|更新日期"
    r"|字体|字體|评分|价格|金币|积分|下载|收藏|点赞|评论|上传人|上传者|会员|等级|贡献者|发文机关|成文日期|主题分类|公文种类|有效性"
)
"""Names of facts that only a page states about a file: ``大小:21.14KB``."""

ADDRESS = r"(?:https?://|www\.)[!-~]+|[a-zA-Z0-9-]{2,40}\.(?:com|cn|net|org)\b[!-~]*"
"""A web address.  A plan states its own too, so it is only a suspicion."""

CHAT_OPENING = (
    r"(?:(?:当然可以|當然可以|好的|没问题|沒問題|可以的)[，,！!。]?\s*)?(?:以下|下面|这|這)是[^。]{0,40}(?:方案|计划|計畫|规划|要点|版本|内容|草案|文本|稿)"
    r"[^。]{0,40}[:：]?|(?:当然可以|當然可以|好的)[，,！!][^。]{0,80}[:：]"
    r"|(?:Sure|Certainly|Of course)[,!.][^\n]{0,120}|Here(?:'s|’s| is) (?:a|the|your)[^\n]{0,120}:"
)
"""What an assistant says before the text that it was asked for."""
CHAT_CLOSING = (
    r"(?:希望(?:以上|这|這|对您|對您|能|本)[^。]{0,20}(?:帮助|幫助|有用|满意)|(?:是否|您)?需要我(?:再|帮|进一步|为您)|如(?:果您?)?(?:需|有)[^。]{0,24}"
    r"(?:请|請)?(?:随时|隨時|告诉我|告訴我)|如需[^。]{0,24}(?:告诉我|告知)|以上内容由\s*AI).{0,100}"
    r"|(?:Let me know|Would you like me to|I hope this|Feel free to)[^\n]{0,160}"
)
"""What an assistant says after it."""

COMMON_FACT_NAMES = r"编号|时间|時間|日期|来源|來源|作者|编辑|分类|分類|类型|语言"
"""Names of facts that a plan may state too; a suspicion."""

CLOSING = (
    r"^[\s—–=*·~•\-－]*(?:END|The\s+End)[\s—–=*·~•\-－]*$|往期(?:回[顾顧]|推[荐薦]|精彩|精[选選])|猜你(?:喜[欢歡]|想)"
    r"|^\s*(?:(?:Is|Was) this page (?:useful|helpful)\b|Related (?:content|pages|links)\s*:?\s*$"
    r"|You (?:may|might) also (?:like|be interested in)\b)"
    r"|^\s*(?:相[关關](?:推[荐薦]|[阅閱][读讀]|新[闻聞]|[链鏈]接|稿件|文章|信息|[报報]道|解[读讀])|[上下]一[篇条條]\s*[:：]|友情[链鏈]接|延伸[阅閱][读讀]|[热熱][门門]推[荐薦])"
)
"""The line that ends a page's text: what follows belongs to the page, whatever it names."""


SITE_WORDS = "site-words"

_FILES = re.compile(r"\s*附件下[载載]\s*[:：]?\s*")
"""The line above the files that a page offers; no attachment of the plan follows it."""

_ZONE = 60
"""Number of lines at either end that may belong to the page."""
_SHORT = 14
"""Characters; a line this short is a button or a caption."""
_FACTS_IN_A_ROW = 3
"""发布时间:…来源:…阅读次数:… on one line is the header of a page."""
_LONGEST = 600
"""Characters; a longer line never belongs to the page."""
_WIDEST_TITLE = 120
"""Columns of a first line that may be a long title."""
_PROSE = 40
"""Characters; a longer line without site words is text of the plan."""
_MOST = 0.8
"""Largest share of a document that may be page text: short plans occur in long pages."""
_SURE = 2.0
"""Score of a line with a word that no plan uses about itself."""


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    value = r"\s*[:：]\s*\S.{0,40}$"
    facts = rf"\s*(?:(?P<sure>{FACT_NAMES})|{COMMON_FACT_NAMES}){value}"
    names = rf"(?:{FACT_NAMES}|{COMMON_FACT_NAMES})(?:次数|量)?\s*[:：]"
    return tuple(
        map(re.compile, ("|".join(STRONG), "|".join(WEAK), facts, names, ADDRESS, CLOSING))
    )


def site_score(text: str) -> float:
    """Score how likely a line belongs to the page and not to the plan; 2 is sure, 1 a suspicion.

    >>> site_score("加入Vip免费下载 立即下载") >= 2, site_score("加强门户网站建设。")
    (True, 1.0)
    """
    _, weak, _, _, address, _ = _patterns()
    score = _sure_score(text) + len({m.group() for m in weak.finditer(text)})
    score += address.search(text) is not None
    common = _patterns()[2].match(text)
    if common and not common["sure"]:
        score += 1
    if has_file_ending(text):
        score += 1
    return score


def _sure_score(text: str) -> float:
    """Return the part of the score that comes from words and facts that only a page has."""
    strong, _, facts, names, _, _ = _patterns()
    score = _SURE * len({m.group() for m in strong.finditer(text)})
    named = {m.group() for m in names.finditer(text)}
    score += len(named) if len(named) >= _FACTS_IN_A_ROW else 0
    stated = facts.match(text)
    return score + (_SURE if stated and stated["sure"] else 0)


def is_site_line(text: str) -> bool:
    """Whether a line at either end of a file belongs to the page around the plan."""
    if len(text) > _LONGEST:
        return False
    bare = squash(text)
    if "\t" in text.strip() or (_sure_score(text) < _SURE and _is_content(text)):
        return False
    if _FILES.fullmatch(text):
        return True
    score = site_score(text)
    if len(bare) <= _SHORT:
        return score >= 1 and not starts_with_label(text)
    needed = 2 if len(bare) <= 2 * _PROSE else 3 + len(bare) // 100
    return score >= needed + starts_with_label(text) + ends_sentence(text, "。")


def _is_content(text: str) -> bool:
    """Whether the line is a sentence or states a quantity: text of the plan."""
    return "。" in text or holds_quantity(text)


def take_site_words(
    lines: list[Line], *, fewest: int, stated: str = ""
) -> tuple[list[Line], list[Removed], list[str]]:
    """Return the plan's lines, the removed page text, and the lines that came before the plan.

    ``fewest``: the minimum number of sure page lines below which nothing is removed; a plan written
    in Word sometimes names a website.  The lines before the plan are returned because they often
    name its title; they are among the removed texts too.  A heading of the first level that is the
    ``stated`` title stays.
    """
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    head = _head(lines, filled)
    tail = _tail(lines, [i for i in filled if i not in head])
    outer = _at_most_half(lines, filled, head | tail)
    amidst = {i for i in filled if i not in outer and _is_amidst(lines[i])}
    taken = {i for i in outer | amidst if not _is_stated(lines[i], stated)}
    if not taken or _sure_lines(lines, filled) < fewest:
        return lines, [], []
    removed = [Removed(lines[i].text.strip(), SITE_WORDS) for i in sorted(taken)]
    hints = [lines[i].text.strip() for i in sorted(head & taken)]
    return [line for i, line in enumerate(lines) if i not in taken], removed, hints


def take_chat_words(lines: list[Line]) -> tuple[list[Line], list[Removed]]:
    """Remove what an assistant says before and after the plan; a sentence with a quantity stays.

    >>> take_chat_words([Line("好的，以下是为您撰写的方案："), Line("工作方案")])[0][0].text
    '工作方案'
    """
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    ends = ((filled[:2], CHAT_OPENING), (filled[-3:], CHAT_CLOSING))
    taken = {
        i
        for places, pattern in ends
        for i in places
        if lines[i].heading_level is None
        and re.fullmatch(pattern, lines[i].text.strip())
        and not holds_quantity(lines[i].text)
    }
    if not taken or len(filled) <= len(taken):
        return lines, []
    removed = [Removed(lines[i].text.strip(), SITE_WORDS) for i in sorted(taken)]
    return [line for i, line in enumerate(lines) if i not in taken], removed


def _sure_lines(lines: list[Line], filled: list[int]) -> int:
    """Count the lines with words that only a page has; called last, since it scans every line."""
    return sum(_sure_score(lines[i].text[:_LONGEST]) >= _SURE for i in filled)


def _is_stated(line: Line, title: str) -> bool:
    return bool(title) and line.heading_level == 1 and squash(line.text) == squash(title)


def _head(lines: list[Line], filled: list[int]) -> set[int]:
    """Return the lines before the plan: up to the last site line that no plan text precedes."""
    found = []
    titles = 0
    for k, i in enumerate(filled[:_ZONE]):
        text = lines[i].text
        if is_site_line(text):
            found.append(k)
        elif starts_with_label(text.lstrip(" \t\u3000-*•·")) or _is_content(text):
            break
        elif _is_prose(text):
            titles += 1
            if titles > 1 or not _may_be_long_title(text):
                break
    return _up_to_last(filled, found)


def _up_to_last(filled: list[int], found: list[int]) -> set[int]:
    """Return the site lines found and the lines between them; a single one includes no others."""
    if len(found) == 1:
        return {filled[found[0]]}
    return set(filled[: found[-1] + 1]) if found else set()


def _tail(lines: list[Line], filled: list[int]) -> set[int]:
    """Return the lines after the plan: from the first site line that no plan text follows.

    Below the line that ends a page's text a line with a quantity is kept, unless a list of other
    texts (``往期推荐``) has begun.
    """
    found = []
    closing = _closing(lines, filled)
    for k in range(len(filled) - 1, max(-1, len(filled) - 1 - _ZONE), -1):
        text = lines[filled[k]].text
        if is_site_line(text):
            found.append(k)
        elif k < closing and (_is_prose(text) or starts_with_label(text) or _is_content(text)):
            break
    if len(found) == 1:
        return {filled[found[0]]}
    taken = filled[found[-1] :] if found else []
    listed = next((k for k in range(closing, len(filled)) if _lists_others(lines[filled[k]])), None)
    others = {i for i in filled[listed:] if not lines[i].row} if listed is not None else set()
    return {
        i
        for i in taken
        if i in others or is_site_line(lines[i].text) or not _is_content(lines[i].text)
    }


_OTHERS = re.compile(
    r"往期(?:回[顾顧]|推[荐薦]|精彩|精[选選])|猜你(?:喜[欢歡]|想)|^\s*(?:相[关關]推[荐薦]|延伸[阅閱][读讀]|[热熱][门門]推[荐薦])"
    r"|^\s*(?:Related (?:content|pages|links)|You (?:may|might) also (?:like|be interested in))\s*$"
)


def _lists_others(line: Line) -> bool:
    """Whether a line begins a list of other texts of the site."""
    return _OTHERS.search(line.text[:_LONGEST]) is not None


def _closing(lines: list[Line], filled: list[int]) -> int:
    """Return the first of the last lines that ends a page's text, followed only by other titles."""
    first = len(filled)
    for k in range(len(filled) - 1, max(-1, len(filled) - 1 - _ZONE), -1):
        text = lines[filled[k]].text
        if _patterns()[5].search(text[:_LONGEST]):
            first = k
        elif not is_site_line(text) and ("。" in text or starts_with_label(text)):
            break
    return first


def _at_most_half(lines: list[Line], filled: list[int], taken: set[int]) -> set[int]:
    """Return the lines to remove; non-site lines among them are at most half of the document.

    A document whose lines all look like site lines is a plan about websites.
    """
    sizes = {i: len(squash(lines[i].text)) for i in filled}
    total = sum(sizes.values())
    sure = {i for i in taken if is_site_line(lines[i].text)}
    if sum(sizes[i] for i in taken - sure) <= total / 2:
        sure = taken
    return sure if sum(sizes[i] for i in sure) <= _MOST * total else set()


def _may_be_long_title(text: str) -> bool:
    return width(text) <= _WIDEST_TITLE and not ends_sentence(text)


def _is_prose(text: str) -> bool:
    return len(squash(text)) >= _PROSE and not is_site_line(text)


def _is_amidst(line: Line) -> bool:
    """Whether a line within the plan is certainly the page's: short, and only page words."""
    text = line.text.strip()
    if len(text) > 80 or line.heading_level is not None or text[0] in "-*•·":
        return False
    if width(text) > 80 or ends_sentence(text) or match_label(text) is not None:
        return False
    strong = {m.group() for m in _patterns()[0].finditer(text)}
    return len(strong) >= 2 or (bool(strong) and len(squash(text)) <= _SHORT)
