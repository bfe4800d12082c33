import ArgumentParser

/// A misspelt verb gets a proposal; argument parsing alone would call it an unexpected argument.
enum Spelling {
    static func checkVerb(_ arguments: [String]) throws(Failure) {
        guard let first = arguments.first, !first.hasPrefix("-"), first != "help" else { return }
        let verbs = Blackout.verbs.compactMap { $0.configuration.commandName }
        guard !verbs.contains(first) else { return }
        let nearest = verbs.map { (distance: distance(first, $0), verb: $0) }.min { $0.distance < $1.distance }
        let mend =
            nearest.flatMap { $0.distance <= max(1, $0.verb.count / 3) ? "did you mean '\($0.verb)'?" : nil }
            ?? "known are \(verbs.joined(separator: ", ")); see 'blackout --help'"
        throw Failure(.usage, "error: there is no command '\(first)'; \(mend)")
    }

    /// Edits (insert, delete, replace, swap of neighbours) from one word to another.
    static func distance(_ a: String, _ b: String) -> Int {
        let (a, b) = (Array(a), Array(b))
        var rows = [Array(0...b.count)]
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var best = min(rows[i][j] + (a[i] == b[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
