"""The benchmark table of design section 8, measured on this machine: `./run bench`."""
