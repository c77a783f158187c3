/* Printing: the map takes the size of the sheet first, then the sheet is made. */
(function (gp) {
  'use strict';

  gp.printNow = function () { window.print(); };

  /* `app`: map, state, canvas, scale(), place(), boundsOf(grid), whole, fill(box, grid). */
  gp.printer = function (app) {
    var map = app.map, state = app.state, legend = document.getElementById('gp-legend');
    var card = document.getElementById('gp-print-card'), body = document.body;

    function enter(grid) {
      var view = [map.getCenter(), map.getZoom()], old = state.selected;
      var seen = map.getBounds().contains(app.whole) ? app.whole : map.getBounds();
      card.textContent = '';
      if (grid >= 0) { app.fill(card, grid); }
      body.classList.add('gp-printing');
      body.classList.toggle('gp-print-grid', grid >= 0);
      state.printing = true;
      state.printSide = grid >= 0 ? state.on : gp.main(state).number;
      state.selected = grid;
      legend.open = true;
      map.invalidateSize({ animate: false });
      app.place();
      // The legend stands on the left of the sheet.
      gp.fit(map, grid >= 0 ? app.boundsOf(grid) : seen,
        { paddingTopLeft: [legend.offsetWidth + 20, 20], paddingBottomRight: [20, 20], animate: false });
      app.canvas._update();
      app.scale();
      function back() {
        window.removeEventListener('afterprint', back);
        body.classList.remove('gp-printing', 'gp-print-grid');
        state.printing = false;
        state.selected = old;
        map.invalidateSize({ animate: false });
        map.setView(view[0], view[1], { animate: false });
        app.place();
        app.canvas._update();
        app.scale();
      }
      window.addEventListener('afterprint', back);
    }
    // The browser's own command gets the same sheet: of the grid whose card is open, else the map.
    window.addEventListener('beforeprint', function () { if (!state.printing) { enter(state.selected); } });
    return function (grid) {
      enter(grid);
      gp.printNow();
    };
  };

  /* Fit exactly: the steps that hands zoom by would leave up to a sixth of the room empty. */
  gp.fit = function (map, bounds, options) {
    var step = map.options.zoomSnap;
    map.options.zoomSnap = 0;
    map.fitBounds(bounds, Object.assign({ maxZoom: 19 }, options));
    map.options.zoomSnap = step;
  };
}(GridPlanner));
