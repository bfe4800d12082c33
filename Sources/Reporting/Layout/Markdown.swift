/// Text that Markdown must not read as markup.
enum Markdown {
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.shown {
            if "\\`*_{}[]<>#|~&@".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }
}

/// A table in GitHub-flavoured Markdown.
struct MarkdownTable {
    private let header: [String]
    private let right: Set<Int>
    private var rows: [[String]] = []

    /// - Parameter right: columns of numbers.
    init(_ header: [String], right: Set<Int>) {
        self.header = header
        self.right = right
    }

    var isEmpty: Bool { rows.isEmpty }

    /// Cells that hold `**` at both ends stay bold, all else is text.
    mutating func add(_ cells: [String]) {
        rows.append(
            cells.map { cell in
                let isBold = cell.hasPrefix("**") && cell.hasSuffix("**") && cell.count > 4
                return isBold ? cell : Markdown.escaped(cell.trimmingTrailingSpace)
            })
    }

    var lines: [String] {
        let marks = header.indices.map { right.contains($0) ? "---:" : "---" }
        return ([header, marks] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
    }
}

extension String {
    var trimmingTrailingSpace: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
