/* Joins the parts: state, choices, clicks, keys, printing. */
(function (gp) {
  'use strict';

  function $(id) { return document.getElementById(id); }

  gp.start = function (map) {
    var data = JSON.parse($('gp-data').textContent), text = data.text, el = gp.el;
    var depth = data.levels.length, narrow = window.matchMedia('(max-width: 760px)');
    var ground = gp.groundOf(data), project = ground.project, canvas = null;
    ground.basemap = gp.basemap(data, project, function () { if (canvas) { canvas.redraw(); } });
    var state = {
      level: data.first || depth, theme: 'parent', selected: -1, on: 0, hover: -1, hoverOn: 0, spot: null,
      sides: [], split: 0, sort: { by: 'load', up: false }, printing: false,
      layers: { basemap: true, buildings: true, streets: true, water: true, mask: true, labels: true }
    };
    (data.before ? [Object.assign({}, data, data.before), data] : [data]).forEach(function (part, number) {
      var side = { number: number, name: data.sides ? data.sides[number] : '', data: part, shownAt: {}, shown: [] };
      side.scene = gp.scene(part, ground);
      for (var k = 1; k <= depth; k += 1) { side.shownAt[k] = gp.shownGrids(side.scene, k); }
      // Hues belong to the first level that has more than one grid.
      side.hues = (side.shownAt[1] || []).length > 1 || depth < 2 ? side.shownAt[1] || [] : side.shownAt[2];
      state.sides.push(side);
    });
    var proposed = state.sides.length - 1;
    state.on = state.hoverOn = proposed;
    document.title = data.title;
    if (data.overview) { $('gp-buttons').prepend(gp.anchor(data.overview, text.overview)); }
    $('gp-title').textContent = data.title;
    $('gp-mark').textContent = data.mark;
    $('gp-mark').hidden = !data.mark;
    canvas = new gp.Canvas(state);
    function main() { return gp.main(state); }

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
      gp.fit(map, bounds, Object.assign({ animate: !quick }, paddings(extra)));
    }
    var seesWhole = false;
    function showWhole(quick) {
      goTo(whole, narrow.matches ? 8 : 14, quick);
      seesWhole = true;
    }
    // A window that changes its size, or a phone that is turned, keeps the whole map in sight
    // for as long as nobody has moved it.
    map.on('movestart', function () { seesWhole = false; });
    map.on('resize', function () { if (seesWhole && !state.printing) { showWhole(true); } });
    function boundsOfGrid(grid, on) { return boundsOf(state.sides[on].scene.boxes[grid]); }

    function refresh() {
      state.sides.forEach(function (side) { side.shown = side.shownAt[state.level] || []; });
      canvas.redraw();
      gp.fillLegend($('gp-legend'), main().data, state, main());
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
      return [String(level.level), level.name, main().shownAt[level.level].length];
    }), function (value) { setLevel(Number(value)); });
    var themes = [['parent', text.parent], ['deviation', text.deviation_short], ['kind', text.kind]];
    if (data.before) { themes.push(['change', text.change]); }
    segment($('gp-themes'), text.theme, themes, function (value) { state.theme = value; refresh(); });

    function setLevel(level) {
      state.level = level;
      state.hover = -1;
      if (state.selected >= 0 && (state.sides[state.on].shownAt[level] || []).indexOf(state.selected) < 0) { select(-1); }
      refresh();
    }

    var menu = $('gp-layers');
    ['basemap', 'buildings', 'streets', 'water', 'mask', 'labels'].forEach(function (name) {
      if (name === 'basemap' ? !ground.basemap : name !== 'labels' && !data.ground[name]) { return; }
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

    /* ---- today, proposed, and both with a line between ---- */
    var place = function () {};
    function setSplit(split) {
      var before = main();
      state.split = split;
      if (main() !== before && state.selected >= 0) { select(-1); }
      choose($('gp-sides'), split <= 0 ? '1' : split >= 1 ? '0' : 'both');
    }
    if (data.before) {
      segment($('gp-sides'), text.compare, [['0', data.sides[0]], ['both', text.compare], ['1', data.sides[1]]],
        function (value) {
          setSplit({ 0: 1, 1: 0, both: 0.5 }[value]);
          place();
          refresh();
        });
      place = gp.swipe($('gp-swipe'), map, data, state, function (split) { setSplit(split); canvas.redraw(); });
      var drawing = false;
      // The map's picture moves with the hand, the line does not: draw again.
      map.on('move', function () {
        if (drawing || state.split <= 0 || state.split >= 1) { return; }
        drawing = true;
        requestAnimationFrame(function () { drawing = false; canvas.redraw(); });
      });
    }
    $('gp-sides').hidden = !data.before;
    document.body.classList.toggle('gp-compare', Boolean(data.before));

    /* ---- table ---- */
    tableButton.textContent = text.table;
    function fillTable() {
      gp.fillTable($('gp-table'), main().data, state, main(), {
        narrow: narrow.matches,
        close: function () { showTable(false); },
        sort: function (by) {
          state.sort = { by: by, up: state.sort.by === by ? !state.sort.up : by === 'code' || by === 'name' };
          fillTable();
        },
        open: function (grid) { open(grid, main().number); if (narrow.matches) { showTable(false); } }
      });
    }
    var folded = false;
    function showTable(on) {
      // Between table and edge there is no room for the legend: it is folded until then.
      var legend = $('gp-legend');
      if (on && legend.open && window.innerWidth < 1500) { folded = true; legend.open = false; }
      else if (!on && folded) { folded = false; legend.open = !narrow.matches; }
      $('gp-table').hidden = !on;
      tableButton.setAttribute('aria-pressed', on);
      document.body.classList.toggle('gp-with-table', on);
      if (on) { fillTable(); } else { tableButton.focus(); }
      if (on && !narrow.matches) {
        goTo(state.selected >= 0 ? boundsOfGrid(state.selected, state.on) : whole, state.selected >= 0 ? 60 : 14, false);
      }
      scale();
    }
    tableButton.addEventListener('click', function () { showTable($('gp-table').hidden); });

    /* ---- card ---- */
    function fillCard(box, grid, acts) {
      var other = data.before && state.sides[1 - state.on];
      gp.fillCard(box, state.sides[state.on].data, grid, other, acts);
    }
    function select(grid, on) {
      state.selected = grid;
      state.on = on === undefined ? main().number : on;
      state.spot = null;
      $('gp-card').hidden = grid < 0;
      document.body.classList.toggle('gp-with-card', grid >= 0);
      if (grid >= 0) {
        fillCard($('gp-card'), grid, {
          close: function () { select(-1); },
          open: function (to) { open(to, state.on); },
          print: function () { print(grid); }
        });
        $('gp-card').scrollTop = 0;
      }
      document.querySelectorAll('#gp-table tbody tr').forEach(function (line) {
        line.classList.toggle('on', state.on === main().number && Number(line.dataset.grid) === grid);
      });
      canvas.redraw();
      scale();
    }
    function open(grid, on) {
      on = on === undefined ? main().number : on;
      var side = state.sides[on], level = side.data.grids.level[grid];
      showLayers(false);
      if (level !== state.level && (side.shownAt[state.level] || []).indexOf(grid) < 0) {
        state.level = level;
        refresh();
      }
      select(grid, on);
      goTo(boundsOfGrid(grid, on), 60, false);
    }
    function gridAt(x, y, side) {
      var found = -1;
      side.shown.some(function (grid) {
        var b = side.scene.boxes[grid];
        if (x >= b[0] && x <= b[2] && y >= b[1] && y <= b[3] && gp.inside(x, y, side.scene.rings[grid])) { found = grid; }
        return found >= 0;
      });
      return found;
    }
    function sideUnder(event) {
      if (!data.before || state.split <= 0 || state.split >= 1) { return main(); }
      return state.sides[event.containerPoint.x < state.split * map.getSize().x ? 0 : 1];
    }
    function gridUnder(event) {
      var p = map.project(event.latlng, gp.UNIT_ZOOM);
      return gridAt(p.x - project.x0, p.y - project.y0, sideUnder(event));
    }
    map.on('click', function (event) {
      var grid = gridUnder(event), on = sideUnder(event).number;
      showLayers(false);
      select(grid === state.selected && on === state.on ? -1 : grid, on);
    });

    /* ---- hover ---- */
    var tip = $('gp-tip'), waiting = null;
    function hover(event) {
      waiting = null;
      var grid = gridUnder(event), side = sideUnder(event);
      if (grid !== state.hover || side.number !== state.hoverOn) {
        state.hover = grid;
        state.hoverOn = side.number;
        canvas.redraw();
      }
      tip.hidden = grid < 0;
      if (grid < 0) { return; }
      var g = side.data.grids, parts = [];
      if (g.households[grid] !== null) { parts.push(gp.whole(g.households[grid]) + ' ' + (text.households_unit || text.households)); }
      if (g.persons[grid] !== null) { parts.push(gp.whole(g.persons[grid]) + ' ' + (text.people_unit || text.persons)); }
      if (g.load[grid] !== null) { parts.push(gp.load(g.load[grid], text)); }
      tip.textContent = '';
      tip.appendChild(el('b', '', gp.title(side.data, grid)));
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
    var field = $('gp-search'), list = $('gp-hits'), finders = state.sides.map(function (side) { return gp.finder(side.data); });
    function take(hit) {
      if (hit.grid !== undefined) { open(hit.grid); return; }
      var rings = hit.building !== undefined ? ground.buildingShapes[hit.building] : ground.streetShapes[hit.street];
      if (!rings.length) { return; }
      var box = gp.boxOf(rings);
      if (hit.building !== undefined) {
        state.level = depth || 1;
        refresh();
        select(gridAt((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, main()));
        state.spot = rings;
      }
      goTo(boundsOf(box), 140, false);
      canvas.redraw();
    }
    var hideHits = gp.search(field, list, data, function (query) { return finders[main().number](query); }, take);

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
        // A source that is too long for its line is shown whole by a click: some licences ask for that.
        var line = part[1] === 'gp-source' ? gp.button(part[1], words, showSource) : el('span', part[1] || '', words);
        line.title = words;
        $('gp-foot').appendChild(line);
      }
    });
    function showSource() {
      var open = $('gp-foot').classList.toggle('gp-open');
      document.querySelector('#gp-foot .gp-source').setAttribute('aria-expanded', open);
      map.invalidateSize({ animate: false });
    }

    /* ---- keys ---- */
    document.addEventListener('keydown', function (event) {
      var typing = /INPUT|SELECT/.test(event.target.tagName);
      if (event.key === 'Enter' && event.target === map.getContainer()) {
        // Moved by the arrow keys, the map's middle is where one looks.
        var middle = map.project(map.getCenter(), gp.UNIT_ZOOM);
        select(gridAt(middle.x - project.x0, middle.y - project.y0, main()));
      } else if (event.key === 'Escape') {
        if (!list.hidden) { hideHits(); } else if (!menu.hidden) { showLayers(false); layersButton.focus(); }
        else if (state.selected >= 0) { select(-1); } else if (!$('gp-table').hidden) { showTable(false); }
      } else if (event.key === '/' && !typing) { event.preventDefault(); field.focus(); }
      else if (!typing && /^[1-9]$/.test(event.key) && Number(event.key) <= depth && !event.ctrlKey && !event.metaKey) {
        setLevel(Number(event.key));
      }
    });

    /* ---- begin ---- */
    $('gp-legend').open = !narrow.matches;
    // Labels make room for it.
    $('gp-legend').addEventListener('toggle', function () { canvas.redraw(); });
    map.getContainer().setAttribute('aria-label', text.map);
    // Wide enough that a narrow town may stand at the edge of a wide window, beside the table.
    map.setMaxBounds(whole.pad(4));
    map.invalidateSize({ animate: false });
    showWhole(true);
    map.setMinZoom(Math.floor(map.getZoom()) - 2);
    canvas.addTo(map);
    if (data.before) { setSplit(0.5); }
    refresh();
    place();
    scale();
    var print = gp.printer({
      map: map, state: state, canvas: canvas, whole: whole, scale: scale, place: function () { place(); },
      boundsOf: function (grid) { return boundsOfGrid(grid, state.on); },
      fill: function (box, grid) { fillCard(box, grid, {}); }
    });
    gp.app = { map: map, state: state, scene: state.sides[proposed].scene, open: open, print: print, data: data };
  };
}(GridPlanner));
