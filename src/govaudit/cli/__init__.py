"""The commands: one file a command, loaded only when it is called."""
