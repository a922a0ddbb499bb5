//! What the checks yield: the valid parts of a spec, with every reference resolved and every Rust name decided.
//!
//! Lowering needs no look-up that can fail: what is here exists.

use super::rust_names::{EnumNames, FunctionNames, InputNames, ModelNames};
use crate::base::json::Json;
use crate::spec::field_type::FieldKind;
use crate::spec::function::{Field, Function, FunctionFile};
use crate::spec::http_line::HttpLine;
use crate::spec::inputs::{Input, InputField};
use crate::spec::keywords::ExistingState;
use crate::spec::package::Resource;
use crate::spec::path_template::PathTemplate;
use crate::spec::pointer::JsonPointer;
use crate::spec::type_expr::ScalarType;
use crate::spec::types::{EnumType, Model, TypeFile};
use crate::spec::{Spec, SpecFile};
use std::borrow::Cow;

/// A checked spec. Functions with an error are left out; if a type has an error, all types are left out.
#[derive(Debug)]
pub struct Checked<'s> {
    /// The spec as written.
    pub spec: &'s Spec,
    /// What to do about errors.
    pub advice: Vec<CheckedAdvice>,
    /// The resources that have a function file, in the order of `package.yaml`.
    pub resources: Vec<CheckedResource<'s>>,
    /// The type files; `None` when a type has an error.
    pub types: Option<Vec<CheckedTypeFile<'s>>>,
}

/// What to do about an error; an empty text fits any.
#[derive(Clone, Debug)]
pub struct CheckedAdvice {
    /// The status of the response.
    pub status: Option<u16>,
    /// The code of its first error.
    pub code: String,
    /// Text in its message.
    pub contains: String,
    /// What to do.
    pub say: String,
    /// What exists already, and where its id stands.
    pub existing: Option<(ExistingState, ExistingId)>,
}

/// Where an error has the id of what exists already.
#[derive(Clone, Debug)]
pub enum ExistingId {
    /// Nowhere.
    Unknown,
    /// In the message, between these texts.
    Message(String, String),
    /// At the end of the address under this relation of the `Link` header.
    Link(String),
}

/// A resource with its functions.
#[derive(Debug)]
pub struct CheckedResource<'s> {
    /// Its entry in `package.yaml`.
    pub written: &'s Resource,
    /// Its function file.
    pub file: &'s SpecFile<FunctionFile>,
    /// The Rust module and the client's method.
    pub rust_module: String,
    /// The type of its handle.
    pub rust_type: String,
    /// Its valid functions.
    pub functions: Vec<CheckedFunction<'s>>,
}

/// A function without errors. Fields are named by their position in the function.
#[derive(Debug)]
pub struct CheckedFunction<'s> {
    /// The function as written.
    pub written: &'s Function,
    /// Its Rust names.
    pub names: FunctionNames,
    /// Method and path.
    pub http: &'s HttpLine,
    /// The path.
    pub path: Vec<PathPart<'s>>,
    /// The fields, all of them, in the order of the spec.
    pub fields: Vec<CheckedField<'s>>,
    /// The values that are always sent.
    pub constants: Vec<CheckedConstant<'s>>,
    /// Not retried when a field has this value.
    pub retry_unless: Vec<(usize, &'s Json)>,
    /// Retried only when this field is given.
    pub retry_with: Option<usize>,
    /// Groups of fields of which at least one is given completely.
    pub needs: Vec<Vec<usize>>,
    /// What it returns.
    pub returns: CheckedReturns<'s>,
}

/// A part of a path.
#[derive(Clone, Debug)]
pub enum PathPart<'s> {
    /// Literal text.
    Text(&'s str),
    /// The value of a field.
    Field(usize),
    /// The value of a field as any number of segments.
    Segments(usize),
}

/// A field.
#[derive(Debug)]
pub struct CheckedField<'s> {
    /// The field as written.
    pub written: &'s Field,
    /// What callers pass: no name of a type, but what that is.
    pub kind: FieldKind,
    /// What it is for.
    pub role: FieldRole<'s>,
    /// Required when another field has this value.
    pub required_when: Vec<(usize, &'s str)>,
    /// The known values.
    pub values: Vec<&'s str>,
    /// The input that the object is, or the objects of a list: its name and its Rust name.
    pub item: Option<(&'s str, String)>,
}

/// What a field is for.
#[derive(Debug)]
pub enum FieldRole<'s> {
    /// It is sent to one place.
    Sent(Destination<'s>),
    /// It is a credential, and goes to this place; none for one of Basic authentication and one that this function does not
    /// carry.
    Credential(Option<Destination<'s>>),
    /// It is a part of the server's URL.
    Variable,
    /// It decides where another field is sent.
    Selector {
        /// The other field.
        selects: usize,
    },
    /// It is sent where its selector decides.
    Selected {
        /// The selector.
        selector: usize,
        /// The destination for each value of the selector.
        cases: Vec<CheckedCase<'s>>,
    },
}

/// Where a value is sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Destination<'s> {
    /// A placeholder of the path.
    Path(&'s str),
    /// A query key.
    Query(Cow<'s, str>),
    /// A header.
    Header(&'s str),
    /// A member of the body.
    Body(Cow<'s, JsonPointer>),
}

/// The destination that a selector's value stands for.
#[derive(Clone, Debug)]
pub struct CheckedCase<'s> {
    /// The value.
    pub value: &'s str,
    /// The destination.
    pub destination: CaseDestination<'s>,
}

/// Where a selected field is sent.
#[derive(Clone, Debug)]
pub enum CaseDestination<'s> {
    /// A path that replaces the function's.
    Path(&'s PathTemplate, Vec<PathPart<'s>>),
    /// A query key.
    Query(&'s str),
    /// A member of the body.
    Body(&'s JsonPointer),
}

/// A value that is always sent.
#[derive(Debug)]
pub struct CheckedConstant<'s> {
    /// The value.
    pub value: &'s Json,
    /// Where it is sent: to the query, a header or the body.
    pub destination: Destination<'s>,
    /// Sent only when this field is given.
    pub with: Option<usize>,
}

/// What a function returns.
#[derive(Debug)]
pub enum CheckedReturns<'s> {
    /// Nothing that matters.
    Empty,
    /// Text that is not JSON.
    Text,
    /// Bytes.
    Bytes,
    /// A redirect.
    Redirect,
    /// JSON that is no model by itself.
    Json {
        /// Its type.
        kind: CheckedType,
        /// How further items of a list are fetched.
        paging: Option<CheckedPaging>,
    },
    /// A model.
    Model {
        /// The model.
        model: &'s Model,
        /// The model's Rust name.
        rust: String,
        /// The name of a variable of this type, in snippets.
        binding: String,
        /// The key under which it may come wrapped in a list.
        unwrap: Option<&'s str>,
        /// The keys of the items of a list, and the Rust names of those fields, from the outermost.
        list: Option<ListPath>,
        /// How further items are fetched.
        paging: Option<CheckedPaging>,
    },
}

/// Where the items of a list are within a model.
#[derive(Clone, Debug)]
pub struct ListPath {
    /// The keys from the outermost.
    pub keys: Vec<String>,
    /// The Rust fields from the outermost.
    pub rust: Vec<String>,
    /// The items' type.
    pub item: CheckedType,
}

/// How further items are fetched.
#[derive(Clone, Debug)]
pub struct CheckedPaging {
    /// The name of the package's way, if it is one.
    pub name: Option<String>,
    /// Where the next place stands.
    pub next: Next,
    /// Where it goes; `None` where it is an address.
    pub goes: Option<Goes>,
    /// A page without items is the last one.
    pub ends_when_empty: bool,
    /// For a scroll: how many seconds it certainly stays open.
    pub idle: Option<u16>,
    /// The field that says how many items a page has, and the most that the API accepts.
    pub size: Option<(String, u16)>,
    /// How many items all pages have together at most, and the function that has all.
    pub reaches: Option<(u32, Option<String>)>,
}

/// Where the next place of a list stands.
#[derive(Clone, Debug)]
pub enum Next {
    /// In a member of the response.
    Member(Vec<String>),
    /// In the `Link` header, under this relation.
    Link(String),
    /// In a member of the last item, while the other member is true.
    LastItem(String, Option<Vec<String>>),
    /// It is the number of the next page: that of the first one, and the member with that of the last one.
    Page(u16, Option<Vec<String>>),
    /// It is how many items came before; the member has how many there are.
    Offset(Option<Vec<String>>),
}

/// Where the next place goes.
#[derive(Clone, Debug)]
pub enum Goes {
    /// Under this query key.
    Query(String),
    /// Into the body.
    Body(Vec<String>),
}

/// A type file.
#[derive(Debug)]
pub struct CheckedTypeFile<'s> {
    /// The file as written.
    pub file: &'s SpecFile<TypeFile>,
    /// The Rust module.
    pub rust_module: String,
    /// The models.
    pub models: Vec<CheckedModel<'s>>,
    /// The enums.
    pub enums: Vec<CheckedEnum<'s>>,
    /// The inputs.
    pub inputs: Vec<CheckedInput<'s>>,
}

/// An input.
#[derive(Debug)]
pub struct CheckedInput<'s> {
    /// The input as written.
    pub written: &'s Input,
    /// Its Rust names.
    pub names: InputNames,
    /// The positions of the fields that identify the object.
    pub by: Vec<usize>,
    /// The fields.
    pub fields: Vec<CheckedInputField<'s>>,
}

/// A field of an input.
#[derive(Debug)]
pub struct CheckedInputField<'s> {
    /// The field as written.
    pub written: &'s InputField,
    /// Its type; `None` for a constant.
    pub kind: Option<InputType>,
}

/// The type of an input's field.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum InputType {
    /// A built-in type.
    Scalar(ScalarType),
    /// A list of strings.
    Strings,
    /// A list of whole numbers.
    Integers,
    /// A list of numbers.
    Numbers,
    /// A list of any JSON.
    List,
    /// An object with free keys.
    Object,
    /// An input: its name and its Rust name.
    Input(String, String),
    /// A list of inputs: the name and the Rust name.
    Inputs(String, String),
    /// A shared enum: its name and its Rust name.
    Enum(String, String),
}

/// A model.
#[derive(Debug)]
pub struct CheckedModel<'s> {
    /// The model as written.
    pub written: &'s Model,
    /// Its Rust names.
    pub names: ModelNames,
    /// The types of its fields.
    pub fields: Vec<CheckedType>,
    /// For each field, whether it contains the model itself, and not through a list or a map.
    pub boxed: Vec<bool>,
    /// Where the items are when functions return this model in pages.
    pub listing: Option<ListPath>,
}

/// The type of a field.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum CheckedType {
    /// A built-in type.
    Scalar(ScalarType),
    /// A list.
    List(Box<CheckedType>),
    /// An object with free keys.
    Map(Box<CheckedType>),
    /// A model: its name and its Rust name.
    Model(String, String),
    /// A shared enum: its name and its Rust name.
    Enum(String, String),
}

/// A shared enum.
#[derive(Debug)]
pub struct CheckedEnum<'s> {
    /// The enum as written.
    pub written: &'s EnumType,
    /// Its Rust names.
    pub names: EnumNames,
    /// Whether a selector uses it, so that each variant has a value.
    pub is_selector: bool,
}
