//! Which column becomes which argument.

use super::source::{Cell, ERROR_COLUMN, Row};
use crate::arguments::{from_texts, quote, scalar};
use crate::exit_error::ExitError;
use crate::terminal::{one_line, short};
use api_client_runtime::nearest;
use api_client_runtime::schema::{Field, Function, Kind};
use heck::ToSnakeCase;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Which column becomes which argument.
#[derive(Clone, Debug)]
pub struct Mapping {
    function: &'static Function,
    targets: Vec<Target>,
    /// What the columns of `targets` come from, to be compared with an earlier run.
    pub text: String,
}

#[derive(Clone, Debug)]
struct Target {
    column: String,
    field: &'static Field,
    /// The member of the argument, which is an object then.
    member: Option<String>,
}

impl Mapping {
    /// Reads `email=mail,attributes.plan=plan`; columns of a field's name need no entry.
    pub fn new(function: &'static Function, map: Option<&str>, columns: &[String]) -> Result<Self, ExitError> {
        let mut targets = Vec::new();
        for entry in map.unwrap_or_default().split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            let Some((name, column)) = entry.split_once('=') else {
                let entry = one_line(entry);
                return Err(ExitError::usage(format!("--map: `{entry}` must be argument=column, as email=mail")));
            };
            let (name, column) = (name.trim(), column.trim());
            if !columns.iter().any(|known| known == column) {
                return Err(unknown("--map: there is no column", column, columns.iter().map(String::as_str)));
            }
            let target = Self::target(function, name, column)?;
            if let Some(other) = targets.iter().find(|other| target.is_same(other)) {
                return Err(target.clash(other));
            }
            targets.push(target);
        }
        for column in columns {
            let is_mapped = targets.iter().any(|target| target.column == *column);
            let field = function.fields.iter().find(|field| same(field.name, column));
            if let Some(field) = field.filter(|field| !is_mapped && !field.credential)
                && !targets.iter().any(|target| target.field.name == field.name && target.member.is_none())
            {
                let target = Target { column: column.clone(), field, member: None };
                if let Some(other) = targets.iter().find(|other| target.is_same(other)) {
                    return Err(target.clash(other));
                }
                targets.push(target);
            }
        }
        if targets.is_empty() {
            let (name, columns) = (function.name, one_line(&columns.join(", ")));
            let columns = if columns.is_empty() { "there is none".to_owned() } else { format!("there are {columns}") };
            return Err(ExitError::usage(format!("no column becomes an argument of {name}: {columns}; see --map")));
        }
        let text = targets.iter().map(Target::text).collect::<Vec<_>>().join(",");
        Ok(Self { function, targets, text })
    }

    fn target(function: &'static Function, name: &str, column: &str) -> Result<Target, ExitError> {
        let fields = || function.fields.iter().filter(|field| !field.credential);
        let (argument, member) = match name.split_once('.') {
            Some((argument, member)) if !fields().any(|field| field.name == name) => (argument, Some(member)),
            _ => (name, None),
        };
        let Some(field) = fields().find(|field| same(field.name, argument)) else {
            let what = format!("--map: {} has no argument", function.name);
            return Err(unknown(&what, argument, fields().map(|field| field.name)));
        };
        if member.is_some() && !matches!(field.kind, Kind::Object | Kind::Json) {
            return Err(ExitError::usage(format!(
                "--map: `{}` is {}, without members",
                field.name,
                field.kind.expected()
            )));
        }
        Ok(Target { column: column.to_owned(), field, member: member.map(str::to_owned) })
    }

    /// The columns that become no argument.
    pub fn unused<'a>(&'a self, columns: &'a [String]) -> impl Iterator<Item = &'a str> {
        let is_used =
            |column: &str| column == ERROR_COLUMN || self.targets.iter().any(|target| target.column == column);
        columns.iter().map(String::as_str).filter(move |column| !is_used(column))
    }

    /// The column that a message about an argument is about.
    pub fn column_of(&self, message: &str) -> Option<&str> {
        let mut targets = self.targets.iter();
        targets
            .find(|target| message.contains(&format!("`{}`", target.field.name)))
            .map(|target| target.column.as_str())
    }

    /// The arguments of a row as a JSON object.
    pub fn args(&self, row: &Row) -> Result<String, ExitError> {
        let mut args: BTreeMap<&str, String> = BTreeMap::new();
        let mut objects: BTreeMap<&str, BTreeMap<&str, String>> = BTreeMap::new();
        for target in &self.targets {
            let Some((_, cell)) = row.cells.iter().find(|(column, _)| *column == target.column) else { continue };
            match &target.member {
                Some(member) => {
                    let value = match cell {
                        Cell::Text(text) => scalar(text),
                        Cell::Json(json) => json.clone(),
                    };
                    objects.entry(target.field.name).or_default().insert(member, value);
                }
                None => {
                    let value = match cell {
                        Cell::Text(text) => from_texts(target.field, &target.column, std::slice::from_ref(text))?,
                        Cell::Json(json) => json.clone(),
                    };
                    args.insert(target.field.name, value);
                }
            }
        }
        for (name, members) in objects {
            args.insert(name, object(members.into_iter()));
        }
        let json = object(args.into_iter());
        // A row of a file is JSON throughout, unless this crate is wrong.
        RawValue::from_string(json).map(|raw| raw.get().to_owned()).map_err(|error| {
            ExitError::failure(format!("cannot write the arguments of {}: {error}", self.function.name))
        })
    }
}

impl Target {
    /// Whether one value would replace the other: a complete argument has its members.
    fn is_same(&self, other: &Self) -> bool {
        self.field.name == other.field.name
            && (self.member.is_none() || other.member.is_none() || self.member == other.member)
    }

    fn clash(&self, other: &Self) -> ExitError {
        let (this, other) = (one_line(&self.text()), one_line(&other.text()));
        ExitError::usage(format!("--map: `{other}` and `{this}` set the same argument; keep one"))
    }

    fn text(&self) -> String {
        let member = self.member.as_deref().map(|member| format!(".{member}")).unwrap_or_default();
        format!("{}{member}={}", self.field.name, self.column)
    }
}

fn object<'a>(members: impl Iterator<Item = (&'a str, String)>) -> String {
    let members: Vec<String> = members.map(|(key, value)| format!("{}:{value}", quote(key))).collect();
    format!("{{{}}}", members.join(","))
}

/// Whether a name is meant: `userId`, `user_id` and `user-id` are the same.
fn same(field: &str, name: &str) -> bool {
    field == name || field.to_snake_case() == name.to_snake_case()
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> ExitError {
    let shown = short(name);
    ExitError::usage(match nearest(name, known.clone()) {
        Some(near) => format!("{what} `{shown}`; did you mean `{}`?", one_line(near)),
        None => format!("{what} `{shown}`; there are {}", one_line(&known.collect::<Vec<_>>().join(", "))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use api_client_runtime::schema::Method;

    static ADD: Function = Function::new("addUser", Method::Post, "/users").fields(&[
        Field::new("key", "String", Kind::Text).credential(),
        Field::new("email", "String", Kind::Text),
        Field::new("userId", "String", Kind::Text),
        Field::new("visits", "Integer", Kind::Integer),
        Field::new("attrs", "Map", Kind::Object),
    ]);

    fn mapping(map: &str, columns: &[&str]) -> Result<Mapping, String> {
        let columns: Vec<String> = columns.iter().map(|column| (*column).to_owned()).collect();
        Mapping::new(&ADD, Some(map), &columns).map_err(|error| error.message().to_owned())
    }

    #[test]
    fn columns_become_arguments_by_map_and_by_name() {
        let mapping =
            mapping("email=mail, attrs.plan=plan,attrs.seats=seats", &["mail", "user_id", "plan", "seats", "visits"]);
        let text = |column: &str, text: &str| (column.to_owned(), Cell::Text(text.to_owned()));
        let cells = vec![
            text("mail", "@a"),
            text("user_id", "007"),
            text("plan", "-"),
            text("seats", "4"),
            text("visits", "7"),
        ];
        let row = Row { number: 1, line: 2, cells };
        assert_eq!(
            mapping.unwrap().args(&row).unwrap(),
            r#"{"attrs":{"plan":"-","seats":4},"email":"@a","userId":"007","visits":7}"#
        );
    }

    #[test]
    fn wrong_maps_say_what_is_near() {
        for (map, message) in [
            ("mail", "--map: `mail` must be argument=column, as email=mail"),
            ("emial=mail", "--map: addUser has no argument `emial`; did you mean `email`?"),
            ("email=mial", "--map: there is no column `mial`; did you mean `mail`?"),
            ("email.x=mail", "--map: `email` is a text, without members"),
            ("email=mail,email=mail", "--map: `email=mail` and `email=mail` set the same argument; keep one"),
            ("attrs=mail,attrs.a=mail", "--map: `attrs=mail` and `attrs.a=mail` set the same argument; keep one"),
            ("attrs.a=mail,attrs.a=mail", "--map: `attrs.a=mail` and `attrs.a=mail` set the same argument; keep one"),
            ("", "no column becomes an argument of addUser: there are mail; see --map"),
            ("key=mail", "--map: addUser has no argument `key`; there are email, userId, visits, attrs"),
        ] {
            assert_eq!(mapping(map, &["mail"]).unwrap_err(), message);
        }
        // A column of an argument's name is such an entry, too.
        let clash = mapping("attrs.plan=plan", &["plan", "attrs"]).unwrap_err();
        assert_eq!(clash, "--map: `attrs.plan=plan` and `attrs=attrs` set the same argument; keep one");
        assert_eq!(mapping("", &[]).unwrap_err(), "no column becomes an argument of addUser: there is none; see --map");
        assert!(mapping("attrs.plan=plan,attrs.seats=seats", &["plan", "seats"]).is_ok());
    }
}
