"""What `make` runs: plain Python of the standard library, since nothing is installed yet."""
