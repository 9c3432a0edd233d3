// The banner of a report: which cell or sentence a link led to, and the way back to the page that the link stood on. The print button.
"use strict";
(function () {
  const words = (node) => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll(".st, .vh, small").forEach((mark) => mark.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  };
  // The head over a column: its words from top to bottom, whatever the heads span.
  function head(table, column) {
    const taken = [], found = [];
    [...(table.tHead ? table.tHead.rows : [])].forEach((row, r) => {
      taken[r] ||= [];
      let c = 0;
      for (const cell of row.cells) {
        while (taken[r][c]) c++;
        if (column >= c && column < c + cell.colSpan && !cell.matches(".ord") && words(cell)) found.push(words(cell));
        for (let below = r; below < r + cell.rowSpan; below++) for (let at = c; at < c + cell.colSpan; at++) (taken[below] ||= [])[at] = true;
        c += cell.colSpan;
      }
    });
    return [...new Set(found)].join("/");
  }
  function said(target) {
    const cell = target.closest("td, th"), row = target.closest("tr"), box = target.closest(".tw");
    if (!box) {
      const section = target.closest("section"), title = section && section.querySelector("h2, h3, h4"), text = words(target);
      return [title ? words(title) : "", text.length > 36 ? `${text.slice(0, 36)}…` : text];
    }
    const first = row && row.cells[0], of = first !== cell && first.matches("th, .x") ? words(first) : "";
    const number = box.querySelector("caption .u").textContent.trim().split("　")[0]; // 公开07表, where one is printed
    return [number.endsWith("表") ? number : "", box.getAttribute("aria-label"), of, cell && head(row.closest("table"), cell.cellIndex), words(cell || row.cells[0])];
  }
  function show() {
    const banner = document.getElementById("at");
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (error) { /* no such place */ }
    if (target && !target.matches("td, th, tr, p") && target.tagName === "SPAN") target = target.closest("td, th") || target;
    banner.hidden = !target || !target.matches(".report td, .report th, .report tr, .report p, .report span");
    if (banner.hidden) return;
    const link = banner.querySelector("[data-place]");
    link.textContent = [...new Set(said(target).filter(Boolean))].join("　");
    link.href = location.hash;
    target.scrollIntoView({ behavior: "instant" }); // the banner has moved it
  }
  function back() {
    let from = null;
    try { from = new URL(document.referrer); } catch (error) { return; }
    if (from.origin !== location.origin || from.pathname === location.pathname) return;
    const link = document.querySelector(`#at [data-back=${from.pathname.endsWith("/search") ? "answer" : "page"}]`);
    link.href = from.href;
    link.hidden = false;
  }
  addEventListener("hashchange", show);
  back();
  show();
  const print = document.getElementById("print");
  print.hidden = false;
  print.addEventListener("click", () => window.print());
})();
