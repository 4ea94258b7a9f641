"""The browser part of the local Slack: what people see and touch; no rule of Slack lives here."""
