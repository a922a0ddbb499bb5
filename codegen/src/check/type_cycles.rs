//! Models that contain themselves.

use crate::spec::Spec;
use crate::spec::type_expr::TypeExpr;
use crate::spec::types::Model;
use std::collections::BTreeMap;

/// The groups of models that contain each other, not through a list or a map: a struct that contains itself has no size unless
/// its member is boxed.
#[derive(Debug)]
pub struct Cycles<'s> {
    /// The number of each model's group.
    groups: BTreeMap<&'s str, usize>,
}

impl<'s> Cycles<'s> {
    /// The groups of a spec, by Tarjan's algorithm. Without recursion: a chain of models may be thousands long.
    pub fn of(spec: &'s Spec) -> Self {
        let mut search = Search::default();
        for model in spec.models() {
            search.visit(model, spec);
        }
        Self { groups: search.groups }
    }

    /// Whether a member of a model leads back to the model.
    pub fn leads_back(&self, model: &str, kind: &TypeExpr) -> bool {
        match kind {
            TypeExpr::Named(name) => {
                let group = self.groups.get(name.as_str());
                group.is_some() && group == self.groups.get(model)
            }
            _ => false,
        }
    }
}

#[derive(Default)]
struct Search<'s> {
    /// The order in which models were met, and the earliest one that each leads back to.
    met: BTreeMap<&'s str, usize>,
    low: BTreeMap<&'s str, usize>,
    /// Models whose group is open.
    open: Vec<&'s str>,
    groups: BTreeMap<&'s str, usize>,
}

impl<'s> Search<'s> {
    fn visit(&mut self, model: &'s Model, spec: &'s Spec) {
        if self.met.contains_key(model.name.as_str()) {
            return;
        }
        // The models on the path, each with the number of its fields that were visited.
        let mut path: Vec<(&'s Model, usize)> = vec![(model, 0)];
        self.meet(&model.name);
        while let Some((current, visited)) = path.last_mut() {
            let current: &'s Model = current;
            let name = current.name.as_str();
            if let Some(field) = current.fields.get(*visited) {
                *visited += 1;
                let Some(TypeExpr::Named(inner)) = field.kind.get() else { continue };
                let Some(inner) = spec.model(inner) else { continue };
                match self.met.get(inner.name.as_str()).copied() {
                    None => {
                        self.meet(&inner.name);
                        path.push((inner, 0));
                    }
                    // Of a group that is complete nothing leads back here.
                    Some(met) if !self.groups.contains_key(inner.name.as_str()) => self.lower(name, met),
                    Some(_) => {}
                }
                continue;
            }
            path.pop();
            let low = self.low.get(name).copied().unwrap_or_default();
            if let Some((outer, _)) = path.last() {
                self.lower(outer.name.as_str(), low);
            }
            if self.met.get(name) == Some(&low) {
                self.close(name, low);
            }
        }
    }

    fn meet(&mut self, name: &'s str) {
        let number = self.met.len();
        self.met.insert(name, number);
        self.low.insert(name, number);
        self.open.push(name);
    }

    fn lower(&mut self, name: &'s str, number: usize) {
        self.low.entry(name).and_modify(|low| *low = (*low).min(number));
    }

    /// A group is complete: all open models since its first one. A model by itself is a group if it contains itself.
    fn close(&mut self, first: &str, number: usize) {
        while let Some(name) = self.open.pop() {
            self.groups.insert(name, number);
            if name == first {
                break;
            }
        }
    }
}
