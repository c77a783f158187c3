/* Table, legend, search: built with textContent only, so that no name can be markup. */
(function (gp) {
  'use strict';

  gp.el = function (tag, className, text) {
    var element = document.createElement(tag);
    if (className) { element.className = className; }
    if (text !== undefined) { element.textContent = text; }
    return element;
  };
  var el = gp.el;

  gp.button = function (className, text, act, title) {
    var element = el('button', className, text);
    element.type = 'button';
    if (title) { element.title = title; element.setAttribute('aria-label', title); }
    element.addEventListener('click', act);
    return element;
  };

  /* Figures as people read them. */
  gp.whole = function (n) {
    return n === null ? '—' : String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',');
  };
  gp.area = function (m2, text) {
    if (m2 === null) { return '—'; }
    return m2 >= 1e6 ? (m2 / 1e6).toFixed(2) + ' km²' : (m2 / 1e4).toFixed(2) + ' ' + text.hectare;
  };
  gp.load = function (value, text) {
    return value === null ? '—' : value.toFixed(2) + (text ? ' ' + text.load_unit : '');
  };
  gp.percent = function (deviation) {
    if (deviation === null) { return '—'; }
    var tenths = Math.round(deviation * 1000) / 10;
    return (tenths > 0 ? '+' : tenths < 0 ? '−' : '±') + Math.abs(tenths).toFixed(1) + ' %';
  };
  gp.count = function (data, name, grid) {
    if (data.grids[name][grid] === null && data.grids.hidden.indexOf(grid) >= 0) {
      return data.text.withheld;
    }
    return gp.whole(data.grids[name][grid]);
  };
  var count = gp.count;
  gp.title = function (data, grid) { return data.grids.name[grid] || data.grids.code[grid]; };

  /* A bar from the middle: left too light, right too heavy, ±30 % across. */
  gp.bar = function (data, deviation) {
    var outer = el('span', 'gp-bar'), inner = el('i');
    var number = gp.deviationClass(data, deviation);
    if (number !== null) {
      var part = Math.min(Math.abs(deviation), 0.3) / 0.3 * 50;
      inner.style.width = Math.max(part, 1) + '%';
      inner.style.left = (deviation < 0 ? 50 - part : 50) + '%';
      inner.style.background = number === 3 ? '#8A8F98' : data.style.deviation[number][0];
    }
    outer.appendChild(inner);
    return outer;
  };
  var bar = gp.bar;

  /* A drawn line: borders of 1.8 and 0.8 px would both be rounded to one. */
  function stroke(colour, width) {
    var space = 'http://www.w3.org/2000/svg';
    var picture = document.createElementNS(space, 'svg'), line = document.createElementNS(space, 'line');
    picture.setAttribute('viewBox', '0 0 20 12');
    picture.setAttribute('aria-hidden', 'true');
    [['x1', 0], ['x2', 20], ['y1', 6], ['y2', 6], ['stroke', colour], ['stroke-width', width]].forEach(function (a) {
      line.setAttribute(a[0], a[1]);
    });
    picture.appendChild(line);
    return picture;
  }

  gp.fillLegend = function (box, data, state, side) {
    var text = data.text, open = box.open;
    box.textContent = '';
    box.open = open;
    box.appendChild(el('summary', '', text.legend));
    var body = el('div', 'gp-legend-body');
    function row(colour, label, number, width) {
      var line = el('div', 'gp-key'), swatch = el('i', width ? 'line' : '');
      if (width) { swatch.appendChild(stroke(colour, width)); } else { swatch.style.background = colour; }
      line.appendChild(swatch);
      line.appendChild(el('span', '', label));
      if (number !== undefined) { line.appendChild(el('b', '', number)); }
      body.appendChild(line);
    }
    if (side.shown.length) {
      var title = { parent: text.parent, deviation: text.deviation, kind: text.kind, change: text.change }[state.theme];
      body.appendChild(el('h3', '', title));
    }
    var counts = {};
    side.shown.forEach(function (grid) {
      var key = state.theme === 'kind' ? data.grids.kind[grid]
        : state.theme === 'change' ? data.change[grid]
        : gp.deviationClass(data, data.grids.deviation[grid]);
      counts[key] = (counts[key] || 0) + 1;
    });
    if (state.theme === 'parent') {
      // A long list of colours that come again and again explains nothing.
      if (side.hues.length > 12) {
        body.appendChild(el('p', 'gp-quiet', text.neighbours_differ));
      } else {
        side.hues.forEach(function (grid) { row(data.colours[grid], gp.title(data, grid)); });
      }
    } else if (state.theme === 'deviation') {
      data.style.deviation.slice().reverse().forEach(function (entry, i) {
        row(entry[0], entry[1], counts[6 - i] || 0);
      });
      if (counts['null']) { row(data.style.none, text.no_value, counts['null']); }
    } else {
      var entries = data.style[state.theme];
      Object.keys(entries).forEach(function (key) {
        row(entries[key][0], entries[key][1], counts[key] || 0);
      });
    }
    var rule = el('div', 'gp-rule');
    body.appendChild(rule);
    data.levels.slice(0, state.level).forEach(function (level) {
      row(data.style.surface.border, level.name, undefined, level.width);
    });
    ['buildings', 'water', 'mask'].forEach(function (name) {
      if (!data.ground[name] || !state.layers[name]) { return; }
      row(data.style.surface[{ buildings: 'building', water: 'water', mask: 'mask' }[name]], text[name]);
    });
    box.appendChild(body);
  };

  var COLUMNS = [
    ['code', 'code'], ['name', 'name'], ['households', 'households'], ['persons', 'persons'],
    ['area_m2', 'area'], ['load', 'load'], ['deviation', 'deviation_col'],
    ['workers', 'workers_col'], ['captains', 'captains_col']
  ];

  var NARROW = ['name', 'load', 'deviation', 'households', 'persons', 'workers', 'captains', 'area_m2', 'code']
    .map(function (name) { return COLUMNS.find(function (column) { return column[0] === name; }); });

  function tableCell(data, grid, name) {
    var g = data.grids;
    if (name === 'code') { return el('td', 'text gp-mono', g.code[grid]); }
    if (name === 'name') { return el('td', 'text', g.name[grid] || g.short[grid]); }
    if (name === 'households' || name === 'persons') { return el('td', '', count(data, name, grid)); }
    if (name === 'area_m2') { return el('td', '', gp.area(g.area_m2[grid], data.text)); }
    if (name === 'load') { return el('td', '', gp.load(g.load[grid], null)); }
    if (name === 'change') { return el('td', 'text', data.style.change[data.change[grid]][1]); }
    if (name !== 'deviation') { return el('td', '', gp.whole(g[name][grid])); }
    var cell = el('td', 'gp-dev');
    cell.appendChild(bar(data, g.deviation[grid]));
    cell.appendChild(el('span', '', gp.percent(g.deviation[grid])));
    return cell;
  }

  gp.fillTable = function (box, data, state, side, acts) {
    var g = data.grids, text = data.text, sort = state.sort;
    box.textContent = '';
    var head = el('div', 'gp-card-head');
    var level = data.levels[state.level - 1];
    head.appendChild(el('h2', '', (side.name ? side.name + ' · ' : '') + (level ? level.name + ' ' : '') +
      text.rows.replace('{0}', side.shown.length)));
    head.appendChild(gp.button('gp-x', '×', acts.close, text.close));
    box.appendChild(head);
    box.appendChild(el('p', 'gp-quiet', text.sorted_hint));
    var frame = el('div', 'gp-table-frame'), table = el('table'), titles = el('tr');
    frame.tabIndex = -1;
    // On a phone what matters most comes first, as only the first columns are in sight.
    var columns = (acts.narrow ? NARROW : COLUMNS).concat(data.partner ? [['change', 'change_col']] : []);
    columns.forEach(function (column) {
      var cell = el('th', column[0] === 'code' || column[0] === 'name' ? 'text' : '');
      cell.scope = 'col';
      cell.setAttribute('aria-sort', sort.by !== column[0] ? 'none' : sort.up ? 'ascending' : 'descending');
      var mark = sort.by === column[0] ? (sort.up ? ' ▲' : ' ▼') : '';
      cell.appendChild(gp.button('', text[column[1]] + mark, function () { acts.sort(column[0]); }));
      titles.appendChild(cell);
    });
    var top = el('thead');
    top.appendChild(titles);
    table.appendChild(top);
    var values = sort.by === 'change' ? data.change : g[sort.by], rows = side.shown.slice().sort(function (a, b) {
      var one = values[a], other = values[b];
      if (one === null || other === null) { return one === other ? a - b : one === null ? 1 : -1; }
      if (one === other) { return a - b; }
      return (one < other ? -1 : 1) * (sort.up ? 1 : -1);
    });
    var body = el('tbody');
    rows.forEach(function (grid) {
      var line = el('tr');
      line.dataset.grid = grid;
      line.tabIndex = 0;
      if (grid === state.selected && state.on === side.number) { line.className = 'on'; }
      columns.forEach(function (column) { line.appendChild(tableCell(data, grid, column[0])); });
      body.appendChild(line);
    });
    function pick(event) {
      var line = event.target.closest('tr');
      if (line) { acts.open(Number(line.dataset.grid)); }
    }
    body.addEventListener('click', pick);
    body.addEventListener('keydown', function (event) {
      if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); pick(event); }
      var next = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key];
      if (next && event.target[next]) { event.preventDefault(); event.target[next].focus(); }
    });
    table.appendChild(body);
    frame.appendChild(table);
    box.appendChild(frame);
  };

  function plain(text) { return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ''); }

  /* Hits for a search: grids first, then named buildings and streets, the closest first. */
  gp.finder = function (data) {
    var g = data.grids, ground = data.ground, entries = [];
    g.code.forEach(function (code, grid) {
      entries.push({ grid: grid, level: data.levels[g.level[grid] - 1].name, label: g.name[grid] || code, note: g.name[grid] ? code : '',
        keys: [plain(code), plain(g.name[grid])] });
    });
    var first = new Set();
    function add(kind, i, label) {
      if (!label || first.has(kind + label)) { return; }
      first.add(kind + label);
      var entry = { label: label, note: '', keys: [plain(label)] };
      entry[kind] = i;
      entries.push(entry);
    }
    ground.street_name.forEach(function (name, i) { add('street', i, ground.names[name] || ''); });
    ground.building_name.forEach(function (name, i) {
      var compound = ground.names[ground.building_compound[i]] || '';
      add('building', i, compound && compound + (ground.names[name] || ''));
      if (!compound) { add('building', i, ground.names[name] || ''); }
    });
    return function (query) {
      var wanted = plain(query);
      if (!wanted) { return []; }
      var hits = [];
      entries.forEach(function (entry, order) {
        var rank = Infinity;
        entry.keys.forEach(function (key, k) {
          if (!key) { return; }
          var at = key.indexOf(wanted);
          if (key === wanted) { rank = Math.min(rank, 0); }
          else if (at >= 0) {
            // The end of a code is what people say aloud: 045 finds …045 first.
            var end = k === 0 && at === key.length - wanted.length;
            rank = Math.min(rank, at === 0 || end ? 1 : 2);
          } else if (key.length > 2 && wanted.indexOf(key) === 0) {
            // A whole address: the building it begins with, the longest name first.
            rank = Math.min(rank, 4 - key.length / 1000);
          }
        });
        if (rank < Infinity) { hits.push([rank, order, entry]); }
      });
      hits.sort(function (a, b) { return a[0] - b[0] || a[1] - b[1]; });
      return hits.slice(0, 12).map(function (hit) { return hit[2]; });
    };
  };
}(GridPlanner));
