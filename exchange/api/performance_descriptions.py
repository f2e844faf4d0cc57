"""What the API's schema says about how offices keep their time limits."""

TOTALS_QUERY = {
    "days": "How many days up to now are counted: 30, 90 or 365; 90 unless you say otherwise.",
}

PERFORMANCE_QUERY = {
    "type": "Only requests of this type, by its code, such as INFO; left out: of every type.",
    "urgency": "Only requests of this urgency; left out: of every urgency.",
}

FIGURES = {
    "requests": "How many requests there were in the time, without those that were recalled.",
    "undelivered": "How many of them have not been delivered yet.",
    "acknowledged_on_time": "How many were acknowledged within the time limit.",
    "acknowledged_late": "How many were acknowledged late, or are overdue; what was late while the "
    "office was out of reach is not among them.",
    "acknowledged_on_time_share": "Per cent of those acknowledged on time among those on time or "
    "late, rounded down; null where they are fewer than 5.",
    "answered_on_time": "How many were answered, refused or referred within the time limit; pauses "
    "for questions do not count.",
    "answered_late": "How many were answered late, or are overdue; what was late while the office "
    "was out of reach is not among them.",
    "answered_on_time_share": "Per cent of those answered on time among those on time or late, "
    "rounded down; null where they are fewer than 5.",
    "late_while_out_of_reach": "How many were acknowledged or answered late because the office was "
    "out of reach; they are in neither of the late figures.",
    "median_to_acknowledge": "The median time from the start of the clock to the acknowledgement, "
    "in seconds; null where fewer than 5 were delivered or none was acknowledged.",
    "median_to_answer": "The median time from the start of the clock to the answer without pauses, "
    "in seconds; null where fewer than 5 are answered.",
    "most_answered_within": "Within how many seconds 80 per cent were answered; null while they "
    "are not, and where fewer than 5 were delivered.",
    "unanswered": "How many were delivered and are not answered yet.",
}

OF_TYPE = {
    "type": "The code of the type of request that these figures are about.",
}

OF_URGENCY = {
    "urgency": "The urgency that these figures are about.",
}

OF_WEEK = {
    "week": "The Monday of the week (UTC) in which the clocks of these requests started.",
}

ONE_WAY = {
    "all": "The figures of all requests together.",
    "by_type": "The figures by type of request, by code; types that did not occur are left out.",
    "by_urgency": "The figures by urgency; those that did not occur are left out.",
    "by_week": "The figures by week, the oldest first; weeks in which nothing happened are left "
    "out.",
}

# What is the same of an office and of one partner.
BOTH_WAYS = {
    "asked_of_us": "What others asked of your office, counted by the time of delivery.",
    "asked_by_us": "What your office asked of others, counted by the time of sending.",
}

PARTNER = {
    "office": "The code of the other office.",
    "asked_of_us": "What this office asked of yours; zero where it asked nothing.",
    "asked_by_us": "What your office asked of this one; zero where it asked nothing.",
}

BACKLOG = {
    "requests": "How many requests are open at your office now, however old.",
    "median_age": "The median time since their delivery, in seconds; null where none is open.",
    "oldest_age": "The time since the delivery of the oldest, in seconds; null where none is open.",
}

SPAN = {
    "start": "The beginning of the time that is counted, in UTC.",
    "end": "The end of the time that is counted, in UTC: now.",
}

PERFORMANCE = {
    **SPAN,
    **BOTH_WAYS,
    "office": "The code of your office.",
    "partners": "Every office with which there was something, the one with the most requests "
    "first.",
    "backlog": "What is open at your office now; the time that you chose does not narrow it.",
}

OFFICE_TOTAL = {
    "office": "The code of the office.",
    "figures": "What was asked of this office; null where there were fewer than 5 requests, too "
    "few to tell.",
}

TOTALS = {
    **SPAN,
    "offices": "Every office of which something was asked in the time, in the order of names.",
}
