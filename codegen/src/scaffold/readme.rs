//! `README.md`.

use super::first_call::FirstCall;
use super::names::Names;
use crate::emit::text::{DRAFT, inline, one_line};
use crate::model::Api;

pub fn readme(api: &Api, names: &Names) -> String {
    let Names { package, command, .. } = names;
    let title = one_line(&api.package.name);
    let mut out = format!("# {package}\n\nA client for the API of {title}, generated from the spec in `spec/`.\n");
    let doc = inline(&api.package.doc);
    if !doc.is_empty() && api.package.doc != api.package.name {
        out.push_str(&format!("\n{doc}\n"));
    }
    let call = FirstCall::of(api);
    if let Some(call) = &call {
        out.push_str(&format!("\n## A first call\n\n```rust,no_run\n{}\n```\n", call.program(names)));
        if call.function.draft {
            out.push_str(&format!("\n{DRAFT}\n"));
        }
    }
    let env = &api.package.env;
    let variables = api.package.values.iter().map(|value| format!("`{env}_{}`", value.variable));
    let variables: Vec<String> = variables.collect();
    if !variables.is_empty() {
        out.push_str(&format!("\n`Client::from_env` reads what the client is given from {}.\n", variables.join(", ")));
    }
    out.push_str(&drafts(api));
    out.push_str(&format!(
        "\n## The command line\n\n```console\n$ cargo install --path . --features cli\n$ {command} functions\n{}```\n",
        call.map(|call| format!("$ {command} call {} --args '{}' --dry-run\n", call.function.name, call.args))
            .unwrap_or_default()
    ));
    out.push_str(&regenerate());
    out
}

/// What is still to be said.
fn drafts(api: &Api) -> String {
    match api.functions().filter(|(_, function)| function.draft).count() {
        0 => String::new(),
        count => format!(
            "\n## What is still to be said\n\n{count} functions have `http: TODO` in `spec/functions`: the source of this spec \
             does not say how they are sent. State\nmethod, path and where the fields go; a call of one fails until then.\n"
        ),
    }
}

fn regenerate() -> String {
    const TEXT: &str = r"
## Regenerate

After a change of `spec/`, with a checkout of the generator:

```console
$ alias xtask='cargo run --quiet --manifest-path CHECKOUT/Cargo.toml --package xtask --'
$ xtask regen --spec spec --out .            # --draft while there is `http: TODO`
$ xtask regen --spec spec --out . --check    # writes nothing, exits 1 if files are stale
```

It writes `src/generated` and `docs`; everything else is yours. What callers can call is listed in `tests/functions.txt`:
`UPDATE_SNAPSHOT=1 cargo test` accepts a change of it. [All functions](docs/index.md)
";
    TEXT.to_owned()
}
