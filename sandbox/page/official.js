// The citizen's phone as WeChat draws an official account: its menu, what "+" offers, voices, places, notices.
"use strict";

const SECONDS_PER_LETTER = 0.25, VOICE_LEAST_S = 2, VOICE_MOST_S = 60;
const PICTURE_SIDE_PX = 1280, PICTURE_QUALITY = 0.8;

// A voice with its seconds; what was recognised stands below it, as after 转文字.
function drawVoice(message, own) {
  const seconds = Math.min(VOICE_MOST_S, Math.max(VOICE_LEAST_S, Math.round(message.text.length * SECONDS_PER_LETTER)));
  const box = make("div", "voice"), bubble = make("div", "bubble voice-bubble");
  bubble.dataset.length = String(Math.min(6, 1 + Math.floor(seconds / 4)));
  bubble.append(make("span", "waves"), make("span", "", `${seconds}"`));
  bubble.setAttribute("aria-label", `${own ? "我的" : ""}语音，${seconds}秒`);
  box.append(bubble);
  if (message.text) box.append(make("div", "recognised", message.text));
  return box;
}

function drawPlace(message) {
  const box = make("div", "place"), [, name = message.text, rest = ""] = message.text.match(/^(.*?(?:村|社区))(.*)$/) || [];
  box.append(make("b", "", rest || name), make("small", "", message.text), make("div", "map"));
  return box;
}

function drawNotice(notice, account) {
  const card = make("div", "notice-card"), list = make("dl");
  card.append(make("div", "notice-from", account), make("h3", "", notice.title));
  for (const [key, value] of notice.rows) {
    if (key) list.append(make("dt", "", key));
    list.append(keepWhole(make("dd", key ? "" : "alone", value), WHOLE_VALUE));
  }
  card.append(list, make("div", "notice-more", "查看详情"));
  return card;
}

// What only an official account's chat shows; null where it is an ordinary bubble.
function drawOfficial(message, phone) {
  if (message.kind === "voice") return drawVoice(message, message.sender === phone.who);
  if (message.kind === "location") return drawPlace(message);
  return message.notice ? drawNotice(message.notice, message.sender) : null;
}

class AccountBar {
  constructor(phone) {
    this.phone = phone;
    this.menuBar = phone.find(".menu-bar");
    this.bar = phone.find(".bar");
    this.pop = phone.find(".pop");
    this.panel = phone.find(".panel");
    this.joinBar = phone.find(".join-bar");
    this.typing = false;
    this.hasMenu = this.gone = false;
    this.menuBar.querySelector(".swap").addEventListener("click", () => { this.type(); phone.find("textarea").focus(); });
    this.bar.querySelector(".swap").addEventListener("click", () => { this.typing = false; this.lay(); });
    phone.find(".plus").addEventListener("click", () => this.open(this.panel.hidden));
    phone.find(".more-open").addEventListener("click", () => this.profile());
    phone.find(".join").addEventListener("click", () => phone.does("enter", { event: "subscribe" }));
    phone.picker.addEventListener("change", () => this.picture());
    phone.find("[data-send=voice]").addEventListener("click", () => this.voice());
    phone.find("[data-open=places]").addEventListener("click", () => { const places = phone.find(".places"); places.hidden = !places.hidden; });
    phone.lines.addEventListener("click", (event) => this.tapped(event.target.closest("button.tap")));
    phone.root.addEventListener("click", (event) => { if (!event.target.closest(".menu, .pop, .more-open")) this.shut(); });
    phone.root.addEventListener("keydown", (event) => { if (event.key === "Escape") { this.shut(); this.open(false); } });
    for (const [key, label] of WORLD.places) {
      const chip = make("button", "", label);
      chip.type = "button";
      chip.addEventListener("click", () => { this.open(false); phone.does("say", { place: key }); });
      phone.find(".places").append(chip);
    }
  }

  // Another citizen or account: the menu is shown first, as WeChat opens it.
  leave() { this.typing = false; this.open(false); this.shut(); this.draw({ menus: {}, left: [] }); }

  // The line to type in is wanted.
  type() { this.typing = true; this.lay(); }

  draw(state) {
    const name = this.phone.room.replace("official:", ""), menu = state.menus[name];
    this.hasMenu = Boolean(menu && menu.button && menu.button.length);
    this.gone = state.left.includes(`${this.phone.room}/${this.phone.who}`);
    const mark = JSON.stringify(menu || null), box = this.phone.find(".menu");
    if (box.dataset.mark !== mark) {
      box.dataset.mark = mark;
      this.shut();
      box.replaceChildren(...(this.hasMenu ? menu.button.map((button) => this.button(button)) : []));
    }
    this.lay();
  }

  button(button) {
    const press = make("button", "", button.name), below = button.sub_button || [];
    press.type = "button";
    press.classList.toggle("parent", below.length > 0);
    press.addEventListener("click", () => (below.length ? this.unfold(press, below) : this.click(button)));
    return press;
  }

  click(leaf) {
    this.shut();
    if (leaf.type === "view") window.open(leaf.url, "_blank", "noreferrer");
    else this.phone.does("enter", { event: "CLICK", key: leaf.key || leaf.name });
  }

  unfold(press, below) {
    if (!this.pop.hidden && this.pop.of === press) { this.shut(); return; }
    this.show(below.map((leaf) => [leaf.name, () => this.click(leaf)]), press);
  }

  // The sheet behind "···": following and leaving.
  profile() {
    if (!this.pop.hidden && !this.pop.of) { this.shut(); return; }
    const event = this.gone ? "subscribe" : "unsubscribe";
    this.show([[this.gone ? "关注公众号" : "取消关注", () => { this.shut(); this.phone.does("enter", { event }); }]], null);
  }

  show(choices, press) {
    this.pop.replaceChildren(...choices.map(([words, doing]) => {
      const item = make("button", "", words);
      item.type = "button";
      item.addEventListener("click", doing);
      return item;
    }));
    this.pop.of = press;
    this.pop.hidden = false;
    this.pop.classList.toggle("from-top", !press);
    this.phone.find(".more-open").setAttribute("aria-expanded", String(!press));
    const at = press ? press.offsetLeft + press.offsetWidth / 2 : 0, most = this.phone.root.clientWidth - this.pop.offsetWidth - 8;
    this.pop.style.left = press ? `${Math.max(8, Math.min(most, at - this.pop.offsetWidth / 2))}px` : "";
  }

  shut() { this.pop.hidden = true; this.phone.find(".more-open").setAttribute("aria-expanded", "false"); }

  open(yes) {
    this.panel.hidden = !yes;
    this.phone.find(".places").hidden = true;
    this.phone.find(".plus").setAttribute("aria-expanded", String(yes));
  }

  lay() {
    const menu = this.hasMenu && !this.typing && !this.gone;
    this.menuBar.hidden = !menu;
    this.bar.hidden = menu || this.gone;
    this.joinBar.hidden = !this.gone;
    this.phone.find(".samples").hidden = this.gone;
    this.bar.querySelector(".swap").hidden = !this.hasMenu;
    if (this.bar.hidden) this.open(false);
  }

  tapped(button) {
    if (!button) return;
    const message = button.closest(".row").dataset.id;
    this.phone.does("tap", { message, key: button.value });
  }

  voice() {
    const input = this.phone.find("textarea"), words = input.value.trim();
    input.value = "";
    this.phone.grow();
    this.open(false);
    this.phone.does("say", { voice: words });
  }

  async picture() {
    const file = this.phone.picker.files[0];
    if (!file) return;
    this.open(false);
    const sent = await smaller(file);
    this.phone.picker.value = "";
    await this.phone.does("say", { picture: sent });
  }
}

// WeChat sends no photo as large as the camera took it; what is no picture goes as it is.
async function smaller(file) {
  let bitmap;
  try { bitmap = await createImageBitmap(file); } catch (error) { return base64(file); }
  const scale = Math.min(1, PICTURE_SIDE_PX / Math.max(bitmap.width, bitmap.height));
  if (scale === 1) return base64(file);
  const canvas = make("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", PICTURE_QUALITY).split(",")[1];
}
