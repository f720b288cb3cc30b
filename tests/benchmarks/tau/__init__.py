"""The retail tasks of tau-bench: its database as a shop backend, its customers in our words, its final states as the measure.

Barres et al., 2025, tau2-bench: Evaluating conversational agents in a dual-control environment (https://arxiv.org/abs/2506.07982).
"""
