"""What the API's schema says about long pieces of work."""

JOB = {
    "id": "The number of the work, a UUID given by the system, which never changes.",
    "kind": "What is being done, as a code such as `request.bulk` or `notice.paper`.",
    "title": "What is being done, in words, in the language of who started it.",
    "status": "Whether it waits, runs, is done, has failed, or was stopped by who started it.",
    "done": "How many steps are behind it.",
    "total": "How many steps it has; null while that is not known.",
    "error": "Why it failed, in a sentence; empty where it did not.",
    "result": "The path at which the result is found; empty while there is none.",
    "created_at": "When it was asked for, in UTC.",
    "started_at": "When a worker last began it, in UTC; null until then.",
    "ended_at": "When it was done, failed or was stopped, in UTC; null until then.",
}

JOB_PARAMETERS = {
    "status": "Only work in this state.",
}

JOB_OPERATIONS = {
    "list": "Work that you started, the newest first; administrators and reviewers also see what "
    "their office's system started.",
    "retrieve": "One piece of work that you started: how far it is, and where its result is.",
}
