//! The metrics of the board, one row each. To add one: a row here and its sentences in `i18n/kpi.toml` or
//! `i18n/measures.toml`; if qun can work it out itself, one line in `compute.rs`.

use super::kinds::{BENCH, COUNT, ROW, SHARE, TIME, TOLD, bands};
use super::{Metric, Source, Unit, Want};

/// The twelve of the board in its order (screens.md §7a, mission notes §8), then the bench. The bands of the shares
/// are those of the drawn board and a starting point to be edited; counts depend on a community's size and have none.
pub const METRICS: &[Metric] = &[
    Metric {
        key: "speaking_rate",
        label: "kpi.speaking_rate",
        formula: "kpi.speaking_rate_formula",
        parts: Some("kpi.speaking_rate_of"),
        source: Source::Computed,
        bands: bands(0.12, 0.09),
        ..ROW
    },
    Metric {
        key: "leave_rate",
        label: "kpi.leave_rate",
        formula: "kpi.leave_rate_formula",
        parts: Some("kpi.leave_rate_of"),
        want: Want::Less,
        source: Source::Computed,
        bands: bands(0.004, 0.005),
        ..ROW
    },
    Metric {
        key: "net_growth",
        label: "kpi.net_growth",
        formula: "kpi.net_growth_formula",
        parts: Some("kpi.net_growth_of"),
        unit: Unit::Difference,
        source: Source::Computed,
        bands: bands(0.0025, 0.0),
        ..ROW
    },
    Metric { key: "dau", label: "kpi.dau", formula: "kpi.dau_formula", source: Source::Computed, ..COUNT },
    Metric {
        key: "stickiness",
        label: "kpi.stickiness",
        formula: "kpi.stickiness_formula",
        parts: Some("kpi.stickiness_of"),
        source: Source::Computed,
        bands: bands(0.20, 0.15),
        aliases: &["dau_mau"],
        window: 30,
        ..ROW
    },
    Metric {
        key: "retention_7d",
        label: "kpi.retention_7d",
        formula: "kpi.retention_7d_formula",
        parts: Some("kpi.retention_7d_of"),
        source: Source::Computed,
        bands: bands(0.40, 0.35),
        ..ROW
    },
    Metric {
        key: "retention_30d",
        label: "kpi.retention_30d",
        formula: "kpi.retention_30d_formula",
        parts: Some("kpi.retention_30d_of"),
        source: Source::Computed,
        bands: bands(0.25, 0.20),
        ..ROW
    },
    Metric {
        key: "interactions",
        label: "kpi.interactions",
        formula: "kpi.interactions_formula",
        unit_label: "kpi.unit_times",
        source: Source::Computed,
        ..COUNT
    },
    Metric {
        key: "quality_ugc",
        label: "kpi.quality_ugc",
        formula: "kpi.quality_ugc_formula",
        parts: Some("measures.quality_ugc_of"),
        source: Source::Computed,
        bands: bands(0.25, 0.20),
        ..ROW
    },
    Metric {
        key: "silent_share",
        label: "kpi.silent_share",
        formula: "kpi.silent_share_formula",
        parts: Some("kpi.silent_share_of"),
        want: Want::Less,
        source: Source::Computed,
        bands: bands(0.35, 0.40),
        window: 30,
        rhythm: 7,
        ..ROW
    },
    Metric {
        key: "reply_30m",
        label: "kpi.reply_30m",
        formula: "kpi.reply_30m_formula",
        parts: Some("kpi.reply_30m_of"),
        source: Source::Computed,
        bands: bands(0.90, 0.85),
        ..ROW
    },
    Metric {
        key: "conversion",
        label: "kpi.conversion",
        formula: "kpi.conversion_formula",
        bands: bands(0.03, 0.02),
        ..ROW
    },
    Metric {
        key: "messages",
        label: "kpi.messages",
        formula: "kpi.messages_formula",
        unit_label: "kpi.unit_messages",
        ..BENCH
    },
    Metric {
        key: "active",
        label: "kpi.active",
        formula: "kpi.active_formula",
        aliases: &["active_authors", "active_members"],
        ..BENCH
    },
    Metric {
        key: "first_time",
        label: "kpi.first_time",
        formula: "kpi.first_time_formula",
        aliases: &["first_time_authors"],
        ..BENCH
    },
    Metric { key: "joins", label: "kpi.joins", formula: "kpi.joins_formula", ..BENCH },
    Metric { key: "leaves", label: "kpi.leaves", formula: "kpi.leaves_formula", want: Want::Less, ..BENCH },
    Metric { key: "members", label: "kpi.members", formula: "kpi.members_formula", rhythm: 7, ..BENCH },
    Metric { key: "mau", label: "kpi.mau", formula: "kpi.mau_formula", window: 30, ..BENCH },
    Metric { key: "wau", label: "measures.wau", formula: "measures.wau_formula", window: 7, ..BENCH },
    Metric {
        key: "retention_1d",
        label: "measures.retention_1d",
        formula: "measures.retention_1d_formula",
        parts: Some("measures.retention_1d_of"),
        bands: bands(0.50, 0.40),
        aliases: &["next_day_retention"],
        ..SHARE
    },
    Metric {
        key: "newcomer_1d",
        label: "measures.newcomer_1d",
        formula: "measures.newcomer_1d_formula",
        parts: Some("measures.newcomer_of"),
        bands: bands(0.20, 0.10),
        ..SHARE
    },
    Metric {
        key: "newcomer_7d",
        label: "measures.newcomer_7d",
        formula: "measures.newcomer_7d_formula",
        parts: Some("measures.newcomer_of"),
        bands: bands(0.10, 0.05),
        ..SHARE
    },
    Metric {
        key: "newcomer_30d",
        label: "measures.newcomer_30d",
        formula: "measures.newcomer_30d_formula",
        parts: Some("measures.newcomer_of"),
        bands: bands(0.05, 0.02),
        ..SHARE
    },
    Metric {
        key: "churn",
        label: "measures.churn",
        formula: "measures.churn_formula",
        parts: Some("measures.churn_of"),
        want: Want::Less,
        bands: bands(0.30, 0.40),
        window: 60,
        rhythm: 7,
        ..SHARE
    },
    Metric {
        key: "growth_30d",
        label: "measures.growth_30d",
        formula: "measures.growth_30d_formula",
        parts: Some("measures.growth_of"),
        unit: Unit::Difference,
        bands: bands(0.03, 0.0),
        window: 31,
        rhythm: 7,
        ..SHARE
    },
    Metric {
        key: "growth_90d",
        label: "measures.growth_90d",
        formula: "measures.growth_90d_formula",
        parts: Some("measures.growth_of"),
        unit: Unit::Difference,
        bands: bands(0.10, 0.0),
        window: 91,
        rhythm: 7,
        ..SHARE
    },
    Metric {
        key: "members_new",
        label: "measures.members_new",
        formula: "measures.members_new_formula",
        window: 7,
        ..BENCH
    },
    Metric {
        key: "members_valued",
        label: "measures.members_valued",
        formula: "measures.members_valued_formula",
        window: 30,
        ..BENCH
    },
    Metric {
        key: "members_active",
        label: "measures.members_active",
        formula: "measures.members_active_formula",
        window: 7,
        ..BENCH
    },
    Metric {
        key: "members_latent",
        label: "measures.members_latent",
        formula: "measures.members_latent_formula",
        window: 30,
        ..BENCH
    },
    Metric {
        key: "members_silent",
        label: "measures.members_silent",
        formula: "measures.members_silent_formula",
        want: Want::Less,
        window: 30,
        ..BENCH
    },
    Metric {
        key: "report_rate",
        label: "measures.report_rate",
        formula: "measures.report_rate_formula",
        parts: Some("measures.report_rate_of"),
        want: Want::Less,
        bands: bands(0.001, 0.003),
        ..SHARE
    },
    Metric {
        key: "reply_rate",
        label: "measures.reply_rate",
        formula: "measures.reply_rate_formula",
        parts: Some("measures.reply_rate_of"),
        bands: bands(0.95, 0.90),
        window: 2,
        ..SHARE
    },
    Metric {
        key: "feedback",
        label: "goals.feedback",
        formula: "goals.feedback_formula",
        unit_label: "kpi.unit_messages",
        ..BENCH
    },
    Metric {
        key: "feedback_good",
        label: "goals.feedback_good",
        formula: "goals.feedback_good_formula",
        unit_label: "kpi.unit_messages",
        ..BENCH
    },
    Metric {
        key: "violation_rate",
        label: "measures.violation_rate",
        formula: "measures.violation_rate_formula",
        parts: Some("measures.violation_rate_of"),
        want: Want::Less,
        bands: bands(0.01, 0.02),
        ..SHARE
    },
    Metric {
        key: "reject_rate",
        label: "measures.reject_rate",
        formula: "measures.reject_rate_formula",
        parts: Some("kpi.reject_rate_of"),
        want: Want::Less,
        ..SHARE
    },
    Metric {
        key: "rule_precision",
        label: "kpi.rule_precision",
        formula: "kpi.rule_precision_formula",
        parts: Some("kpi.rule_precision_of"),
        ..SHARE
    },
    Metric { key: "review_p50", label: "kpi.review_p50", formula: "kpi.review_p50_formula", ..TIME },
    Metric { key: "review_p90", label: "kpi.review_p90", formula: "kpi.review_p90_formula", ..TIME },
    Metric {
        key: "ugc",
        label: "measures.ugc",
        formula: "measures.ugc_formula",
        unit_label: "measures.unit_pieces",
        ..BENCH
    },
    Metric {
        key: "interaction_rate",
        label: "measures.interaction_rate",
        formula: "measures.interaction_rate_formula",
        parts: Some("measures.interaction_rate_of"),
        bands: bands(0.05, 0.03),
        ..SHARE
    },
    Metric {
        key: "completion",
        label: "measures.completion",
        formula: "measures.completion_formula",
        bands: bands(0.50, 0.40),
        ..SHARE
    },
    Metric {
        key: "satisfaction",
        label: "measures.satisfaction",
        formula: "measures.satisfaction_formula",
        bands: bands(0.90, 0.80),
        rhythm: 30,
        ..TOLD
    },
    Metric {
        key: "attendance",
        label: "measures.attendance",
        formula: "measures.attendance_formula",
        bands: bands(0.30, 0.20),
        rhythm: 7,
        ..TOLD
    },
    Metric {
        key: "repurchase",
        label: "measures.repurchase",
        formula: "measures.repurchase_formula",
        source: Source::Imported,
        bands: bands(0.20, 0.15),
        rhythm: 30,
        ..TOLD
    },
    Metric {
        key: "originality",
        label: "measures.originality",
        formula: "measures.originality_formula",
        bands: bands(0.60, 0.50),
        rhythm: 7,
        ..TOLD
    },
    Metric {
        key: "fatigue",
        label: "measures.fatigue",
        formula: "measures.fatigue_formula",
        unit_label: "measures.unit_events",
        want: Want::Less,
        source: Source::Entered,
        bands: bands(1.0, 2.0),
        rhythm: 7,
        ..BENCH
    },
    Metric {
        key: "ad_revenue",
        label: "measures.ad_revenue",
        formula: "measures.ad_revenue_formula",
        unit_label: "measures.unit_money",
        unit: Unit::Number,
        source: Source::Imported,
        decimals: 2,
        rhythm: 30,
        ..BENCH
    },
    Metric {
        key: "partners",
        label: "measures.partners",
        formula: "measures.partners_formula",
        unit_label: "measures.unit_partners",
        source: Source::Entered,
        rhythm: 30,
        ..BENCH
    },
];
