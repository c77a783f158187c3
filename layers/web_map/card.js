/* The card of a grid: built with textContent only, so that no name can be markup. */
(function (gp) {
  'use strict';

  var el = gp.el, count = gp.count, bar = gp.bar;

  function pairs(rows) {
    var list = el('dl', 'gp-figures');
    rows.forEach(function (row) {
      if (!row) { return; }
      var item = el('div');
      item.appendChild(el('dt', '', row[0]));
      var value = el('dd', row[2] || '', row[1]);
      if (row[3]) { value.appendChild(el('small', '', ' ' + row[3])); }
      item.appendChild(value);
      list.appendChild(item);
    });
    return list;
  }

  /* `other`: the side with today's or proposed figures, where there are two. */
  gp.fillCard = function (box, data, grid, other, acts) {
    var g = data.grids, text = data.text, level = data.levels[g.level[grid] - 1];
    var there = other ? data.partner[grid] : -1;
    /* The figure on the other side, where it differs. */
    function versus(name, unit, say) {
      if (there < 0 || other.data.grids[name][there] === g[name][grid]) { return unit; }
      return (unit ? unit + ' ' : '') + '（' + other.name + ' ' + say(other.data, name, there) + '）';
    }
    function area(d, name, n) { return gp.area(d.grids[name][n], d.text); }
    box.textContent = '';
    var head = el('div', 'gp-card-head'), words = el('div');
    words.appendChild(el('h2', '', gp.title(data, grid)));
    words.appendChild(el('p', 'gp-code', g.code[grid]));
    head.appendChild(words);
    if (acts.close) { head.appendChild(gp.button('gp-x', '×', acts.close, text.close)); }
    box.appendChild(head);
    var tags = el('p', 'gp-tags');
    tags.appendChild(el('span', '', level.name));
    tags.appendChild(el('span', '', (data.style.kind[g.kind[grid]] || ['', g.kind[grid]])[1]));
    if (other) {
      var change = data.style.change[data.change[grid]], tag = el('span', 'gp-change', change[1]);
      tag.style.background = change[0];
      tags.appendChild(tag);
    }
    box.appendChild(tags);

    var loads = el('div', 'gp-load'), line = el('p');
    line.appendChild(el('strong', '', gp.load(g.load[grid], null)));
    line.appendChild(el('span', '', ' ' + text.load_unit));
    line.appendChild(el('em', '', gp.percent(g.deviation[grid])));
    loads.appendChild(line);
    loads.appendChild(bar(data, g.deviation[grid]));
    if (g.target[grid] !== null) {
      loads.appendChild(el('p', 'gp-quiet', text.target + ' ' + gp.load(g.target[grid], text)));
    }
    if (there >= 0) {
      loads.appendChild(el('p', 'gp-quiet', other.name + ' ' + gp.load(other.data.grids.load[there], text) +
        ' · ' + gp.percent(other.data.grids.deviation[there])));
    }
    box.appendChild(loads);

    function people(d, name, n) { return gp.whole(d.grids[name][n]); }
    box.appendChild(pairs([
      [text.households, count(data, 'households', grid), '', versus('households', text.households_unit, count)],
      [text.persons, count(data, 'persons', grid), '', versus('persons', text.people_unit, count)],
      [text.workers, gp.whole(g.workers[grid]), '', versus('workers', text.people_unit, people)],
      [text.captains, gp.whole(g.captains[grid]), '', versus('captains', text.people_unit, people)],
      g.doors[grid] === null ? null : [text.doors, count(data, 'doors', grid), '', text.doors_unit],
      [text.area, gp.area(g.area_m2[grid], text), '', versus('area_m2', '', area)],
      g.served_m2[grid] === null ? null : [text.served, gp.area(g.served_m2[grid], text)]
    ]));
    staff(box, data, grid);
    if (g.sides && g.sides[grid]) {
      box.appendChild(el('h3', '', text.sides));
      box.appendChild(el('p', 'gp-sides', g.sides[grid]));
    }
    if (acts.open) { relatives(box, data, grid, acts.open); }
    if (acts.print) {
      var row = el('p', 'gp-card-acts'), file = detailOf(data, grid);
      row.appendChild(gp.button('', text.print_grid, acts.print));
      if (file) { row.appendChild(anchor(file, text.detail)); }
      box.appendChild(row);
    }
  };

  function anchor(file, label) {
    var link = el('a', 'gp-anchor', label);
    link.href = encodeURIComponent(file);
    return link;
  }
  gp.anchor = anchor;

  /* The file that shows a grid with its houses, where the map is in parts. */
  function detailOf(data, grid) {
    for (var g = grid, n = 0; g >= 0 && n < 9; g = data.grids.parent[g], n += 1) {
      if (data.parts && data.parts[g]) { return data.parts[g]; }
    }
    return '';
  }

  /* Who works here, as far as the profile lets it be known. */
  function staff(box, data, grid) {
    var people = data.staff && data.staff[grid];
    if (!people) { return; }
    ['workers', 'captains'].forEach(function (group) {
      var own = people.filter(function (person) { return person[0] === group; });
      if (!own.length) { return; }
      box.appendChild(el('h3', '', data.text[group]));
      var list = el('ul', 'gp-people');
      own.forEach(function (person) {
        var item = el('li');
        item.appendChild(el('b', '', person[1]));
        if (person[2]) { item.appendChild(el('span', 'gp-mono', person[2])); }
        if (person[3]) { item.appendChild(el('span', 'gp-quiet', person[3])); }
        list.appendChild(item);
      });
      box.appendChild(list);
    });
  }

  function relatives(box, data, grid, open) {
    var g = data.grids, text = data.text, parent = g.parent[grid];
    function link(to, label) { return gp.button('gp-link', label, function () { open(to); }); }
    if (parent >= 0) {
      box.appendChild(el('h3', '', text.belongs));
      var up = el('p', 'gp-links');
      for (var p = parent, n = 0; p >= 0 && n < 8; p = g.parent[p], n += 1) {
        up.appendChild(link(p, gp.title(data, p)));
      }
      box.appendChild(up);
    }
    var inside = [];
    g.parent.forEach(function (p, child) { if (p === grid) { inside.push(child); } });
    if (inside.length) {
      box.appendChild(el('h3', '', text.inside + ' ' + inside.length));
      var down = el('p', 'gp-links');
      inside.forEach(function (child) {
        down.appendChild(link(child, g.name[child] || g.short[child]));
      });
      box.appendChild(down);
    }
  }
}(GridPlanner));
