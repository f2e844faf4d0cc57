"""The shipped server over HTTP, in a large world: what a user, and an office's system, gets.

    python3 -m launch bench 1m over_http

Two clients ask on loopback without a pause, on a new connection for each request, as the peers
were measured (docs/performance.md). Processor time is that of all web processes and of all of
PostgreSQL, from /proc: it says more than the clock where other work runs beside it.
"""
