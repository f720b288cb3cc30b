"""Around typing: questions predicted before it, completed during it, and related ones after an answer."""
