"""Read access for other programs (CONTRACT «HTTP»)."""
