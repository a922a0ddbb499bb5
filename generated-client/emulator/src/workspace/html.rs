//! Text and HTML: requests contain either, records contain HTML.

/// Wraps text in a paragraph; HTML stays as it is.
pub fn paragraph(text: &str) -> String {
    let trimmed = text.trim();
    if trimmed.starts_with("<p") || trimmed.starts_with("<div") {
        return trimmed.to_owned();
    }
    // Admins may write HTML without an enclosing paragraph.
    let is_html = trimmed.contains("</") || trimmed.contains("<br");
    let escaped = if is_html {
        trimmed.to_owned()
    } else {
        trimmed.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    };
    format!("<p>{}</p>", escaped.lines().collect::<Vec<_>>().join("<br>\n"))
}

/// The text of HTML: removes tags and resolves the common entities.
pub fn plain_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        text.push_str(before);
        let Some(end) = tag.find('>') else {
            text.push_str(tag);
            rest = "";
            break;
        };
        rest = tag.get(end..).and_then(|end| end.strip_prefix('>')).unwrap_or_default();
    }
    text.push_str(rest);
    for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        text = text.replace(entity, character);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_a_paragraph_and_html_becomes_text() {
        assert_eq!(paragraph("Hello\nthere"), "<p>Hello<br>\nthere</p>");
        assert_eq!(paragraph("<p>Hello</p>"), "<p>Hello</p>");
        assert_eq!(paragraph("a < b & c"), "<p>a &lt; b &amp; c</p>");
        assert_eq!(plain_text(&paragraph("a < b & c")), "a < b & c");
        assert_eq!(paragraph("<b>you</b>"), "<p><b>you</b></p>");
        assert_eq!(plain_text("<p>Hello <b>you</b> &amp; me</p>"), "Hello you & me");
        assert_eq!(plain_text("a < b"), "a < b");
    }
}
