"""The stories there are, by name."""

from __future__ import annotations

from sandbox.stories import citizen, incident, whole
from sandbox.story import Story

STORIES: dict[str, Story] = {story.name: story for story in (incident.STORY, whole.STORY, citizen.STORY)}
