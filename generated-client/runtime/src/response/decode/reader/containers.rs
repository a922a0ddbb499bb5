//! Objects and lists.

use super::cursor::Reader;
use super::fail::Fail;
use super::left_out::LeftOut;

/// Deeper values are rejected, before they exhaust the stack; serde_json has the same limit.
const MAX_DEPTH: usize = 128;

/// Longer keys are cut in error messages: the keys of a map are the server's.
const MAX_KEY_CHARS: usize = 100;

/// What follows for each member of an object.
type EachMember<'f, 'a> = &'f mut dyn FnMut(&str, &mut Reader<'a>) -> Result<(), Fail>;

/// What follows for each item of a list.
type EachItem<'f, 'a> = &'f mut dyn FnMut(&mut Reader<'a>) -> Result<(), Fail>;

impl<'a> Reader<'a> {
    fn enter(&mut self) -> Result<(), Fail> {
        if self.depth == MAX_DEPTH {
            return Err(self.fail("recursion limit exceeded"));
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    /// Reads the end of an object or a list, if it is next.
    fn closes(&mut self, close: u8) -> bool {
        let closes = self.peek() == Some(close);
        if closes {
            self.at += 1;
            self.depth -= 1;
        }
        closes
    }

    /// Whether another member or item follows, or the object or list ends.
    fn continues(&mut self, close: u8) -> Result<bool, Fail> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            _ if self.closes(close) => Ok(false),
            Some(_) => Err(self.fail(format!("expected `,` or `{}`", char::from(close)))),
            None => Err(self.fail(format!("EOF while parsing {}", if close == b'}' { "an object" } else { "a list" }))),
        }
    }

    /// Reads an object. The caller has seen its brace, and reads or skips each value.
    pub fn object(&mut self, each: EachMember<'_, 'a>) -> Result<(), Fail> {
        self.enter()?;
        if self.closes(b'}') {
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.fail("expected a key"));
            }
            let key = self.text()?;
            if self.peek() != Some(b':') {
                return Err(self.fail("expected `:`"));
            }
            self.at += 1;
            if self.depth == 1 {
                self.left_out.begin(&key);
            }
            if let Err(fail) = each(&key, self) {
                self.path.push(crate::quote::quote_chars(&key, MAX_KEY_CHARS));
                return Err(fail);
            }
            if !self.continues(b'}')? {
                return Ok(());
            }
        }
    }

    /// Reads a list. The caller has seen its bracket, and reads or skips each item.
    pub fn list(&mut self, each: EachItem<'_, 'a>) -> Result<(), Fail> {
        let may_leave_out = self.depth == 1 && self.left_out.is_here();
        self.enter()?;
        if self.closes(b']') {
            return Ok(());
        }
        let (mut position, mut decoded) = (0_usize, 0_usize);
        loop {
            self.peek();
            let start = self.at;
            match each(self) {
                Ok(()) => decoded += 1,
                Err(fail) => {
                    self.path.push(format!("[{position}]"));
                    if !may_leave_out {
                        return Err(fail);
                    }
                    self.leave_out(start, fail)?;
                }
            }
            position += 1;
            if !self.continues(b']')? {
                break;
            }
        }
        if may_leave_out && decoded == 0 {
            self.fail_of_the_first()?;
        }
        Ok(())
    }

    /// Reads an empty list where an object is meant, or the other way round: some servers, such as those in PHP, write both
    /// alike.
    pub fn empty(&mut self, expected: &str) -> Result<(), Fail> {
        let fail = self.expected(expected);
        let start = self.at;
        match self.peek() {
            Some(b'[' | b'{') => {}
            _ => return Err(fail),
        }
        let value = self.skip()?;
        if value[1..value.len() - 1].trim_ascii().is_empty() {
            return Ok(());
        }
        self.at = start;
        Err(fail)
    }

    /// Skips a value and returns its text.
    pub fn skip(&mut self) -> Result<&'a str, Fail> {
        self.peek();
        let start = self.at;
        match self.peek() {
            Some(b'{') => self.object(&mut |_, reader| reader.skip().map(drop))?,
            Some(b'[') => self.list(&mut |reader| reader.skip().map(drop))?,
            _ => drop(self.scalar("a value")?),
        }
        Ok(self.json.get(start..self.at).unwrap_or_default())
    }

    /// From here on, the list under a key of the outermost object is read without the items that do not decode.
    pub(crate) fn leave_out_undecodable(&mut self, key: Option<&'static str>) {
        self.left_out.key = key;
    }

    /// What has been left out.
    pub(crate) fn left_out(&self) -> &LeftOut<'a> {
        &self.left_out
    }

    /// Goes back to the start of an item that does not decode, and skips it. An error where it is no JSON.
    fn leave_out(&mut self, start: usize, fail: Fail) -> Result<(), Fail> {
        let path = std::mem::take(&mut self.path);
        (self.at, self.depth) = (start, 2);
        let kept = match self.skip() {
            Ok(item) => self.left_out.keep(item, path, fail),
            Err(_) => Err((path, fail)),
        };
        kept.map_err(|(path, fail)| {
            self.path = path;
            fail
        })
    }

    /// Fails with the first item's error, where there is one.
    fn fail_of_the_first(&mut self) -> Result<(), Fail> {
        let Some((path, fail)) = self.left_out.take_first() else { return Ok(()) };
        self.path = path;
        Err(fail)
    }
}
