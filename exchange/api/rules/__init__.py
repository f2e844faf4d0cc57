"""The rules of requests over the API, as they hold on a day."""
