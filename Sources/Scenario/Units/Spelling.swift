/// The nearest known word to a misspelt one.
enum Spelling {
    /// Finds the known word with the fewest edits (insert, delete, replace, swap of neighbours), if it is near enough
    /// to be what was meant.
    ///
    /// Complexity: the number of words times the product of lengths; words over 64 letters are not compared.
    static func nearest(to word: String, among known: [String]) -> String? {
        let letters = Array(word.lowercased())
        guard (1...64).contains(letters.count) else { return nil }
        var best: (word: String, distance: Int)?
        for candidate in known {
            let other = Array(candidate.lowercased())
            guard other.count <= 64, abs(other.count - letters.count) <= 3 else { continue }
            let distance = edits(letters, other)
            let limit = max(1, min(letters.count, other.count) / 3)
            guard distance <= limit, distance < best?.distance ?? .max else { continue }
            best = (candidate, distance)
        }
        return best?.word
    }

    /// The hint for a misspelt word: the nearest known one, or the list where it is short.
    static func hint(for word: String, among known: [String], noun: String) -> String? {
        if let near = nearest(to: word, among: known) { return "did you mean '\(near)'?" }
        guard !known.isEmpty else { return nil }
        let shown = known.prefix(12).joined(separator: ", ")
        return "\(noun): \(shown)\(known.count > 12 ? ", …" : "")"
    }

    private static func edits(_ a: [Character], _ b: [Character]) -> Int {
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i] + [Int](repeating: 0, count: b.count)
            for j in 1...b.count {
                let replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                row[j] = min(replaced, last[j] + 1, row[j - 1] + 1)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    row[j] = min(row[j], beforeLast[j - 2] + 1)
                }
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
