/* Turns the page's data into paths: texts to numbers, numbers to map units, arcs to outlines. */
var GridPlanner = {};
(function (gp) {
  'use strict';

  var DIGIT = {};
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.split('').forEach(function (c, i) {
    DIGIT[c] = i;
  });

  /* Reads Base64 VLQ numbers one after the other. */
  function reader(text) {
    var at = 0;
    return {
      more: function () { return at < text.length; },
      next: function () {
        var value = 0, factor = 1, digit;
        do {
          digit = DIGIT[text.charAt(at)];
          at += 1;
          // Not by shifts: those would wrap at 32 bits.
          value += (digit & 31) * factor;
          factor *= 32;
        } while (digit & 32);
        var size = Math.floor(value / 2);
        return value % 2 ? -size : size;
      }
    };
  }

  /* Map units: Leaflet's pixels at zoom 14, from the data's origin; small, so that single
     precision inside the canvas is enough at any zoom. */
  gp.UNIT_ZOOM = 14;
  gp.projector = function (data) {
    var steps = data.steps, lon0 = data.origin[0], lat0 = data.origin[1];
    var world = 256 * Math.pow(2, gp.UNIT_ZOOM);
    function mercator(lat) {
      var s = Math.sin(lat * Math.PI / 180);
      return world * (0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI));
    }
    var x0 = world * (lon0 / steps / 360 + 0.5), y0 = mercator(lat0 / steps);
    return {
      x0: x0,
      y0: y0,
      x: function (dx) { return world * dx / steps / 360; },
      y: function (dy) { return mercator((lat0 + dy) / steps) - y0; },
      metresPerUnit: 40075016.686 * Math.cos(lat0 / steps * Math.PI / 180) / world,
      toLatLng: function (x, y) {
        var n = Math.PI - 2 * Math.PI * (y + y0) / world;
        return L.latLng(180 / Math.PI * Math.atan(0.5 * (Math.exp(n) - Math.exp(-n))),
          360 * (x + x0) / world - 180);
      }
    };
  };

  function readRing(numbers, count, last, project) {
    var ring = new Float64Array(2 * count);
    for (var i = 0; i < count; i += 1) {
      last[0] += numbers.next();
      last[1] += numbers.next();
      ring[2 * i] = project.x(last[0]);
      ring[2 * i + 1] = project.y(last[1]);
    }
    return ring;
  }

  /* Point lists written one after the other. */
  gp.lines = function (text, project) {
    var numbers = reader(text), last = [0, 0], result = [];
    while (numbers.more()) { result.push(readRing(numbers, numbers.next(), last, project)); }
    return result;
  };

  /* Geometries, each a list of rings. */
  gp.shapes = function (text, project) {
    var numbers = reader(text), last = [0, 0], result = [];
    while (numbers.more()) {
      var rings = [];
      for (var left = numbers.next(); left > 0; left -= 1) {
        rings.push(readRing(numbers, numbers.next(), last, project));
      }
      result.push(rings);
    }
    return result;
  };

  gp.boxOf = function (rings) {
    var box = [Infinity, Infinity, -Infinity, -Infinity];
    rings.forEach(function (ring) {
      for (var i = 0; i < ring.length; i += 2) {
        box[0] = Math.min(box[0], ring[i]);
        box[1] = Math.min(box[1], ring[i + 1]);
        box[2] = Math.max(box[2], ring[i]);
        box[3] = Math.max(box[3], ring[i + 1]);
      }
    });
    return box;
  };

  gp.inside = function (x, y, rings) {
    var odd = false;
    rings.forEach(function (r) {
      for (var i = 0, j = r.length - 2; i < r.length; j = i, i += 2) {
        if ((r[i + 1] > y) !== (r[j + 1] > y) &&
            x < (r[j] - r[i]) * (y - r[i + 1]) / (r[j + 1] - r[i + 1]) + r[i]) { odd = !odd; }
      }
    });
    return odd;
  };

  function ringOf(numbers, arcs) {
    var points = [];
    numbers.forEach(function (number) {
      var arc = arcs[number < 0 ? ~number : number], n = arc.length / 2;
      for (var i = 0; i < n - 1; i += 1) {
        var k = number < 0 ? n - 1 - i : i;
        points.push(arc[2 * k], arc[2 * k + 1]);
      }
    });
    return Float64Array.from(points);
  }

  /* Joins the arcs of a parent's outline end to end. Where outlines touch in a point any way
     on is right, as the area is filled by the even-odd rule. Null if an end is left over. */
  function stitch(numbers, arcs) {
    var ends = new Map(), used = new Set(), rings = [];
    function key(arc, last) {
      var i = last ? arc.length - 2 : 0;
      return arc[i] + ',' + arc[i + 1];
    }
    numbers.forEach(function (number) {
      [false, true].forEach(function (last) {
        var k = key(arcs[number], last);
        if (!ends.has(k)) { ends.set(k, []); }
        ends.get(k).push(number);
      });
    });
    for (var i = 0; i < numbers.length; i += 1) {
      if (used.has(numbers[i])) { continue; }
      var chain = [], number = numbers[i], start = key(arcs[number], false), at = start;
      do {
        used.add(number);
        var forward = key(arcs[number], false) === at;
        chain.push(forward ? number : ~number);
        at = key(arcs[number], forward);
        if (at === start) { break; }
        number = ends.get(at).find(function (n) { return !used.has(n); });
        if (number === undefined) { return null; }
      } while (true);
      rings.push(ringOf(chain, arcs));
    }
    return rings;
  }

  /* Outlines of all grids and border lines by level, from the arcs of the deepest cells. */
  gp.outlines = function (data, arcs) {
    var grids = data.grids, depth = data.levels.length;
    var line = {};          // cell → its grid on each level, −1 where it has none
    var cellsOf = grids.level.map(function () { return []; });
    var rings = grids.level.map(function () { return null; });
    var users = arcs.map(function () { return []; });
    data.cells.forEach(function (cell) {
      var grid = cell[0], up = new Array(depth).fill(-1);
      for (var g = grid, n = 0; g >= 0 && n <= depth; g = grids.parent[g], n += 1) {
        up[grids.level[g] - 1] = g;
        cellsOf[g].push(grid);
      }
      line[grid] = up;
      rings[grid] = cell[1].map(function (ring) { return ringOf(ring, arcs); });
      cell[1].forEach(function (ring) {
        ring.forEach(function (number) { users[number < 0 ? ~number : number].push(grid); });
      });
    });
    var arcLevel = users.map(function (used) {
      if (used.length < 2) { return 1; }
      for (var k = 0; k < depth; k += 1) {
        if (line[used[0]][k] !== line[used[1]][k]) { return k + 1; }
      }
      return depth;
    });
    var borders = grids.level.map(function () { return []; });
    users.forEach(function (used, number) {
      var seen = new Map();
      used.forEach(function (cell) {
        line[cell].forEach(function (g) { if (g >= 0) { seen.set(g, (seen.get(g) || 0) + 1); } });
      });
      seen.forEach(function (count, g) { if (count === 1) { borders[g].push(number); } });
    });
    grids.level.forEach(function (_, g) {
      if (rings[g]) { return; }
      rings[g] = stitch(borders[g], arcs) ||
        [].concat.apply([], cellsOf[g].map(function (cell) { return rings[cell]; }));
    });
    return { rings: rings, line: line, cellsOf: cellsOf, arcLevel: arcLevel };
  };
}(GridPlanner));
