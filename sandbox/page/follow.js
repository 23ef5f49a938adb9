// Where a chat stands: it follows its newest message, lets people read further up, and says what came meanwhile.
"use strict";

const NEAR_END_PX = 60;
const ABOVE_PX = 8;
const SHOWS_PX = 48;
const ANSWER_MS = 3000;

class Follow {
  // `rowOf` finds the row of a message id; `lines` are the rows in `chat`, the box that scrolls.
  constructor(chat, lines, chip, rowOf) {
    Object.assign(this, { chat, lines, chip, rowOf });
    this.below = new Set();
    this.leave();
    chat.addEventListener("scroll", () => this.scrolled());
    chip.addEventListener("click", () => { this.go(this.newest); this.chat.focus({ preventScroll: true }); });
    // Pictures load late, the line to type in grows, the window changes: each time the place is taken again.
    const watch = new ResizeObserver(() => { this.settle(); this.look(); });
    watch.observe(chat);
    watch.observe(lines);
  }

  // Another room is shown: nothing is known of it yet.
  leave() {
    this.kept = this.newest = this.answer = "";
    this.until = 0;
    this.below.clear();
    this.chip.hidden = true;
  }

  end() { return this.chat.scrollHeight - this.chat.clientHeight; }

  atEnd() { return this.end() - this.chat.scrollTop < NEAR_END_PX; }

  // Somebody sent or tapped: what comes next is the answer, and the chat goes to it.
  async act(doing) {
    this.until = Infinity;
    this.answer = "";
    try { await doing; } finally { if (this.until) this.until = performance.now() + ANSWER_MS; }
  }

  // `fresh` are the messages just drawn as [id, own]; `wasAtEnd` is how the chat stood before.
  // The newest is gone to, or the first that is longer than the screen: that one is read from its beginning.
  arrived(fresh, wasAtEnd, opening) {
    if (!fresh.length) return;
    this.newest = fresh[fresh.length - 1][0];
    const theirs = fresh.filter(([, own]) => !own).map(([id]) => id);
    if (opening) { this.go(this.newest); return; }
    theirs.forEach((id) => this.below.add(id));
    const answering = performance.now() < this.until;
    if (answering || wasAtEnd) {
      const long = theirs.find((id) => this.rowOf(id).offsetHeight > this.chat.clientHeight) || "";
      this.answer = (answering && this.answer) || long;
      this.go(this.answer || this.newest);
    }
    this.look();
  }

  // Show a message: at the end of the chat if that holds it whole, else from its first line.
  go(id) { this.kept = id; this.settle(); this.look(); }

  settle() {
    const row = this.kept && this.rowOf(this.kept);
    if (!row) return;
    const before = row.previousElementSibling;
    const head = before && before.classList.contains("when") ? before : row;
    this.chat.scrollTop = Math.min(this.end(), head.offsetTop - ABOVE_PX);
    this.placed = this.chat.scrollTop;
  }

  scrolled() {
    if (Math.abs(this.chat.scrollTop - this.placed) > 2) {
      this.kept = this.atEnd() ? this.newest : "";
      this.until = 0;
      this.placed = this.chat.scrollTop;
    }
    this.look();
  }

  // Take what can be seen off the list of what cannot, and say how much is left.
  look() {
    const bottom = this.chat.scrollTop + this.chat.clientHeight;
    for (const id of this.below) {
      const row = this.rowOf(id);
      if (!row || row.offsetTop + Math.min(row.offsetHeight, SHOWS_PX) <= bottom) this.below.delete(id);
    }
    this.chip.hidden = this.below.size === 0;
    const words = this.below.size > 1 ? `${this.below.size}条新消息` : "有新消息";
    if (this.chip.textContent !== words) this.chip.textContent = words;
  }
}
