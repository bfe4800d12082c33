import EventEngine
import PeerNetwork
import Scenario
import Staking

/// Ways between machines, for clusters: backbone between regions, and both ends' access.
struct MemberLatency {
    let regions: RegionMap
    let classes: [NodeClass]

    /// - Throws: `SimulationError` where the scenario's own tables cannot be read.
    init(_ network: Network?) throws(SimulationError) {
        do {
            regions = try network?.regionsFile.map { try RegionMap(parsing: $0.text, file: $0.name) } ?? .builtIn()
            classes =
                try network?.classesFile.map { try NodeClass.parse($0.text, file: $0.name) } ?? NodeClass.builtIn()
        } catch {
            throw .badNetwork("\(error)", location: network?.location ?? SourceLocation(file: "", line: 0, column: 0))
        }
    }

    /// Nanoseconds one way between each pair of members.
    ///
    /// - Throws: `SimulationError` for a region or link that the tables do not have.
    private func table(_ members: [Node], of cluster: Cluster) throws(SimulationError) -> [Int64] {
        var places: [(region: Int, access: Int64)] = []
        for node in members {
            let name = node.link ?? (node.provider == nil ? "home" : "data-centre")
            guard let kind = classes.first(where: { $0.name == name }) else {
                throw .badCluster(
                    "cluster '\(cluster.name)': member '\(node.name)' has the unknown link '\(name)': use one of "
                        + classes.map(\.name).joined(separator: ", "), location: cluster.location)
            }
            let region: Int
            do {
                region = try node.region.map { try regions.region(named: $0) } ?? 0
            } catch {
                throw .badCluster(
                    "cluster '\(cluster.name)': member '\(node.name)': \(error)", location: cluster.location)
            }
            places.append((region, kind.accessLatency.nanoseconds))
        }
        return places.flatMap { from in
            places.map { to in
                from.access + regions.latency(from: from.region, to: to.region).nanoseconds + to.access
            }
        }
    }

    /// The connections of a cluster's members.
    ///
    /// Two members of whom neither can be called from outside talk through the relay. Where it stands nowhere, their
    /// messages take twice as long: "a relay connection can double latency" (obol-docs b47f570, deployment best practices).
    ///
    /// - Parameter relay: its position among all nodes.
    /// - Throws: `SimulationError` for a region or link that the tables do not have.
    func connections(
        _ members: [Node], relay: (position: Int, node: Node)?, of cluster: Cluster
    ) throws(SimulationError) -> MemberConnections {
        let count = members.count
        let hidden = members.map { node in cluster.unreachable.contains { node.isCalled($0) } }
        let pairs = (0..<count * count).map { $0 / count != $0 % count && hidden[$0 / count] && hidden[$0 % count] }
        let table = try table(members + (relay.map { [$0.node] } ?? []), of: cluster)
        let width = count + (relay == nil ? 0 : 1)
        let inbound = relay == nil ? [] : (0..<count).map { table[$0 * width + count] }
        let outbound = relay == nil ? [] : (0..<count).map { table[count * width + $0] }
        let latency = pairs.indices.map { place in
            let straight = table[place / count * width + place % count]
            guard pairs[place] else { return straight }
            return relay == nil ? 2 * straight : inbound[place / count] + outbound[place % count]
        }
        return MemberConnections(
            count, latency: latency, isGossip: cluster.flavour == .ssv,
            relay: relay.map { .init(node: $0.position, pairs: pairs, inbound: inbound, outbound: outbound) })
    }
}
