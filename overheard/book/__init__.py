"""The web book: its pages and the slides, made from notebooks as they are."""
