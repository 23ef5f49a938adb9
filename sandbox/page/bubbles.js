// Draws bubbles and cards. Texts go in as text; the only HTML is what the sandbox has escaped itself (`html`).
"use strict";

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

// What is not torn at a line's end: a directive's code, a date, a day and its time; in a card's value all of a
// time, and what stands in brackets.
const CODE = "[A-Z]{1,2}\\d{8}-\\d{3,}", DATE = "\\d{1,2}月\\d{1,2}日", DAY = "\\(周.\\)", TIME = "(?:\\d{1,2}:\\d{2})?";
const WHOLE = new RegExp(`${CODE}|${DATE}|${DAY}${TIME}`, "g");
const WHOLE_VALUE = new RegExp(`${CODE}|${DATE}(?:${DAY})?${TIME}|\\((?:[^()\\n]|\\([^()\\n]*\\)){1,14}\\)`, "g");

function keepWhole(node, pattern) {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT), texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    const parts = [];
    let from = 0;
    for (const found of text.data.matchAll(pattern)) {
      if (found.index > from) parts.push(text.data.slice(from, found.index));
      parts.push(make("span", "whole", found[0]));
      from = found.index + found[0].length;
    }
    if (parts.length) text.replaceWith(...parts, text.data.slice(from));
  }
  return node;
}

function colour(id) {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.codePointAt(0)) % 8;
  return "a" + sum;
}

function avatar(message, phone) {
  const official = phone.room.startsWith("official:") && message.sender !== phone.who;
  const bot = message.sender === phone.world.app || message.sender === phone.world.robot || message.sender === "消息推送";
  const node = make("div", "avatar " + (official ? "gov" : bot ? "bot" : colour(message.sender)));
  node.textContent = official ? "政" : bot ? (message.sender === "消息推送" ? "推" : "指") : [...message.name][0] || "?";
  node.setAttribute("aria-hidden", "true");
  return node;
}

function cardTop(card) {
  const main = make("div", "card-main");
  if (card.source) main.append(make("div", "source", card.source));
  if (card.title) main.append(make("h3", "", card.title));
  if (card.desc) main.append(make("div", "desc", card.desc));
  if (card.emphasis[0]) {
    const emphasis = make("div", "emphasis");
    emphasis.append(make("b", "", card.emphasis[0]), make("span", "", card.emphasis[1]));
    main.append(emphasis);
  }
  if (card.quote[0] || card.quote[1]) {
    const quote = make("div", "quote");
    if (card.quote[0]) quote.append(make("b", "", card.quote[0]));
    quote.append(document.createTextNode(card.quote[1]));
    main.append(quote);
  }
  if (card.body) main.append(make("div", "text", card.body));
  if (card.rows.length) {
    const list = make("dl");
    for (const [key, value] of card.rows) list.append(make("dt", "", key), keepWhole(make("dd", "", value), WHOLE_VALUE));
    main.append(list);
  }
  return main;
}

function choiceField(choice, card) {
  const field = make("fieldset");
  field.dataset.question = choice.question;
  field.disabled = choice.disabled || Boolean(card.done);
  if (choice.title) field.append(make("legend", "", choice.title));
  if (!choice.many) {
    const select = make("select");
    for (const [id, text] of choice.options) {
      const option = make("option", "", text);
      option.value = id;
      option.selected = choice.selected.includes(id);
      select.append(option);
    }
    field.append(select);
    return field;
  }
  for (const [id, text] of choice.options) {
    const label = make("label");
    const box = make("input");
    box.type = "checkbox";
    box.value = id;
    box.checked = choice.selected.includes(id);
    label.append(box, " " + text);
    field.append(label);
  }
  return field;
}

function chosen(node) {
  return [...node.querySelectorAll("fieldset")].map((field) => ({
    question: field.dataset.question,
    options: field.querySelector("select")
      ? [field.querySelector("select").value]
      : [...field.querySelectorAll("input:checked")].map((box) => box.value),
  }));
}

function drawCard(card, onTap) {
  const node = make("div", "card");
  node.dataset.task = card.task_id;
  const main = cardTop(card);
  card.choices.forEach((choice) => main.append(choiceField(choice, card)));
  node.append(main);
  const links = card.links.filter(([, url]) => /^https?:\/\//.test(url));
  if (links.length) {
    const list = make("div", "card-links");
    for (const [title, url] of links) {
      const link = make("a", "", title);
      link.href = url;
      link.rel = "noreferrer";
      link.target = "_blank";
      list.append(link);
    }
    node.append(list);
  }
  const buttons = card.done ? [{ text: card.done, key: "", style: 1 }] : card.buttons;
  if (buttons.length) {
    const row = make("div", "card-buttons");
    for (const button of buttons) {
      const press = make("button", "s" + button.style, button.text);
      press.type = "button";
      press.title = button.text;
      press.disabled = Boolean(card.done);
      press.addEventListener("click", () => {
        row.querySelectorAll("button").forEach((b) => { b.disabled = true; b.classList.add("busy"); });
        onTap(card.task_id, button.key, chosen(node)).finally(() => {
          if (!card.done) row.querySelectorAll("button").forEach((b) => { b.disabled = false; b.classList.remove("busy"); });
        });
      });
      row.append(press);
    }
    node.append(row);
  }
  return node;
}

// Words that are too long for their button are set smaller; what still does not fit ends in an ellipsis.
function fitButtons(row) {
  row.classList.add("fitted");
  for (const press of row.children) {
    press.classList.remove("small", "smaller");
    if (press.scrollWidth > press.clientWidth) press.classList.add("small");
    if (press.scrollWidth > press.clientWidth) press.classList.add("smaller");
  }
}

const KIND_WORDS = { voice: "语音", video: "视频", file: "文件", image: "图片" };

function sizeWords(bytes) {
  return bytes < 1024 ? bytes + " B" : bytes < 1048576 ? Math.round(bytes / 1024) + " KB" : (bytes / 1048576).toFixed(1) + " MB";
}

// A picture shows itself; everything else is a plate with its name, its size and what it is.
function drawMedia(media) {
  const link = make("a", "media " + media.kind);
  link.href = media.url;
  link.target = "_blank";
  link.rel = "noreferrer";
  if (media.kind === "image") {
    const picture = make("img");
    picture.src = media.url;
    picture.alt = media.name || "图片";
    link.append(picture);
    return link;
  }
  const words = make("span", "media-words");
  words.append(make("b", "", media.name || KIND_WORDS[media.kind] || "文件"), make("small", "", sizeWords(media.size)));
  link.append(words, make("span", "media-kind", KIND_WORDS[media.kind] || "文件"));
  return link;
}

function drawMessage(message, phone, onTap) {
  if (message.recalled) return make("div", "system", `${message.name || "对方"}撤回了一条消息`);
  if (message.kind === "error") {
    const node = make("div", "system error");
    node.innerHTML = message.html;
    return node;
  }
  if (message.kind === "system") return make("div", "system", message.text);
  const own = message.sender === phone.who;
  const row = make("div", "row" + (own ? " own" : "") + (message.card ? " carded" : ""));
  row.dataset.id = message.id;
  const body = make("div", "body");
  if (!own && phone.isGroup) body.append(make("div", "name", message.name));
  const special = phone.account && drawOfficial(message, phone);
  if (special) {
    body.append(special);
  } else if (message.media) {
    body.append(drawMedia(message.media));
  } else if (message.html) {
    const bubble = make("div", "bubble");
    bubble.innerHTML = message.html;
    body.append(bubble);
  }
  if (message.card) body.append(drawCard(message.card, onTap));
  if (message.quote) body.append(make("div", "quoted", message.quote));
  body.querySelectorAll(".bubble, h3, .desc, .text, .card .quote").forEach((part) => keepWhole(part, WHOLE));
  row.append(avatar(message, phone), body);
  return row;
}

function drawTime(message, before) {
  return !before || message.stamp - before.stamp > 240 ? make("div", "when", message.at) : null;
}
