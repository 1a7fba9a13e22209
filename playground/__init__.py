"""Image Playground: prompt, vary, compare and keep pictures, with their cost."""
