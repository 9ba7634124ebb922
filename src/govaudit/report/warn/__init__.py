"""The risk-warning report (风险预警报告): twelve sections gathered once as data, written in six formats from that one content."""
