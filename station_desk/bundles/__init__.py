"""The travelling file: manifest, pack, unpack, sign, seal (EXCHANGE 7.3)."""
