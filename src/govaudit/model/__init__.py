"""Values and records that every room uses: exact money, civil days, texts in two languages, problems, findings, runs.

Money is an int of minor units (fen for CNY), a day an int of civil days since 1970-01-01, a rate a Fraction; floats do not occur. What
is wrong in somebody's data is a `Problem` with its place and remedy; a `Fault` is raised where a value cannot be read at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.model.days import DEFAULT_TZ as DEFAULT_TZ
    from govaudit.model.days import EPOCH as EPOCH
    from govaudit.model.days import PartialDate as PartialDate
    from govaudit.model.days import civil_day as civil_day
    from govaudit.model.days import iso as iso
    from govaudit.model.days import parse_day as parse_day
    from govaudit.model.days import partial_date as partial_date
    from govaudit.model.days import spoken as spoken
    from govaudit.model.days import spoken_count as spoken_count
    from govaudit.model.days import to_date as to_date
    from govaudit.model.days import to_day as to_day
    from govaudit.model.days import zone as zone
    from govaudit.model.disk_cache import cache_folder as cache_folder
    from govaudit.model.disk_cache import kept as kept
    from govaudit.model.disk_cache import read_whole as read_whole
    from govaudit.model.disk_cache import write_whole as write_whole
    from govaudit.model.finding import KINDS as KINDS
    from govaudit.model.finding import SCHEMA_VERSION as SCHEMA_VERSION
    from govaudit.model.finding import Basis as Basis
    from govaudit.model.finding import Certainty as Certainty
    from govaudit.model.finding import Confidence as Confidence
    from govaudit.model.finding import Finding as Finding
    from govaudit.model.finding import Hop as Hop
    from govaudit.model.finding import InputFile as InputFile
    from govaudit.model.finding import Kind as Kind
    from govaudit.model.finding import Manifest as Manifest
    from govaudit.model.finding import NotComputed as NotComputed
    from govaudit.model.finding import ProblemRecord as ProblemRecord
    from govaudit.model.finding import Responsible as Responsible
    from govaudit.model.finding import Severity as Severity
    from govaudit.model.finding import Suppression as Suppression
    from govaudit.model.finding import fingerprint_of as fingerprint_of
    from govaudit.model.money import LARGEST as LARGEST
    from govaudit.model.money import UNITS as UNITS
    from govaudit.model.money import Rate as Rate
    from govaudit.model.money import exponent as exponent
    from govaudit.model.money import half_up as half_up
    from govaudit.model.money import spoken_money as spoken_money
    from govaudit.model.money import to_human as to_human
    from govaudit.model.money import to_minor as to_minor
    from govaudit.model.money import to_text as to_text
    from govaudit.model.problem import Fault as Fault
    from govaudit.model.problem import Place as Place
    from govaudit.model.problem import Problem as Problem
    from govaudit.model.record import Record as Record
    from govaudit.model.record import RecordRefusedError as RecordRefusedError
    from govaudit.model.record import Written as Written
    from govaudit.model.record import adapter as adapter
    from govaudit.model.record import as_json as as_json
    from govaudit.model.record import as_plain as as_plain
    from govaudit.model.record import checked_record as checked_record
    from govaudit.model.record import from_plain as from_plain
    from govaudit.model.run import Chain as Chain
    from govaudit.model.run import DebtRecord as DebtRecord
    from govaudit.model.run import EmptyRecord as EmptyRecord
    from govaudit.model.run import EventRecord as EventRecord
    from govaudit.model.run import EvidenceRecord as EvidenceRecord
    from govaudit.model.run import InstrumentRecord as InstrumentRecord
    from govaudit.model.run import Lane as Lane
    from govaudit.model.run import OrgRecord as OrgRecord
    from govaudit.model.run import PersonRecord as PersonRecord
    from govaudit.model.run import PostRecord as PostRecord
    from govaudit.model.run import Run as Run
    from govaudit.model.run import SpanRecord as SpanRecord
    from govaudit.model.run import StatusRecord as StatusRecord
    from govaudit.model.run import TenureRecord as TenureRecord
    from govaudit.model.text import Text as Text
    from govaudit.model.text import as_text as as_text
    from govaudit.model.text import guarded as guarded
    from govaudit.model.text import is_formula as is_formula
    from govaudit.model.yaml_text import Mapping as Mapping
    from govaudit.model.yaml_text import load_documents as load_documents

open_door(__name__)
