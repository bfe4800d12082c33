import KeyFiles
import Scenario
import Simulator

/// Clusters whose rules stand in a file of their own: an Obol lock or SSV key shares.
enum ClusterFiles {
    /// The scenario with flavour, threshold, validators and operator ids of such clusters as their files have them.
    ///
    /// - Throws: `SimulationError.badCluster` where a file cannot be read or does not verify (it says which share), or has
    ///   another number of members than the scenario names.
    static func resolve(_ scenario: Scenario) throws(SimulationError) -> Scenario {
        var resolved = scenario
        for (position, cluster) in scenario.clusters.enumerated() {
            guard let path = cluster.file else { continue }
            let file: ClusterFile
            do {
                file = try ClusterFile.load(path)
            } catch {
                throw .badCluster("cluster '\(cluster.name)': \(error)", location: cluster.location)
            }
            guard file.members == cluster.members.count else {
                throw .badCluster(
                    "cluster '\(cluster.name)': \(path) has \(file.members) members, but \(cluster.members.count) are "
                        + "named under 'members': name a node for each, in the order of their shares",
                    location: cluster.location)
            }
            resolved.clusters[position].flavour = file.flavour == .obol ? .obol : .ssv
            resolved.clusters[position].threshold = file.threshold
            resolved.clusters[position].validators = file.validators.count
            if let id = file.indices.first(where: { $0 > UInt64(Int64.max) }) {
                throw .badCluster(
                    "cluster '\(cluster.name)': \(path) has the operator id \(id): SSV counts its operators from 1 up; "
                        + "look for a damaged number", location: cluster.location)
            }
            if file.flavour == .ssv, cluster.relay != nil || !cluster.unreachable.isEmpty {
                throw .badCluster(
                    "cluster '\(cluster.name)': \(path) is SSV's, whose members gossip: take 'relay' and 'unreachable' out",
                    location: cluster.location)
            }
            if file.flavour == .ssv { resolved.clusters[position].number(by: file.indices) }
        }
        return resolved
    }
}
