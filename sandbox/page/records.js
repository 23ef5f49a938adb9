// The drawer: what the platform would not have taken, and every call with whom it reached and its first words.
"use strict";

function callHead(call) {
  const head = make("summary"), words = make("div", "call-words"), path = call.path.replace("/cgi-bin", "");
  const good = call.errcode === 0 && call.status === 200;
  if (call.to || call.words) {
    const line = make("b", "", [call.to, call.words].filter(Boolean).join("："));
    line.title = line.textContent;
    words.append(line);
  }
  words.append(make(call.to || call.words ? "small" : "b", "", `${call.method} ${path}`));
  const outcome = call.fault ? `故障 ${call.fault}` : good ? "ok" : call.errcode || call.status;
  head.append(make("span", "", call.at.slice(-5)), words, make("span", good ? "good" : "bad", outcome));
  return head;
}

function drawRecords(records) {
  const body = document.getElementById("records-body");
  const open = new Set([...body.querySelectorAll("details[open]")].map((d) => d.dataset.number));
  body.replaceChildren(make("h3", "", "平台不会接受的应答"));
  if (records.complaints.length) {
    const list = make("ul");
    for (const line of records.complaints) list.append(make("li", "", line));
    body.append(list);
  } else body.append(make("p", "", "没有"));
  body.append(make("h3", "", `服务调用平台 ${records.count} 次，最近的在前`));
  if (records.dropped) body.append(make("p", "bad", `超过每人频率，被平台悄悄丢弃 ${records.dropped} 条`));
  for (const call of records.calls) {
    const line = make("details");
    line.dataset.number = call.number;
    line.open = open.has(String(call.number));
    line.append(callHead(call), make("pre", "", call.body || "(没有正文)"), make("pre", "", call.answer));
    body.append(line);
  }
}
