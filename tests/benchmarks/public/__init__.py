"""Understanding measured on public sets of messages, beside what others have published."""
