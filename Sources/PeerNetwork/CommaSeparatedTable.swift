/// A small table of text: `#` comments and empty lines skipped, a header, then rows with as many cells.
struct CommaSeparatedTable {
    struct Row {
        var line: Int
        var cells: [String]
    }

    let file: String
    let header: Row
    let rows: [Row]

    init(parsing text: String, file: String) throws(NetworkDataError) {
        var rows: [Row] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let content = Self.trimmed(line)
            if content.isEmpty || content.hasPrefix("#") { continue }
            let cells = content.split(separator: ",", omittingEmptySubsequences: false).map { String(Self.trimmed($0)) }
            rows.append(Row(line: index + 1, cells: cells))
        }
        guard let header = rows.first else {
            throw .badLine(file: file, line: 1, problem: "the file has no header: name the columns in its first line")
        }
        for row in rows where row.cells.count != header.cells.count {
            throw .badLine(
                file: file, line: row.line,
                problem: "the row has \(row.cells.count) cells, the header \(header.cells.count): make them equal")
        }
        self.file = file
        self.header = header
        self.rows = Array(rows.dropFirst())
    }

    /// A number of a row, within a range.
    func number(_ row: Row, _ column: Int, in range: ClosedRange<Double>) throws(NetworkDataError) -> Double {
        guard let value = Double(row.cells[column]), range.contains(value) else {
            throw .badLine(
                file: file, line: row.line,
                problem: "\(header.cells[column]) is '\(row.cells[column])': "
                    + "give a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }
}
