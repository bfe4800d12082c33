public import EventEngine
import Scenario

/// How long a node takes over a block that has arrived, before it can vote for it.
///
/// Each layer takes a log-normal time with its client's median and 95th percentile (`Data/validation.csv`, with dates
/// and sources); the consensus client waits for the execution client.
public struct ValidationTimes: Sendable {
    private struct Row: Sendable {
        var layer: RecoveryTable.Layer
        var client: String
        var distribution: DelayDistribution
    }

    private let rows: [Row]

    /// The distribution of one layer's time for a client; that of `any` where the table does not know it.
    public func distribution(_ layer: RecoveryTable.Layer, client: String?) -> DelayDistribution {
        let product = client.map { ClientName($0).product }
        guard
            let known = rows.first(where: { $0.layer == layer && $0.client == product })
                ?? rows.first(where: { $0.layer == layer && $0.client == "any" })
        else { preconditionFailure("the built-in validation.csv has no line for any client of the layer") }
        return known.distribution
    }

    /// The shipped table.
    public static let shipped: ValidationTimes = {
        let text = String(decoding: PackageResources.validation_csv, as: UTF8.self)
        let rows = text.split(separator: "\n").filter { $0.first != "#" }.map { line -> Row in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 7, let layer = RecoveryTable.Layer(rawValue: fields[0]),
                let median = Double(fields[2]),
                let p95 = Double(fields[3]),
                let distribution = try? DelayDistribution.logNormal(
                    median: SimulatedTime(roundingNanoseconds: median * 1e6),
                    p95: SimulatedTime(roundingNanoseconds: p95 * 1e6))
            else { preconditionFailure("the built-in validation.csv is damaged: \(line)") }
            return Row(layer: layer, client: fields[1], distribution: distribution)
        }
        return ValidationTimes(rows: rows)
    }()
}

/// Shares of the network's nodes by region, where a scenario does not give them.
public enum RegionShares {
    /// The shipped survey (`Data/regions.csv`, with dates and sources); parts sum to 1,000,000.
    public static let shipped: [(region: String, partsPerMillion: Int)] = {
        let text = String(decoding: PackageResources.regions_csv, as: UTF8.self)
        return text.split(separator: "\n").filter { $0.first != "#" }.map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 4, let parts = Int(fields[1]) else {
                preconditionFailure("the built-in regions.csv is damaged: \(line)")
            }
            return (fields[0], parts)
        }
    }()
}
