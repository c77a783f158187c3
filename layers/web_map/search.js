/* The search field and its list of hits. */
(function (gp) {
  'use strict';

  /* `find(text)` gives hits, `take(hit)` goes there; gives back what hides the list. */
  gp.search = function (field, list, data, find, take) {
    var text = data.text, el = gp.el, hits = [], at = -1;
    var narrow = window.matchMedia('(max-width: 760px)');
    function hint() { field.placeholder = narrow.matches ? text.search_short : text.search; }
    narrow.addEventListener('change', hint);
    hint();
    field.setAttribute('aria-label', text.search);

    function mark(n) {
      at = n;
      Array.from(list.children).forEach(function (item, i) { item.setAttribute('aria-selected', i === n); });
      if (n >= 0) {
        field.setAttribute('aria-activedescendant', 'gp-hit-' + n);
        list.children[n].scrollIntoView({ block: 'nearest' });
      } else { field.removeAttribute('aria-activedescendant'); }
    }
    function kindOf(hit) {
      if (hit.grid !== undefined) { return hit.level; }
      return hit.building !== undefined ? text.buildings : text.street;
    }
    function listHits() {
      hits = find(field.value);
      list.textContent = '';
      hits.forEach(function (hit, i) {
        var item = el('li');
        item.id = 'gp-hit-' + i;
        item.setAttribute('role', 'option');
        item.appendChild(el('b', '', hit.label));
        item.appendChild(el('span', '', (hit.note ? hit.note + ' · ' : '') + kindOf(hit)));
        // Before the field loses its focus and the list goes.
        item.addEventListener('mousedown', function (event) { event.preventDefault(); go(hit); });
        list.appendChild(item);
      });
      if (!hits.length && field.value.trim()) { list.appendChild(el('li', 'gp-quiet', text.no_hit)); }
      list.hidden = !list.children.length;
      field.setAttribute('aria-expanded', !list.hidden);
      mark(hits.length ? 0 : -1);
    }
    function hide() {
      list.hidden = true;
      field.setAttribute('aria-expanded', false);
    }
    function go(hit) {
      hide();
      take(hit);
    }
    field.addEventListener('input', listHits);
    field.addEventListener('focus', function () { if (field.value) { listHits(); } });
    field.addEventListener('blur', hide);
    field.addEventListener('keydown', function (event) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        if (hits.length) { mark((at + (event.key === 'ArrowDown' ? 1 : hits.length - 1)) % hits.length); }
      } else if (event.key === 'Enter' && hits[at]) { go(hits[at]); field.blur(); }
    });
    return hide;
  };
}(GridPlanner));
