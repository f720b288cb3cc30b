"""What the shop knows: articles, products and policies, and how they come in and go out."""
