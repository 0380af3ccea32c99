"""Spotting red flags in short answers of candidates: one after another, with each verdict explained."""
