"""Inputs of this field's public complaints: each file reads like one kind of them.

A kind is tried at every form, member and list that the product has (walking.py finds them), so that
a new one falls under it without a line here.
"""
