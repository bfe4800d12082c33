import Scenario

/// Recovery parameters by client, from the data file and the scenario's own values.
public struct RecoveryTable: Sendable, Equatable {
    /// The two halves of a node.
    public enum Layer: String, Sendable, CaseIterable {
        case consensus, execution
    }

    /// What one client needs to come back. Durations are nanoseconds.
    public struct Parameters: Sendable, Equatable {
        /// Slots or blocks imported in a thousand seconds.
        public var catchUpPerThousandSeconds: Int64
        /// Checkpoint sync, snap sync or snapshot.
        public var snapshot: Int64
        /// From genesis.
        public var full: Int64
        /// Process start until it is ready to import.
        public var restart: Int64
        /// Data that a snapshot moves, megabytes; 0 = not worth counting.
        public var downloadMegabytes: Int64
    }

    private var consensus: [(client: String, parameters: Parameters)] = []
    private var execution: [(client: String, parameters: Parameters)] = []

    /// Names of the clients that have parameters of their own.
    public var knownClients: [String] {
        (consensus + execution).map(\.client).filter { $0 != "any" }
    }

    /// Parameters of a client; those of `any` if it is unknown or not named.
    public func parameters(_ layer: Layer, client: String?) -> Parameters {
        let rows = layer == .consensus ? consensus : execution
        let product = client.map { ClientName($0).product }
        let row =
            rows.first { $0.client == client } ?? rows.first { $0.client == product }
            ?? rows.first { $0.client == "any" }
        return row?.parameters ?? Self.blank
    }

    /// Replaces a client's parameters on the layers on which it is known, or on both, if on none.
    ///
    /// A version of a client begins with the client's.
    public mutating func override(client: String, _ change: (inout Parameters) -> Void) {
        func isKnown(_ rows: [(client: String, parameters: Parameters)]) -> Bool {
            rows.contains { ClientName.means($0.client, client) }
        }
        let isNew = !isKnown(consensus) && !isKnown(execution)
        for layer in Layer.allCases where isNew || isKnown(layer == .consensus ? consensus : execution) {
            var parameters = parameters(layer, client: client)
            change(&parameters)
            set(parameters, of: client, layer)
        }
    }

    private mutating func set(_ parameters: Parameters, of client: String, _ layer: Layer) {
        var rows = layer == .consensus ? consensus : execution
        if let known = rows.firstIndex(where: { $0.client == client }) {
            rows[known].parameters = parameters
        } else {
            rows.append((client, parameters))
        }
        if layer == .consensus { consensus = rows } else { execution = rows }
    }

    private static let blank = Parameters(
        catchUpPerThousandSeconds: 5_000, snapshot: 0, full: 0, restart: 0, downloadMegabytes: 0)

    /// Whether both are the same.
    public static func == (a: Self, b: Self) -> Bool {
        a.consensus.elementsEqual(b.consensus) { $0 == $1 } && a.execution.elementsEqual(b.execution) { $0 == $1 }
    }
}

extension RecoveryTable {
    /// The shipped data file.
    public static let shipped: RecoveryTable = {
        do {
            return try RecoveryTable(csv: String(decoding: PackageResources.resync_csv, as: UTF8.self))
        } catch {
            preconditionFailure("the built-in resync.csv is damaged: \(error)")
        }
    }()

    /// A line of a recovery file that cannot be used.
    public struct FileError: Error, Equatable, CustomStringConvertible {
        /// 1-based.
        public var line: Int
        /// What is wrong with it.
        public var message: String
        /// Place and message.
        public var description: String { "line \(line): \(message)" }
    }

    /// Reads `layer,client,parameter,value,unit,kind,date,source` lines; `#` starts a comment.
    ///
    /// A client takes from `any` what it has no line for.
    public init(csv: String) throws(FileError) {
        var rows: [(line: Int, layer: Layer, client: String, parameter: String, value: Int64, unit: String)] = []
        for (number, text) in csv.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if text.isEmpty || text.first == "#" { continue }
            let fields = text.split(separator: ",", maxSplits: 7, omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 8 else {
                throw FileError(line: number + 1, message: "expected 8 fields, found \(fields.count)")
            }
            guard let layer = Layer(rawValue: fields[0]) else {
                throw FileError(line: number + 1, message: "unknown layer '\(fields[0])'")
            }
            guard let value = Int64(fields[3]), value >= 0 else {
                throw FileError(line: number + 1, message: "'\(fields[3])' is not a whole number")
            }
            rows.append((number + 1, layer, fields[1], fields[2], value, fields[4]))
        }
        for layer in Layer.allCases {
            let own = rows.filter { $0.layer == layer }
            var table: [(client: String, parameters: Parameters)] = [("any", Self.blank)]
            for row in own where row.client == "any" {
                try Self.apply(row.parameter, row.value, row.unit, line: row.line, to: &table[0].parameters)
            }
            for row in own where row.client != "any" {
                let index = table.firstIndex { $0.client == row.client } ?? table.count
                if index == table.count { table.append((row.client, table[0].parameters)) }
                try Self.apply(row.parameter, row.value, row.unit, line: row.line, to: &table[index].parameters)
            }
            if layer == .consensus { consensus = table } else { execution = table }
        }
    }

    private static func apply(
        _ parameter: String, _ value: Int64, _ unit: String, line: Int, to target: inout Parameters
    ) throws(FileError) {
        let second: Int64 = 1_000_000_000
        let scales: [(unit: String, scale: Int64, isTime: Bool)] = [
            ("seconds", second, true), ("minutes", 60 * second, true), ("hours", 3_600 * second, true),
            ("per_second", 1_000, false), ("gigabytes", 1_000, false),
        ]
        guard let known = scales.first(where: { $0.unit == unit }) else {
            throw FileError(line: line, message: "unknown unit '\(unit)'")
        }
        let field: WritableKeyPath<Parameters, Int64>
        switch parameter {
        case "catch_up": field = \.catchUpPerThousandSeconds
        case "snapshot": field = \.snapshot
        case "full": field = \.full
        case "restart": field = \.restart
        case "download": field = \.downloadMegabytes
        default: throw FileError(line: line, message: "unknown parameter '\(parameter)'")
        }
        let fits =
            switch parameter {
            case "catch_up": unit == "per_second"
            case "download": unit == "gigabytes"
            default: known.isTime
            }
        guard fits else { throw FileError(line: line, message: "'\(parameter)' cannot be in '\(unit)'") }
        let (scaled, overflow) = value.multipliedReportingOverflow(by: known.scale)
        guard !overflow else { throw FileError(line: line, message: "'\(value) \(unit)' is too much") }
        target[keyPath: field] = scaled
    }
}
