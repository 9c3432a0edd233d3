// The graph view: the start node with its neighbours; a click on a node fetches and adds its own. The list beside it says the same.
(function () {
  "use strict";
  var box = document.getElementById("graph");
  if (!box || !window.cytoscape) return;
  box.hidden = false;
  var kinds = { unit: ["--c1", "单位"], project: ["--c2", "项目"], subject: ["--c3", "科目"], indicator: ["--c4", "指标"], duty: ["--c5", "职责"] };
  var each = innerWidth < 640 ? 3 : 6, queries = [], list = document.getElementById("list");
  // How much wider than high the rings are: as the stage is, so that they fill it.
  var stage = box.querySelector(".stage"), wide = Math.max(0.8, Math.min(1.6, stage.clientWidth / stage.clientHeight));

  function token(name) {
    var probe = document.createElement("span");
    probe.style.color = "var(" + name + ")";
    document.body.appendChild(probe);
    var colour = getComputedStyle(probe).color;
    probe.remove();
    return colour;
  }
  function colour(kind) { return token((kinds[kind] || ["--c6"])[0]); }
  function brief(text) { return text.length > 12 ? text.slice(0, 11) + "…" : text; }
  function style() {
    var font = getComputedStyle(document.body).fontFamily;
    return [
      { selector: "node", style: { label: "data(brief)", "background-color": function (node) { return colour(node.data("kind")); }, width: 20, height: 20, color: token("--ink"), "font-size": 12, "font-family": font,
        "text-valign": "bottom", "text-margin-y": 4, "text-wrap": "wrap", "text-max-width": 120 } },
      { selector: "node.start", style: { width: 32, height: 32, "font-weight": 600 } },
      { selector: "node:selected", style: { "border-width": 3, "border-color": token("--accent") } },
      { selector: "edge", style: { width: 1.2, "line-color": token("--edge"), "target-arrow-color": token("--edge"), "target-arrow-shape": "triangle", "arrow-scale": 0.8, "curve-style": "bezier",
        label: "data(label)", "font-size": 10, "font-family": font, color: token("--ink-3"), "text-background-color": token("--surface"), "text-background-opacity": 0.9, "text-background-padding": 1 } }
    ];
  }

  var spec = JSON.parse(box.dataset.graph);
  var cy = cytoscape({ container: stage, style: style(), minZoom: 0.2, maxZoom: 3, userZoomingEnabled: true });

  // The start in the middle, its neighbours on two rings; those of another node in a fan that opens away from the middle.
  function add(from, found) {
    if (!cy.getElementById(from.iri).length) cy.add({ data: data(from), position: { x: 0, y: 0 } });
    var at = cy.getElementById(from.iri).position(), fresh = [];
    found.branches.forEach(function (branch) {
      branch.others.slice(0, each).forEach(function (other) {
        if (!cy.getElementById(other.iri).length) fresh.push(cy.add({ data: data(other) }));
        var ends = branch.inward ? [other.iri, from.iri] : [from.iri, other.iri], id = ends.join(" ") + " " + branch.label;
        if (!cy.getElementById(id).length) cy.add({ data: { id: id, source: ends[0], target: ends[1], label: branch.label } });
      });
    });
    var first = !at.x && !at.y, middle = Math.atan2(at.y, at.x), spread = first ? 2 * Math.PI : Math.min(Math.PI, 0.5 * fresh.length);
    fresh.forEach(function (node, index) {
      var turn = first ? spread * index / fresh.length - Math.PI / 2 : middle + spread * ((index + 0.5) / fresh.length - 0.5), ring = 1 + 0.5 * (index % 2);
      var reach = first ? Math.max(110, 6 * fresh.length) : 120;
      node.position({ x: at.x + wide * reach * ring * Math.cos(turn), y: at.y + reach * ring * Math.sin(turn) });
    });
    queries.push(found.sparql);
    cy.fit(undefined, 30);
    legend();
  }
  function data(one) { return { id: one.iri, brief: brief(one.label), full: one.label, kind: one.kind, title: one.title, href: one.href }; }
  function legend() {
    var held = {}, shown = box.querySelector(".legend");
    cy.nodes().forEach(function (node) { held[node.data("kind")] = node.data("title"); });
    shown.textContent = "";
    Object.keys(held).sort().forEach(function (kind) {
      var entry = document.createElement("span"), dot = document.createElement("i");
      dot.style.background = colour(kind);
      entry.append(dot, held[kind]);
      shown.append(entry, " ");
    });
  }

  function tell(found) {
    list.textContent = "";
    var head = document.createElement("h2");
    head.className = "rel";
    var own = document.createElement("a");
    own.href = found.node.href; own.textContent = found.node.label;
    head.append(own);
    list.append(head);
    found.branches.forEach(function (branch) {
      var title = document.createElement("h3"), count = document.createElement("span"), items = document.createElement("ul");
      title.className = "rel"; title.textContent = branch.title; count.textContent = branch.count; count.className = "dim"; title.append(count);
      items.className = "sm";
      branch.others.forEach(function (other) {
        var item = document.createElement("li"), link = document.createElement("a");
        link.href = location.pathname + "?node=" + encodeURIComponent(other.iri); link.textContent = other.label;
        item.append(link); items.append(item);
      });
      list.append(title, items);
    });
    if (!found.branches.length) list.append("没有可展开的关系");
    var code = document.querySelector("#query .code");
    if (code && found.sparql) { code.textContent = queries.filter(Boolean).join("\n\n# ——\n\n"); document.querySelector("#query a").href = box.dataset.source.replace("/graph.json", "/sparql") + "?query=" + encodeURIComponent(found.sparql); }
  }
  var known = {};
  known[spec.node.iri] = spec;
  cy.on("tap", "node", function (event) {
    var node = event.target, iri = node.id();
    if (known[iri]) { tell(known[iri]); return; }
    fetch(box.dataset.source + "?node=" + encodeURIComponent(iri)).then(function (answer) { return answer.ok ? answer.json() : Promise.reject(answer.status); }).then(function (found) {
      known[iri] = found;
      add(found.node, found);
      tell(found);
    }).catch(function () { list.textContent = "取不到这个节点的关系，请再点一次。"; });
  });

  // SVG by hand: circles, lines and words at the places of the picture.
  function escape(text) { return text.replace(/[&<>"]/g, function (sign) { return { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }[sign]; }); }
  function svg() {
    var around = cy.elements().boundingBox(), pad = 30, parts = [], font = escape(getComputedStyle(document.body).fontFamily);
    cy.edges().forEach(function (edge) {
      var from = edge.source().position(), to = edge.target().position(), length = Math.hypot(to.x - from.x, to.y - from.y) || 1, short = 14 / length;
      parts.push('<line x1="' + from.x + '" y1="' + from.y + '" x2="' + (to.x - (to.x - from.x) * short) + '" y2="' + (to.y - (to.y - from.y) * short) + '" stroke="' + token("--edge") + '" marker-end="url(#a)"/>');
      parts.push('<text x="' + (from.x + to.x) / 2 + '" y="' + (from.y + to.y) / 2 + '" font-size="10" text-anchor="middle" fill="' + token("--ink-3") + '">' + escape(edge.data("label")) + "</text>");
    });
    cy.nodes().forEach(function (node) {
      var at = node.position(), r = node.hasClass("start") ? 16 : 10;
      parts.push('<circle cx="' + at.x + '" cy="' + at.y + '" r="' + r + '" fill="' + colour(node.data("kind")) + '"><title>' + escape(node.data("full")) + '</title></circle><text x="' + at.x + '" y="' + (at.y + r + 14) + '" font-size="12" text-anchor="middle" fill="' + token("--ink") + '">' + escape(node.data("brief")) + "</text>");
    });
    return '<svg xmlns="http://www.w3.org/2000/svg" font-family="' + font + '" viewBox="' + [around.x1 - pad, around.y1 - pad, around.w + 2 * pad, around.h + 2 * pad].join(" ") + '"><defs><marker id="a" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="' + token("--edge") + '"/></marker></defs>' + parts.join("") + "</svg>";
  }
  box.addEventListener("click", function (event) {
    var what = event.target.dataset.do;
    if (what === "fit") cy.fit(undefined, 30);
    if (what === "svg") {
      var link = document.createElement("a"), address = URL.createObjectURL(new Blob([svg()], { type: "image/svg+xml" }));
      link.href = address; link.download = "graph.svg"; link.click();
      setTimeout(function () { URL.revokeObjectURL(address); }, 10000);
    }
  });
  document.querySelectorAll("input[name=look]").forEach(function (choice) { choice.addEventListener("change", function () { setTimeout(function () { cy.style(style()); legend(); }, 0); }); });

  add(spec.node, spec);
  cy.getElementById(spec.node.iri).addClass("start");
  queries = [spec.sparql];
  cy.fit(undefined, 30);
})();
