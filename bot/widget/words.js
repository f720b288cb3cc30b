// The page's own sentences, in every language that it speaks.

export const WORDS = {
  en: {
    again: "Try again",
    ahead: (position) => `You are number ${position} in line.`,
    assistant: "Assistant",
    completions: "Suggested questions",
    connecting: "Connecting…",
    disclosure: "This is an automated assistant; you can ask for a person at any time.",
    elsewhere: "Open in another window",
    failed: "Not sent",
    fresh: "New conversation",
    greeting: "I can look up an order, explain delivery, returns and payment, or find the right product for you.",
    hello: "Hello! How can I help?",
    hint: "Enter sends, Shift + Enter starts a new line",
    language: "Language",
    late: "The answer is taking longer than usual.",
    log: "Conversation",
    newer: "New messages",
    nobody: "No longer needed",
    nobodySaid: "I don't need a person any more",
    offline: "Reconnecting…",
    online: "Online",
    person: "Customer service",
    send: "Send",
    sending: "Sending…",
    sent: "Sent",
    starters: ["Where is my order?", "How long does delivery take?", "I want to return something", "Talk to a person"],
    returned: "A colleague had to leave; whom they served goes first.",
    served: (name) => `${name} is here for you.`,
    soon: (minutes) => (minutes ? `About ${minutes} min.` : "The next colleague who is free writes here."),
    title: "Shop assistant",
    typing: "The assistant is writing",
    urgent: "Somebody with an emergency goes first.",
    write: "Write a message",
    you: "You",
  },
  zh: {
    again: "重试",
    ahead: (position) => `您排在第 ${position} 位。`,
    assistant: "助手",
    completions: "猜您想问",
    connecting: "正在连接…",
    disclosure: "您正在与自动助手对话，可随时要求转接人工客服。",
    elsewhere: "已在其他窗口打开",
    failed: "未发送",
    fresh: "新对话",
    greeting: "我可以帮您查询订单，解答配送、退货和付款问题，或为您挑选商品。",
    hello: "您好！请问有什么可以帮您？",
    hint: "按 Enter 发送，Shift + Enter 换行",
    language: "语言",
    late: "回复所需时间比平时长。",
    log: "对话",
    newer: "新消息",
    nobody: "不需要了",
    nobodySaid: "不需要人工了",
    offline: "正在重新连接…",
    online: "在线",
    person: "人工客服",
    send: "发送",
    sending: "发送中…",
    sent: "已发送",
    starters: ["我的订单到哪了？", "配送需要多久？", "我想退货", "转人工客服"],
    returned: "有同事离开，其接待的顾客优先。",
    served: (name) => `${name} 正在为您服务。`,
    soon: (minutes) => (minutes ? `预计等待约 ${minutes} 分钟。` : "有同事空闲后会在这里回复您。"),
    title: "购物助手",
    typing: "助手正在输入",
    urgent: "有更紧急的顾客优先。",
    write: "输入消息",
    you: "您",
  },
};

const wanted = () => localStorage.getItem("shopkeeper.language") ?? navigator.language;

export let language = wanted().toLowerCase().startsWith("zh") ? "zh" : "en";

export function setLanguage(chosen) {
  language = chosen;
  localStorage.setItem("shopkeeper.language", chosen);
}

// An element whose text follows the language.
export function say(element, word) {
  element.dataset.words = word;
  element.textContent = WORDS[language][word];
  return element;
}

export function translate(root) {
  const words = WORDS[language];
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const element of root.querySelectorAll("[data-words]")) element.textContent = words[element.dataset.words];
  for (const element of root.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", words[element.dataset.label]);
    element.title = words[element.dataset.label];
  }
  for (const element of root.querySelectorAll("[data-placeholder]")) element.placeholder = words[element.dataset.placeholder];
  for (const button of root.querySelectorAll(".languages button")) {
    button.setAttribute("aria-pressed", String(button.lang === language));
  }
}
