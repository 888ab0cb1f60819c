"""A document in, what its passages say out: claims with their place in the text, or how each was made."""
