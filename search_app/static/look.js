// The look that the reader chose: kept on this device, set before the page is drawn.
(function () {
  var root = document.documentElement, key = "juesuan-look", kept = null;
  try { kept = localStorage.getItem(key); } catch (error) { return; }
  if (kept) root.dataset.theme = kept;
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("input[name=look]").forEach(function (choice) {
      if (kept) choice.checked = choice.value === kept;
      choice.addEventListener("change", function () {
        if (choice.value === "auto") delete root.dataset.theme; else root.dataset.theme = choice.value;
        if (choice.value === "auto") localStorage.removeItem(key); else localStorage.setItem(key, choice.value);
      });
    });
  });
})();
