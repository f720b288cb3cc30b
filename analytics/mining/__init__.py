"""Knowledge that is hidden in past conversations: pairs of a question and a person's answer, for an editor to approve."""
