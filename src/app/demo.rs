//! s
use crate::{base::*, db::Db};
#[allow(missing_docs)]
pub fn fill(_: &mut Db, _: &Lang, _: Zone) -> Result<()> {
    Ok(())
}
