"""Early warning: signals, levels, the projection of the years ahead, and the backtest of signals against what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.finance.warning.backtesting import Confusion, backtest_signals
    from govaudit.finance.warning.projection import with_projection
    from govaudit.finance.warning.signal_values import LEVELS, first_breach, sign_of, unknown_word
    from govaudit.finance.warning.signals import Overall, Signalled, overall, signal_ratios, signal_value, statutory

open_door(__name__)
