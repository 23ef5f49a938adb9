"""The rota (值班): put down by those who keep it, asked for by everybody, swapped by those on it."""
