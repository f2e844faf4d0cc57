"""What the tests run on: databases, Redis, workers, servers, a browser."""
