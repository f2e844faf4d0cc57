"""How an officer comes in and stays: sessions, known devices, second factors, proofs."""
