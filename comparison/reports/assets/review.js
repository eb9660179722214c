"use strict";
(() => {
  const form = JSON.parse(document.getElementById("review-form").textContent);
  const words = form.words;
  // Marks and notes are kept by the anchor of their change: the same two files compared otherwise,
  // with other pins or without packs, have other numbers of rows.
  const anchors = Object.fromEntries(Object.values(form.anchors).map((a) => [a.id, a]));
  const store = "plandiff-review:" + form.review.id;
  const hex = (length) => Array.from(
    crypto.getRandomValues(new Uint8Array(length)), (n) => (n % 16).toString(16)).join("");
  // The reader's own marks and notes; those of others stay under their names: `others` has them by
  // anchor, `strange` the anchors that this page has no place for.
  let said = { name: "", digits: hex(6), marks: {}, notes: {}, others: {}, strange: {}, pins: [] };
  let kept = true;
  try {
    Object.assign(said, JSON.parse(localStorage.getItem(store) || "{}"));
  } catch {
    kept = false;  // a browser may forbid it to pages from a disk
  }

  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  // The form of a moment in reviews: UTC, six digits of a second.
  const now = () => new Date().toISOString().replace("Z", "000Z");
  const person = () => (said.name.replace(/#/g, " ").trim() || words.nobody) + "#" + said.digits;
  const nameOf = (by) => by.replace(/#[^#]*$/, "").trim();
  const isLater = (one, other) => !other || String(one.when) > String(other.when);

  const rows = {};  // the anchor of each row on the page, and those of its passages
  const isMarked = (id) => Boolean(said.marks[id]) && said.marks[id].mark !== "withdrawn";
  const marked = () => Object.entries(rows).filter(([id, parts]) =>
    isMarked(id) || (parts.length && parts.every(isMarked))).length;

  const counts = make("output", { "aria-live": "polite" });
  const name = make("input", { type: "text", id: "review-name", autocomplete: "name" });
  const people = make("span", {});
  const count = () => {
    const notes = Object.entries(said.notes).filter(([id, n]) => anchors[id] && n.text).length;
    counts.textContent = fill(words.counts, { done: marked(), all: Object.keys(rows).length, notes })
      + (kept ? "" : words.unsaved);
  };
  const keep = () => {
    try {
      localStorage.setItem(store, JSON.stringify(said));
    } catch {
      kept = false;
    }
    count();
  };

  const othersOf = (id) => said.others[id] || { marks: {}, notes: {} };
  const saidByOthers = (id) => {
    const { marks, notes } = othersOf(id);
    const line = (by, text) => make("li", {}, fill(words.by, { name: nameOf(by), text }));
    return [
      ...Object.values(marks).filter((m) => words[m.mark]).map((m) => line(m.by, words[m.mark])),
      ...Object.values(notes).filter((n) => !n.deleted).map((n) => line(n.by, n.text)),
    ];
  };

  const shows = {};
  const control = (id, title, ...before) => {
    const buttons = ["reviewed", "accepted", "questioned"].map((mark) => {
      const button = make("button", { type: "button" }, words[mark]);
      button.addEventListener("click", () => {
        const on = (said.marks[id] || {}).mark === mark;
        said.marks[id] = { mark: on ? "withdrawn" : mark, when: now() };
        keep();
        showAll();
      });
      return [mark, button];
    });
    const note = make("textarea", { rows: "1", "aria-label": words.note + " " + title,
      placeholder: words.note });
    note.addEventListener("input", () => {
      const before = said.notes[id] || { id: hex(20), created: now() };
      said.notes[id] = { ...before, text: note.value.trim(), when: now() };
      keep();
      grow();
    });
    const grow = () => { note.rows = Math.max(1, note.value.split("\n").length); };
    const others = make("ul", { class: "others" });
    const box = make("div", { class: "review", role: "group", "aria-label": words.title + " " + title },
      ...before, ...buttons.map(([, button]) => button), note);
    shows[id] = () => {
      const mark = (said.marks[id] || {}).mark;
      for (const [name, button] of buttons) button.setAttribute("aria-pressed", String(name === mark));
      const text = (said.notes[id] || {}).text || "";
      if (note.value.trim() !== text) note.value = text;
      others.replaceChildren(...saidByOthers(id));
      if (others.childElementCount) box.append(others);
      else others.remove();
      box.classList.toggle("said", Boolean(text || others.childElementCount || isMarked(id)));
      grow();
    };
    return box;
  };

  // Passages of a section that has several: each with its own marks, folded below its text.
  const passagesOf = (article, title) => {
    const details = article.querySelector("details.passages");
    if (!details) return [];
    const parts = [];
    for (const item of details.querySelectorAll("li[id]")) {
      const anchor = form.anchors[item.id];
      if (!anchor) continue;
      parts.push(anchor.id);
      item.append(control(anchor.id, title + " " + item.textContent.trim().slice(0, 24)));
    }
    const summary = details.querySelector("summary");
    shows[details.closest("article").id] = () => {
      summary.textContent = fill(words.passages,
        { done: parts.filter(isMarked).length, all: parts.length });
      if (details.querySelector(".said")) details.open = true;
    };
    details.hidden = false;
    return parts;
  };

  const review = () => {
    const ids = new Set([said.marks, said.notes, said.others, said.strange].flatMap(Object.keys));
    const items = [...ids].filter((id) => anchors[id] || said.strange[id]).map((id) => {
      const item = { ...(anchors[id] || said.strange[id]) };
      const mark = said.marks[id], note = said.notes[id], others = othersOf(id);
      const marks = Object.values(others.marks), notes = Object.values(others.notes);
      if (mark) marks.push({ by: person(), mark: mark.mark, when: mark.when });
      if (note) notes.push({ id: note.id, by: person(), text: note.text, created: note.created,
        when: note.when, ...(note.text ? {} : { deleted: true }) });
      if (marks.length) item.marks = marks;
      if (notes.length) item.notes = notes;
      return item;
    });
    items.sort((a, b) => (a.position || 0) - (b.position || 0));
    return { schema: "plandiff.review/1", reviews: [{ ...form.review, touched: now(),
      reviewed: marked(), total: Object.keys(rows).length, items, pins: said.pins }] };
  };
  const save = make("button", { type: "button" }, words.save);
  save.addEventListener("click", () => {
    const text = JSON.stringify(review(), null, 1) + "\n";
    const link = make("a", { download: fill(words.file, { name: said.name.trim() || words.nobody }) });
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });

  // What was saved on another day or machine, or by somebody else, can be taken up.
  const open = make("input", { type: "file", id: "review-open", accept: ".json" });
  const take = (saved) => {
    const isOfThese = (one) => one.old.sha256 === form.review.old.sha256
      && one.new.sha256 === form.review.new.sha256;
    const found = saved.reviews.filter(isOfThese);
    for (const item of found.flatMap((one) => one.items)) {
      const { marks = [], notes = [], ...anchor } = item;
      const others = said.others[item.id] = othersOf(item.id);
      if (!anchors[item.id]) said.strange[item.id] = anchor;
      for (const mark of marks) if (isLater(mark, others.marks[mark.by])) others.marks[mark.by] = mark;
      for (const note of notes) if (isLater(note, others.notes[note.id])) others.notes[note.id] = note;
    }
    const pins = found.flatMap((one) => one.pins || []).map((pin) => JSON.stringify(pin));
    said.pins = [...new Set([...said.pins.map((pin) => JSON.stringify(pin)), ...pins])].map(JSON.parse);
    for (const by of authors()) if (by === person() || nameOf(by) === said.name.trim()) adopt(by);
    return found.length;
  };
  const authors = () => [...new Set(Object.values(said.others).flatMap(({ marks, notes }) =>
    [...Object.values(marks), ...Object.values(notes)].map((one) => one.by)))];
  // The reader goes on as the person who wrote them: what is newer holds.
  const adopt = (by) => {
    if (!Object.keys(said.marks).length && !Object.keys(said.notes).length)
      said.digits = by.replace(/^.*#/, "");
    said.name = nameOf(by);
    for (const [id, { marks, notes }] of Object.entries(said.others)) {
      const mark = marks[by];
      const own = Object.values(notes).filter((one) => one.by === by);
      const note = own.find((one) => !one.deleted) || own[0];
      if (!anchors[id]) continue;
      if (mark && isLater(mark, said.marks[id])) said.marks[id] = { mark: mark.mark, when: mark.when };
      if (note && isLater(note, said.notes[id])) said.notes[id] = { id: note.id,
        text: note.deleted ? "" : note.text, created: note.created, when: note.when };
      delete marks[by];
      if (note && said.notes[id].id === note.id) delete notes[note.id];
    }
  };
  open.addEventListener("change", async () => {
    try {
      const found = take(JSON.parse(await open.files[0].text()));
      keep();
      showAll();
      if (!found) counts.textContent = words.foreign;
    } catch {
      counts.textContent = words.unreadable;
    }
    open.value = "";  // the same file may be opened again
  });

  const offer = (by) => {
    const button = make("button", { type: "button" }, fill(words.me, { name: nameOf(by) }));
    button.addEventListener("click", () => { adopt(by); keep(); showAll(); });
    return button;
  };
  const showAll = () => {
    if (name.value !== said.name) name.value = said.name;
    for (const show of Object.values(shows)) show();
    people.replaceChildren(...authors().map(offer));
    count();
  };
  // The same page in another tab keeps its marks in the same place: neither may undo the other's.
  window.addEventListener("storage", (change) => {
    if (change.key !== store || !change.newValue) return;
    Object.assign(said, JSON.parse(change.newValue));
    showAll();
  });

  name.addEventListener("input", () => { said.name = name.value; keep(); });
  for (const [row, anchor] of Object.entries(form.anchors)) {
    const article = document.getElementById(row);
    const heading = article && article.querySelector("h3");
    if (!heading) continue;  // a passage, or a row that this page leaves out
    const title = heading.textContent;
    rows[anchor.id] = passagesOf(article, title);
    const whole = rows[anchor.id].length ? [make("span", {}, words.whole)] : [];
    article.append(control(anchor.id, title, ...whole));
  }
  document.querySelector("main").prepend(make("section", { class: "review-bar", "aria-label": words.title },
    make("label", { for: "review-name" }, words.name), name, counts, save,
    make("label", { for: "review-open" }, words.open), open, people));
  showAll();
})();
