"use strict";
(() => {
  const form = JSON.parse(document.getElementById("review-form").textContent);
  const words = form.words;
  // Marks and notes are kept by the anchor of their change: the same two files compared otherwise,
  // with other pins or without packs, have other numbers of rows.
  const anchors = Object.fromEntries(Object.values(form.anchors).map((a) => [a.id, a]));
  const total = Object.keys(anchors).length;
  const marked = () => Object.entries(said.marks)
    .filter(([id, m]) => anchors[id] && m.mark !== "withdrawn").length;
  const store = "plandiff-review:" + form.review.id;
  const hex = (length) => Array.from(
    crypto.getRandomValues(new Uint8Array(length)), (n) => (n % 16).toString(16)).join("");
  let said = { name: "", digits: hex(6), marks: {}, notes: {} };
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
  // The form of a moment in reviews: UTC, six digits of a second.
  const now = () => new Date().toISOString().replace("Z", "000Z");
  const person = () => (said.name.replace(/#/g, " ").trim() || words.nobody) + "#" + said.digits;

  const counts = make("output", { "aria-live": "polite" });
  const name = make("input", { type: "text", id: "review-name", autocomplete: "name" });
  const count = () => {
    const notes = Object.entries(said.notes).filter(([id, n]) => anchors[id] && n.text).length;
    counts.textContent = words.counts.replace("{done}", marked()).replace("{all}", total)
      .replace("{notes}", notes) + (kept ? "" : words.unsaved);
  };
  const keep = () => {
    try {
      localStorage.setItem(store, JSON.stringify(said));
    } catch {
      kept = false;
    }
    count();
  };

  const shows = {};
  const control = (id, title) => {
    const buttons = ["reviewed", "accepted", "questioned"].map((mark) => {
      const button = make("button", { type: "button" }, words[mark]);
      button.addEventListener("click", () => {
        const on = (said.marks[id] || {}).mark === mark;
        said.marks[id] = { mark: on ? "withdrawn" : mark, when: now() };
        keep();
        shows[id]();
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
    const box = make("div", { class: "review", role: "group", "aria-label": words.title + " " + title },
      ...buttons.map(([, button]) => button), note);
    shows[id] = () => {
      const mark = (said.marks[id] || {}).mark;
      for (const [name, button] of buttons) button.setAttribute("aria-pressed", String(name === mark));
      note.value = (said.notes[id] || {}).text || "";
      box.classList.toggle("said", Boolean(note.value) || (Boolean(mark) && mark !== "withdrawn"));
      grow();
    };
    shows[id]();
    return box;
  };

  const review = () => {
    const ids = new Set([...Object.keys(said.marks), ...Object.keys(said.notes)]);
    const items = [...ids].filter((id) => anchors[id]).map((id) => {
      const item = { ...anchors[id] };
      const mark = said.marks[id], note = said.notes[id];
      if (mark) item.marks = [{ by: person(), mark: mark.mark, when: mark.when }];
      if (note) item.notes = [{ id: note.id, by: person(), text: note.text, created: note.created,
        when: note.when, ...(note.text ? {} : { deleted: true }) }];
      return item;
    });
    items.sort((a, b) => (a.position || 0) - (b.position || 0));
    return { schema: "plandiff.review/1",
      reviews: [{ ...form.review, touched: now(), reviewed: marked(), total, items, pins: [] }] };
  };
  const save = make("button", { type: "button" }, words.save);
  save.addEventListener("click", () => {
    const text = JSON.stringify(review(), null, 1) + "\n";
    const link = make("a", { download: words.file.replace("{name}", said.name.trim() || words.nobody) });
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });

  // What was saved on another day or another machine can be taken up again.
  const open = make("input", { type: "file", id: "review-open", accept: ".json" });
  const take = (saved) => {
    for (const item of saved.reviews.flatMap((one) => one.items)) {
      const [mark] = item.marks || [], [note] = item.notes || [];
      const by = (mark || note || {}).by;
      if (!anchors[item.id] || !by) continue;
      [said.name, said.digits] = [by.replace(/#[^#]*$/, ""), by.replace(/^.*#/, "")];
      if (mark) said.marks[item.id] = { mark: mark.mark, when: mark.when };
      if (note) said.notes[item.id] = { id: note.id, text: note.deleted ? "" : note.text,
        created: note.created, when: note.when };
    }
  };
  open.addEventListener("change", async () => {
    try {
      take(JSON.parse(await open.files[0].text()));
      keep();
      showAll();
    } catch {
      counts.textContent = words.unreadable;
    }
  });

  const showAll = () => {
    name.value = said.name;
    for (const show of Object.values(shows)) show();
    count();
  };
  // The same page in another tab keeps its marks in the same place: neither may undo the other's.
  window.addEventListener("storage", (change) => {
    if (change.key !== store || !change.newValue) return;
    Object.assign(said, JSON.parse(change.newValue));
    showAll();
  });

  name.value = said.name;
  name.addEventListener("input", () => { said.name = name.value; keep(); });
  for (const [row, anchor] of Object.entries(form.anchors)) {
    const article = document.getElementById(row);
    const title = article && article.querySelector("h3");
    if (title) article.append(control(anchor.id, title.textContent));
  }
  document.querySelector("main").prepend(make("section", { class: "review-bar", "aria-label": words.title },
    make("label", { for: "review-name" }, words.name), name, counts, save,
    make("label", { for: "review-open" }, words.open), open));
  count();
})();
