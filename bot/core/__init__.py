"""What the product is. Imports the standard library only, and nobody else of this package."""
