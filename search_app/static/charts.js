// Draws the charts of a page when they come near the screen. The table behind each chart is in the page; this adds the picture.
(function () {
  "use strict";
  var source = document.currentScript.dataset.echarts, loading = null, drawn = [];
  document.documentElement.classList.add("charts");

  function load() {
    loading = loading || new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = source; script.onload = done; script.onerror = failed;
      document.head.appendChild(script);
    });
    return loading;
  }

  // A colour of the page: the tokens hold both looks, so the browser is asked what it is now.
  function token(name) {
    var probe = document.createElement("span");
    probe.style.color = "var(" + name + ")";
    document.body.appendChild(probe);
    var colour = getComputedStyle(probe).color;
    probe.remove();
    return colour;
  }
  function palette() {
    return { ink: token("--ink"), dim: token("--ink-2"), third: token("--ink-3"), line: token("--line"), edge: token("--edge"), surface: token("--surface"),
      sunk: token("--sunk"), series: ["--c1", "--c2", "--c3", "--c4", "--c5", "--c6"].map(token), font: getComputedStyle(document.body).fontFamily };
  }

  function said(value) {
    return value.toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }
  function short(value) {
    return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("zh-CN") : said(value);
  }

  function base(spec, p) {
    return { animation: false, backgroundColor: "transparent", textStyle: { fontFamily: p.font, color: p.dim, fontSize: 12 },
      aria: { enabled: true, label: { description: spec.title + "，单位" + spec.unit + "；图中数据见下表" } } };
  }
  function axes(years, p) {
    return {
      grid: { left: 4, right: 12, top: 34, bottom: 4, containLabel: true },
      xAxis: { type: "category", data: years.map(String), axisTick: { show: false }, axisLine: { lineStyle: { color: p.edge } }, axisLabel: { color: p.dim } },
      yAxis: { type: "value", min: function (range) { return Math.min(0, range.min); }, axisLabel: { color: p.third }, splitLine: { lineStyle: { color: p.line } }, splitNumber: 4 }
    };
  }
  function missing(years, p) {
    return years.map(function (year) { return [{ xAxis: String(year), name: "未载入" }, { xAxis: String(year) }]; });
  }

  var kinds = {
    pairs: function (spec, p, narrow) {
      var bars = [];
      if (spec.budget) bars.push({ type: "bar", name: spec.budget.name, data: spec.budget.values, itemStyle: { color: "transparent", borderColor: p.series[0], borderWidth: 1.5 }, barMaxWidth: 34, barGap: "10%" });
      bars.push({ type: "bar", name: spec.final.name, data: spec.final.values, itemStyle: { color: p.series[0] }, barMaxWidth: 34,
        label: { show: !narrow || spec.years.length < 5, position: "top", color: p.ink, fontWeight: 600, fontSize: 11, formatter: function (at) { return at.value == null ? "" : short(at.value); } },
        markArea: { silent: true, itemStyle: { color: p.sunk }, label: { color: p.third, position: "inside", fontSize: 11 }, data: missing(spec.missing, p) } });
      return Object.assign(base(spec, p), axes(spec.years, p), { series: bars, legend: { left: 0, top: 0, itemWidth: 12, itemHeight: 12, textStyle: { color: p.dim }, selectedMode: false } });
    },
    lines: function (spec, p, narrow) {
      var marks = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect", "arrow", "pin"];
      var option = Object.assign(base(spec, p), axes(spec.years, p), {
        series: spec.series.map(function (one, at) {
          var colour = p.series[at % 5], last = one.values.reduce(function (kept, value, index) { return value == null ? kept : index; }, -1);
          var words = narrow ? short(one.values[last] || 0) : one.name + "\n" + said(one.values[last] || 0);
          return { type: "line", name: one.name, connectNulls: false, symbol: marks[at % marks.length], symbolSize: 9, lineStyle: { width: 2.25, color: colour, type: at < 5 ? "solid" : "dashed" }, itemStyle: { color: colour },
            data: one.values, endLabel: { show: last === one.values.length - 1, color: p.ink, fontSize: 12, lineHeight: 14, distance: 8, formatter: words }, labelLayout: { moveOverlap: "shiftY" },
            label: { show: last < one.values.length - 1, position: "top", color: p.ink, formatter: function (at) { return at.dataIndex === last ? words.replace("\n", "　") : ""; } } };
        })
      });
      option.xAxis.boundaryGap = false;
      var longest = Math.max.apply(null, spec.series.map(function (one) { return one.name.length; }));
      option.grid.right = narrow ? 56 : Math.max(90, Math.min(200, 13 * longest + 20));
      if (narrow) { option.legend = { left: 0, top: 0, type: "plain", textStyle: { color: p.dim, fontSize: 11 }, selectedMode: false }; option.grid.top = 30 + 22 * Math.ceil(spec.series.length / 2); }
      return option;
    },
    // More lines than colours can tell apart: a small picture for each, all with the same axes.
    multiples: function (spec, p, narrow) {
      var columns = narrow ? 2 : 4, rows = Math.ceil(spec.series.length / columns), width = 100 / columns, height = 100 / rows;
      var every = [].concat.apply([0], spec.series.map(function (one) { return one.values; })), most = Math.max.apply(null, every), least = Math.min.apply(null, every);
      var option = Object.assign(base(spec, p), { grid: [], xAxis: [], yAxis: [], series: [] });
      spec.series.forEach(function (one, at) {
        var left = at % columns * width, top = Math.floor(at / columns) * height, shared = axes(spec.years, p);
        var last = one.values.reduce(function (kept, value, index) { return value == null ? kept : index; }, -1);
        option.grid.push({ left: left + 1 + "%", width: width - 3 + "%", top: top + 14 + "%", height: height - 26 + "%" });
        option.xAxis.push(Object.assign(shared.xAxis, { gridIndex: at, axisLabel: { color: p.third, fontSize: 11, showMinLabel: true, showMaxLabel: true, interval: Math.max(0, spec.years.length - 2) } }));
        option.yAxis.push(Object.assign(shared.yAxis, { gridIndex: at, min: least, max: most + 0.18 * (most - least), axisLabel: { show: false }, interval: (most - least) / 2 || 1,
          name: one.name, nameGap: 16, nameTextStyle: { align: "left", fontSize: 12, fontWeight: 600, color: p.ink }, nameTruncate: { maxWidth: narrow ? 130 : 230 } }));
        option.series.push({ type: "line", name: one.name, xAxisIndex: at, yAxisIndex: at, connectNulls: false, symbol: "circle", symbolSize: 6, data: one.values, lineStyle: { width: 2, color: p.series[0] }, itemStyle: { color: p.series[0] },
          label: { show: true, position: "top", color: p.ink, fontSize: 11, formatter: function (point) { return point.dataIndex === last ? short(point.value) : ""; } } });
      });
      return option;
    },
    bars: function (spec, p) {
      var items = spec.items.slice().reverse();
      return Object.assign(base(spec, p), {
        grid: { left: 4, right: 110, top: 4, bottom: 4, containLabel: true },
        xAxis: { type: "value", min: 0, axisLabel: { show: false }, splitLine: { show: false } },
        yAxis: { type: "category", data: items.map(function (item) { return item.name; }), axisTick: { show: false }, axisLine: { lineStyle: { color: p.edge } }, axisLabel: { color: p.dim, width: 130, overflow: "break" } },
        series: [{ type: "bar", barMaxWidth: 20, itemStyle: { color: p.series[0] }, data: items.map(function (item) { return item.value; }),
          label: { show: true, position: "right", color: p.ink, formatter: function (at) { return said(at.value) + "　" + items[at.dataIndex].note; } } }]
      });
    },
    treemap: function (spec, p) {
      var tree = spec.tree.slice().sort(function (a, b) { return b.value - a.value; });
      // No words inside the last three colours: too little contrast.
      tree.forEach(function (branch, at) { branch.itemStyle = { color: p.series[Math.min(at, 5)] }; branch.label = { show: at < 3 }; quiet(branch, at < 3); });
      return Object.assign(base(spec, p), { series: [{ type: "treemap", data: tree, roam: false, nodeClick: false, breadcrumb: { show: false }, left: 0, right: 0, top: 0, bottom: 0,
        label: { color: p.surface, fontWeight: 600, formatter: function (at) { return at.name + "\n" + said(at.value); }, overflow: "truncate" },
        itemStyle: { borderColor: p.surface, borderWidth: 1, gapWidth: 1 }, levels: [{ itemStyle: { gapWidth: 3, borderWidth: 0 } }, { itemStyle: { gapWidth: 1, borderColor: p.surface } }, {}] }] });
    },
    sankey: function (spec, p, narrow) {
      var colours = { 0: p.series[0], 1: p.series[5], 2: p.series[1], 3: p.series[2] }, labels = {}, depths = {};
      spec.nodes.forEach(function (node) { labels[node.name] = node.label; depths[node.name] = node.depth; });
      return Object.assign(base(spec, p), { series: [{ type: "sankey", left: 0, right: narrow ? 90 : 170, top: 8, bottom: 8, nodeWidth: 12, nodeGap: narrow ? 14 : 20, draggable: false, emphasis: { focus: "adjacency" }, nodeAlign: "left",
        data: spec.nodes.map(function (node) { return { name: node.name, depth: node.depth, itemStyle: { color: colours[node.depth], borderWidth: 0 } }; }), links: spec.links,
        lineStyle: { color: "source", opacity: 0.28, curveness: 0.5 },
        label: { color: p.dim, fontSize: narrow ? 11 : 12, width: narrow ? 84 : 160, overflow: "break", formatter: function (at) { return labels[at.name] + (narrow ? "\n" : "　") + said(at.value); } } }] });
    }
  };
  function quiet(node, shown) {
    (node.children || []).forEach(function (child) { child.label = { show: shown }; quiet(child, shown); });
  }
  // Which colour is which 类, with its share: written below the picture.
  function key(spec, p) {
    var all = spec.tree.reduce(function (sum, branch) { return sum + branch.value; }, 0), line = document.createElement("p");
    line.className = "xs key";
    spec.tree.slice().sort(function (a, b) { return b.value - a.value; }).forEach(function (branch, at) {
      var word = document.createElement("span"), dot = document.createElement("i");
      dot.style.background = p.series[Math.min(at, 5)];
      word.append(dot, branch.name + (100 * branch.value / all).toFixed(2) + "%");
      line.append(word);
    });
    return line;
  }
  function tip(option, spec, p) {
    // As text in a canvas-free box: a page without inline styles allows no markup of its own.
    option.tooltip = { renderMode: "richText", confine: true, backgroundColor: p.surface, borderColor: p.edge, textStyle: { color: p.ink, fontSize: 12 },
      formatter: function (at) {
        if (at.dataType === "edge") return at.data.source + " → " + at.data.target + "　" + said(at.value) + spec.unit;
        return (at.seriesName && spec.years ? at.seriesName + "　" + at.name + "年　" : at.name + "　") + (at.value == null ? "没有这个数" : said(at.value) + spec.unit);
      } };
    return option;
  }
  function option(figure) {
    var spec = JSON.parse(figure.dataset.chart), p = palette();
    return tip(kinds[spec.kind](spec, p, figure.clientWidth < 560), spec, p);
  }

  function draw(figure) {
    var plot = figure.querySelector(".plot");
    var chart = echarts.init(plot, null, { renderer: "svg" });
    chart.setOption(option(figure));
    figure.querySelector(".get").hidden = false;
    var spec = JSON.parse(figure.dataset.chart);
    if (spec.kind === "treemap") plot.after(key(spec, palette()));
    figure.dataset.drawn = "1";
    drawn.push({ figure: figure, chart: chart });
  }
  // A flow has no room on a phone: its table says the same.
  function plain(figure) {
    figure.querySelector(".plot").remove();
    figure.querySelectorAll("[data-get=svg],[data-get=png]").forEach(function (button) { button.remove(); });
    figure.querySelector(".get").hidden = false;
    figure.dataset.drawn = "1";
    figure.addEventListener("click", function (event) { if (event.target.dataset.get) get(figure, event.target.dataset.get); });
  }
  function redraw() {
    drawn.forEach(function (one) {
      var spec = JSON.parse(one.figure.dataset.chart), old = one.figure.querySelector(".key");
      one.chart.resize(); one.chart.setOption(option(one.figure), true);
      if (old) old.replaceWith(key(spec, palette()));
    });
  }

  function save(name, address) {
    var link = document.createElement("a");
    link.href = address; link.download = name; link.click();
  }
  function text(name, type, body) {
    var address = URL.createObjectURL(new Blob([body], { type: type }));
    save(name, address);
    setTimeout(function () { URL.revokeObjectURL(address); }, 10000);
  }
  function csv(table) {
    return "\ufeff" + Array.from(table.rows).map(function (row) {
      return Array.from(row.cells).map(function (cell) {
        var said = cell.classList.contains("nil") ? "" : cell.textContent.trim().replace(/−/g, "-");
        if (cell.classList.contains("n") && row.parentNode.tagName === "TBODY") said = said.replace(/,/g, "");
        return /[",\n]/.test(said) ? '"' + said.replace(/"/g, '""') + '"' : said;
      }).join(",");
    }).join("\r\n") + "\r\n";
  }
  function png(figure, name) {
    var box = document.createElement("div"), plot = figure.querySelector(".plot");
    var chart = echarts.init(box, null, { renderer: "canvas", width: plot.clientWidth, height: plot.clientHeight, devicePixelRatio: 2 });
    chart.setOption(option(figure));
    save(name + ".png", chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: token("--surface") }));
    chart.dispose();
  }
  function get(figure, kind) {
    var name = JSON.parse(figure.dataset.chart).title;
    if (kind === "csv") text(name + ".csv", "text/csv;charset=utf-8", csv(figure.querySelector(".behind table")));
    else if (kind === "png") png(figure, name);
    else text(name + ".svg", "image/svg+xml", new XMLSerializer().serializeToString(figure.querySelector(".plot svg")));
  }

  document.addEventListener("DOMContentLoaded", function () {
    var figures = document.querySelectorAll("[data-chart]");
    var watch = new IntersectionObserver(function (seen) {
      seen.filter(function (one) { return one.isIntersecting; }).forEach(function (one) {
        watch.unobserve(one.target);
        load().then(function () { draw(one.target); }, function () { document.documentElement.classList.remove("charts"); });
      });
    }, { rootMargin: "300px" });
    figures.forEach(function (figure) {
      if (JSON.parse(figure.dataset.chart).kind === "sankey" && figure.clientWidth < 560) return plain(figure);
      figure.querySelector(".behind").open = false;
      watch.observe(figure);
      figure.addEventListener("click", function (event) {
        if (event.target.dataset.get) get(figure, event.target.dataset.get);
      });
    });
    var waiting = 0;
    addEventListener("resize", function () { clearTimeout(waiting); waiting = setTimeout(redraw, 150); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
    document.querySelectorAll("input[name=look]").forEach(function (choice) { choice.addEventListener("change", function () { setTimeout(redraw, 0); }); });
    addEventListener("beforeprint", function () { figures.forEach(function (figure) { figure.querySelector(".behind").open = true; }); });
  });
})();
