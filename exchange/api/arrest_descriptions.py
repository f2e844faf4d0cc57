"""What the API's schema says about persons who are held."""

ARREST_INPUT = {
    "arrested_at": "The moment of the arrest, with its offset from UTC and not in the future; the "
    "time to hold the person counts from it.",
    "subject": "The `id` of one of the request's `persons`, who was arrested; demanded where it "
    "names several.",
}

CORRECT = {
    "arrested_at": "The right moment of the arrest, with its offset from UTC and not in the "
    "future; the time is counted anew.",
}

MOMENT = {
    "at": "When it happened, with its offset from UTC; neither in the future nor before the "
    "arrest.",
}

ALARM = {
    "effect": "What it means that the papers have not arrived by then.",
    "day": "How many whole days of 24 hours after the arrest it is due.",
    "due": "The moment for which it was due, in UTC.",
    "at": "When it was rung, in UTC; later than `due` after an outage.",
    "missed": "The days of earlier alarms that could not be rung then and are told with this one; "
    "usually empty.",
}

ARREST = {
    "id": "The number of the arrest, a UUID given by the system, which never changes.",
    "request": "The `id` of the request for which the person is held.",
    "office": "The code of the office that holds the person.",
    "subject": "The `id` of the person among the request's `persons`; null where the request names "
    "nobody.",
    "status": "Whether papers are awaited, have come, the time is over, or the person is free.",
    "arrested_at": "The moment of the arrest, in UTC, as the office reported or corrected it.",
    "may_end_at": "From when the arrest may be ended without papers, in UTC (European Convention "
    "on Extradition art. 16(4): after 18 days); null where an agreement sets the time.",
    "ends_at": "When the person is released at the latest without papers, in UTC; nothing stops "
    "this clock.",
    "basis": "The rule or agreement that sets `ends_at`, in words.",
    "papers_at": "When the papers of the asking office were received, in UTC; null until then.",
    "released_at": "When the person was released, in UTC; null until then.",
    "alarms": "The alarms that were rung, by the time for which they were due.",
    "version": "Counts the changes from 1.",
    "actions": "The names of the steps that you may take now; each is a POST of the arrest.",
}

ARREST_PARAMETERS = {
    "request": "Only arrests for this request, by its `id`.",
    "status": "Only arrests in this state.",
}

ARREST_OPERATIONS = {
    "list": "Persons whom your office holds for others, and others for your office; whose time "
    "ends first comes first.",
    "retrieve": "One person who is held: until when, by which rule, and which alarms were rung.",
}
