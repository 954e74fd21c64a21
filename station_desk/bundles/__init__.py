"""The travelling file: identities, the frame of a bundle, pack and seal, check and open."""
