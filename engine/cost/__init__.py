"""What running an alternative costs a team: line items, totals, break-even, what moves them."""
