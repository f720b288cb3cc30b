"""What every way in has in common: strict JSON, texts, refusals and rates."""
