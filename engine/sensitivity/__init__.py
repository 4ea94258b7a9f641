"""How sure a ranking and a pick are: what would have to be otherwise for another to win."""
