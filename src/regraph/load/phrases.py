"""What boilerplate says: patterns over one line in lower case, for `load.boilerplate`.

The patterns are case-sensitive on purpose: `re` then skips an alternative by its first letter.
"""

import re
from typing import Final

# a whole short line that is a button, a counter, a label or a rubric
WIDGET: Final = re.compile(
    r"(?:print(?:er)?[ -]?(?:version|friendly|this(?: (?:page|article))?|page|article)?|"
    r"(?:page )?views?[:\s]*[\d.,]*[km]?|[\d.,]+[km]? (?:views?|shares?|likes?|comments?|reads?|reactions?)|"
    r"share(?: (?:this|on|via|with|it).{0,40}|:.*)?|"
    r"(?:facebook|twitter|x|linkedin|whatsapp|telegram|e-?mail|copy link|reddit|pinterest|instagram|youtube|"
    r"messenger|threads|bluesky|viber|rss|tiktok|flipboard)(?:\s*[|/,·•]?\s*(?:facebook|twitter|x|linkedin|"
    r"whatsapp|telegram|e-?mail|copy link|reddit|pinterest|instagram|youtube|messenger|threads|bluesky|viber|"
    r"rss|tiktok|flipboard|print|more))*|tweet|like|pin it|save(?: (?:article|for later|this.{0,20}))?|"
    r"bookmark(?: this)?|listen(?: to (?:this )?article)?.{0,20}|follow us.{0,60}|connect with us.{0,60}|"
    r"like us on.{0,30}|join (?:us|our).{0,60}|recommend.{0,40}(?:friend|article)s?|send to a friend|"
    r"report (?:an error|a typo|this ad)|text size.{0,10}|a[-+ ]?a[-+]?|font size.{0,10}|"
    r"advertis(?:ement|ing)s?(?: ?[-–—:].{0,30})?|ad|sponsored(?: content| by.{0,40})?|promoted(?: content)?|"
    r"skip to (?:main )?content|skip (?:ad|advertisement)|menu|search|home|log ?in|sign ?in|log ?out|register|"
    r"subscribe(?: .{0,60})?|sign in \|.{0,60}|sign ?up(?: .{0,80})?|my account|back to top|go back|"
    r"next(?: article| story| post)?|previous(?: article| story| post)?|show more|load more.{0,20}|"
    r"read (?:full|the full) (?:story|article).{0,20}|continue reading.{0,30}|click here.{0,60}|learn more|"
    r"see also.{0,120}|view (?:all|more|comments|gallery).{0,30}|more|close|ok|accept(?: all)?(?: cookies)?|"
    r"reject(?: all)?|manage (?:cookies|consent|preferences|settings)|cookie.{0,40}|gdpr|privacy.{0,40}|"
    r"terms(?: (?:of (?:use|service|sale)|and conditions|& conditions))?.{0,12}|imprint|impressum|"
    r"contact(?: us)?|about(?: us)?|careers|faq|help|sitemap|disclaimer|"
    r"editorial policy|language|english|newsletters?|podcasts?|videos?|photos?|loading\W*|"
    r"\d+ ?min(?:ute)?s? read|gallery|image \d+ of \d+|caption|exclusive|premium|trending|breaking(?: news)?|"
    r"live|rate this (?:article|story).{0,30}|was this (?:article|page) (?:helpful|useful).*|"
    r"did you (?:like|find).{0,80}\?|related (?:tags|topics)[: ].*|"
    r"(?:tags?|topics?|keywords?|categor(?:y|ies)|filed under|labels|stichworte)\s*:.*|"
    r"(?:your )?(?:name|e-?mail|friend['’]s (?:name|e-?mail)|message|website|captcha|subject)\s*:?\s*\*?|"
    r"(?:submit|send|cancel|reply|post comment|reset)|#\w+(?:\s+#\w+)*|\W*|page \d+ of \d+|\d{1,3}|© ?.{0,80}|"
    r"home [›»>/].*|.{0,40} [›»>] .{0,60})",
)

# a heading after which other articles, comments or forms follow
SECTION: Final = re.compile(
    r"(?:(?:latest|related|recommended|more|popular|top|trending|recent|further|other|similar|in this|"
    r"also in)\b.{0,12}"
    r"(?:articles?|content|stor(?:y|ies)|news|posts?|coverage|topics?|links|headlines|picks|section|reports?|"
    r"reading)"
    r"(?: (?:from|on|about|in|for) .{0,40})?|most (?:read|viewed|popular|shared|commented)(?: .{0,20})?|"
    r"(?:you (?:may|might) (?:also )?(?:like|enjoy|be interested in)|don['’]t miss|what to read next|"
    r"editor['’]s (?:picks|choice)|"
    r"more on (?:this|the|our) .{0,40}|more from .{0,40}|related|read (?:more|also|next)|see also|"
    r"recommended(?: for you)?|"
    r"up next|stay ahead of .{0,40}|latest|trending(?: now)?)):?",
)

# the beginning of a line that leads to another article
READ_MORE: Final = re.compile(
    r"(?:>|»|→|►|▶)\s*\S|"
    r"(?:read|see|watch|listen|don['’]t miss|in pictures|explore)(?: (?:more|also|next|too))?\s*[:|»→>-]|"
    r"also read\b|related\s*:|more\s*:|\[?(?:read|click) (?:more|here|also)\b",
)

# a heading after which readers' comments follow; a bare "Comment" heads what a law firm thinks
COMMENTS: Final = re.compile(
    r"(?:(?:\d+|no|all|view|show|latest|reader)?\s*comments|\d+ comment)"
    r"(?: \(\d+\)| yet| closed| are closed| section)?:?|"
    r"leave a (?:comment|reply).*|(?:add|post|write) a (?:public )?comment.*|"
    r"join the (?:discussion|conversation).*|be the first to comment.*|discussion \(\d+\)|"
    r"comments? (?:are|is|have).{0,60}",
)

# whose picture it is
CREDIT: Final = re.compile(
    r"(?:(?:images?|photos?|pictures?|graphics?|fotos?|credits?|illustration|video|map|chart|pic|copyright|"
    r"media|source images?)(?:\s+(?:source|credits?|by|courtesy(?: of)?|copyright))?\s*[:/|©].{0,90}(?<![.!?])|"
    r"©.{1,90}|(?:[^\n.!?]{2,60}[/|]\s?)?(?:[\w. -]{0,24}\b)?(?:scanpix|afp|getty(?: images)?|reuters|"
    r"epa(?:-efe)?|shutterstock|bloomberg|xinhua|dpa|ap photo|imago|alamy|anp|belga|tass|keystone|east news|vcg|"
    r"wikimedia.{0,20}|i?stock(?:photo)?|unsplash|pixabay|archive|file photo|handout|illustration|"
    r"stock image)(?:\s*[/|].{0,40})?)\.?",
)

# who wrote it
BYLINE: Final = re.compile(
    r"(?:(?:written|reported|edited|story|words?|text|posted|published|authors?|contributors?|editor|"
    r"translat(?:ed|ion)|"
    r"generated|produced|compiled|photographs?)(?:\s+(?:by|from)\b|\s?:).{2,90}|\*?additional reporting.{0,120}|"
    r"\(?reporting (?:by|and).{2,200}|\(?(?:editing|writing|compiled|translated) (?:by|from).{2,120}|"
    r"/\w[\w ]{1,24}/|"
    r"[\w.+-]+@[\w-]+\.[\w.]+|\([a-z]{2,6}\)|-{3,}.*|\*{3,}|_{3,}|"
    r"(?:business|news|foreign|web|money|market|politics|world) (?:desk|staff|team)|"
    r"(?:— |- )?with (?:additional )?(?:reporting|input) (?:by|from).{2,120}|our (?:\w+ )?(?:correspondent|"
    r"reporter|bureau)s?.{0,40})",
)
# who the author is, at the end of a story
BIOGRAPHY: Final = re.compile(
    r"[\w.'’ -]{3,40} (?:is|was) (?:a|the|an|our) [^.]{0,80}(?:reporter|correspondent|editor|journalist|"
    r"columnist|writer|fellow)"
    r"\b.{0,160}",
)

# words of notices, in lines of any length
NOTICE: Final = re.compile(
    r"all rights reserved|rights reserved|protected (?:under|by) (?:the )?(?:international )?copyright|"
    r"copyright (?:act|law)s?\b.{0,80}(?:site|content|text)|text and data mining|"
    r"may (?:not|only) (?:be (?:reproduced|published|broadcast|copied|redistributed)|share\b.{0,60}\barticles?)|"
    r"(?:reproduc|republish|redistribut|rewrit|cop(?:y|ied)\b|re-?used?\b|quot|broadcast|this (?:site|page|article))"
    r".{0,120}without (?:the )?(?:prior |express )*(?:written )?(?:permission|consent)|"
    r"personal subscription|(?:we|this (?:web)?site|our (?:web)?site) uses? cookies|"
    r"cookie (?:policy|settings|preferences|notice)|accept (?:all )?cookies|privacy (?:policy|notice)|"
    r"terms (?:of (?:use|service)|and conditions)|delivered (?:straight |directly )?to your inbox|"
    r"(?:sign up|subscribe|register)\b.{0,40}\b(?:newsletter|free|now|today|briefing|alerts?|access|updates?|"
    r"to read|to continue)|get (?:our|the|curated)\b.{0,80}\b(?:newsletter|inbox|briefing|alerts?)|"
    r"(?:follow|join) us on|download (?:our|the) app|already (?:a subscriber|have an account|a member)|"
    r"this (?:article|content|story) is (?:for|available (?:only )?to) subscribers|"
    r"does not (?:constitute|contain) (?:legal|investment|financial|tax) advice|"
    r"not (?:legal|investment|financial) advice|attorney advertising|"
    r"(?:views|opinions) expressed (?:here|in this|are)|for information(?:al)? purposes only|"
    r"provided for (?:general )?information only|opens? in (?:a )?new (?:window|tab)|enable javascript|"
    r"your browser|unsubscribe|help us improve|support our journalism|"
    r"for (?:more|further) information,? (?:please )?contact|contact the authors?\b|latest news and updates|"
    r"try (?:it )?free for|"
    r"this (?:article|story|report|post) (?:was|is|has been|first|originally) .{0,60}(?:published|appeared|"
    r"generated|translated|produced|syndicated|supported|funded)|^disclaimer\b",
)

# a notice holds one of these; looking for them first is many times faster than NOTICE
NOTICE_KEYS: Final = (
    "rights reserved", "copyright", "data mining", "may not ", "may only ", "permission", "consent", "subscription",
    "cookie", "privacy", "terms ", "inbox", "sign up", "subscribe", "register", "newsletter", "briefing", "follow us",
    "join us", " app", "already ", "advice", "attorney", "expressed", "purposes only", "information only", "window",
    " tab", "javascript", "your browser", "help us", "our journalism", "information", "contact", "latest news",
    "free for", "this article", "this story", "this report", "this post", "this content", "disclaimer", "alerts",
)  # fmt: skip
