/// Rows of cells under each other, measured by display width. Text in the last column is broken into lines where it
/// would pass the page's width; where too little room is left for that, it moves below its row.
struct TextTable {
    struct Cell {
        var text: String
        var style: Palette.Style

        init(_ text: String, _ style: Palette.Style = .plain) {
            self.text = text.shown
            self.style = style
        }
    }

    private static let rowIndent = 4
    private static let belowStart = 8
    /// Columns below which text in the last column is not worth breaking.
    private static let leastRoom = 36
    private var alignments: [Alignment]
    private var rows: [(indent: Int, cells: [Cell])] = []

    init(_ alignments: [Alignment]) { self.alignments = alignments }

    mutating func addHeading(_ cells: [String]) {
        rows.append((indent: 2, cells: cells.map { Cell($0, .heading) }))
    }

    mutating func add(_ cells: [Cell]) { rows.append((indent: TextTable.rowIndent, cells: cells)) }

    mutating func add(_ cells: [String]) { add(cells.map { Cell($0) }) }

    /// Lines without trailing space.
    func lines(width: Int, palette: Palette) -> [String] {
        var widths = Array(repeating: 0, count: alignments.count)
        for row in rows {
            for (column, cell) in row.cells.enumerated() {
                let indent = column == 0 ? row.indent : 0
                widths[column] = max(widths[column], indent + DisplayWidth.of(cell.text))
            }
        }
        let last = alignments.count - 1
        let lastStart = widths[..<last].reduce(0) { $0 + $1 + 3 }
        let isBelow = width - lastStart < TextTable.leastRoom && lastStart + widths[last] > width
        let continuedStart = isBelow ? TextTable.belowStart : lastStart
        let room = max(TextTable.leastRoom, width - continuedStart)
        return rows.flatMap { row -> [String] in
            var line = ""
            var continued: [String] = []
            var gap = ""
            for (column, cell) in row.cells.enumerated() {
                let indent = String(repeating: " ", count: column == 0 ? row.indent : 0)
                var text = cell.text
                if column == last, alignments[column] == .left, isBelow || DisplayWidth.of(text) > room {
                    var parts = text.wrapped(to: room)
                    text = isBelow && row.indent == TextTable.rowIndent ? "" : parts.removeFirst()
                    continued = parts.filter { !$0.isEmpty }.map { palette.paint($0, cell.style) }
                }
                let padded = (indent + text).padded(to: widths[column], alignments[column])
                let (body, trailing) = TextTable.splitTrailingSpace(padded)
                if !body.isEmpty {
                    let lead = body.prefix { $0 == " " }
                    line += gap + lead + palette.paint(String(body.dropFirst(lead.count)), cell.style)
                    gap = trailing + "   "
                } else {
                    gap += trailing + "   "
                }
            }
            return [line] + continued.map { String(repeating: " ", count: continuedStart) + $0 }
        }
    }

    private static func splitTrailingSpace(_ text: String) -> (String, String) {
        let trailing = text.reversed().prefix { $0 == " " }.count
        return (String(text.dropLast(trailing)), String(repeating: " ", count: trailing))
    }
}
