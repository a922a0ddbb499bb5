//! The parts of a JSON text, as they stand.

use super::cursor::Reader;
use super::fail::Fail;

/// The items of a list; `None` for what is no list.
pub(crate) fn items_of(json: &str) -> Option<Vec<&str>> {
    let mut reader = Reader::new(json);
    if reader.peek() != Some(b'[') {
        return None;
    }
    let mut items = Vec::new();
    let read = reader.list(&mut |reader| {
        items.push(reader.skip()?);
        Ok(())
    });
    to_the_end(read, &mut reader).then_some(items)
}

/// The keys and values of an object, in order; `None` for what is no object.
pub(crate) fn members_of(json: &str) -> Option<Vec<(String, &str)>> {
    let mut reader = Reader::new(json);
    if reader.peek() != Some(b'{') {
        return None;
    }
    let mut members = Vec::new();
    let read = reader.object(&mut |key, reader| {
        members.push((key.to_owned(), reader.skip()?));
        Ok(())
    });
    to_the_end(read, &mut reader).then_some(members)
}

fn to_the_end(read: Result<(), Fail>, reader: &mut Reader<'_>) -> bool {
    read.is_ok() && reader.end().is_ok()
}

#[cfg(test)]
mod tests {
    use super::{items_of, members_of};

    #[test]
    fn parts_are_returned_as_they_stand() {
        assert_eq!(items_of(r#" [1.50, {"a": [ ]} , "x"] "#).unwrap(), ["1.50", r#"{"a": [ ]}"#, r#""x""#]);
        assert_eq!(items_of("[]").unwrap(), [""; 0]);
        let members = members_of(r#"{"a": 1e2, "b" : [1, 2]}"#).unwrap();
        assert_eq!(members, [("a".to_owned(), "1e2"), ("b".to_owned(), "[1, 2]")]);
        for invalid in ["", "{}", "1", "[1", "[1] 2", "[1,]"] {
            assert_eq!(items_of(invalid), None, "{invalid}");
        }
        for invalid in ["", "[]", "{\"a\":}", "{} {}"] {
            assert_eq!(members_of(invalid), None, "{invalid}");
        }
    }
}
