/* Labels that do not collide: what matters most is placed first, the rest where there is room. */
(function (gp) {
  'use strict';

  var FONT = '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC","Source Han Sans SC",sans-serif';

  /* `inside`: left, top, right, bottom of what is seen of the canvas, in its pixels. */
  function Room(inside) {
    this._inside = inside;
    this._boxes = [];
  }
  /* Keep labels from under what lies on the map: `boxes` are [left, top, right, bottom]. */
  Room.prototype.keepFree = function (boxes) { this._boxes = this._boxes.concat(boxes); };
  Room.prototype.take = function (x, y, w, h, mayLeave) {
    var box = [x - w / 2, y - h / 2, x + w / 2, y + h / 2];
    var inside = this._inside;
    if (!mayLeave && (box[0] < inside[0] || box[1] < inside[1] || box[2] > inside[2] || box[3] > inside[3])) {
      return false;
    }
    var free = this._boxes.every(function (b) {
      return b[2] < box[0] || b[0] > box[2] || b[3] < box[1] || b[1] > box[3];
    });
    if (free) { this._boxes.push(box); }
    return free;
  };

  function write(ctx, text, x, y, colours, colour) {
    ctx.strokeStyle = colours.halo;
    ctx.lineWidth = 3;
    ctx.globalAlpha = 0.9;
    ctx.strokeText(text, x, y);
    ctx.globalAlpha = 1;
    ctx.fillStyle = colour;
    ctx.fillText(text, x, y);
  }

  /* What a grid's label may say, the fullest first; lines of text. */
  function versions(data, grid, nameOnly) {
    var g = data.grids, name = g.name[grid], short = g.short[grid], load = g.load[grid];
    if (nameOnly) { return [[name || short]]; }
    var result = [], first = name && name !== short ? [short, name] : [short];
    if (load !== null) {
      result.push(first.concat([load.toFixed(2) + ' ' + data.text.load_unit]));
    }
    result.push(first, [short]);
    return result;
  }

  function placeGrid(ctx, scene, room, f, grid, size, weight, mustFit, nameOnly) {
    var data = scene.data, label = data.grids.label, colours = data.style.surface;
    var x = scene.project.x(label[3 * grid]) * f.scale + f.x;
    var y = scene.project.y(label[3 * grid + 1]) * f.scale + f.y;
    var radius = label[3 * grid + 2] / f.metresPerPixel;
    if (x < -40 || y < -20 || x > f.size.x + 40 || y > f.size.y + 20) { return; }
    var tries = versions(data, grid, nameOnly);
    for (var i = 0; i < tries.length; i += 1) {
      var lines = tries[i], height = lines.length * (size + 3), width = 0;
      // Seen from the longest line of the label: half its diagonal must lie inside the grid.
      ctx.font = weight + ' ' + size + 'px ' + FONT;
      lines.forEach(function (t) { width = Math.max(width, ctx.measureText(t).width); });
      var fits = Math.sqrt(width * width + height * height) / 2 < radius * (lines.length > 1 ? 1 : 1.25);
      if ((fits || (!mustFit && i === tries.length - 1)) && room.take(x, y, width + 6, height + 2)) {
        for (var j = 0; j < lines.length; j += 1) {
          ctx.font = (j === 0 ? weight : 400) + ' ' + (j === 0 ? size : size - 1) + 'px ' + FONT;
          write(ctx, lines[j], x, y + (j - (lines.length - 1) / 2) * (size + 3), colours,
            j === 0 ? colours.text : colours.muted);
        }
        return;
      }
    }
  }

  /* Places of legend, scale and buttons in pixels of the canvas. */
  function covered(canvas) {
    var map = canvas.getBoundingClientRect();
    return ['gp-legend', 'gp-scale', 'gp-zoom'].map(function (id) {
      var b = document.getElementById(id).getBoundingClientRect();
      return [b.left - map.left - 4, b.top - map.top - 4, b.right - map.left + 4, b.bottom - map.top + 4];
    }).filter(function (b) { return b[2] - b[0] > 8; });
  }

  /* The canvas reaches beyond the frame, so that a pan has something to show: labels must not,
     or the frame cuts them. While the map is moved by hand it follows later. */
  function seen(canvas, f) {
    var c = canvas.getBoundingClientRect(), m = canvas.closest('.leaflet-container').getBoundingClientRect();
    return [Math.max(f.left, m.left - c.left), Math.max(0, m.top - c.top),
      Math.min(f.right, m.right - c.left), Math.min(f.size.y, m.bottom - c.top)];
  }

  gp.drawLabels = function (ctx, side, state, f) {
    if (!state.layers.labels) { return; }
    var scene = side.scene, selected = gp.mine(state, side).selected;
    var data = scene.data, room = new Room(seen(ctx.canvas, f));
    room.keepFree(covered(ctx.canvas));
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.lineJoin = 'round';
    if (selected >= 0) { placeGrid(ctx, scene, room, f, selected, 14, 600, false, false); }
    var deepest = state.level, order = [deepest];
    function middleRoom(k) {
      var rooms = (side.shownAt[k] || []).map(function (g) {
        return data.grids.label[3 * g + 2] / f.metresPerPixel;
      }).sort(function (a, b) { return a - b; });
      return rooms[Math.floor(rooms.length / 2)] || 0;
    }
    // While the grids are too small for their own names, the level above speaks for them.
    if (deepest > 1 && middleRoom(deepest) < 20) {
      var above = deepest - 1;
      while (above > 1 && middleRoom(above) < 30) { above -= 1; }
      order = middleRoom(deepest) < 12 ? [above] : [above, deepest];
    }
    order.forEach(function (k) {
      var above = k < deepest, members = (side.shownAt[k] || []).slice().sort(function (a, b) {
        return data.grids.label[3 * b + 2] - data.grids.label[3 * a + 2];
      });
      members.forEach(function (grid) {
        if (grid === selected) { return; }
        placeGrid(ctx, scene, room, f, grid, above || k === 1 ? 15 : 12, above || k === 1 ? 700 : 600,
          !(above || k === 1), above || k === 1);
      });
    });
    if (state.layers.streets && f.metresPerPixel < 2.6) { streetNames(ctx, scene, room, f); }
    if (state.layers.buildings && f.metresPerPixel < 0.6) { buildingNames(ctx, scene, room, f); }
  };

  function streetNames(ctx, scene, room, f) {
    var ground = scene.data.ground, colours = scene.data.style.surface, placed = {};
    ctx.font = '400 11px ' + FONT;
    scene.streetShapes.forEach(function (rings, i) {
      var text = ground.names[ground.street_name[i]];
      if (!text || !rings.length) { return; }
      var ring = rings[0], best = 0, at = -1;
      for (var k = 0; k + 3 < ring.length; k += 2) {
        var length = Math.hypot(ring[k + 2] - ring[k], ring[k + 3] - ring[k + 1]);
        if (length > best) { best = length; at = k; }
      }
      var width = ctx.measureText(text).width;
      if (at < 0 || best * f.scale < width * 1.15) { return; }
      var x = (ring[at] + ring[at + 2]) / 2 * f.scale + f.x;
      var y = (ring[at + 1] + ring[at + 3]) / 2 * f.scale + f.y;
      if (x < 0 || y < 0 || x > f.size.x || y > f.size.y) { return; }
      if ((placed[text] || []).some(function (p) { return Math.hypot(p[0] - x, p[1] - y) < 320; })) { return; }
      var angle = Math.atan2(ring[at + 3] - ring[at + 1], ring[at + 2] - ring[at]);
      if (Math.abs(angle) > Math.PI / 2) { angle += Math.PI; }
      var c = Math.abs(Math.cos(angle)), s = Math.abs(Math.sin(angle));
      if (!room.take(x, y, width * c + 14 * s, width * s + 14 * c)) { return; }
      (placed[text] = placed[text] || []).push([x, y]);
      ctx.save();
      ctx.translate(x, y);
      ctx.rotate(angle);
      write(ctx, text, 0, 0, colours, colours.muted);
      ctx.restore();
    });
  }

  function buildingNames(ctx, scene, room, f) {
    var ground = scene.data.ground, colours = scene.data.style.surface;
    ctx.font = '400 10px ' + FONT;
    scene.buildingShapes.forEach(function (rings, i) {
      var text = ground.names[ground.building_name[i]];
      if (!text || !rings.length) { return; }
      var x = rings[0][0] * f.scale + f.x, y = rings[0][1] * f.scale + f.y;
      if (x < -200 || y < -200 || x > f.size.x + 200 || y > f.size.y + 200) { return; }
      var box = gp.boxOf(rings);
      // Inside its compound a building is known by its number.
      var tail = /[0-9０-９A-Za-z一二三四五六七八九十]+(?:号楼|栋|幢|号|#|座)$/.exec(text);
      if (tail) { text = tail[0]; }
      var width = ctx.measureText(text).width;
      if (width > (box[2] - box[0]) * f.scale || 11 > (box[3] - box[1]) * f.scale) { return; }
      x = (box[0] + box[2]) / 2 * f.scale + f.x;
      y = (box[1] + box[3]) / 2 * f.scale + f.y;
      if (room.take(x, y, width, 11)) { write(ctx, text, x, y, colours, colours.muted); }
    });
  }
}(GridPlanner));
