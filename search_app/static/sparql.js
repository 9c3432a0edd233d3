// Makes the text area of /sparql an editor: colours, syntax check, completion of terms by their Chinese labels from this host.
// Without it the form works as it is.
(function () {
  "use strict";
  var area = document.getElementById("query");
  var Yasqe = window.Yasgui && (window.Yasgui.Yasqe || (window.Yasgui.default && window.Yasgui.default.Yasqe));
  if (!area || !Yasqe) return;
  var prefixes = JSON.parse(area.dataset.prefixes);
  var known = {};

  // What stands before the cursor and may name a term: 教育支出, 205, fa:final, <https…
  function word(editor) {
    var cursor = editor.getDoc().getCursor();
    var kind = editor.getTokenAt(cursor).type || "";
    var before = editor.getDoc().getLine(cursor.line).slice(0, cursor.ch);
    var found = /string$|comment/.test(kind) ? null : /[\p{L}\p{N}_:（）“”-]+$/u.exec(before);
    if (!found || /[?$<#"'\p{L}]$/u.test(before.slice(0, found.index))) return null;
    return { text: found[0], from: found.index, to: cursor.ch };
  }

  function asks(text) {
    return text.length > 1 && !/^(select|where|filter|optional|union|prefix|order|group|limit|values|bind|as|by|graph|a)$/i.test(text);
  }

  Yasqe.registerAutocompleter({
    name: "juesuan",
    bulk: false,
    autoShow: true,
    isValidCompletionPosition: function (editor) {
      var at = word(editor);
      return !!at && (asks(at.text) && (/[^\x00-\x7f]|:|^\d/.test(at.text) || at.text.length > 2));
    },
    preProcessToken: function (editor, token) {
      var at = word(editor);
      if (!at) return null;
      token.autocompletionString = at.text;
      token.from = { ch: at.from };
      token.to = { ch: at.to };
      return token;
    },
    get: function (editor, token) {
      return fetch(area.dataset.terms + "?k=30&q=" + encodeURIComponent(token.autocompletionString))
        .then(function (response) { return response.ok ? response.json() : { terms: [] }; })
        .then(function (body) {
          return body.terms.map(function (term) { known[term.text] = term; return term.text; });
        });
    },
    postprocessHints: function (editor, hints) {
      hints.forEach(function (hint) {
        var term = known[hint.text];
        if (term) hint.displayText = term.label + "　" + term.kind;
      });
      return hints;
    }
  }, false);
  // Its own completers of classes and properties ask a service elsewhere.
  delete Yasqe.Autocompleters["class"];
  delete Yasqe.Autocompleters.property;
  delete Yasqe.Autocompleters.prefixes;
  Yasqe.defaults.autocompleters = ["variables", "juesuan"];
  Yasqe.defaults.createShareableLink = null;
  Yasqe.defaults.consumeShareLink = null;

  var place = document.createElement("div");
  place.className = "editor";
  area.after(place);
  var editor = new Yasqe(place, {
    value: area.value,
    persistenceId: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "22em",
    requestConfig: { endpoint: area.form.action }
  });
  area.hidden = true;
  document.body.classList.add("has-editor");
  editor.getInputField().setAttribute("aria-label", "SPARQL查询");
  editor.getScrollerElement().tabIndex = 0;
  editor.on("change", function () { area.value = editor.getValue(); declare(); });
  ["Ctrl-Enter", "Cmd-Enter"].forEach(function (key) { editor.options.extraKeys[key] = run; });

  // A prefix of ours that is used is declared too, so that the query runs anywhere.
  function declare() {
    var cursor = editor.getDoc().getCursor();
    var token = editor.getTokenAt(cursor);
    var name = /^([A-Za-z][\w-]*):/.exec(token.type === "string-2" ? token.string : "");
    var line = editor.getDoc().getLine(cursor.line);
    if (name && prefixes[name[1]] && !/^\s*prefix/i.test(line) && !(name[1] in editor.getPrefixesFromQuery())) {
      var one = {};
      one[name[1]] = prefixes[name[1]];
      editor.addPrefixes(one);
    }
  }

  function run() {
    area.value = editor.getValue();
    area.form.requestSubmit(area.form.querySelector("button.main"));
  }

  window.juesuanEditor = editor;
})();
