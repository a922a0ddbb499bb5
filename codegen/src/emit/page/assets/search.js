// Finds functions by name, path, field and words of the description, forgiving of typos.

// Entries: { id, name, path, fields, doc }, all text. Returns a function from a query to ids, best first.
function searcher(entries) {
  const words = (text) => (text.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  const vocabulary = new Map();
  const add = (word, entry, weight) => {
    let found = vocabulary.get(word);
    if (!found) vocabulary.set(word, (found = new Map()));
    if ((found.get(entry) ?? 0) < weight) found.set(entry, weight);
  };
  entries.forEach((entry, at) => {
    for (const [text, weight] of [[entry.name, 8], [entry.path, 4], [entry.fields, 3], [entry.doc, 2]]) {
      for (const word of words(text)) add(word, at, weight);
    }
    add(entry.name.toLowerCase(), at, 9);
  });
  const all = [...vocabulary.keys()];

  // Whether one text becomes the other with at most `max` letters added, removed, changed or swapped.
  function isNear(a, b, max) {
    if (Math.abs(a.length - b.length) > max) return false;
    let before = [];
    let row = Array.from({ length: b.length + 1 }, (_, at) => at);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        const same = a[i - 1] === b[j - 1];
        let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
        next.push(cost);
        least = Math.min(least, cost);
      }
      if (least > max) return false;
      before = row;
      row = next;
    }
    return row[b.length] <= max;
  }

  // How well a word of the index fits a word of the query, from 0 to 1.
  function fit(query, word) {
    if (word === query) return 1;
    if (word.startsWith(query)) return 0.8;
    if (query.length > 2 && word.includes(query)) return 0.6;
    const max = query.length < 3 ? 0 : query.length < 8 ? 1 : 2;
    return max && (isNear(query, word, max) || (word.length > query.length && isNear(query, word.slice(0, query.length), max))) ? 0.4 : 0;
  }

  return (query) => {
    const asked = query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    if (!asked.length) return entries.map((entry) => entry.id);
    const scores = entries.map(() => 0);
    for (const part of asked) {
      const best = new Map();
      for (const word of all) {
        const how = fit(part, word);
        if (how) for (const [entry, weight] of vocabulary.get(word)) best.set(entry, Math.max(best.get(entry) ?? 0, how * weight));
      }
      scores.forEach((score, at) => {
        scores[at] = best.has(at) && score >= 0 ? score + best.get(at) : -1;
      });
    }
    const found = entries.map((entry, at) => [scores[at], at]).filter(([score]) => score > 0);
    return found.sort((a, b) => b[0] - a[0] || a[1] - b[1]).map(([, at]) => entries[at].id);
  };
}
