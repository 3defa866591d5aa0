//! Metrics of one's own in the file.

use crate::base::{Error, Result, Says};
use crate::db::Db;
use crate::kpi::metric::{Metric, Unit, Want};
use crate::kpi::own::{self, Own};
use rusqlite::params;

/// What operators have defined, by key.
///
/// # Errors
/// Database errors.
pub fn owns(db: &Db) -> Result<Vec<Own>> {
    let mut stmt = db.conn().prepare_cached(
        "SELECT key, name_hans, name_hant, name_en, unit, want, decimals, formula FROM metric ORDER BY id",
    )?;
    let rows = stmt.query_map([], |r| {
        let (unit, want): (String, String) = (r.get(4)?, r.get(5)?);
        Ok(Own {
            key: r.get(0)?,
            names: [r.get(1)?, r.get(2)?, r.get(3)?],
            unit: match unit.as_str() {
                "percent" => Unit::Difference,
                "count" => Unit::Count,
                _ => Unit::Number,
            },
            want: if want == "less" { Want::Less } else { Want::More },
            decimals: r.get::<_, u8>(6)?.into(),
            formula: r.get(7)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Every metric there is: the table, then what operators have defined, each behind those it needs.
///
/// # Errors
/// Database errors.
pub fn catalogue(db: &Db) -> Result<Vec<&'static Metric>> {
    Ok(own::catalogue(&owns(db)?))
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Share | Unit::Difference => "percent",
        Unit::Count => "count",
        Unit::Number | Unit::Minutes => "number",
    }
}

/// Defines a metric, or defines it anew.
///
/// # Errors
/// What [`Own::check`] refuses; `named` gives the key of a metric by any of its names.
pub fn define(db: &mut Db, own: &Own, named: &dyn Fn(&str) -> Option<String>) -> Result<Own> {
    let own = own.check(&owns(db)?, named)?;
    db.write("kpi.define", |tx| {
        let id: i64 = tx.query_row(
            "INSERT INTO metric(key, name_hans, name_hant, name_en, unit, want, decimals, formula)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT(key) DO UPDATE SET name_hans = ?2, name_hant = ?3, name_en = ?4, unit = ?5, want = ?6,
               decimals = ?7, formula = ?8, version = version + 1 RETURNING id",
            params![
                own.key,
                own.names[0].trim(),
                own.names[1].trim(),
                own.names[2].trim(),
                unit_name(own.unit),
                if own.want == Want::Less { "less" } else { "more" },
                own.decimals.min(own::DECIMALS) as i64,
                own.formula
            ],
            |r| r.get(0),
        )?;
        tx.about("metric", id);
        tx.says(Says::new("measures.did_define").with("key", &own.key).with("formula", &own.formula));
        Ok(())
    })?;
    Ok(own)
}

/// Takes a metric away again; its goals and figures stay for the day it is defined anew.
///
/// # Errors
/// When there is none of that key, or others need it.
pub fn drop_own(db: &mut Db, key: &str) -> Result<()> {
    let all = owns(db)?;
    let Some(own) = all.iter().find(|o| o.key == key) else {
        return Err(Error::user("measures.no_own").with("key", key));
    };
    let needed = own.needed_by(&all);
    if !needed.is_empty() {
        return Err(Error::user("measures.needed").with("key", key).with("by", needed.join(" ")));
    }
    db.write("kpi.define", |tx| {
        tx.execute("DELETE FROM metric WHERE key = ?1", [key])?;
        tx.says(Says::new("measures.did_drop").with("key", key));
        Ok(())
    })
}
