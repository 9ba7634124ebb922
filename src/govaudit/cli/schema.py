"""`govaudit schema`: print the JSON Schema of what goes in or comes out."""

from __future__ import annotations

import json
from typing import Any

import click

from govaudit.cli.options import say

WHAT = ("case", "rule", "findings", "config", "map")


@click.command(
    short_help=say("输出JSON Schema", "Print a JSON Schema."),
    help=say(
        "输出JSON Schema（2020-12）：case 案卷（YAML），rule 规则文件，findings 审计结果（JSON），config 设置文件，map 事件日志对照表。",
        "Print a JSON Schema (2020-12): case files (YAML), rule files, findings (JSON output), the config file, or maps of event logs.",
    ),
)
@click.argument("what", type=click.Choice(WHAT), default="case")
def schema(what: str) -> None:
    """Print the schema of WHAT; its descriptions are in both languages."""
    click.echo(json.dumps(schema_of(what), ensure_ascii=False, indent=2))


def schema_of(what: str) -> dict[str, Any]:
    """Return one of the schemas of WHAT."""
    if what == "rule":
        from govaudit.rules import rule_schema

        return rule_schema()
    if what == "findings":
        from govaudit.report.renderers import run_schema as findings_schema

        return findings_schema()
    if what == "config":
        from govaudit.formats.settings import config_schema

        return config_schema()
    if what == "map":
        from govaudit.formats.event_log import log_map_schema

        return log_map_schema()
    from govaudit.formats.yaml_case import case_schema

    return case_schema()
