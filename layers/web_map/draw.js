/* Draws everything into one canvas that moves with Leaflet's map. */
(function (gp) {
  'use strict';

  function trace(path, ring, closed) {
    path.moveTo(ring[0], ring[1]);
    for (var i = 2; i < ring.length; i += 2) { path.lineTo(ring[i], ring[i + 1]); }
    if (closed) { path.closePath(); }
  }

  function pathOf(rings, closed) {
    var path = new Path2D();
    rings.forEach(function (ring) { if (ring.length) { trace(path, ring, closed); } });
    return path;
  }

  /* Paths of many shapes in bunches, so that what is out of sight is not drawn. */
  function bunches(shapes, closed, size) {
    var result = [];
    for (var i = 0; i < shapes.length; i += size) {
      var rings = [].concat.apply([], shapes.slice(i, i + size));
      result.push({ path: pathOf(rings, closed), box: gp.boxOf(rings) });
    }
    return result;
  }

  /* Points have no ground: a square of four metres stands for them. */
  function withSquares(shapes, half) {
    return shapes.map(function (rings) {
      return rings.map(function (r) {
        if (r.length > 4) { return r; }
        var x = r[0], y = r[1];
        return Float64Array.from([x - half, y - half, x + half, y - half, x + half, y + half,
          x - half, y + half]);
      });
    });
  }

  /* What lies under the grids, the same for today and proposed; computed once. */
  gp.groundOf = function (data) {
    var project = gp.projector(data), ground = data.ground;
    var buildings = withSquares(gp.shapes(ground.buildings, project), 2 / project.metresPerUnit);
    var streets = gp.shapes(ground.streets, project);
    var water = gp.shapes(ground.water, project);
    var widths = {};
    streets.forEach(function (rings, i) {
      var w = ground.street_width[i];
      (widths[w] = widths[w] || []).push(rings);
    });
    return {
      project: project,
      boundary: pathOf([].concat.apply([], gp.shapes(ground.boundary, project)), true),
      mask: bunches(gp.shapes(ground.mask, project), true, 40),
      water: bunches(water.filter(function (_, i) { return ground.water_area[i]; }), true, 40),
      streams: bunches(water.filter(function (_, i) { return !ground.water_area[i]; }), false, 80),
      buildingShapes: buildings,
      buildings: bunches(buildings, true, 150),
      streetShapes: streets,
      streets: Object.keys(widths).map(Number).sort(function (a, b) { return a - b; })
        .map(function (w) { return { width: w, bunches: bunches(widths[w], false, 80) }; })
    };
  };

  /* Grids on their ground. */
  gp.scene = function (data, ground) {
    var arcs = gp.lines(data.arcs, ground.project), out = gp.outlines(data, arcs);
    return Object.assign({
      data: data,
      out: out,
      rings: out.rings,
      boxes: out.rings.map(gp.boxOf),
      gridPaths: out.rings.map(function (rings) { return pathOf(rings, true); }),
      lines: data.levels.map(function (_, k) {
        return pathOf(arcs.filter(function (_arc, i) { return out.arcLevel[i] === k + 1; }), false);
      })
    }, ground);
  };

  /* The grids to be seen on a level: one that has no children yet stands for them. */
  gp.shownGrids = function (scene, level) {
    var seen = new Set();
    Object.keys(scene.out.line).forEach(function (cell) {
      var up = scene.out.line[cell];
      for (var k = level - 1; k >= 0; k -= 1) {
        if (up[k] >= 0) { seen.add(up[k]); return; }
      }
    });
    return Array.from(seen).sort(function (a, b) { return a - b; });
  };

  gp.fillOf = function (data, theme, grid) {
    if (theme === 'parent') { return data.colours[grid]; }
    if (theme === 'change') { return data.style.change[data.change[grid]][0]; }
    if (theme === 'kind') {
      var kind = data.style.kind[data.grids.kind[grid]];
      return kind ? kind[0] : data.style.none;
    }
    var number = gp.deviationClass(data, data.grids.deviation[grid]);
    return number === null ? data.style.none : data.style.deviation[number][0];
  };

  gp.deviationClass = function (data, deviation) {
    if (deviation === null) { return null; }
    var steps = data.style.edges.filter(function (edge) {
      return edge > 0 && Math.abs(deviation) - 1e-9 > edge;
    }).length;
    return 3 + (deviation > 0 ? steps : -steps);
  };

  gp.Canvas = L.Renderer.extend({
    options: { padding: 0.15 },

    /* state.sides: one, or today and proposed, each with data, scene and grids by level. */
    initialize: function (state) {
      L.Renderer.prototype.initialize.call(this, {});
      this._state = state;
      this._layers = {};
    },

    _initContainer: function () {
      this._container = document.createElement('canvas');
      this._container.setAttribute('aria-hidden', 'true');
      L.DomUtil.addClass(this._container, 'leaflet-zoom-animated');
      this._ctx = this._container.getContext('2d');
    },

    _destroyContainer: function () {
      L.DomUtil.remove(this._container);
      delete this._container;
      delete this._ctx;
    },

    _update: function () {
      if (this._map._animatingZoom && this._bounds) { return; }
      L.Renderer.prototype._update.call(this);
      var size = this._bounds.getSize(), canvas = this._container;
      this._ratio = this._state.printing ? 3 : Math.min(window.devicePixelRatio || 1, 2);
      L.DomUtil.setPosition(canvas, this._bounds.min);
      canvas.width = Math.round(size.x * this._ratio);
      canvas.height = Math.round(size.y * this._ratio);
      canvas.style.width = size.x + 'px';
      canvas.style.height = size.y + 'px';
      this.redraw();
    },

    /* Pixels of the canvas for map units: factor and offset. */
    _frame: function () {
      var scale = Math.pow(2, this._map.getZoom() - gp.UNIT_ZOOM), p = this._state.sides[0].scene.project;
      var corner = this._map.getPixelOrigin().add(this._bounds.min);
      return { scale: scale, x: p.x0 * scale - corner.x, y: p.y0 * scale - corner.y };
    },

    redraw: function () {
      if (!this._ctx || !this._map) { return this; }
      var f = this._frame(), ctx = this._ctx, r = this._ratio, state = this._state;
      var first = state.sides[0].scene;
      f.size = this._bounds.getSize();
      f.metresPerPixel = first.project.metresPerUnit / f.scale;
      ctx.setTransform(r, 0, 0, r, 0, 0);
      ctx.fillStyle = first.data.style.surface.outside;
      ctx.fillRect(0, 0, f.size.x, f.size.y);
      var self = this;
      gp.partsOf(state, this._divide()).forEach(function (part) { self._part(f, part); });
      return this;
    },

    /* Where today ends and proposed begins, in pixels of the canvas. */
    _divide: function () {
      var x = this._state.split * this._map.getSize().x;
      return this._map.containerPointToLayerPoint([x, 0]).x - this._bounds.min.x;
    },

    _part: function (f, part) {
      var ctx = this._ctx, r = this._ratio, state = this._state;
      var left = Math.max(0, part.left), right = Math.min(f.size.x, part.right);
      if (right <= left) { return; }
      ctx.save();
      ctx.setTransform(r, 0, 0, r, 0, 0);
      ctx.beginPath();
      ctx.rect(left, 0, right - left, f.size.y);
      ctx.clip();
      f.view = [(left - f.x) / f.scale, -f.y / f.scale, (right - f.x) / f.scale, (f.size.y - f.y) / f.scale];
      f.left = left;
      f.right = right;
      ctx.setTransform(r * f.scale, 0, 0, r * f.scale, r * f.x, r * f.y);
      ctx.lineJoin = 'round';
      ctx.lineCap = 'round';
      drawGround(ctx, part.side, state, f);
      drawLines(ctx, part.side, state, f);
      ctx.setTransform(r, 0, 0, r, 0, 0);
      gp.drawLabels(ctx, part.side, state, f);
      ctx.restore();
    }
  });

  /* The side that table, search and legend speak of: proposed, unless today alone is seen. */
  gp.main = function (state) { return state.sides[state.split >= 1 ? 0 : state.sides.length - 1]; };

  /* The sides to be seen and from where to where. */
  gp.partsOf = function (state, divide) {
    function whole(side) { return [{ side: side, left: -Infinity, right: Infinity }]; }
    if (state.printing) { return whole(state.sides[state.printSide]); }
    if (state.sides.length < 2 || state.split <= 0 || state.split >= 1) { return whole(gp.main(state)); }
    return [{ side: state.sides[0], left: -Infinity, right: divide },
      { side: state.sides[1], left: divide, right: Infinity }];
  };

  function seen(box, view) {
    return box[0] <= view[2] && box[2] >= view[0] && box[1] <= view[3] && box[3] >= view[1];
  }

  function each(list, view, draw) {
    list.forEach(function (bunch) { if (seen(bunch.box, view)) { draw(bunch.path); } });
  }

  function drawGround(ctx, side, state, f) {
    var scene = side.scene, colours = scene.data.style.surface, on = state.layers, px = 1 / f.scale;
    var picture = on.basemap && scene.basemap;
    if (picture) { picture.draw(ctx, f); } else {
      ctx.fillStyle = colours.ground;
      ctx.fill(scene.boundary, 'evenodd');
    }
    if (on.mask && !picture) {
      ctx.fillStyle = colours.mask;
      each(scene.mask, f.view, function (path) { ctx.fill(path, 'evenodd'); });
    }
    // Hills show through a little; more would turn the blue of a class into another class's.
    ctx.globalAlpha = picture ? 0.5 : 0.84;
    side.shown.forEach(function (grid) {
      if (!seen(scene.boxes[grid], f.view)) { return; }
      ctx.fillStyle = gp.fillOf(scene.data, state.theme, grid);
      ctx.fill(scene.gridPaths[grid], 'evenodd');
    });
    ctx.globalAlpha = 1;
    if (on.water) {
      ctx.fillStyle = ctx.strokeStyle = colours.water;
      each(scene.water, f.view, function (path) { ctx.fill(path, 'evenodd'); });
      ctx.lineWidth = Math.max(1.5 * px, 4 / scene.project.metresPerUnit);
      each(scene.streams, f.view, function (path) { ctx.stroke(path); });
    }
    if (on.streets) { drawStreets(ctx, scene, f, colours, px); }
    if (on.buildings && f.metresPerPixel < 12) {
      ctx.fillStyle = colours.building;
      ctx.strokeStyle = colours.building_line;
      ctx.lineWidth = 0.6 * px;
      ctx.globalAlpha = f.metresPerPixel < 4 ? 1 : 0.75;
      each(scene.buildings, f.view, function (path) {
        ctx.fill(path);
        if (f.metresPerPixel < 3) { ctx.stroke(path); }
      });
      ctx.globalAlpha = 1;
    }
  }

  function drawStreets(ctx, scene, f, colours, px) {
    var perMetre = 1 / scene.project.metresPerUnit;
    var wide = scene.streets.filter(function (s) {
      return f.metresPerPixel < 3 || s.width >= (f.metresPerPixel < 8 ? 6 : 11);
    });
    [true, false].forEach(function (casing) {
      ctx.strokeStyle = casing ? colours.street_case : colours.street;
      wide.forEach(function (s) {
        ctx.lineWidth = Math.max(s.width * perMetre, (s.width >= 11 ? 1.6 : 0.9) * px) +
          (casing ? 1.4 * px : 0);
        each(s.bunches, f.view, function (path) { ctx.stroke(path); });
      });
    });
  }

  function drawLines(ctx, side, state, f) {
    var scene = side.scene, mine = gp.mine(state, side), levels = scene.data.levels, colours = scene.data.style.surface, px = 1 / f.scale;
    for (var k = state.level; k >= 1; k -= 1) {
      // Far out, thick lines would hide what they part.
      ctx.lineWidth = levels[k - 1].width * (f.metresPerPixel > 12 ? 0.6 : 1) * px;
      ctx.strokeStyle = colours.border;
      ctx.globalAlpha = k === levels.length && levels.length > 1 ? 0.75 : 0.95;
      ctx.stroke(scene.lines[k - 1]);
    }
    ctx.globalAlpha = 1;
    if (levels.length === 0 || !scene.data.grids.level.length) {
      ctx.lineWidth = 3 * px;
      ctx.strokeStyle = colours.border;
      ctx.stroke(scene.boundary);
    }
    outline(ctx, scene, mine.hover !== mine.selected ? mine.hover : -1, 2 * px, 3.5 * px, 0.75);
    outline(ctx, scene, mine.selected, 3.2 * px, 6 * px, 1);
    if (state.spot) {
      ctx.strokeStyle = colours.accent;
      ctx.lineWidth = 2.5 * px;
      ctx.stroke(pathOf(state.spot, true));
    }
  }

  /* What is selected and hovered on this side; on the other side the same grid's partner. */
  gp.mine = function (state, side) {
    function here(grid, on) {
      return grid < 0 || on === side.number ? grid : state.sides[on].data.partner[grid];
    }
    return { selected: here(state.selected, state.on), hover: here(state.hover, state.hoverOn) };
  };

  function outline(ctx, scene, grid, width, casing, alpha) {
    if (grid < 0) { return; }
    var colours = scene.data.style.surface;
    ctx.globalAlpha = alpha;
    ctx.strokeStyle = colours.halo;
    ctx.lineWidth = casing;
    ctx.stroke(scene.gridPaths[grid]);
    ctx.strokeStyle = colours.accent;
    ctx.lineWidth = width;
    ctx.stroke(scene.gridPaths[grid]);
    ctx.globalAlpha = 1;
  }
}(GridPlanner));
