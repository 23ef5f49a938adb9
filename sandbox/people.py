"""The hands of people: what they type, send and tap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sandbox import cards, letters
from sandbox.citizens import Citizens
from sandbox.courier import Heard
from sandbox.crypto import seal_bytes
from sandbox.hub import LINK_LIFE
from sandbox.json_types import Json, Object
from sandbox.letters import Letter, Selections
from sandbox.state import APP, ROBOT, Message

Tapped = Message | str
MEDIA_TYPES = {
    "image": "image/jpeg",
    "voice": "audio/amr",
    "video": "video/mp4",
    "file": "application/octet-stream",
}


class People(Citizens):
    """Plays members and citizens; every method gives what the service answered within the callback."""

    def _member(self, userid: str) -> str:
        if userid.lower() not in self.hub.world.members:
            raise LookupError(f"通讯录里没有 {userid}")
        return userid.lower()

    def _enter_group(self, chat_id: str, userid: str) -> str:
        group = self.hub.world.groups.get(chat_id)
        if group is None or self._member(userid) not in group.members:
            raise LookupError(f"{userid} 不在群 {chat_id} 里")
        return userid.lower()

    def _link(self, content: bytes) -> str:
        """Offer a file to the robot: enciphered with its key, for five minutes."""
        sealed = seal_bytes(self.hub.world.robot.box.key, content)
        media_id = self.hub.keep_file("", sealed, "application/octet-stream", LINK_LIFE)
        return f"{self.hub.address}sandbox/media/{media_id}"

    def _said(self, chat: str, text: str, images: Sequence[bytes]) -> tuple[str, Json]:
        words: Object = {"content": f"@{self.hub.world.robot.name} {text}" if chat else text}
        links: list[Object] = [{"url": self._link(image)} for image in images]
        if not links:
            return "text", words
        if not text and not chat and len(links) == 1:
            return "image", links[0]
        items: list[Json] = [{"msgtype": "text", "text": words}] if text or chat else []
        items += [{"msgtype": "image", "image": link} for link in links]
        return "mixed", {"msg_item": items}

    async def say_group(
        self,
        chat_id: str,
        userid: str,
        text: str,
        *,
        quote: str | None = None,
        quoted_image: bytes | None = None,
        images: Sequence[bytes] = (),
        mention: bool = True,
        times: int = 1,
    ) -> Heard:
        """Write in a group, quoting a text or a picture where one is given.

        Without a mention of the robot the service hears nothing (status 0, no error).
        """
        sender = self._enter_group(chat_id, userid)
        shown = f"@{self.hub.world.robot.name} {text}" if mention else text
        self._own((chat_id, chat_id), sender, "text", shown + "[图片]" * len(images), quote=quote or "")
        if not mention:
            return Heard(0, 0)
        quoted = self._quoted(quote, quoted_image)
        return await self._to_robot(sender, chat_id, text, quoted=quoted, images=images, times=times)

    def _quoted(self, text: str | None, image: bytes | None) -> Object | None:
        if image is not None:
            return {"msgtype": "image", "image": {"url": self._link(image)}}
        return {"msgtype": "text", "text": {"content": text}} if text else None

    async def say_robot(
        self,
        userid: str,
        text: str,
        *,
        quote: str | None = None,
        images: Sequence[bytes] = (),
        times: int = 1,
    ) -> Heard:
        """Write to the robot one to one."""
        sender = self._member(userid)
        self._own((sender, ROBOT), sender, "text", text + "[图片]" * len(images), quote=quote or "")
        quoted = self._quoted(quote, None)
        return await self._to_robot(sender, "", text, quoted=quoted, images=images, times=times)

    async def _to_robot(
        self, sender: str, chat: str, text: str, *, quoted: Object | None, images: Sequence[bytes], times: int
    ) -> Heard:
        kind, content = self._said(chat, text, images)
        letter = letters.robot_message(self.hub, sender, chat, kind, content, quote=quoted, said=text)
        return await self.courier.deliver(letter, times)

    async def send_media_robot(
        self, userid: str, kind: str, content: bytes, *, transcript: str = ""
    ) -> Heard:
        """Send the robot an image, file, video or voice (which arrives as its transcript)."""
        sender = self._member(userid)
        self._own((sender, ROBOT), sender, kind, transcript or f"[{kind}]")
        body: Json = {"content": transcript} if kind == "voice" else {"url": self._link(content)}
        return await self.courier.deliver(
            letters.robot_message(self.hub, sender, "", kind, body, said=transcript)
        )

    async def say_app(self, userid: str, text: str, *, times: int = 1) -> Heard:
        """Write to the app one to one."""
        sender = self._member(userid)
        self._own((sender, APP), sender, "text", text)
        letter = letters.app_message(self.hub, sender, "text", {"Content": text})
        return await self.courier.deliver(letter, times)

    async def send_media_app(self, userid: str, kind: str, content: bytes, *, name: str = "") -> Heard:
        """Send the app an image, voice, video or file.

        The service may fetch it by its media id for three days.
        """
        sender = self._member(userid)
        media_id = self.hub.keep_file(name, content, MEDIA_TYPES.get(kind, MEDIA_TYPES["file"]))
        self._own((sender, APP), sender, kind, f"[{kind}]{name}", media=media_id)
        fields: Object = {"MediaId": media_id}
        fields |= {
            "image": {"PicUrl": f"{self.hub.address}sandbox/media/{media_id}"},
            "voice": {"Format": "amr"},
            "video": {"ThumbMediaId": media_id},
        }.get(kind, {})
        return await self.courier.deliver(letters.app_message(self.hub, sender, kind, fields))

    async def send_place_app(self, userid: str, lat: float, lon: float, label: str) -> Heard:
        """Send the app a place (path/90239)."""
        sender = self._member(userid)
        self._own((sender, APP), sender, "location", f"[位置]{label}")
        fields: Object = {"Location_X": str(lat), "Location_Y": str(lon), "Scale": 16, "Label": label}
        letter = letters.app_message(self.hub, sender, "location", {**fields, "AppType": "wxwork"})
        return await self.courier.deliver(letter)

    async def app_event(self, userid: str, event: str, fields: Mapping[str, Json] | None = None) -> Heard:
        """Let an event of the app happen: subscribe, unsubscribe, click or change_contact."""
        return await self.courier.deliver(letters.app_event(self.hub, userid, event, fields or {}))

    async def enter_app(self, userid: str) -> Heard:
        """Open the chat with the app."""
        return await self.app_event(self._member(userid), "enter_agent", {"EventKey": ""})

    async def enter_robot(self, userid: str) -> Heard:
        """Open the chat with the robot for the first time today."""
        return await self.courier.deliver(
            letters.robot_event(self.hub, self._member(userid), "", "enter_chat", {})
        )

    def _card(self, owner: str, tapped: Tapped) -> tuple[str, cards.Card | None]:
        task_id = tapped if isinstance(tapped, str) else tapped.task_id
        message = self.hub.phones.card(owner, task_id)
        return task_id, message.card if message and not message.recalled else None

    def _pressed(
        self, card: cards.Card | None, owner: str, task_id: str, key: str, *, force: bool
    ) -> tuple[str, str]:
        if force:
            return key, card.kind if card else "button_interaction"
        if card is None:
            raise LookupError(f"{self.hub.world.name_of(owner)} 没有 task_id 为 {task_id} 的卡片")
        return card.button(key).key, card.kind

    async def tap_app(
        self,
        userid: str,
        tapped: Tapped,
        key: str,
        selections: Selections = (),
        *,
        force: bool = False,
        times: int = 1,
    ) -> Heard:
        """Press a button on the app's card, named by its text or its key.

        `force` presses what is not there.
        """
        owner = self._member(userid)
        task_id, card = self._card(owner, tapped)
        pressed, kind = self._pressed(card, owner, task_id, key, force=force)
        menu = bool(card and any(b.menu and b.key == pressed for b in card.buttons))
        event = "template_card_menu_event" if menu else "template_card_event"
        letter = letters.app_tap(self.hub, owner, letters.Press(task_id, kind, pressed, selections), event)
        return await self.courier.deliver(letter, times)

    async def tap_group(
        self,
        chat_id: str,
        userid: str,
        tapped: Tapped,
        key: str,
        selections: Selections = (),
        *,
        force: bool = False,
        times: int = 1,
    ) -> Heard:
        """Press a button on a card in a group."""
        sender = self._enter_group(chat_id, userid)
        return await self._tap_robot(sender, chat_id, tapped, key, selections, force=force, times=times)

    async def tap_robot(
        self,
        userid: str,
        tapped: Tapped,
        key: str,
        selections: Selections = (),
        *,
        force: bool = False,
        times: int = 1,
    ) -> Heard:
        """Press a button on the robot's card one to one."""
        return await self._tap_robot(
            self._member(userid), "", tapped, key, selections, force=force, times=times
        )

    async def _tap_robot(
        self,
        sender: str,
        chat: str,
        tapped: Tapped,
        key: str,
        selections: Selections,
        *,
        force: bool,
        times: int,
    ) -> Heard:
        task_id, card = self._card(chat or sender, tapped)
        pressed, kind = self._pressed(card, chat or sender, task_id, key, force=force)
        letter = letters.robot_tap(self.hub, sender, chat, letters.Press(task_id, kind, pressed, selections))
        return await self.courier.deliver(letter, times)

    async def repeat(self, heard: Heard, times: int = 1) -> Heard:
        """Deliver the letter of an earlier answer again, the same msgid, `times` times at once."""
        if heard.letter is None:
            raise LookupError("这次没有投递过，不能重复")
        return await self.courier.deliver(heard.letter, times)

    def letter_app(self, userid: str, text: str) -> Letter:
        """Write a letter without delivering it: for forgeries with `courier.seal` and `raw_post`."""
        return letters.app_message(self.hub, userid, "text", {"Content": text})
