/* Today on the left, proposed on the right, and the line between them that can be pulled. */
(function (gp) {
  'use strict';

  /* `moved(fraction)` is told where the line stands, 0 to 1 of the map's width. */
  gp.swipe = function (box, map, data, state, moved) {
    var el = gp.el, text = data.text, knob = el('button', 'gp-knob', '⇔');
    knob.type = 'button';
    knob.setAttribute('role', 'slider');
    knob.setAttribute('aria-label', text.swipe);
    knob.setAttribute('aria-valuemin', 0);
    knob.setAttribute('aria-valuemax', 100);
    box.appendChild(el('span', 'gp-before', data.sides[0]));
    box.appendChild(el('span', 'gp-after', data.sides[1]));
    box.appendChild(knob);

    function place() {
      var part = state.split, size = map.getSize();
      box.hidden = state.printing || part <= 0 || part >= 1;
      box.style.transform = 'translateX(' + Math.round(part * size.x) + 'px)';
      knob.setAttribute('aria-valuenow', Math.round(part * 100));
    }
    function set(part) {
      moved(Math.min(0.98, Math.max(0.02, part)));
      place();
    }
    function pull(event) {
      var stage = map.getContainer().getBoundingClientRect();
      set((event.clientX - stage.left) / stage.width);
    }
    box.addEventListener('pointerdown', function (event) {
      event.preventDefault();
      event.stopPropagation();
      box.setPointerCapture(event.pointerId);
      box.addEventListener('pointermove', pull);
      knob.focus();
    });
    box.addEventListener('lostpointercapture', function () { box.removeEventListener('pointermove', pull); });
    knob.addEventListener('keydown', function (event) {
      var step = { ArrowLeft: -0.05, ArrowDown: -0.05, ArrowRight: 0.05, ArrowUp: 0.05, Home: -1, End: 1 }[event.key];
      if (step) { event.preventDefault(); set(state.split + step); }
    });
    map.on('resize', place);
    return place;
  };
}(GridPlanner));
