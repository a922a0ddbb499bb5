//! Features: each group of `spec/v2` is one, and `v2` is all of them.

use super::upstream::spec;
use intercom_client::Value;
use std::collections::BTreeSet;

#[test]
fn v2_is_all_groups_and_each_brings_the_client() {
    let package: Value = serde_yaml::from_str(&std::fs::read_to_string(spec("package.yaml")).unwrap()).unwrap();
    let names = |list: &Value, key: &str| -> Vec<String> {
        list.as_array().unwrap().iter().map(|each| each[key].as_str().unwrap().to_owned()).collect()
    };
    let groups = names(&package["groups"], "name");
    let manifest = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
    let feature = |name: &str| -> BTreeSet<String> {
        let prefix = format!("{name} = [");
        let line = manifest.lines().find_map(|line| line.strip_prefix(&prefix)).unwrap();
        line.trim_end_matches(']').split(", ").map(|each| each.trim_matches('"').to_owned()).collect()
    };
    assert_eq!(feature("v2"), groups.iter().cloned().collect());
    for group in &groups {
        assert_eq!(feature(group), BTreeSet::from(["v2-core".to_owned()]), "{group}");
    }
    // A resource without a group would be compiled with every one of them.
    let grouped: BTreeSet<&str> = package["groups"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|group| group["resources"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()))
        .collect();
    for resource in names(&package["resources"], "name") {
        assert!(grouped.contains(resource.as_str()), "{resource} is in no group");
    }
}
