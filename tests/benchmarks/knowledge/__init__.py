"""Public sets of questions and answers, searched as a shop's articles are."""
