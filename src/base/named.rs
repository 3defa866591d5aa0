//! Choices that have a name in the file and a label on the screen.

/// Gives an enum with `ALL: [(Self, name, label); N]`, in the order of its variants, three functions of the names said:
/// the stable name as stored, typed and printed, the choice of that name, and the catalogue key of its label. The label
/// may be left out where there is none.
macro_rules! named {
    ($name:ident: $id:ident $read:ident $label:ident) => {
        crate::base::named!($name: $id $read);

        impl $name {
            /// The catalogue key of its label.
            #[must_use]
            pub fn $label(self) -> &'static str {
                Self::ALL[self as usize].2
            }
        }
    };
    ($name:ident: $id:ident $read:ident) => {
        impl $name {
            /// Its stable name, as stored, typed and printed.
            #[must_use]
            pub fn $id(self) -> &'static str {
                Self::ALL[self as usize].1
            }

            /// The one of this stable name.
            #[must_use]
            pub fn $read(name: &str) -> Option<$name> {
                Self::ALL.iter().find(|row| row.1 == name).map(|row| row.0)
            }
        }
    };
}

pub(crate) use named;
