"""Conversations as tests: journeys are written, played in a shop of their own, and made out of what customers said."""
