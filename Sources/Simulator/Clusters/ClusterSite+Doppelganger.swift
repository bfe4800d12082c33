import DistributedValidators
import Scenario
import Staking

/// What SSV's doppelganger protection goes by.
///
/// A member that has restarted signs nothing until its keys have been silent for whole epochs, or until it has seen the
/// others sign without it. Source: ssv node, doppelganger protection (off by default): some three epochs without liveness,
/// or a quorum of post-consensus signatures, which takes an epoch in which each validator attests once.
struct DoppelgangerRule: Sendable {
    /// Nanoseconds of an epoch; epochs begin with the run.
    var epoch: Int64
    /// By outage, whether it restarts the machines that it hits.
    var restarts: [Bool]

    /// Until when a member that is back at a moment listens, nanoseconds from the start of the run.
    ///
    /// - Parameter isCarried: whether the others are enough without it.
    func listens(from back: Int64, isCarried: Bool) -> Int64 {
        // The rest of the epoch of its return, and two whole ones.
        isCarried ? back + epoch : (back / epoch + 3) * epoch
    }
}

extension ClusterSite {
    /// By member, its stretches without duties, and under doppelganger protection those in which it listens after a restart.
    ///
    /// Whether the others are enough is taken as it stands when it is back.
    ///
    /// - Parameter spans: stretches without duties of a node, in order of time.
    /// - Complexity: O(members² · stretches) where there is doppelganger protection.
    func memberSpans(_ spans: (Int) -> [NodeLifeCycle.Span]) -> [[NodeLifeCycle.Span]] {
        var result = members.map(spans)
        guard let rule = doppelganger else { return result }
        var returns: [(time: Int64, place: Int, outage: Int)] = []
        for (place, own) in result.enumerated() {
            var restartedBy: Int?
            for (index, span) in own.enumerated() {
                if span.isDark, rule.restarts[span.outage] { restartedBy = span.outage }
                let isBack = index + 1 == own.count || own[index + 1].start > span.end
                guard isBack, span.end != .max else { continue }
                if let outage = restartedBy { returns.append((span.end, place, outage)) }
                restartedBy = nil
            }
        }
        returns.sort { ($0.time, $0.place) < ($1.time, $1.place) }
        for one in returns {
            let others = members.indices.count { place in
                place != one.place && !returns.contains { $0.time == one.time && $0.place == place }
                    && !result[place].contains { $0.start <= one.time && one.time < $0.end }
            }
            var span = NodeLifeCycle.Span(
                start: one.time,
                end: rule.listens(from: one.time, isCarried: others >= max(rules.threshold, rules.sizes.quorum)),
                outage: one.outage, isDark: false, state: "listening", detail: "")
            span.isListening = true
            result[one.place].append(span)
        }
        return result
    }
}
