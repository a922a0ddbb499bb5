//! Rules of `groups`: the features of a crate.

use super::unique::Unique;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::package::Package;

/// Each group has resources that exist, and no resource stands in two.
pub fn check(package: &Package, diagnostics: &mut Diagnostics) {
    let (mut names, mut resources) = (Unique::default(), Unique::default());
    for group in &package.groups {
        names.check(&group.name, "the group", diagnostics);
        if group.resources.is_empty() {
            let message = format!("the group `{}` has no resources", group.name.value);
            diagnostics.push(Diagnostic::new(Code::MissingKey, group.name.span, message).help("add `resources:`"));
        }
        for name in &group.resources {
            resources.check(name, "the group of", diagnostics);
            if !package.resources.iter().any(|resource| resource.name.as_str() == name.as_str()) {
                let message = format!("the resource `{}` is not in `resources`", name.value);
                let known = package.resources.iter().map(|resource| resource.name.as_str());
                diagnostics.push(Diagnostic::new(Code::UnknownReference, name.span, message).did_you_mean(name, known));
            }
        }
    }
}
