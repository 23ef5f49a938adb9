"""The sheets of an export: which columns, and how rows of the database become theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot import export_columns as columns
from bot import export_words as words
from bot.export_chain import Proof
from bot.export_sheets import Book, Sheet
from bot.models import Sending
from handlers.context import Context
from handlers.directives.attachments import attached
from tasks.directives.models import Directive, Feedback, HistoryEntry, Proposal, Share
from tasks.fields import Json, dumps, to_ms
from tasks.personal import masked
from tasks.requests.models import Request, RequestEntry


@dataclass(frozen=True)
class Sheets:
    """All sheets of one export, in the order they stand."""

    book: Book
    context: Context
    notes: Sheet
    directives: Sheet
    shares: Sheet
    feedback: Sheet
    files: Sheet
    moves: Sheet
    proposals: Sheet
    sendings: Sheet
    proofs: Sheet
    requests: Sheet
    request_moves: Sheet

    @classmethod
    def begin(cls, book: Book, context: Context) -> Sheets:
        """Begin all sheets."""
        return cls(
            book,
            context,
            book.sheet("说明", columns.NOTES),
            book.sheet("指令", columns.DIRECTIVES),
            book.sheet("分办", columns.SHARES),
            book.sheet("反馈", columns.FEEDBACK),
            book.sheet("附件", columns.FILES),
            book.sheet("经过", columns.MOVES),
            book.sheet("延期退办等申请", columns.PROPOSALS),
            book.sheet("消息", columns.SENDINGS),
            book.sheet("校验", columns.PROOFS),
            book.sheet("诉求", columns.REQUESTS),
            book.sheet("诉求经过", columns.REQUEST_MOVES),
        )

    def finish(self) -> None:
        """End all sheets and write the file."""
        tables = (
            self.notes,
            self.directives,
            self.shares,
            self.feedback,
            self.files,
            self.moves,
            self.proposals,
            self.sendings,
            self.proofs,
            self.requests,
            self.request_moves,
        )
        for sheet in tables:
            sheet.finish()
        self.book.close()

    def who(self, userid: str | None) -> str:
        """Name a person with the userid beside; whoever left the directory has the userid alone."""
        name = self.context.org.name(userid) if userid else ""
        return name if not userid or name == userid else f"{name}({userid})"

    def group(self, chat: str) -> str:
        """Name a group with its id beside."""
        found = self.context.groups.get(chat)
        return f"{found.name}({chat})" if found and found.name else chat

    def unit(self, number: int) -> str:
        """Name a unit with its number beside; one that is no more has the number alone."""
        name = self.context.org.unit_name(number)
        return f"{name}({number})" if name and number else str(number or "")

    def add_directive(self, one: Directive) -> None:
        """Add the directive itself."""
        self.directives.add(
            one.code,
            words.KIND.get(one.kind, one.kind),
            one.title,
            one.content,
            words.URGENCY.get(one.urgency),
            self.who(one.issuer),
            self.who(one.posted_by),
            self.group(one.chat),
            "、".join(words.WANTS.get(want, want) for want in one.wants),
            one.due,
            one.created_at,
            one.closed_at,
            words.STATE.get(one.state, one.state),
            one.total,
            one.acknowledged,
            self.who(one.supervised_by),
            one.supervised_at,
        )

    def add_share(self, code: str, one: Share) -> None:
        """Add one share."""
        given = str(one.why.get("by", ""))
        self.shares.add(
            code,
            one.id,
            self.who(one.assignee),
            self.unit(one.department),
            words.ROLE.get(one.role or "", ""),
            words.GIVEN.get(given, given),
            str(one.why.get("written") or ""),
            words.SHARE.get(one.state, one.state),
            one.due,
            one.due_before,
            one.given_at,
            one.acknowledged_at,
            self.who(one.acknowledged_by),
            one.closed_at,
            one.declines,
            one.parent_id,
        )

    def add_feedback(self, code: str, one: Feedback) -> None:
        """Add a report and what was attached to it."""
        self.feedback.add(
            code,
            one.share_id,
            one.id,
            self.who(one.author),
            one.at,
            masked(one.text) if code.startswith("S") else one.text,
            attached(one.media),
            one.undone_at,
        )
        for entry in one.media:
            if isinstance(entry, dict):
                self._add_file(code, one.id, entry)

    def _add_file(self, code: str, feedback: int, entry: Mapping[str, Json]) -> None:
        kind, size = str(entry.get("kind") or ""), entry.get("size")
        place = f"{entry.get('lat')}，{entry.get('lon')} {entry.get('label') or ''}" if "lat" in entry else ""
        self.files.add(
            code,
            feedback,
            str(entry.get("name") or place),
            words.MEDIA.get(kind, ""),
            str(entry.get("type") or ""),
            size if isinstance(size, int) else None,
            str(entry.get("digest") or ""),
            _file_note(kind, entry),
        )

    def add_move(self, code: str, one: HistoryEntry) -> None:
        """Add one move, in words and as the hash is made over it."""
        self._add_move(self.moves, code, one, self.who(one.actor), words.ACTION)

    def _add_move(
        self, sheet: Sheet, code: str, one: HistoryEntry | RequestEntry, who: str, actions: words.Words
    ) -> None:
        sheet.add(
            code,
            one.seq,
            one.at,
            who,
            actions.get(one.action, one.action),
            words.detail_text(one.detail, self.who, lambda iso: self.book.moment(iso, 0)),
            to_ms(one.at),
            one.actor,
            one.action,
            dumps(one.detail),
            one.prev,
            one.hash,
        )

    def add_proposal(self, code: str, one: Proposal) -> None:
        """Add what was asked of the issuer, and what became of it."""
        asked = words.detail_text(one.facts, self.who, lambda iso: self.book.moment(iso, 0))
        self.proposals.add(
            code,
            one.share_id,
            words.PROPOSAL.get(one.kind, one.kind),
            self.who(one.asked_by),
            one.asked_at,
            one.reason,
            asked,
            words.DECISION.get(one.decision, one.decision),
            self.who(one.decided_by),
            one.decided_at,
        )

    def add_sending(self, code: str, one: Sending) -> None:
        """Add a message. What only answers a tap or a question has no receiver that means anything."""
        receivers: Mapping[str, Callable[[str], str]] = {"person": self.who, "chat": self.group}
        name = receivers.get(one.place)
        receiver = name(one.receiver) if name else ""
        self.sendings.add(
            code,
            one.share_id,
            words.message_word(one.kind),
            one.kind,
            words.PLACE.get(one.place, one.place),
            receiver,
            one.created_at,
            one.not_before,
            one.sent_at,
            words.SENDING.get(one.state, one.state),
            words.reason_word(one.reason),
            one.attempts,
        )

    def add_request(self, one: Request, into: str) -> None:
        """Add a citizen's request, as everybody may read it; `into` is the code it was joined to."""
        self.requests.add(
            one.code,
            words.REQUEST_KIND.get(one.kind, one.kind),
            one.category,
            self.unit(one.area),
            masked(one.title),
            masked(one.content),
            masked(one.place),
            "是" if one.anonymous else "",
            "是" if one.confidential else "",
            self.who(one.entered_by),
            one.created_at,
            one.due,
            one.first_due,
            words.REQUEST_STATE.get(one.state, one.state),
            self.unit(one.office),
            into,
            one.round,
            one.answered_at,
            self.who(one.answered_by),
            masked(one.answer),
            one.raised_at,
        )

    def add_request_move(self, code: str, one: RequestEntry) -> None:
        """Add one move of a request, in words and as the hash is made over it."""
        who = words.ACTOR.get(one.actor) or self.who(one.actor)
        self._add_move(self.request_moves, code, one, who, words.REQUEST_ACTION)

    def add_proof(self, one: Directive | Request, proof: Proof) -> None:
        """Add whether the history of a directive, or of a request, adds up."""
        fault = proof.close(one.seq, one.last_hash)
        self.proofs.add(
            one.code, "不符" if fault else "通过", proof.count, one.seq, one.last_hash, proof.made, fault
        )


def _file_note(kind: str, entry: Mapping[str, Json]) -> str:
    if kind == "left_out":
        return words.NOT_KEPT["classified"]
    if kind == "refused":
        why = str(entry.get("why") or "")
        return words.NOT_KEPT.get(why, f"没有保存：{why}")
    return "已保存" if "digest" in entry else "" if kind == "location" else "没有取到"
