import Scenario
import Staking

/// A stretch of a run in which a second machine holds the keys of some nodes.
struct KeyCopy: Sendable {
    /// Position of the `double-keys` outage in the scenario.
    var outage: Int
    /// Nanoseconds from the start of the run.
    var start: Int64
    var end: Int64
    /// Nodes whose keys were copied.
    var owners: [Int]
    /// The machine that holds the copies.
    var backup: Int
    var protection: Fault.DoubleKeys.Protection
    /// Whether the backup listens before it signs.
    var doppelganger: Bool

    /// One that goes with a strike of a `double-keys` outage.
    ///
    /// An entity that is named as backup backs up with its first node.
    /// - Throws: `SimulationError` where nobody has the backup's name, or the backup holds the keys anyway.
    static func of(
        _ strike: Strike, _ keys: Fault.DoubleKeys, in scenario: Scenario, nodes: [Node]
    ) throws(SimulationError) -> KeyCopy {
        let outage = scenario.outages[strike.outage]
        let backup = nodes.firstIndex { node in
            !node.isPopulation
                && (node.name == keys.backup || node.name + "/1" == keys.backup
                    || scenario.entities.indices.contains(node.entity)
                        && scenario.entities[node.entity].name == keys.backup)
        }
        guard let backup else {
            throw .unknownBackup(name: keys.backup, outage: outage.name, location: outage.location)
        }
        guard !strike.nodes.contains(backup) else {
            throw .ownBackup(name: keys.backup, outage: outage.name, location: outage.location)
        }
        return KeyCopy(
            outage: strike.outage, start: strike.start, end: strike.end, owners: strike.nodes, backup: backup,
            protection: keys.protection, doppelganger: keys.doppelganger)
    }
}
