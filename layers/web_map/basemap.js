/* A background picture: tiles of a web map, or one picture placed by three corners. */
(function (gp) {
  'use strict';

  /* Gives null where there is none; `ready` is called as pictures arrive. */
  gp.basemap = function (data, project, ready) {
    var given = data.basemap, pieces = [];
    if (!given) { return null; }
    function add(source, matrix, width, height) {
      var picture = new Image(), piece = { picture: picture, matrix: matrix, width: width, height: height, done: false };
      picture.onload = function () { piece.done = true; ready(); };
      picture.src = source;
      pieces.push(piece);
    }
    given.tiles.forEach(function (tile) {
      var side = 256 * Math.pow(2, gp.UNIT_ZOOM - tile[0]);
      add(tile[3], [side, 0, 0, side, tile[1] * side - project.x0, tile[2] * side - project.y0], 1, 1);
    });
    given.images.forEach(function (image) {
      var p = image.corners.map(function (c) { return [project.x(c[0]), project.y(c[1])]; });
      // From the unit square: across the top edge, then down the left one.
      add(image.uri, [p[1][0] - p[0][0], p[1][1] - p[0][1], p[2][0] - p[0][0], p[2][1] - p[0][1], p[0][0], p[0][1]], 1, 1);
    });
    return {
      draw: function (ctx) {
        pieces.forEach(function (piece) {
          if (!piece.done) { return; }
          ctx.save();
          ctx.transform.apply(ctx, piece.matrix);
          ctx.drawImage(piece.picture, 0, 0, piece.width, piece.height);
          ctx.restore();
        });
      }
    };
  };
}(GridPlanner));
