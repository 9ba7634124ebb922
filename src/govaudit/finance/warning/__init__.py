"""Early warning: signals, levels, the projection of the years ahead, and the backtest of signals against what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.finance.warning.backtesting import Confusion as Confusion
    from govaudit.finance.warning.backtesting import backtest_signals as backtest_signals
    from govaudit.finance.warning.projection import with_projection as with_projection
    from govaudit.finance.warning.signal_values import LEVELS as LEVELS
    from govaudit.finance.warning.signal_values import first_breach as first_breach
    from govaudit.finance.warning.signal_values import sign_of as sign_of
    from govaudit.finance.warning.signal_values import unknown_word as unknown_word
    from govaudit.finance.warning.signals import Overall as Overall
    from govaudit.finance.warning.signals import Signalled as Signalled
    from govaudit.finance.warning.signals import overall as overall
    from govaudit.finance.warning.signals import signal_ratios as signal_ratios
    from govaudit.finance.warning.signals import signal_value as signal_value
    from govaudit.finance.warning.signals import statutory as statutory

open_door(__name__)
