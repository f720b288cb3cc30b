"""Handover: who waits for a person, who serves whom, when somebody is there, and what an agent is told."""
