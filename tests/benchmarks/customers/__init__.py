"""Scripted customers: each wants one thing, answers what it is asked, interrupts, corrects or refuses, and ends somewhere."""
