"""Shows a proposal: over today's grids, in the place of today's, or beside them."""

from __future__ import annotations

from PyQt6.QtCore import QObject, QTimer

from gridplanner.report import summary
from ui.canvas.camera import Camera
from ui.language import tr
from ui.panels.offer_bar import OfferBar
from ui.session import Session
from ui.twin_maps import TwinMaps
from ui.work import Offer

#: Who shows a second map.
OWNER = "offer"


class ProposalView(QObject):
    """Follows the session's proposal and the buttons of its bar."""

    def __init__(self, session: Session, bar: OfferBar, maps: TwinMaps) -> None:
        super().__init__(maps)
        self._session = session
        self._bar = bar
        self._maps = maps
        self._offered: Offer | None = None
        #: What the map showed before the proposal, and what it was moved to for it.
        self._before: Camera | None = None
        self._moved_to: Camera | None = None
        session.proposal_changed.connect(self.refresh)
        for choice in (bar.today, bar.beside):
            choice.toggled.connect(self.refresh)
        maps.owner_changed.connect(self._owner_changed)

    def refresh(self) -> None:
        """Show the proposal as the bar's buttons say, or today's plan alone."""
        session, bar, view = self._session, self._bar, self._maps.view
        offer = session.offer
        new = offer is not None and self._offered is None
        over = offer is None and self._offered is not None
        self._offered = offer
        if new:
            bar.today.setChecked(False)
        if offer is None:
            bar.beside.setChecked(False)
        shown = offer is not None and not bar.today.isChecked()
        view.set_proposal(offer.after if offer is not None and shown else None)
        if session.is_open:
            proposed = summary(offer.after) if offer is not None and shown else None
            view.set_summary(session.figures, proposed)
        if offer is None or not bar.beside.isChecked():
            self._maps.close_other(OWNER)
        elif self._maps.owner != OWNER:
            titles = (tr("现状"), tr("新方案"))
            self._maps.show_beside(OWNER, offer.before, session.figures, titles)
        # The bar changes the map's height when the event loop comes round.
        if new:
            self._before, self._moved_to = view.camera, None
            QTimer.singleShot(0, self._look)
        elif over:
            QTimer.singleShot(0, self._look_back)

    def _look(self) -> None:
        view = self._maps.view
        view.zoom_to_plan()
        self._moved_to = view.camera

    def _look_back(self) -> None:
        """Show again what was shown before, if nobody has moved the map since."""
        view = self._maps.view
        before, then, now = self._before, self._moved_to, view.camera
        if before is None or then is None or not self._session.is_open:
            return
        # As the bar goes, the map gets higher and fits the plan anew.
        if view.shows_whole or (then.x, then.y, then.m_per_px) == (now.x, now.y, now.m_per_px):
            view.set_camera(before.resized(view.width(), view.height()), sharp=True)

    def _owner_changed(self, owner: str) -> None:
        if owner != OWNER:
            self._bar.beside.setChecked(False)
