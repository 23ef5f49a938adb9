"""What each incoming message means and does."""
