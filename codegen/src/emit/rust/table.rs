//! The static that describes a function: what encoding, the dynamic call, the command line and the emulator read.

use super::{ident, number};
use crate::base::http::HttpMethod;
use crate::base::json::Json;
use crate::model::{
    ArgKind, BodyNode, BodyValue, Field, Function, PathPart, QueryItem, Resource, Returns, Role, Route, Source,
};
use crate::spec::keywords::{Paging, RetryClass};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

pub fn item(resource: &Resource, function: &Function) -> TokenStream {
    let name = ident(&function.rust.table);
    let docs = format!(" How `{}` goes over the wire.", function.name);
    let (table_name, path, text) = (&function.name, &function.path, &function.doc);
    let (resource_name, method) = (&resource.name, &function.method);
    let verb = Ident::new(
        match function.http {
            HttpMethod::Get => "Get",
            HttpMethod::Post => "Post",
            HttpMethod::Put => "Put",
            HttpMethod::Patch => "Patch",
            HttpMethod::Delete => "Delete",
        },
        Span::call_site(),
    );
    let routes = slice_call("routes", function.routes.iter().map(route).collect());
    let query = slice_call("query", function.query.iter().map(query).collect());
    let headers = function.headers.iter().map(|(name, field)| {
        let field = number(*field);
        quote!((#name, #field))
    });
    let headers = slice_call("headers", headers.collect());
    let body = function.body.as_ref().map(|nodes| {
        let members = nodes.iter().map(member);
        quote!(.body(&[#(#members),*]))
    });
    let fields = slice_call("fields", function.fields.iter().map(field).collect());
    let returns = returns(&function.returns);
    let retry = Ident::new(
        match function.retry.class {
            RetryClass::Safe => "Safe",
            RetryClass::Idempotent => "Idempotent",
            RetryClass::Never => "Never",
        },
        Span::call_site(),
    );
    let unless = function.retry.unless.iter().map(|(field, value)| {
        let (field, value) = (number(*field), value.to_string());
        quote!((#field, #value))
    });
    let unless = slice_call("retry_unless", unless.collect());
    let with = function.retry.with.map(number).map(|field| quote!(.retry_with(#field)));
    let anonymous = (!function.auth).then(|| quote!(.anonymous()));
    let statuses = (function.status != [200]).then(|| {
        let statuses = function.status.iter().map(|status| number(usize::from(*status)));
        quote!(.statuses(&[#(#statuses),*]))
    });
    let addition = function.addition.as_ref().map(|why| quote!(.addition(#why)));
    quote! {
        #[doc = #docs]
        pub static #name: rt::Function = rt::Function::new(#table_name, rt::Method::#verb, #path)
            .method(#resource_name, #method)
            .doc(#text)
            #anonymous
            #addition
            #fields
            #routes
            #query
            #headers
            #body
            .returns(#returns)
            #statuses
            .retry(rt::Retry::#retry)
            #unless
            #with;
    }
}

/// `.name(&[…])`, or nothing for an empty list.
fn slice_call(name: &str, items: Vec<TokenStream>) -> Option<TokenStream> {
    let name = ident(name);
    (!items.is_empty()).then(|| quote!(.#name(&[#(#items),*])))
}

/// Conditional routes first: the first one that holds is taken.
fn route(route: &Route) -> TokenStream {
    let parts = route.parts.iter().map(|part| match part {
        PathPart::Text(text) => quote!(rt::Part::Text(#text)),
        PathPart::Field(field) => {
            let field = number(*field);
            quote!(rt::Part::Field(#field))
        }
    });
    match &route.when {
        None => quote!(rt::Route::new(&[#(#parts),*])),
        Some(when) => {
            let (field, value) = (number(when.field), &when.value);
            quote!(rt::Route::when(#field, #value, &[#(#parts),*]))
        }
    }
}

fn query(item: &QueryItem) -> TokenStream {
    let call = source(&item.source, &item.key, |value| match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    });
    quote!(rt::Query::#call)
}

fn member(node: &BodyNode) -> TokenStream {
    match &node.value {
        BodyValue::Source(value) => {
            let call = source(value, &node.key, Json::to_string);
            quote!(rt::Member::#call)
        }
        BodyValue::Object(nodes) => {
            let (key, members) = (&node.key, nodes.iter().map(member));
            quote!(rt::Member::object(#key, &[#(#members),*]))
        }
    }
}

/// The constructor that says where a value comes from.
fn source(source: &Source, key: &str, text: impl Fn(&Json) -> String) -> TokenStream {
    match source {
        Source::Field(field) => {
            let field = number(*field);
            quote!(field(#key, #field))
        }
        Source::Case { field, when } => {
            let (field, selector, value) = (number(*field), number(when.field), &when.value);
            quote!(case(#key, #field, #selector, #value))
        }
        Source::Const { value, with: None } => {
            let value = text(value);
            quote!(constant(#key, #value))
        }
        Source::Const { value, with: Some(field) } => {
            let (value, field) = (text(value), number(*field));
            quote!(constant_with(#key, #value, #field))
        }
    }
}

fn field(field: &Field) -> TokenStream {
    let (name, table_type, text) = (&field.name, field.table_type.keyword(), &field.doc);
    let kind = Ident::new(
        match &field.kind {
            ArgKind::Text => "Text",
            ArgKind::Integer => "Integer",
            ArgKind::Number => "Number",
            ArgKind::Boolean => "Boolean",
            ArgKind::Time => "Time",
            ArgKind::CommaList { .. } => "CommaList",
            ArgKind::Strings => "Strings",
            ArgKind::Object => "Object",
            ArgKind::Objects { .. } => "Objects",
        },
        Span::call_site(),
    );
    let required = field.required.then(|| quote!(.required()));
    let conditions = field.required_when.iter().map(|when| {
        let (field, value) = (number(when.field), &when.value);
        quote!((#field, #value))
    });
    let required_when = slice_call("required_when", conditions.collect());
    let values = slice_call("values", field.values.iter().map(|value| quote!(#value)).collect());
    let role = match &field.role {
        Role::Plain => None,
        Role::Credential => Some(quote!(.credential())),
        Role::Selector { selects } => {
            let selects = number(*selects);
            Some(quote!(.selects(#selects)))
        }
    };
    let secret = (field.secret && field.role != Role::Credential).then(|| quote!(.secret()));
    let pii = field.pii.then(|| quote!(.pii()));
    let encoding = match &field.kind {
        ArgKind::CommaList { wrap: Some(key) } => Some(quote!(.wrap(#key))),
        ArgKind::Objects { force } if !force.is_empty() => {
            let force = force.iter().map(|(key, value)| {
                let value = value.to_string();
                quote!((#key, #value))
            });
            Some(quote!(.force(&[#(#force),*])))
        }
        _ => None,
    };
    let addition = field.addition.as_ref().map(|why| quote!(.addition(#why)));
    quote! {
        rt::Field::new(#name, #table_type, rt::Kind::#kind, #text)
            #required #required_when #values #role #secret #pii #encoding #addition
    }
}

fn returns(returns: &Returns) -> TokenStream {
    match returns {
        Returns::Empty => quote!(rt::Returns::Empty),
        Returns::Model { name, list: Some((key, _)), paging, .. } => {
            let paging = Ident::new(
                match paging {
                    Some(Paging::Pages) => "Pages",
                    Some(Paging::Scroll) => "Scroll",
                    None => "None",
                },
                Span::call_site(),
            );
            quote!(rt::Returns::List(#name, #key, rt::Paging::#paging))
        }
        Returns::Model { name, unwrap: Some(key), .. } => quote!(rt::Returns::Unwrap(#name, #key)),
        Returns::Model { name, .. } => quote!(rt::Returns::Object(#name)),
    }
}
