public import EventEngine

/// A kind of connection to the internet, such as `home` or `data-centre`.
public struct NodeClass: Hashable, Sendable {
    /// The name that scenarios use.
    public let name: String
    /// One-way latency between the node and the backbone of its region.
    public let accessLatency: SimulatedTime
    /// The mean of an exponential span that this end adds to every copy.
    public let meanJitter: SimulatedTime
    /// Bits per second out of the node.
    public let uploadBitsPerSecond: Int64
    /// Bits per second into the node.
    public let downloadBitsPerSecond: Int64
    /// Copies lost per million at this end, up to 200,000; each is sent again after a round trip.
    public let lossPerMillion: Int64

    /// The built-in classes `data-centre`, `home`, `laggy` and `constrained`; see `Data/node-classes.csv`.
    public static func builtIn() throws(NetworkDataError) -> [NodeClass] {
        try parse(String(decoding: PackageResources.node_classes_csv, as: UTF8.self), file: "node-classes.csv")
    }

    /// Reads a table with the columns `class, access_ms, jitter_ms, upload_mbit_s, download_mbit_s, loss_per_million`.
    /// - Throws: ``NetworkDataError/badLine(file:line:problem:)`` for other columns, a name given twice or a number out of
    ///   its range.
    public static func parse(_ text: String, file: String) throws(NetworkDataError) -> [NodeClass] {
        let table = try CommaSeparatedTable(parsing: text, file: file)
        let columns = ["class", "access_ms", "jitter_ms", "upload_mbit_s", "download_mbit_s", "loss_per_million"]
        guard table.header.cells == columns else {
            throw .badLine(
                file: file, line: table.header.line,
                problem:
                    "columns are \(table.header.cells.joined(separator: ",")): use \(columns.joined(separator: ","))")
        }
        var classes: [NodeClass] = []
        for row in table.rows {
            guard !row.cells[0].isEmpty, !classes.contains(where: { $0.name == row.cells[0] }) else {
                throw .badLine(
                    file: file, line: row.line,
                    problem: "class is '\(row.cells[0])': give each class a name of its own")
            }
            classes.append(
                NodeClass(
                    name: row.cells[0],
                    accessLatency: .init(roundingNanoseconds: try table.number(row, 1, in: 0...10_000) * 1e6),
                    meanJitter: .init(roundingNanoseconds: try table.number(row, 2, in: 0...10_000) * 1e6),
                    uploadBitsPerSecond: Int64(try table.number(row, 3, in: 0.1...1e6) * 1e6),
                    downloadBitsPerSecond: Int64(try table.number(row, 4, in: 0.1...1e6) * 1e6),
                    lossPerMillion: Int64(try table.number(row, 5, in: 0...200_000))))
        }
        guard !classes.isEmpty else {
            throw .badLine(file: file, line: table.header.line, problem: "no classes: give at least one row")
        }
        return classes
    }
}

/// How long a message of that size takes through a link of that width, in whole nanoseconds, rounded up.
@inline(__always)
func transmissionTime(bytes: Int, bitsPerSecond: Int64) -> Int64 {
    (Int64(bytes) * 8_000_000_000 + bitsPerSecond - 1) / bitsPerSecond
}
