"""Packs on disk ⇄ domain types ⇄ database."""
