public import EventEngine

/// Regions of the world and the one-way latencies between their backbones.
public struct RegionMap: Hashable, Sendable {
    /// The names, in the order of the file; a region is an index into them.
    public let names: [String]
    /// One-way nanoseconds, row by row.
    let oneWay: [Int64]

    /// The built-in map: thirteen regions with the medians that a cloud provider published in July 2025; see
    /// `Data/regions.csv` for the source.
    public static func builtIn() throws(NetworkDataError) -> RegionMap {
        try RegionMap(
            parsing: String(decoding: PackageResources.regions_csv, as: UTF8.self), file: "regions.csv")
    }

    /// Reads a square table of round trips in milliseconds: the header names the regions, each row begins with its
    /// region, in the same order. The two directions may differ; each one-way latency is half of its cell.
    /// - Throws: ``NetworkDataError/badLine(file:line:problem:)`` where the table is not square, a name is missing, out of
    ///   order or given twice, or a cell is not a number from 0 to 10,000.
    public init(parsing text: String, file: String) throws(NetworkDataError) {
        let table = try CommaSeparatedTable(parsing: text, file: file)
        let names = Array(table.header.cells.dropFirst())
        guard !names.isEmpty else {
            throw .badLine(file: file, line: table.header.line, problem: "no regions: name them in the header")
        }
        for (index, name) in names.enumerated() where name.isEmpty || names[..<index].contains(name) {
            throw .badLine(
                file: file, line: table.header.line,
                problem: "region \(index + 1) is '\(name)': give each region a name of its own")
        }
        guard table.rows.count == names.count else {
            throw .badLine(
                file: file, line: table.rows.last?.line ?? table.header.line,
                problem: "\(names.count) regions but \(table.rows.count) rows: give each region a row")
        }
        var oneWay: [Int64] = []
        for (index, row) in table.rows.enumerated() {
            guard row.cells[0] == names[index] else {
                throw .badLine(
                    file: file, line: row.line,
                    problem: "row of '\(row.cells[0])' where the header has '\(names[index])': keep one order")
            }
            for column in 1...names.count {
                let milliseconds = try table.number(row, column, in: 0...10_000)
                oneWay.append(SimulatedTime(roundingNanoseconds: milliseconds * 500_000).nanoseconds)
            }
        }
        self.names = names
        self.oneWay = oneWay
    }

    /// The region of that name.
    /// - Throws: ``NetworkDataError/unknownName(kind:name:known:)``.
    public func region(named name: String) throws(NetworkDataError) -> Int {
        guard let index = names.firstIndex(of: name) else {
            throw .unknownName(kind: "region", name: name, known: names)
        }
        return index
    }

    /// The one-way latency from region to region, both indices into ``names``.
    public func latency(from: Int, to: Int) -> SimulatedTime {
        SimulatedTime(nanoseconds: oneWay[from * names.count + to])
    }
}
