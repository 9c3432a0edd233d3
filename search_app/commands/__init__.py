"""The verbs of the `juesuan` command, a module each. What is heavy is imported inside a verb."""
