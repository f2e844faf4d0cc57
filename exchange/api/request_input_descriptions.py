"""What the API's schema says about what is sent about requests."""

# Level, conditions of use, evaluation and files, of a request and of all that is said.
HANDLING_INPUT = {
    "classification": "How closely it is held; for a request RESTRICTED, for what is said about it "
    "the request's level, unless you say otherwise.",
    "handling": "Your conditions of use, any of H0 to H3; empty: none. They never decide who "
    "sees it, but what it may be used for.",
    "handling_note": "The restrictions that H3 stands for, in words; demanded with H3, empty "
    "otherwise.",
    "source_evaluation": "How far the source can be relied on (Europol Regulation art. 29); "
    "demanded of a request of the type SPONTANEOUS_INFO.",
    "information_evaluation": "How far the information can be relied on (Europol Regulation art. "
    "29); demanded of a request of the type SPONTANEOUS_INFO.",
    "attachments": "The ids of files that you uploaded to `/api/v1/attachments/`; each can be used "
    "once.",
}

DRAFT_INPUT = {
    "type": "The code of a type of request that is in force today, such as INFO. What it demands "
    "besides is checked when it is sent.",
    "recipients": "The codes of the offices to be asked, your own not among them. Each of them "
    "learns of the others in a common conversation only.",
    "title": "The subject in a few words.",
    "ask": "What is asked, in plain words.",
    "urgency": "How fast it is to be answered; NORMAL unless you say otherwise. FLASH: a life is "
    "at risk or a danger is imminent.",
    "case": "The reference of a case of your office that it belongs to; its persons can be named "
    "in `subject_ids`. Null: none.",
    "legal_basis": "The law or agreement on which you ask, in words; some types demand it.",
    "purpose": "Why you ask for the data (RPD art. 10(2)); INFORMATION unless you say otherwise.",
    "necessity": "Why it is needed; demanded by some types, and of FLASH and URGENT requests (Dir. "
    "(EU) 2023/977 art. 4).",
    "portfolios": "The policy portfolios that it stands under, which every recipient reads; none "
    "unless you say so, whatever its case has.",
    "tags": "The codes of tags that are in the list today (`/api/v1/tags/`), which every recipient "
    "reads; none unless you say so, whatever its case has.",
    "facts": "What the type asks for besides, as text by code: OFFENCE, WARRANT, PLACE, PERIOD, "
    "DOCUMENT, ACCOUNT, AMOUNT, PROVIDER, IDENTIFIER, NOTICE or ARTICLES_2_3: the statement on "
    "articles 2 and 3, demanded where a person is to be arrested or located as suspected, "
    "charged, convicted or wanted.",
    "subject_ids": "The ids of persons of `case` whom it is about; whoever is not in it is "
    "refused with 400. What is told of them is fixed when it is sent.",
    "reply_due": "Until when you want a reply; a time without an offset is UTC. It goes before the "
    "time limit. Null or left out: the time limit counts.",
    "conversation": "Who reads what the offices say; INDIVIDUAL unless you say otherwise. COMMON "
    "tells every recipient who else is asked, and is fixed once it is sent.",
}

NEW_INPUT = {
    "send": "Whether it leaves at once, or goes before the second person whom its type demands; "
    "false keeps a draft.",
}

REASON = {
    "reason": "Why you do it, in words. With a recall every recipient reads it; with a return to "
    "the author your own office alone does.",
}

DIGEST = {
    "digest": "The `content_digest` of the request that you read; the approval counts for these "
    "words and no others.",
}

WORDS = {
    "text": "What you say, in plain words; it cannot be changed afterwards.",
    "private": "Of a common conversation: whether the other side alone reads it. Null or left out: "
    "no, except where it replies to a private question.",
}

TO_OFFICE = {
    "office": "The code of the requested office to which you speak.",
}

EVALUATED = {
    "source_evaluation": "How far the source can be relied on (Europol Regulation art. 29); "
    "demanded, since facts are stated.",
    "information_evaluation": "How far the information can be relied on (Europol Regulation art. "
    "29); demanded, since facts are stated.",
}

ANSWER = {
    "final": "Whether it is the whole answer; false: a part, and the reply clock runs on.",
    "nothing_on_asylum": "True says that the answer tells nothing of asylum or protection; "
    "demanded of types with the refugee guard (Refugee Convention 1951 art. 33).",
}

REFUSE = {
    "ground": "The code of a ground of refusal in force, such as DUAL_CRIMINALITY; with types that "
    "have the refugee guard not one that would tell of protection.",
    "contact": "Whom the other office can contact about the refusal: name, telephone or e-mail.",
}

REFER = {
    "instead": "The code of the office that is competent: neither yours nor the one that asks. "
    "Nothing is sent to it by this.",
}

DEFER = {
    "until": "Until when it takes, a time in the future; without an offset it is UTC.",
}

UPLOAD = {
    "file": "The file, as a file of a multipart body. Its type is found out from its content.",
}
