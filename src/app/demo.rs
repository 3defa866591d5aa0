//! s
use crate::{db::Db,base::*};
#[allow(missing_docs)] pub fn fill(_: &mut Db, _: &Lang, _: Zone) -> Result<()> { Ok(()) }
