// Three phones that poll one state and post what is typed and tapped.
"use strict";

const WORLD = JSON.parse(document.getElementById("world").textContent);
const POLL_MS = 700;
const FIRST = { leader: "zhaoming", staff: "zhouqiang" };
const phones = {};
let version = "", busy = false, recordsOpen = false;
const seen = JSON.parse(sessionStorage.getItem("seen") || "{}");

class Phone {
  constructor(name) {
    this.name = name;
    this.world = WORLD;
    this.root = document.getElementById("phone-" + name);
    this.find = (selector) => this.root.querySelector(selector);
    this.person = document.querySelector(`.person[data-phone="${name}"]`);
    this.drawn = new Map();
    this.tab = 0;
    this.lines = this.find(".lines");
    this.follow = new Follow(this.find(".chat"), this.lines, this.find(".newer"), (id) => (this.drawn.get(id) || {}).node);
    this.fillPeople();
    this.person.addEventListener("change", () => { this.choose(this.person.value); refresh(true); });
    this.find(".bar").addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    const input = this.find("textarea");
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(); }
    });
    input.addEventListener("input", () => this.grow());
    this.find(".at").addEventListener("click", () => {
      const chip = this.find(".at");
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
    });
    this.picker = this.find("input[type=file]");
    this.account = name === "citizen" ? new AccountBar(this) : null;
    if (!this.account) this.picker.addEventListener("change", () => this.find(".plus").classList.toggle("full", this.picker.files.length > 0));
    this.watchWidth();
    this.choose(this.person.value);
  }

  fillPeople() {
    const list = this.name === "citizen" ? WORLD.citizens : WORLD.members;
    for (const one of list) {
      const label = one.position ? `${one.name} · ${one.position}${one.unit && one.unit !== WORLD.corp ? " · " + one.unit : ""}` : one.name;
      const option = make("option", "", label);
      option.value = one.id;
      this.person.append(option);
    }
    const first = FIRST[this.name];
    if (first && list.some((one) => one.id === first)) this.person.value = first;
    this.person.hidden = list.length === 0;
  }

  // The first group, the app, then whatever other groups the world has; the tab stays where the new person has it too.
  choose(who) {
    const before = this.rooms && this.rooms[this.tab];
    this.who = who || "";
    if (this.name === "citizen") {
      this.rooms = WORLD.accounts.map((a) => ({ owner: this.who, room: "official:" + a.name, title: a.title, kind: "official" }));
    } else {
      const groups = WORLD.groups.filter((g) => g.members.includes(this.who));
      this.rooms = groups.map((g) => ({ owner: g.id, room: g.id, title: g.name, long: `${g.name}(${g.members.length})`, kind: "group" }));
      this.rooms.splice(1, 0, { owner: this.who, room: "app", title: WORLD.app, kind: "app" });
    }
    for (const room of this.rooms) room.key = `${room.owner}|${room.room}|${this.who}`;
    this.show(before ? this.rooms.findIndex((room) => room.room === before.room) : 0);
  }

  show(index) {
    this.tab = Math.max(0, index);
    const here = this.rooms[this.tab];
    if (!here) return;
    this.room = here.room;
    this.isGroup = here.kind === "group";
    this.find(".title").textContent = here.long || here.title;
    this.find(".at").hidden = !this.isGroup;
    this.drawn = new Map();
    this.opening = true;
    this.lines.replaceChildren();
    this.follow.leave();
    this.drawSamples(here.kind);
    this.drawTabs({});
    if (this.account) this.account.leave();
    const tabs = this.find(".tabs"), tab = tabs.children[this.tab];
    tabs.scrollLeft = tab.offsetLeft - (tabs.clientWidth - tab.offsetWidth) / 2;
  }

  // A wheel turns sideways what has no scroll bar to pull; where more follows, the edge fades.
  watchWidth() {
    const sideways = [this.find(".samples"), this.find(".tabs")];
    for (const box of sideways) {
      box.addEventListener("scroll", () => fade(box));
      box.addEventListener("wheel", (event) => {
        if (box.scrollWidth <= box.clientWidth || event.deltaX) return;
        event.preventDefault();
        box.scrollLeft += event.deltaY;
      }, { passive: false });
    }
    new ResizeObserver(() => { sideways.forEach(fade); this.lines.querySelectorAll(".card-buttons").forEach(fitButtons); }).observe(this.root);
  }

  drawSamples(kind) {
    const box = this.find(".samples");
    box.replaceChildren();
    for (const [label, text = label] of SAMPLES[this.name === "citizen" ? "citizen" : `${this.name}_${kind}`] || []) {
      const chip = make("button", "", label);
      chip.type = "button";
      chip.title = text;
      chip.addEventListener("click", () => { if (this.account) this.account.type(); const input = this.find("textarea"); input.value = text; this.grow(); input.focus(); });
      box.append(chip);
    }
    fade(box);
  }

  drawTabs(rooms) {
    const box = this.find(".tabs");
    const parts = this.rooms.map((room, index) => {
      const tab = make("button");
      tab.append(make("span", "tab-title", room.title));
      tab.type = "button";
      tab.title = room.title;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-selected", String(index === this.tab));
      const count = index === this.tab ? 0 : unread(room, rooms[room.key], this.who);
      if (count) tab.append(make("span", "badge", count > 99 ? "99+" : count));
      tab.addEventListener("click", () => { this.show(index); refresh(true); });
      return tab;
    });
    const mark = parts.map((p) => p.outerHTML).join("");
    if (box.dataset.mark === mark) return;
    const left = box.scrollLeft;
    box.replaceChildren(...parts);
    box.scrollLeft = left;
    box.dataset.mark = mark;
  }

  draw(state) {
    const here = this.rooms[this.tab], messages = here && state.rooms[here.key];
    if (!messages) return;
    markSeen(here, messages);
    this.find(".status-time").textContent = state.clock.slice(-5);
    this.drawTabs(state.rooms);
    if (this.account) this.account.draw(state);
    const atEnd = this.follow.atEnd(), fresh = [];
    let before = null;
    if (messages.length) this.lines.querySelectorAll(".empty").forEach((hint) => hint.remove());
    for (const message of messages) {
      const known = this.drawn.get(message.id), mark = JSON.stringify(message);
      if (!known) {
        const time = drawTime(message, before);
        if (time) this.lines.append(time);
        this.lines.append(this.put(message, mark, this.opening ? "" : "fresh"));
        fresh.push([message.id, message.sender === this.who]);
      } else if (known.mark !== mark) {
        known.node.replaceWith(this.put(message, mark, "redrawn"));
      }
      before = message;
    }
    if (!messages.length && !this.lines.firstElementChild) this.lines.append(make("div", "empty", HINTS[here.kind]));
    this.lines.querySelectorAll(".card-buttons:not(.fitted)").forEach(fitButtons);
    this.follow.arrived(fresh, atEnd, this.opening);
    this.opening = false;
  }

  // Draw a message and remember how it was drawn.
  put(message, mark, how) {
    const node = drawMessage(message, this, (task, key, selections) => this.does("tap", { task_id: task, key, selections }));
    if (how) node.classList.add(how);
    this.drawn.set(message.id, { node, mark });
    return node;
  }

  // Do something in this room by the page's URL; the chat goes to what comes of it.
  does(what, ask) { return this.follow.act(post("/sandbox/" + what, { who: this.who, room: this.room, ...ask })); }

  grow() {
    const input = this.find("textarea");
    input.style.height = "auto";
    input.style.height = Math.min(input.scrollHeight, 104) + "px";
  }

  async send() {
    const input = this.find("textarea"), button = this.find(".send"), picker = this.picker;
    const text = input.value.trim(), file = picker.files[0];
    if ((!text && !file) || button.disabled) return;
    button.disabled = true;
    const ask = { who: this.who, room: this.room, text, mention: this.find(".at").getAttribute("aria-pressed") === "true" };
    if (file) ask.picture = await base64(file);
    input.value = "";
    picker.value = "";
    this.find(".plus").classList.remove("full");
    this.grow();
    const sending = this.follow.act(post("/sandbox/say", ask));
    setTimeout(() => refresh(), 30);
    await sending;
    button.disabled = false;
    input.focus({ preventScroll: true });
  }
}

function fade(box) { box.classList.toggle("over", box.scrollWidth - box.clientWidth - box.scrollLeft > 2); }

function base64(file) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] || "");
    reader.readAsDataURL(file);
  });
}

function markSeen(room, messages) {
  const last = messages.length ? messages[messages.length - 1].id : "";
  if (seen[room.key] !== last) { seen[room.key] = last; sessionStorage.setItem("seen", JSON.stringify(seen)); }
}

function unread(room, messages, who) {
  const list = messages || [], from = list.findIndex((m) => m.id === seen[room.key]) + 1;
  return list.slice(from).filter((m) => m.sender !== who).length;
}

function tell(text) {
  const notice = document.getElementById("notice");
  notice.textContent = text || "";
  notice.hidden = !text;
  clearTimeout(tell.timer);
  if (text) tell.timer = setTimeout(() => tell(""), 6000);
}

async function post(url, ask) {
  try {
    const answer = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(ask) });
    const found = await answer.json();
    if (!answer.ok) tell(found.error || "没有成功");
    else if (found.problems && found.problems.length) tell("平台不接受服务的这次应答：" + found.problems[0]);
  } catch (error) {
    tell("沙箱没有应答，它还在运行吗？");
  }
  await refresh(true);
}

async function refresh(force) {
  if (busy) { if (force) refresh.again = true; return; }
  busy = true;
  try {
    const query = new URLSearchParams(force ? {} : { since: version });
    for (const phone of Object.values(phones)) for (const room of phone.rooms) query.append("room", room.key);
    if (recordsOpen) query.set("records", "1");
    const answer = await fetch("/sandbox/state?" + query);
    if (answer.status === 200) draw(await answer.json());
  } catch (error) {
    tell("沙箱没有应答，它还在运行吗？");
  } finally {
    busy = false;
    if (refresh.again) { refresh.again = false; refresh(true); }
  }
}

function draw(state) {
  version = state.version;
  document.getElementById("clock").textContent = state.clock;
  document.getElementById("calls-count").textContent = state.calls;
  const wrong = document.getElementById("complaints-count");
  wrong.textContent = state.complaints;
  wrong.hidden = !state.complaints;
  for (const phone of Object.values(phones)) phone.draw(state);
  if (state.records) drawRecords(state.records);
}

function setUpDesk() {
  const buttons = document.querySelectorAll(".clock button");
  buttons.forEach((button) => button.addEventListener("click", async () => {
    buttons.forEach((b) => { b.disabled = true; });
    await post("/sandbox/advance", button.dataset.to ? { to: button.dataset.to } : { seconds: Number(button.dataset.seconds) });
    buttons.forEach((b) => { b.disabled = false; });
  }));
  const drawer = document.getElementById("records"), opener = document.getElementById("records-open");
  const toggle = (open) => { recordsOpen = open; drawer.hidden = !open; opener.setAttribute("aria-expanded", String(open)); refresh(true); };
  opener.addEventListener("click", () => toggle(!recordsOpen));
  document.getElementById("records-close").addEventListener("click", () => toggle(false));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && recordsOpen) toggle(false); });
}

for (const name of ["leader", "staff", "citizen"]) phones[name] = new Phone(name);
setUpDesk();
refresh(true);
setInterval(() => refresh(), POLL_MS);
