import BeaconChain
import ClusterSigning
package import Scenario

/// What the real signatures of a run will take.
package struct SigningForecast: Sendable {
    /// One sentence for the reader.
    package let text: String
    /// Wall-clock seconds, about.
    package let seconds: Double

    /// Signs a small sample of what the scenario's clusters will sign; nil where none signs for real.
    ///
    /// - Parameters:
    ///   - threads: how many will share the work.
    ///   - stopwatch: runs the work once and says how many seconds it took.
    package init?(_ scenario: Scenario, threads: Int, stopwatch: (() -> Void) -> Double) {
        guard let preset = Preset(rawValue: scenario.chain.preset), let fork = Fork(rawValue: scenario.chain.fork)
        else { return nil }
        let spec = ChainSpec(preset: preset, fork: fork)
        let slot = Int64(spec.slotDurationMilliseconds) * 1_000_000
        let slots = max(1, scenario.run.nanoseconds / max(1, slot))
        let epochs = (slots + Int64(spec.slotsPerEpoch) - 1) / Int64(spec.slotsPerEpoch)
        let total = Double(max(1, scenario.chain.validators ?? 1_000_000))
        var plans: [SigningEstimate.Plan] = []
        for cluster in scenario.clusters where cluster.signing == .real {
            // A block with its randao, the sync messages of a seat, and a contribution with its proof for one message in
            // so many, as often as chance has it on average; an aggregate with its proof for one attestation in so many.
            let seats = Double(spec.syncCommitteeSize)
            let contributions = 2 * seats / Double(AggregatorDraws.modulo(syncCommittee: Int(spec.syncCommitteeSize)))
            let perSlot = Double(cluster.validators) / total * (2 + seats + contributions)
            let perVote = 1 + 2 / Double(AggregatorDraws.modulo(active: Int(total), spec))
            let votes = Double(cluster.validators) * Double(epochs)
            let duties = Int((votes * perVote + perSlot * Double(slots)).rounded())
            guard
                let plan = try? SigningEstimate.Plan(
                    threshold: cluster.threshold, members: cluster.members.count, validators: cluster.validators,
                    duties: duties)
            else { return nil }
            plans.append(plan)
        }
        guard !plans.isEmpty else { return nil }
        let estimate = SigningEstimate(plans, threads: threads, stopwatch: stopwatch)
        text = estimate.description
        seconds = estimate.seconds
    }
}
