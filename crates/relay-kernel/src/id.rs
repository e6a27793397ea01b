//! Small typed numbers in place of bare integers.

/// Defines a `u32` newtype that indexes a `Vec` and prints as its number.
///
/// ```
/// relay_kernel::define_id! {
///     /// Which lamp.
///     pub struct LampId
/// }
/// assert_eq!(LampId::from_index(3).index(), 3);
/// ```
#[macro_export]
macro_rules! define_id {
    ($(#[$doc:meta])* $vis:vis struct $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name(pub u32);

        impl $name {
            /// The id of the element at `index` of its table.
            ///
            /// # Panics
            /// When a table has more than `u32::MAX` elements.
            #[inline]
            pub fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).expect("a table holds at most u32::MAX elements"))
            }

            /// The index of its element in its table.
            #[inline]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                core::fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

define_id! {
    /// Which record of the trace: its position, counted from 0.
    ///
    /// It is defined here because every layer answers "why?" with one, and none but the trace
    /// itself knows what a record says.
    pub struct RecordId
}

define_id! {
    /// Which connection of the run, counted from 0 in the order of dialling; never used twice.
    pub struct ConnNo
}
