"""What somebody did, as a phrase: the trail keeps short verbs ("consultation book"), a reader wants words. Pure."""

# What a verb of two parts is about, and what was done with it.
THINGS = {
    "case system": "the connected case system",
    "consultation": "a consultation",
    "earlier time": "an earlier time for a consultation",
    "link": "a referral link",
    "notice": "a message",
    "run": "course dates",
}
DONE = {
    "accept": "Accepted",
    "acknowledge": "Confirmed the receipt of",
    "ask": "Asked a question about",
    "book": "Booked",
    "cancel": "Cancelled",
    "change": "Changed",
    "change address": "Changed the address of",
    "check suitability": "Checked whether a family suits",
    "connect": "Connected",
    "correct": "Corrected",
    "decline": "Declined",
    "draft": "Drafted",
    "finish": "Finished",
    "follow_up": "Followed up",
    "hand_over": "Handed on",
    "hold": "Held",
    "hours_asked": "Asked when to ring about",
    "lapse": "Let lapse",
    "make": "Made",
    "miss": "Noted that nobody came to",
    "move": "Moved",
    "offer": "Offered",
    "people": "Changed who runs",
    "publish": "Published",
    "record": "Recorded",
    "record consent": "Recorded consent for",
    "request": "Asked for",
    "rotate secret": "Replaced the secret of",
    "send": "Sent",
    "start": "Started",
    "stop": "Stopped waiting for",
    "switch off": "Switched off",
    "take": "Took",
    "tried now": "Tried again to deliver",
    "wait": "Waited for",
    "withdraw": "Withdrew",
    "withdraw consent": "Withdrew consent for",
}
# What is not put together from those.
PHRASES = {
    "activate": "Began as a champion",
    "agree": "Agreed to a champion",
    "apply": "Put somebody forward as champion",
    "asked for erasure": "Asked to be erased",
    "calendar address made": "Made a private calendar address",
    "calendar address stopped": "Stopped a private calendar address",
    "certificate issued": "Issued a certificate",
    "certificate reissued": "Issued a certificate again",
    "certificate withdrawn": "Withdrew a certificate",
    "chose notices": "Chose which messages come",
    "downloaded own data": "Downloaded a copy of your information",
    "exception taken back": "Took back a change of your times",
    "extra hours": "Added hours for consultations",
    "feedback given": "Said whether a consultation helped",
    "lead assigned": "Named the lead of a borough",
    "lead ended": "Ended the lead of a borough",
    "name hidden on check page": "Hid your name on the page that checks a certificate",
    "name shown on check page": "Showed your name on the page that checks a certificate",
    "needs deleted": "Deleted what people need on a course",
    "plan begun": "Began your times as a lead",
    "plan settings changed": "Changed your times as a lead",
    "read": "Opened it",
    "record added to": "Added to the record of a consultation",
    "record corrected": "Corrected the record of a consultation",
    "register corrected": "Corrected the register of a course",
    "register taken": "Took the register of a course",
    "summary noted in case file": "Noted that a summary is in the case file",
    "time off": "Marked time off",
    "took erasure back": "Took the request to be erased back",
    "took the register": "Took the register of a meeting",
    "weekly rule added": "Added weekly hours for consultations",
    "weekly rule ended": "Ended weekly hours for consultations",
}


def phrase_of(verb: str) -> str:
    """A verb of the trail in words; one that nobody has put into words yet reads as it stands."""
    if verb in PHRASES:
        return PHRASES[verb]
    for thing, words in THINGS.items():
        done = DONE.get(verb.removeprefix(f"{thing} ")) if verb.startswith(f"{thing} ") else None
        if done:
            return f"{done} {words}"
    return verb.replace("-", " ").replace("_", " ").replace(".", " ").capitalize()
