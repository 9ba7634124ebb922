"""The eight charts of the risk-warning report: one ECharts option each, drawn as SVG in process and interactive on a page."""
