"""The owner app's API and the office's internal interface, over HTTP. What they do is the desk's."""
