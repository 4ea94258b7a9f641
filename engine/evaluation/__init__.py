"""What a team finds out itself: checklists, proofs of concept, ballots, and what it decides."""
