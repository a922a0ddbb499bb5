//! Companies, with an index by the id that the caller chose.

use crate::workspace::records::company::Company;
use crate::workspace::table::{DuplicateKey, Record, Seq, Table};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::HashMap;

/// The companies of a workspace.
#[derive(Clone, Debug, Default)]
pub struct Companies {
    table: Table<Company>,
    /// These ids never change, so only `add` and `remove` update this index.
    by_own_id: HashMap<String, String>,
}

impl Companies {
    /// Adds a company. Fails if its id or its `company_id` exists.
    pub fn add(&mut self, company: Company) -> Result<(), DuplicateKey> {
        let (id, own_id) = (company.id.clone(), company.company_id.clone());
        if let Some(taken) = own_id.as_ref().filter(|own_id| self.by_own_id.contains_key(*own_id)) {
            return Err(DuplicateKey { list: Company::LIST, key: "company_id", value: taken.clone() });
        }
        self.table.add(company)?;
        self.by_own_id.extend(own_id.map(|own_id| (own_id, id)));
        Ok(())
    }

    pub fn remove(&mut self, id: &str) -> Option<Company> {
        let company = self.table.remove(id)?;
        if let Some(company_id) = &company.company_id {
            self.by_own_id.remove(company_id);
        }
        Some(company)
    }

    pub fn by_own_id(&self, company_id: &str) -> Option<&Company> {
        self.table.get(self.by_own_id.get(company_id)?)
    }

    pub fn get(&self, id: &str) -> Option<&Company> {
        self.table.get(id)
    }

    /// For changes of anything except the ids.
    pub fn get_mut(&mut self, id: &str) -> Option<&mut Company> {
        self.table.get_mut(id)
    }

    /// Equal numbers mean equal records.
    pub fn revision(&self) -> u64 {
        self.table.revision()
    }

    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// In insertion order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Company> {
        self.table.iter()
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Company> {
        self.table.iter_mut()
    }

    pub fn entries(&self) -> impl DoubleEndedIterator<Item = (Seq, &Company)> {
        self.table.entries()
    }

    pub fn after(&self, seq: Option<Seq>) -> impl Iterator<Item = (Seq, &Company)> {
        self.table.after(seq)
    }
}

impl Serialize for Companies {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.table.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Companies {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut companies = Self::default();
        for company in Vec::<Company>::deserialize(deserializer)? {
            companies.add(company).map_err(serde::de::Error::custom)?;
        }
        Ok(companies)
    }
}
