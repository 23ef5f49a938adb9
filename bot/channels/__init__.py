"""One file per way to reach people; the only room that knows WeChat."""
