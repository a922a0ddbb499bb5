//! The pages of the codes of table imports: a source with the problem, and a source without it or the spec that it becomes.

use super::Import;
use codegen::Severity;
use codegen::diagnostic::Code;

/// The blocks of a page in this language.
fn blocks<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    page.split(&format!("```{language}\n")).skip(1).map(|rest| rest.split("\n```").next().unwrap()).collect()
}

/// The codes that only the import of tables reports.
fn codes(severity: Severity) -> Vec<Code> {
    let is_own = |code: &Code| {
        let number: u16 = code.id()[1..].parse().unwrap();
        code.is_of_import() && (231..240).contains(&number)
            || (101..120).contains(&number) && code.id().starts_with('I')
    };
    Code::ALL.iter().copied().filter(|code| is_own(code) && code.severity() == severity).collect()
}

#[test]
fn wrong_sources_of_pages_have_their_error_and_right_ones_none() {
    assert_eq!(codes(Severity::Error).len(), 3);
    for code in codes(Severity::Error) {
        let [wrong, right] = blocks(code.explanation(), "text")[..] else { panic!("{code} has not two sources") };
        let wrong = Import::of("wrong", wrong);
        // The source that is too large does not fit on a page.
        let expected = if code == Code::TooLargeImport { Code::NoTables } else { code };
        assert!(wrong.table.is_none() && wrong.found.iter().any(|(found, _)| *found == expected), "{:?}", wrong.found);
        let right = Import::of("right", right);
        assert!(right.table.is_some(), "{code}: {:?}", right.found);
    }
}

#[test]
fn sources_on_pages_of_notes_become_the_specs_beside_them() {
    assert_eq!(codes(Severity::Note).len(), 8);
    for code in codes(Severity::Note) {
        let ([source], [spec]) = (&blocks(code.explanation(), "text")[..], &blocks(code.explanation(), "yaml")[..])
        else {
            panic!("{code} has not one source and one spec");
        };
        let import = Import::of("README.md", source);
        assert!(import.found.iter().any(|(found, _)| *found == code), "{code}: {:?}", import.found);
        let files: String = import.table.unwrap().files.into_iter().map(|file| file.text).collect();
        assert!(files.contains(spec), "{code}: {spec}\n is not in\n{files}");
    }
}
