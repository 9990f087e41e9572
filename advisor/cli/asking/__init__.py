"""The questionnaire in a terminal: one session, two interfaces to it."""
