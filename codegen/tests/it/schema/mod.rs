//! The JSON Schema and the loader accept the same structure: thousands of mutations compare them.

mod mutations;

use crate::support::validator;
use codegen::Diagnostics;
use codegen::base::json::Json;
use codegen::base::span::FileId;
use codegen::diagnostic::Code;
use codegen::format::decode::Decode;
use codegen::format::shape::Shape;
use codegen::load::decode_text;
use codegen::schema::schema;
use codegen::spec::advice::Advice;
use codegen::spec::auth::{BasicText, Credential, Scheme};
use codegen::spec::paging::Paging;
use codegen::spec::{
    Case, Const, EnumType, EnumValue, ErrorShape, Example, ExampleRequest, Field, Function, FunctionFile, Group,
    Header, Input, InputField, Model, ModelField, Package, Page, RateLimit, Resource, RustTarget, Server, TypeFile,
    Variable, Version,
};
use mutations::{mutations, others, records, sample};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A map with known keys: its shape, and whether the loader accepts a text as one.
struct Kind {
    shape: Shape,
    accepts: fn(&str) -> bool,
}

/// The kinds that are whole files.
const FILES: [&str; 3] = ["Package", "FunctionFile", "TypeFile"];

impl Kind {
    fn of<T: Decode>() -> Self {
        Self { shape: T::shape(), accepts: accepts::<T> }
    }

    fn name(&self) -> &'static str {
        match &self.shape {
            Shape::Mapping(mapping) => mapping.name,
            // A value of an enum is a text, or this record.
            Shape::Either(..) => "DocumentedValue",
            other => panic!("not a map with known keys: {other:?}"),
        }
    }
}

/// Whether the loader finds no error of structure. Other rules are about the grammar of texts.
fn accepts<T: Decode>(text: &str) -> bool {
    let mut found = Diagnostics::default();
    let decoded = decode_text::<T>(FileId::default(), text, &mut found);
    let is_structural =
        |code: Code| [Code::UnknownKey, Code::MissingKey, Code::WrongKind, Code::UnknownKeyword].contains(&code);
    let is_grammar = |code: Code| [Code::BadName, Code::BadHttp, Code::UnknownType].contains(&code);
    assert!(found.iter().all(|found| is_structural(found.code) || is_grammar(found.code)), "{found:?}\n{text}");
    let accepted = !found.iter().any(|found| is_structural(found.code));
    assert!(decoded.is_some() || !accepted, "rejected without an error: {text}");
    accepted
}

fn kinds() -> Vec<Kind> {
    vec![
        Kind::of::<Package>(),
        Kind::of::<RustTarget>(),
        Kind::of::<Server>(),
        Kind::of::<Scheme>(),
        Kind::of::<Credential>(),
        Kind::of::<BasicText>(),
        Kind::of::<Paging>(),
        Kind::of::<Variable>(),
        Kind::of::<Version>(),
        Kind::of::<Header>(),
        Kind::of::<Advice>(),
        Kind::of::<ErrorShape>(),
        Kind::of::<RateLimit>(),
        Kind::of::<Resource>(),
        Kind::of::<Group>(),
        Kind::of::<Page>(),
        Kind::of::<FunctionFile>(),
        Kind::of::<Function>(),
        Kind::of::<Const>(),
        Kind::of::<Field>(),
        Kind::of::<Case>(),
        Kind::of::<Example>(),
        Kind::of::<ExampleRequest>(),
        Kind::of::<TypeFile>(),
        Kind::of::<Model>(),
        Kind::of::<ModelField>(),
        Kind::of::<EnumType>(),
        Kind::of::<Input>(),
        Kind::of::<InputField>(),
        Kind::of::<EnumValue>(),
    ]
}

/// Compares the schema and the loader for each value.
#[derive(Default)]
struct Stats {
    accepted: usize,
    rejected: usize,
    differ: Vec<String>,
}

impl Stats {
    fn compare(&mut self, kind: &Kind, schema: &Json, value: &Json) {
        let definition = validator::definition(&Json::text(format!("#/$defs/{}", kind.name())), schema);
        // A text in place of the record is the other form of a value of an enum.
        let text = matches!((&kind.shape, value), (Shape::Either(..), Json::String(_)));
        let (by_schema, by_loader) =
            (text || validator::fits(value, definition, schema), (kind.accepts)(&value.to_string()));
        if by_schema != by_loader {
            self.differ.push(format!("{}: schema {by_schema}, loader {by_loader}: {value}", kind.name()));
        }
        *(if by_loader { &mut self.accepted } else { &mut self.rejected }) += 1;
    }

    fn finish(self, at_least: usize) {
        assert!(
            self.differ.is_empty(),
            "{} differ:\n{}",
            self.differ.len(),
            self.differ[..self.differ.len().min(20)].join("\n")
        );
        assert!(self.accepted > at_least && self.rejected > at_least, "{} and {}", self.accepted, self.rejected);
    }
}

/// The spec files of this repository.
fn spec_files() -> Vec<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let specs = [here.join("../spec/v1"), here.join("tests/library/spec")];
    let mut files = Vec::new();
    for folder in specs.iter().flat_map(|spec| [spec.clone(), spec.join("functions"), spec.join("types")]) {
        files.extend(fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()));
    }
    files.sort();
    assert!(files.len() > 30);
    files
}

fn kind_of(path: &Path, kinds: &[Kind]) -> usize {
    let name = match path.parent().unwrap().file_name().unwrap().to_str().unwrap() {
        "functions" => "FunctionFile",
        "types" => "TypeFile",
        _ => "Package",
    };
    kinds.iter().position(|kind| kind.name() == name).unwrap()
}

/// A file as a value.
fn parsed(path: &Path) -> Json {
    let text = fs::read_to_string(path).unwrap();
    decode_text(FileId::default(), &text, &mut Diagnostics::default()).unwrap_or_else(|| panic!("{}", path.display()))
}

#[test]
fn spec_files_refer_to_the_schema_in_their_first_line() {
    for path in spec_files() {
        let text = fs::read_to_string(&path).unwrap();
        let target = text.lines().next().unwrap().strip_prefix("# yaml-language-server: $schema=");
        let target = target.unwrap_or_else(|| panic!("{} does not point to the schema", path.display()));
        let schema = path.parent().unwrap().join(target);
        assert!(schema.is_file(), "{} points to {target}, which is not there", path.display());
        assert_eq!(schema.file_name().unwrap(), "spec.schema.json");
    }
}

#[test]
fn spec_files_fit_the_schema() {
    let (schema, kinds) = (schema(), kinds());
    for path in spec_files() {
        let value = parsed(&path);
        assert!(validator::fits(&value, &schema, &schema), "{}", path.display());
        let mut stats = Stats::default();
        stats.compare(&kinds[kind_of(&path, &kinds)], &schema, &value);
        assert_eq!((stats.accepted, stats.differ), (1, Vec::new()), "{}", path.display());
    }
}

#[test]
fn every_definition_and_key_has_a_description() {
    let schema = schema();
    let Some(Json::Object(definitions)) = schema.get("$defs") else { panic!("no definitions") };
    let names: BTreeSet<&str> = definitions.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, kinds().iter().map(Kind::name).collect());
    let described = |value: &Json| value.get("description").and_then(Json::as_str).is_some_and(|text| text.len() > 3);
    for (name, definition) in definitions {
        assert!(described(definition), "{name}");
        let Some(Json::Object(keys)) = definition.get("properties") else { panic!("{name}") };
        for (key, value) in keys {
            assert!(described(value), "{name}.{key}");
        }
    }
}

#[test]
fn examples_fit_their_definitions() {
    let (schema, kinds) = (schema(), kinds());
    let mut with_example = BTreeSet::new();
    for kind in &kinds {
        let Shape::Mapping(mapping) = &kind.shape else { continue };
        let Some(text) = mapping.example else { continue };
        assert!((kind.accepts)(text), "{}", mapping.name);
        let definition = validator::definition(&Json::text(format!("#/$defs/{}", mapping.name)), &schema);
        let Some(Json::Array(examples)) = definition.get("examples") else { panic!("{}", mapping.name) };
        assert!(validator::fits(&examples[0], definition, &schema), "{}", mapping.name);
        with_example.insert(mapping.name);
    }
    assert!(["Package", "Function", "Field", "Model"].iter().all(|name| with_example.contains(name)));
}

#[test]
fn schema_and_loader_agree_on_mutations_of_samples() {
    let (schema, mut stats) = (schema(), Stats::default());
    for kind in kinds() {
        let samples = [sample(&kind.shape, true), sample(&kind.shape, false)];
        samples.iter().for_each(|value| assert!((kind.accepts)(&value.to_string()), "{}: {value}", kind.name()));
        // The three kinds of files hold all other records: there, all that lies inside is changed too.
        let deep = FILES.contains(&kind.name());
        for value in
            samples.iter().cloned().chain(samples.iter().flat_map(|value| mutations(value, deep))).chain(others())
        {
            stats.compare(&kind, &schema, &value);
        }
    }
    stats.finish(1_000);
}

#[test]
fn schema_and_loader_agree_on_mutations_of_spec_files() {
    let (schema, kinds, mut stats) = (schema(), kinds(), Stats::default());
    let mut seen = BTreeSet::new();
    for path in spec_files() {
        let mut found = Vec::new();
        records(&kinds[kind_of(&path, &kinds)].shape, &parsed(&path), &mut found);
        for (name, value) in found {
            let Json::Object(members) = &value else { continue };
            // One of each set of keys will do: mutations look no deeper.
            let keys: BTreeSet<String> = members.iter().map(|(key, _)| key.clone()).collect();
            if FILES.contains(&name) || !seen.insert((name, keys)) {
                continue;
            }
            let kind = kinds.iter().find(|kind| kind.name() == name).unwrap();
            mutations(&value, false).iter().for_each(|value| stats.compare(kind, &schema, value));
        }
    }
    stats.finish(1_000);
}

#[test]
fn schema_and_loader_differ_only_in_how_numbers_are_written() {
    // JSON Schema compares numbers by value, the loader by how they are written: a status is not written like this.
    let (schema, kinds) = (schema(), kinds());
    let function = kinds.iter().find(|kind| kind.name() == "Function").unwrap();
    let definition = validator::definition(&Json::text("#/$defs/Function"), &schema);
    for digits in ["200.0", "2e2", "-0"] {
        let mut value = sample(&function.shape, true);
        assert!(value.insert(&["status".to_owned()], Json::Array(vec![Json::Number(digits.to_owned())])));
        assert!(validator::fits(&value, definition, &schema) && !(function.accepts)(&value.to_string()), "{digits}");
    }
}
