"""The hands of citizens: what they type, send and tap at an official account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sandbox import letters, links
from sandbox.courier import Heard
from sandbox.endpoints import official as official_api
from sandbox.hands import Hands
from sandbox.json_types import Json, Object, objects_of, text_of
from sandbox.state import official

FOLLOWED, LEFT = "您已关注该公众号", "您已取消关注该公众号"


class Citizens(Hands):
    """Plays citizens; every method gives what the service answered within the callback."""

    async def say_citizen(self, account: str, openid: str, text: str, *, times: int = 1) -> Heard:
        """Write to an official account; it may then answer five times within 48 hours."""
        self._own((openid, official(account)), openid, "text", text)
        return await self._send(account, openid, "text", {"Content": text}, times)

    async def _send(
        self,
        account: str,
        openid: str,
        kind: str,
        fields: Mapping[str, Json],
        times: int,
        grant: str = "message",
    ) -> Heard:
        official_api.grant(self.hub, official(account), openid, grant)
        letter = letters.citizen_message(self.hub, account, openid, kind, fields)
        return await self.courier.deliver(letter, times)

    async def citizen_picture(
        self, account: str, openid: str, content: bytes, *, name: str = "", times: int = 1
    ) -> Heard:
        """Send a picture; the service may fetch it by its media id for three days."""
        media_id = self._file(account, openid, "image", content, name or "照片.jpg")
        url = f"{self.hub.address}sandbox/media/{media_id}"
        return await self._send(account, openid, "image", {"PicUrl": url, "MediaId": media_id}, times)

    async def citizen_voice(
        self, account: str, openid: str, content: bytes, *, recognized: str = "", times: int = 1
    ) -> Heard:
        """Speak; what was recognised comes along where the account has that switched on."""
        media_id = self._file(account, openid, "voice", content, "", recognized)
        fields: Object = {"MediaId": media_id, "Format": "amr"}
        fields |= {"Recognition": recognized} if recognized else {}
        return await self._send(account, openid, "voice", fields, times)

    def _file(self, account: str, openid: str, kind: str, content: bytes, name: str, words: str = "") -> str:
        seen = next((t for first, t in PICTURES if content.startswith(first)), TYPES[kind])
        media_id = self.hub.keep_file(name, content, seen, kind=kind)
        self._own((openid, official(account)), openid, kind, words, media=media_id)
        return media_id

    async def citizen_location(
        self, account: str, openid: str, lat: float, lon: float, label: str, *, times: int = 1
    ) -> Heard:
        """Send a place."""
        self._own((openid, official(account)), openid, "location", label)
        fields: Object = {"Location_X": str(lat), "Location_Y": str(lon), "Scale": 16, "Label": label}
        return await self._send(account, openid, "location", fields, times)

    async def citizen_tap(
        self, account: str, openid: str, choice: int | str, *, message: str = "", times: int = 1
    ) -> Heard:
        """Tap a choice: its number from 1, what it shows or what it sends.

        It is one of the newest message that has any, or of the `message` with this id.

        :raises LookupError: there is nothing to tap, or not this.
        """
        tapped = self._choice(account, openid, choice, message)
        self._own((openid, official(account)), openid, "text", tapped.content)
        fields: Object = {"Content": tapped.content, "bizmsgmenuid": tapped.id}
        return await self._send(account, openid, "text", fields, times, "click")

    def _choice(self, account: str, openid: str, choice: int | str, message: str) -> links.Choice:
        offered = next(self._offered(account, openid, message), [])
        found = [
            one
            for number, one in enumerate(offered, 1)
            if choice in ((number,) if isinstance(choice, int) else one.names)
        ]
        if not found:
            shown = "、".join(one.words for one in offered) or "没有可点的"
            raise LookupError(f"最近一条可点的消息里没有 {choice}，只有：{shown}")
        return found[0]

    def _offered(self, account: str, openid: str, message: str) -> Iterator[list[links.Choice]]:
        """Give what can be tapped in each message of the account, the newest first."""
        room = official(account)
        for one in reversed(self.hub.phones.by_owner[openid]):
            theirs = one.room == room and one.sender != openid and message in ("", one.id)
            if theirs and (offered := [*links.choices(one.text)]):
                yield offered

    async def citizen_click(self, account: str, openid: str, button: str, *, times: int = 1) -> Heard:
        """Tap a button of the account's menu, by its name or its key.

        :raises LookupError: the menu has no such button.
        """
        leaves = menu_leaves(self.hub.menus.get(account, {}))
        found = next(
            (leaf for leaf in leaves if button in (text_of(leaf, "name"), text_of(leaf, "key"))), None
        )
        if found is None:
            raise LookupError(f"公众号的菜单里没有 {button}")
        return await self.citizen_event(account, openid, "CLICK", text_of(found, "key"), times=times)

    async def citizen_follow(self, account: str, openid: str, *, scene: str = "") -> Heard:
        """Follow the account, by a code that names a scene where one is given."""
        self._own((openid, official(account)), openid, "system", FOLLOWED)
        return await self.citizen_event(account, openid, "subscribe", f"qrscene_{scene}" if scene else "")

    async def citizen_unfollow(self, account: str, openid: str) -> Heard:
        """Leave the account: nothing can be sent any more."""
        self._own((openid, official(account)), openid, "system", LEFT)
        return await self.citizen_event(account, openid, "unsubscribe")

    async def citizen_event(
        self,
        account: str,
        openid: str,
        event: str,
        key: str = "",
        fields: Mapping[str, Json] | None = None,
        *,
        times: int = 1,
    ) -> Heard:
        """Let an event of an official account happen: subscribe, unsubscribe, CLICK or SCAN."""
        room, place = official(account), f"{official(account)}/{openid}"
        if event == "unsubscribe":
            self.hub.unfollowed.add(place)
        elif event == "subscribe":
            self.hub.unfollowed.discard(place)
        official_api.grant(self.hub, room, openid, event.lower())
        letter = letters.citizen_event(self.hub, account, openid, event, {"EventKey": key, **(fields or {})})
        return await self.courier.deliver(letter, times)


PICTURES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))
TYPES = {"image": "application/octet-stream", "voice": "audio/amr"}


def menu_leaves(menu: Object) -> list[Object]:
    """Give the buttons of a menu that do something, those below others included."""
    buttons = objects_of(menu, "button")
    return [leaf for button in buttons for leaf in objects_of(button, "sub_button") or [button]]
