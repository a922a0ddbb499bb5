//! Matches requests to the functions of the spec. Only this module reads the fields of the static function tables.

pub mod choose;
pub mod fit;
pub mod function_table;
pub mod nearest;
pub mod pattern;
pub mod router;
pub mod secrets;
pub mod slots;
pub mod value_check;
