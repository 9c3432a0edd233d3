// [ and ] go to the previous and next finding of a report, where no field has the focus.
"use strict";
document.addEventListener("keydown", (event) => {
  if (!["[", "]"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.documentElement.dataset.keys === "off") return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const notes = [...document.querySelectorAll(".note[id]")];
  if (!notes.length) return;
  const now = notes.findIndex((note) => `#${note.id}` === location.hash);
  const step = event.key === "]" ? 1 : -1;
  const next = notes[now < 0 ? (step > 0 ? 0 : notes.length - 1) : (now + step + notes.length) % notes.length];
  for (let box = next.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  location.hash = next.id;
  next.focus({ preventScroll: true });
});
