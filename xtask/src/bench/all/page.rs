//! The page of all figures.

use super::machine::Machine;

/// Renders the page.
pub fn page(table: &str, machine: &Machine) -> String {
    let versions: Vec<String> = machine.versions.iter().map(|(name, version)| format!("{name} {version}")).collect();
    format!(
        "# Speed\n\n\
         What a user of the client feels, beside others: measured by `cargo xtask bench all --save`, which writes this page. A number \
         in parentheses is our value divided by that of the peer: below 1 is better, except for requests a second. Calls are \
         measured in instructions of the client (callgrind) and in allocations, so that they do not depend on the load of the \
         machine; compilers, generators and the start of the command in processor time, the best of several runs. *Spread* is how \
         much more the worst run took. The try-it page is opened in a new headless Chromium each time, whose own start is a part \
         of its first paint, as the empty page beside it shows. By hand is the same call by reqwest and serde's derive. The other generators read an OpenAPI rendering of the same \
         functions and models.\n\n\
         {table}\n\
         ![Ratios to the peers](ratios.svg)\n\n\
         Measured on {}, at {}: {}, {} cores, {}.\n\n\
         Versions: {}. The data: [results.json](results.json).\n",
        machine.date,
        machine.commit,
        machine.cpu,
        machine.cores,
        machine.system,
        versions.join(", "),
    )
}

#[cfg(test)]
mod tests {
    use super::page;
    use crate::bench::all::machine::Machine;

    #[test]
    fn page_has_table_machine_and_versions() {
        let machine = Machine {
            cpu: "A CPU".to_owned(),
            cores: 2,
            system: "Linux 6".to_owned(),
            date: "2026-01-02".to_owned(),
            commit: "abc1234".to_owned(),
            versions: vec![("rustc".to_owned(), "1.95".to_owned())],
        };
        let text = page("| what |\n", &machine);
        for part in ["\n\n| what |\n\n", "A CPU, 2 cores, Linux 6", "2026-01-02, at abc1234", "Versions: rustc 1.95."] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}
