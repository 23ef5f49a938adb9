"""Read access for other programs (docs/http.md, “接口”)."""
