//! What `qun queue show` says beside the item: how the member stands, where else they are, what a decision cites, what an
//! appeal is about.

use super::super::session::Session;
use crate::base::Result;
use crate::base::text::Clean;
use crate::moderation::detail::{Detail, Fact};
use crate::moderation::dossier::Elsewhere;
use crate::moderation::item::Item;
use crate::moderation::row::Moment;
use crate::moderation::store;
use serde_json::{Value, json};

/// Adds it to the item's object.
pub(super) fn add_json(value: &mut Value, item: &Item, s: &Session) -> Result<()> {
    let dossier = store::dossier(&s.db, item, &s.lang)?;
    let (standing, policy) = (dossier.standing, dossier.standing.policy);
    value["strikes_90_days"] = standing.before.into();
    value["rejected_90_days"] = item.member.map(|_| standing.before).into();
    value["line"] = policy.reached(standing.before).map(crate::moderation::strike::Line::id).into();
    value["elsewhere"] = dossier.elsewhere.iter().map(|e| Elsewhere::json(e, s.zone)).collect();
    if let Some(clause) = &dossier.clause {
        value["clause"]["text"] = clause.text.clone().into();
    }
    value["original"] = dossier.original.as_ref().map_or(Value::Null, |o| {
        json!({ "id": o.id, "text": o.text, "reason": o.reason, "decided_by": o.by, "decided_at": o.at.rfc3339(s.zone) })
    });
    value["inviter_strikes"] = dossier.inviter.into();
    Ok(())
}

/// The same in words: what the pane's detail says of it.
pub(super) fn lines(item: &Item, s: &Session) -> Result<Vec<Vec<String>>> {
    let dossier = store::dossier(&s.db, item, &s.lang)?;
    let at = Moment { now: s.db.now(), zone: s.zone, lang: &s.lang, me: &s.db.me().name };
    let mut detail = Detail { known: true, ..Detail::default() };
    dossier.tell(item, &mut detail, &at);
    let rows = detail.why.into_iter().chain(detail.card);
    let line = |Fact { label, text }: Fact| vec![label, Clean::line(&text).into_string()];
    // Where somebody comes from stands among the item's own lines.
    Ok(rows.filter(|f| !f.text.is_empty() && f.text != item.source.trim()).map(line).collect())
}
