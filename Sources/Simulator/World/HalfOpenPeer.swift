import Scenario
import Staking

/// A node that takes another for down, and so sends it nothing, until it restarts or the outage is over.
///
/// The other sees the connection as it should be, and what it sends arrives (assumption: the report tells of one direction
/// alone). Source: ObolNetwork/charon#3784; only the restart of the node that held the other for down helped.
struct HalfOpenPeer: Sendable {
    /// The world's node that sends nothing, and the one that hears nothing from it.
    var from: Int
    var to: Int
    /// Position of the outage in the scenario.
    var outage: Int
    /// Nanoseconds from the start of the run.
    var start: Int64
    var end: Int64

    /// What the scenario's `half-open` outages bring about, in their order.
    ///
    /// - Parameters:
    ///   - strikes: of all outages that take nodes off duty.
    ///   - opens: of those that do this.
    static func of(
        _ opens: [Strike], restartedBy strikes: [Strike], in scenario: Scenario, nodes: [Node]
    ) -> [HalfOpenPeer] {
        let restarts = strikes.filter { scenario.outages[$0.outage].kind.restartsMachines }
        return opens.flatMap { strike -> [HalfOpenPeer] in
            guard case .halfOpen(let name) = scenario.outages[strike.outage].fault,
                let peer = nodes.firstIndex(where: { $0.isCalled(name) })
            else { return [] }
            return strike.nodes.filter { $0 != peer }.compactMap { node in
                var end = strike.end
                for restart in restarts where restart.end > strike.start && restart.nodes.contains(node) {
                    end = min(end, max(restart.start, strike.start))
                }
                guard end > strike.start else { return nil }
                return HalfOpenPeer(from: node, to: peer, outage: strike.outage, start: strike.start, end: end)
            }
        }
    }
}

extension Node {
    /// Whether a scenario means this node by a name; the only node of an entity is called by the entity's.
    func isCalled(_ text: String) -> Bool {
        !isPopulation && cluster == nil && (name == text || name + "/1" == text)
    }
}
