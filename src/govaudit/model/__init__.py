"""Values and records that every room uses: exact money, civil days, texts in two languages, problems, findings, runs.

Money is an int of minor units (fen for CNY), a day an int of civil days since 1970-01-01, a rate a Fraction; floats do not occur. What
is wrong in somebody's data is a `Problem` with its place and remedy; a `Fault` is raised where a value cannot be read at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.model.days import (
        DEFAULT_TZ,
        EPOCH,
        PartialDate,
        civil_day,
        iso,
        parse_day,
        partial_date,
        spoken,
        spoken_count,
        to_date,
        to_day,
        zone,
    )
    from govaudit.model.disk_cache import cache_folder, kept, read_whole, stamp, write_whole
    from govaudit.model.finding import (
        KINDS,
        SCHEMA_VERSION,
        Basis,
        Certainty,
        Confidence,
        Finding,
        Hop,
        InputFile,
        Kind,
        Manifest,
        NotComputed,
        ProblemRecord,
        Responsible,
        Severity,
        Suppression,
        fingerprint_of,
    )
    from govaudit.model.money import LARGEST, UNITS, Rate, exponent, half_up, spoken_money, to_human, to_minor, to_text
    from govaudit.model.problem import Fault, Place, Problem
    from govaudit.model.record import (
        Record,
        RecordRefusedError,
        Written,
        adapter,
        as_json,
        as_plain,
        checked_record,
        from_plain,
    )
    from govaudit.model.run import (
        Chain,
        DebtRecord,
        EmptyRecord,
        EventRecord,
        EvidenceRecord,
        InstrumentRecord,
        Lane,
        OrgRecord,
        PersonRecord,
        PostRecord,
        Run,
        SpanRecord,
        StatusRecord,
        TenureRecord,
    )
    from govaudit.model.text import Text, as_text, guarded, is_formula
    from govaudit.model.yaml_text import Mapping, load_documents

open_door(__name__)
