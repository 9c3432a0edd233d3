// Keys: / and Ctrl+K go to the search box, ? to the list of keys in the footer. Keys of a single character can be turned off there.
(function () {
  "use strict";
  var root = document.documentElement, key = "juesuan-keys";
  try { root.dataset.keys = localStorage.getItem(key) || "on"; } catch (error) { root.dataset.keys = "on"; }

  function search(event) {
    var box = document.getElementById("q");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  }
  document.addEventListener("keydown", function (event) {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) return search(event);
    if (root.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "/") return search(event);
    if (event.key !== "?") return;
    var list = document.getElementById("keys");
    list.open = true;
    list.scrollIntoView({ block: "center" });
    list.querySelector("summary").focus({ preventScroll: true });
  });
  document.addEventListener("DOMContentLoaded", function () {
    var choice = document.querySelector("#keys input");
    choice.closest("p").hidden = false;
    choice.checked = root.dataset.keys !== "off";
    choice.addEventListener("change", function () {
      root.dataset.keys = choice.checked ? "on" : "off";
      localStorage.setItem(key, root.dataset.keys);
    });
  });
})();
