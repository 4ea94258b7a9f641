"""What is kept: every table and every transaction belongs to one tenant."""
