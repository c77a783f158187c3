/* Joins the parts: state, choices, clicks, keys, printing. */
(function (gp) {
  'use strict';

  function $(id) { return document.getElementById(id); }

  gp.start = function (map) {
    var data = JSON.parse($('gp-data').textContent), text = data.text, el = gp.el;
    var scene = gp.scene(data), project = scene.project, depth = data.levels.length;
    var narrow = window.matchMedia('(max-width: 760px)');
    var state = {
      level: data.first || depth, theme: 'parent', selected: -1, hover: -1, spot: null,
      shown: [], shownAt: {}, hues: [], sort: { by: 'load', up: false }, printing: false,
      layers: { buildings: true, streets: true, water: true, mask: true, labels: true }
    };
    for (var k = 1; k <= depth; k += 1) { state.shownAt[k] = gp.shownGrids(scene, k); }
    // Hues belong to the first level that has more than one grid.
    state.hues = (state.shownAt[1] || []).length > 1 || depth < 2 ? state.shownAt[1] || [] : state.shownAt[2];
    document.title = data.title;
    $('gp-title').textContent = data.title;
    $('gp-mark').textContent = data.mark;
    $('gp-mark').hidden = !data.mark;
    var canvas = new gp.Canvas(scene, state);

    /* ---- what is seen ---- */
    function corner(x, y) { return project.toLatLng(project.x(x), project.y(y)); }
    var whole = L.latLngBounds(corner(data.bounds[0], data.bounds[1]), corner(data.bounds[2], data.bounds[3]));
    function boundsOf(box) {
      return L.latLngBounds(project.toLatLng(box[0], box[1]), project.toLatLng(box[2], box[3]));
    }
    function paddings(extra) {
      var stage = map.getContainer().getBoundingClientRect(), left = extra, right = extra, bottom = extra;
      if (!narrow.matches) {
        if (!$('gp-table').hidden) { left += $('gp-table').offsetWidth + 16; }
        if (!$('gp-card').hidden) { right += $('gp-card').offsetWidth + 16; }
      } else if (!$('gp-card').hidden) { bottom += Math.min($('gp-card').offsetHeight, stage.height * 0.5); }
      return { paddingTopLeft: [left, extra], paddingBottomRight: [right, bottom] };
    }
    function goTo(bounds, extra, quick) {
      map.fitBounds(bounds, Object.assign({ maxZoom: 19, animate: !quick }, paddings(extra)));
    }
    function showWhole(quick) { goTo(whole, narrow.matches ? 10 : 28, quick); }

    function refresh() {
      state.shown = state.shownAt[state.level] || [];
      canvas.redraw();
      gp.fillLegend($('gp-legend'), data, state);
      if (!$('gp-table').hidden) { fillTable(); }
      choose($('gp-levels'), String(state.level));
      choose($('gp-themes'), state.theme);
    }

    /* ---- choices in the bar ---- */
    function segment(box, label, options, act) {
      box.setAttribute('aria-label', label);
      options.forEach(function (option) {
        var item = gp.button('', option[1], function () { act(option[0]); });
        item.dataset.value = option[0];
        item.setAttribute('role', 'radio');
        if (option[2] !== undefined) { item.appendChild(el('small', '', option[2])); }
        box.appendChild(item);
      });
      box.addEventListener('keydown', function (event) {
        var step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (!step) { return; }
        event.preventDefault();
        var items = Array.from(box.children), n = items.indexOf(document.activeElement);
        var next = items[(n + step + items.length) % items.length];
        next.focus();
        next.click();
      });
    }
    function choose(box, value) {
      Array.from(box.children).forEach(function (item) {
        var on = item.dataset.value === value;
        item.setAttribute('aria-checked', on);
        item.tabIndex = on ? 0 : -1;
      });
    }
    segment($('gp-levels'), text.level, data.levels.map(function (level) {
      return [String(level.level), level.name, state.shownAt[level.level].length];
    }), function (value) { setLevel(Number(value)); });
    segment($('gp-themes'), text.theme, [['parent', text.parent], ['deviation', text.deviation_short],
      ['kind', text.kind]], function (value) { state.theme = value; refresh(); });

    function setLevel(level) {
      state.level = level;
      state.hover = -1;
      if (state.selected >= 0 && (state.shownAt[level] || []).indexOf(state.selected) < 0) { select(-1); }
      refresh();
    }

    var menu = $('gp-layers');
    ['buildings', 'streets', 'water', 'mask', 'labels'].forEach(function (name) {
      if (name !== 'labels' && !data.ground[name]) { return; }
      var label = el('label'), box = el('input');
      box.type = 'checkbox';
      box.checked = true;
      box.addEventListener('change', function () {
        state.layers[name] = box.checked;
        refresh();
      });
      label.appendChild(box);
      label.appendChild(el('span', '', text[name]));
      menu.appendChild(label);
    });
    var layersButton = $('gp-layers-button'), tableButton = $('gp-table-button');
    layersButton.textContent = text.layers;
    function showLayers(on) {
      menu.hidden = !on;
      layersButton.setAttribute('aria-expanded', on);
      if (on) { menu.querySelector('input').focus(); }
    }
    layersButton.addEventListener('click', function () { showLayers(menu.hidden); });
    $('gp-print-button').textContent = text.print;
    $('gp-print-button').title = text.print_map;
    $('gp-print-button').addEventListener('click', function () { print(-1); });

    /* ---- table ---- */
    tableButton.textContent = text.table;
    function fillTable() {
      gp.fillTable($('gp-table'), data, state, {
        narrow: narrow.matches,
        close: function () { showTable(false); },
        sort: function (by) {
          state.sort = { by: by, up: state.sort.by === by ? !state.sort.up : by === 'code' || by === 'name' };
          fillTable();
        },
        open: function (grid) { open(grid); if (narrow.matches) { showTable(false); } }
      });
    }
    function showTable(on) {
      $('gp-table').hidden = !on;
      tableButton.setAttribute('aria-pressed', on);
      document.body.classList.toggle('gp-with-table', on);
      if (on) { fillTable(); } else { tableButton.focus(); }
      if (on && !narrow.matches) {
        goTo(state.selected >= 0 ? boundsOf(scene.boxes[state.selected]) : whole, state.selected >= 0 ? 60 : 28, false);
      }
      scale();
    }
    tableButton.addEventListener('click', function () { showTable($('gp-table').hidden); });

    /* ---- card ---- */
    function select(grid) {
      state.selected = grid;
      state.spot = null;
      $('gp-card').hidden = grid < 0;
      document.body.classList.toggle('gp-with-card', grid >= 0);
      if (grid >= 0) {
        gp.fillCard($('gp-card'), data, grid, {
          close: function () { select(-1); },
          open: open,
          print: function () { print(grid); }
        });
        $('gp-card').scrollTop = 0;
      }
      document.querySelectorAll('#gp-table tbody tr').forEach(function (line) {
        line.classList.toggle('on', Number(line.dataset.grid) === grid);
      });
      canvas.redraw();
      scale();
    }
    function open(grid) {
      showLayers(false);
      if (data.grids.level[grid] !== state.level && (state.shownAt[state.level] || []).indexOf(grid) < 0) {
        state.level = data.grids.level[grid];
        refresh();
      }
      select(grid);
      goTo(boundsOf(scene.boxes[grid]), 60, false);
    }
    function gridAt(x, y) {
      var found = -1;
      state.shown.some(function (grid) {
        var b = scene.boxes[grid];
        if (x >= b[0] && x <= b[2] && y >= b[1] && y <= b[3] && gp.inside(x, y, scene.rings[grid])) { found = grid; }
        return found >= 0;
      });
      return found;
    }
    function gridUnder(event) {
      var p = map.project(event.latlng, gp.UNIT_ZOOM);
      return gridAt(p.x - project.x0, p.y - project.y0);
    }
    map.on('click', function (event) {
      var grid = gridUnder(event);
      showLayers(false);
      select(grid === state.selected ? -1 : grid);
    });

    /* ---- hover ---- */
    var tip = $('gp-tip'), waiting = null;
    function hover(event) {
      waiting = null;
      var grid = gridUnder(event);
      if (grid !== state.hover) { state.hover = grid; canvas.redraw(); }
      tip.hidden = grid < 0;
      if (grid < 0) { return; }
      var g = data.grids, parts = [];
      if (g.households[grid] !== null) { parts.push(gp.whole(g.households[grid]) + ' ' + (text.households_unit || text.households)); }
      if (g.persons[grid] !== null) { parts.push(gp.whole(g.persons[grid]) + ' ' + (text.people_unit || text.persons)); }
      if (g.load[grid] !== null) { parts.push(gp.load(g.load[grid], text)); }
      tip.textContent = '';
      tip.appendChild(el('b', '', gp.title(data, grid)));
      if (g.name[grid]) { tip.appendChild(el('span', 'gp-mono', g.code[grid])); }
      tip.appendChild(el('span', '', parts.join(' · ')));
      var middle = tip.parentNode.getBoundingClientRect(), e = event.originalEvent;
      var x = Math.min(e.clientX - middle.left + 14, middle.width - tip.offsetWidth - 6);
      var y = e.clientY - middle.top + 16;
      if (y + tip.offsetHeight > middle.height - 4) { y = e.clientY - middle.top - tip.offsetHeight - 10; }
      tip.style.transform = 'translate(' + Math.max(4, Math.round(x)) + 'px,' + Math.round(y) + 'px)';
    }
    function leave() { tip.hidden = true; if (state.hover >= 0) { state.hover = -1; canvas.redraw(); } }
    if (window.matchMedia('(hover: hover)').matches) {
      map.on('mousemove', function (event) {
        if (!waiting) { requestAnimationFrame(function () { if (waiting) { hover(waiting); } }); }
        waiting = event;
      });
      map.on('mouseout movestart zoomstart', function () { waiting = null; leave(); });
    }

    /* ---- search ---- */
    var field = $('gp-search'), list = $('gp-hits'), find = gp.finder(data), hits = [], at = -1;
    field.placeholder = text.search;
    field.setAttribute('aria-label', text.search);
    function mark(n) {
      at = n;
      Array.from(list.children).forEach(function (item, i) { item.setAttribute('aria-selected', i === n); });
      if (n >= 0) {
        field.setAttribute('aria-activedescendant', 'gp-hit-' + n);
        list.children[n].scrollIntoView({ block: 'nearest' });
      } else { field.removeAttribute('aria-activedescendant'); }
    }
    function listHits() {
      hits = find(field.value);
      list.textContent = '';
      hits.forEach(function (hit, i) {
        var item = el('li');
        item.id = 'gp-hit-' + i;
        item.setAttribute('role', 'option');
        item.appendChild(el('b', '', hit.label));
        var kind = hit.grid !== undefined ? data.levels[data.grids.level[hit.grid] - 1].name
          : hit.building !== undefined ? text.buildings : text.street;
        item.appendChild(el('span', '', (hit.note ? hit.note + ' · ' : '') + kind));
        // Before the field loses its focus and the list goes.
        item.addEventListener('mousedown', function (event) { event.preventDefault(); take(hit); });
        list.appendChild(item);
      });
      if (!hits.length && field.value.trim()) { list.appendChild(el('li', 'gp-quiet', text.no_hit)); }
      list.hidden = !list.children.length;
      field.setAttribute('aria-expanded', !list.hidden);
      mark(hits.length ? 0 : -1);
    }
    function hideHits() { list.hidden = true; field.setAttribute('aria-expanded', false); }
    function take(hit) {
      hideHits();
      if (hit.grid !== undefined) { open(hit.grid); return; }
      var rings = hit.building !== undefined ? scene.buildingShapes[hit.building] : scene.streetShapes[hit.street];
      if (!rings.length) { return; }
      var box = gp.boxOf(rings);
      if (hit.building !== undefined) {
        state.level = depth || 1;
        refresh();
        select(gridAt((box[0] + box[2]) / 2, (box[1] + box[3]) / 2));
        state.spot = rings;
      }
      goTo(boundsOf(box), 140, false);
      canvas.redraw();
    }
    field.addEventListener('input', listHits);
    field.addEventListener('focus', function () { if (field.value) { listHits(); } });
    field.addEventListener('blur', hideHits);
    field.addEventListener('keydown', function (event) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        if (hits.length) { mark((at + (event.key === 'ArrowDown' ? 1 : hits.length - 1)) % hits.length); }
      } else if (event.key === 'Enter' && hits[at]) { take(hits[at]); field.blur(); }
    });

    /* ---- zoom, scale, foot ---- */
    [['+', text.zoom_in, function () { map.zoomIn(); }], ['−', text.zoom_out, function () { map.zoomOut(); }],
      ['', text.whole, function () { showWhole(false); }]].forEach(function (one) {
      $('gp-zoom').appendChild(gp.button(one[0] ? '' : 'gp-whole', one[0], one[2], one[1]));
    });
    var north = el('div', 'gp-north');
    north.setAttribute('role', 'img');
    north.setAttribute('aria-label', text.north);
    north.appendChild(el('i'));
    north.appendChild(el('span', '', text.north));
    $('gp-zoom').appendChild(north);
    function scale() {
      var metres = project.metresPerUnit / Math.pow(2, map.getZoom() - gp.UNIT_ZOOM) * 110;
      var power = Math.pow(10, Math.floor(Math.log(metres) / Math.LN10)), lead = metres / power;
      var length = (lead >= 5 ? 5 : lead >= 2 ? 2 : 1) * power;
      $('gp-scale').textContent = length >= 1000 ? length / 1000 + ' km' : length + ' m';
      $('gp-scale').style.width = Math.round(110 * length / metres) + 'px';
    }
    map.on('zoomend resize', scale);
    [[data.note, 'gp-note'], [text.source + '：' + data.source, 'gp-source'], [text.date + '：' + data.date],
      [data.mark, 'gp-mark']].forEach(function (part) {
      if (part[0]) {
        var words = data.language === 'zh' ? part[0] : part[0].replace('：', ': ');
        $('gp-foot').appendChild(el('span', part[1] || '', words)).title = words;
      }
    });

    /* ---- keys ---- */
    document.addEventListener('keydown', function (event) {
      var typing = /INPUT|SELECT/.test(event.target.tagName);
      if (event.key === 'Escape') {
        if (!list.hidden) { hideHits(); } else if (!menu.hidden) { showLayers(false); layersButton.focus(); }
        else if (state.selected >= 0) { select(-1); } else if (!$('gp-table').hidden) { showTable(false); }
      } else if (event.key === '/' && !typing) { event.preventDefault(); field.focus(); }
      else if (!typing && /^[1-9]$/.test(event.key) && Number(event.key) <= depth && !event.ctrlKey && !event.metaKey) {
        setLevel(Number(event.key));
      }
    });

    /* ---- print: the map takes the size of the sheet first, then the sheet is made ---- */
    function print(grid) {
      var view = [map.getCenter(), map.getZoom()], seen = map.getBounds().contains(whole) ? whole : map.getBounds(), old = state.selected;
      $('gp-print-card').textContent = '';
      if (grid >= 0) { gp.fillCard($('gp-print-card'), data, grid, {}); }
      document.body.classList.add('gp-printing');
      document.body.classList.toggle('gp-print-grid', grid >= 0);
      state.printing = true;
      state.selected = grid;
      $('gp-legend').open = true;
      map.invalidateSize({ animate: false });
      // The legend stands on the left of the sheet.
      var room = $('gp-legend').offsetWidth + 20;
      map.fitBounds(grid >= 0 ? boundsOf(scene.boxes[grid]) : seen,
        { paddingTopLeft: [room, 20], paddingBottomRight: [20, 20], animate: false });
      canvas._update();
      scale();
      function back() {
        window.removeEventListener('afterprint', back);
        document.body.classList.remove('gp-printing', 'gp-print-grid');
        state.printing = false;
        state.selected = old;
        map.invalidateSize({ animate: false });
        map.setView(view[0], view[1], { animate: false });
        canvas._update();
        scale();
      }
      window.addEventListener('afterprint', back);
      gp.printNow();
    }
    gp.printNow = function () { window.print(); };

    /* ---- begin ---- */
    $('gp-legend').open = !narrow.matches;
    map.getContainer().setAttribute('aria-label', text.map);
    map.setMaxBounds(whole.pad(1.5));
    state.shown = state.shownAt[state.level] || [];
    map.invalidateSize({ animate: false });
    showWhole(true);
    map.setMinZoom(Math.floor(map.getZoom()) - 2);
    canvas.addTo(map);
    refresh();
    scale();
    gp.app = { map: map, state: state, scene: scene, open: open, print: print, data: data };
  };
}(GridPlanner));
