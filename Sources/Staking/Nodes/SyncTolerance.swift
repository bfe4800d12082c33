import Scenario

/// How far behind the clock a consensus client's head may lie before it reports itself syncing and serves no duties
/// (`Data/sync-tolerance.csv`, with dates and sources).
public struct SyncTolerance: Sendable {
    private struct Row: Sendable {
        var client: String
        var count: UInt64
        var isEpochs: Bool
    }

    private let rows: [Row]

    /// The tolerance of a client in slots, whatever its version; that of `any` where the table does not know it.
    public func slots(client: String?, slotsPerEpoch: UInt64) -> UInt64 {
        let product = client.map { ClientName($0).product }
        guard let row = rows.first(where: { $0.client == product }) ?? rows.first(where: { $0.client == "any" }) else {
            preconditionFailure("the built-in sync-tolerance.csv has no line for any client")
        }
        return row.isEpochs ? row.count * slotsPerEpoch : row.count
    }

    /// The shipped table.
    public static let shipped: SyncTolerance = {
        let text = String(decoding: PackageResources.sync_tolerance_csv, as: UTF8.self)
        let rows = text.split(separator: "\n").filter { $0.first != "#" }.map { line -> Row in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 6, let count = UInt64(fields[1]), ["slots", "epochs"].contains(fields[2]) else {
                preconditionFailure("the built-in sync-tolerance.csv is damaged: \(line)")
            }
            return Row(client: fields[0], count: count, isEpochs: fields[2] == "epochs")
        }
        return SyncTolerance(rows: rows)
    }()
}
