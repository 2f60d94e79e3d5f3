"""The virtual board: one module per concern, driven by tests/board/run."""
