"""The decision: constraints, tree, weights, ranking, recommendation."""
