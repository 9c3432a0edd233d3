// The search box completes units, measures, subjects and questions as they are typed. Without it the box works as it is.
(function () {
  var from = document.currentScript.dataset.from;

  function complete(input) {
    var list = document.createElement("ul"), asked = "", chosen = -1, timer = 0;
    list.id = input.id + "-list";
    list.className = "complete";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "补全");
    list.hidden = true;
    input.parentNode.appendChild(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");

    function close() {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function mark(number) {
      var items = list.children;
      chosen = (number + items.length + 1) % (items.length + 1);
      Array.prototype.forEach.call(items, function (item, at) { item.setAttribute("aria-selected", String(at === chosen)); });
      if (chosen < items.length) input.setAttribute("aria-activedescendant", items[chosen].id);
      else { chosen = -1; input.removeAttribute("aria-activedescendant"); }
    }

    function take(item) {
      input.value = item.dataset.text;
      close();
      input.focus();
      ask();
    }

    function show(found) {
      if (found.query !== input.value || document.activeElement !== input) return;
      list.replaceChildren.apply(list, found.completions.map(function (one, at) {
        var item = document.createElement("li"), kind = document.createElement("small");
        item.id = list.id + at;
        item.setAttribute("role", "option");
        item.dataset.text = one.text;
        kind.textContent = one.kind;
        item.append(one.name, " ", kind);
        item.addEventListener("mousedown", function (event) { event.preventDefault(); take(item); });
        return item;
      }));
      list.hidden = !found.completions.length;
      chosen = -1;
      input.setAttribute("aria-expanded", String(!list.hidden));
      input.removeAttribute("aria-activedescendant");
    }

    function ask() {
      var text = input.value;
      if (text === asked) return;
      asked = text;
      if (!text.trim()) { close(); return; }
      fetch(from + "?q=" + encodeURIComponent(text)).then(function (response) { return response.ok ? response.json() : null; })
        .then(function (found) { if (found) show(found); }).catch(close);
    }

    input.addEventListener("input", function (event) {
      if (event.isComposing) return;
      clearTimeout(timer);
      timer = setTimeout(ask, 80);
    });
    input.addEventListener("compositionend", ask);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", function (event) {
      if (event.isComposing || list.hidden) return;
      if (event.key === "ArrowDown") mark(chosen + 1);
      else if (event.key === "ArrowUp") mark(chosen < 0 ? list.children.length - 1 : chosen - 1);
      else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("form.find input[type=search]").forEach(complete);
  });
})();
