//! How members stood in the response, where their type does not say: so that a model is written as it was read.

/// How a member stood in the response.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WireForm {
    /// `null`.
    Null,
    /// `[]` or `{}`.
    Empty,
    /// A text that came as a number, as ids do; a list in which all did.
    Number,
}

/// The form of each member that had one, in two bits; the first 64 without an allocation. Models that are equal may differ in it.
#[derive(Clone, Debug, Default)]
pub struct WireForms {
    first: [u64; 2],
    #[expect(clippy::box_collection, reason = "each model has one, and hardly any so many members")]
    others: Option<Box<Vec<u64>>>,
}

/// Members in one integer.
const EACH: usize = 32;

impl WireForms {
    /// The member at a position stood in this form.
    pub fn set(&mut self, at: usize, form: WireForm) {
        let bits: u64 = match form {
            WireForm::Null => 1,
            WireForm::Empty => 2,
            WireForm::Number => 3,
        };
        let (index, shift) = (at / EACH, at % EACH * 2);
        let packed = match index.checked_sub(self.first.len()) {
            None => &mut self.first[index],
            Some(index) => {
                let others = self.others.get_or_insert_default();
                if others.len() <= index {
                    others.resize(index + 1, 0);
                }
                &mut others[index]
            }
        };
        *packed = *packed & !(3 << shift) | bits << shift;
    }

    /// How the member at a position stood.
    #[cfg(any(test, feature = "serde"))]
    pub fn get(&self, at: usize) -> Option<WireForm> {
        let packed = match (at / EACH).checked_sub(self.first.len()) {
            None => &self.first[at / EACH],
            Some(index) => self.others.as_ref()?.get(index)?,
        };
        match packed >> (at % EACH * 2) & 3 {
            1 => Some(WireForm::Null),
            2 => Some(WireForm::Empty),
            3 => Some(WireForm::Number),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_position_is_kept_by_itself() {
        const FORMS: [WireForm; 3] = [WireForm::Null, WireForm::Empty, WireForm::Number];
        let positions = [0, 1, 63, 64, 65, 127, 128, 400];
        let mut forms = WireForms::default();
        for at in positions {
            forms.set(at, FORMS[at % 3]);
        }
        for at in 0..500 {
            assert_eq!(forms.get(at), positions.contains(&at).then_some(FORMS[at % 3]), "{at}");
        }
        // A key that comes twice: the last value counts.
        forms.set(64, WireForm::Empty);
        forms.set(400, WireForm::Null);
        assert_eq!((forms.get(64), forms.get(400)), (Some(WireForm::Empty), Some(WireForm::Null)));
    }
}
