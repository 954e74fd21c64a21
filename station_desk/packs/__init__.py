"""Policy packs: TOML to checked domain objects with provenance."""
