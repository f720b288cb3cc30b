"""Actions as a Rasa project has them: they know of nothing but rasa-sdk."""
