"""Facts about orchestrators: data, its schema, its loader and its integrity check."""
