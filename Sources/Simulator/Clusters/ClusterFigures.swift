import DistributedValidators
import Scenario
import Staking

/// What the clusters of one entry did.
struct ClusterFigures: Sendable {
    /// Duties that were carried out or tried, each for all validators of a cluster that have it.
    private(set) var duties = 0
    /// Of these, aggregates and contributions, with the selection proofs that Charon makes a duty of their own.
    private(set) var aggregates = 0
    private(set) var contributions = 0
    /// Messages sent between members.
    private(set) var messages = 0
    /// Duties by the round of the decision; those without consensus or decision are not among them.
    private(set) var decisions: [Int] = []
    /// Duties not done, by Charon's reason, and those done too late.
    private(set) var failures: [(reason: DutyFailure, count: Int)] = []
    private(set) var late = 0
    /// Members (bit = position) whose wrong signatures were found.
    private(set) var liars: UInt64 = 0

    mutating func count(_ outcome: ClusterDutyOutcome, _ kind: ClusterDutyKind, clusters: Int) {
        duties += clusters
        switch kind {
        case .prepareAggregator, .aggregator: aggregates += clusters
        case .prepareSyncContribution, .syncContribution: contributions += clusters
        default: break
        }
        messages += outcome.messages * clusters
        liars |= outcome.liars.bits
        guard outcome.round > 0 else { return }
        while decisions.count < outcome.round { decisions.append(0) }
        decisions[outcome.round - 1] += clusters
    }

    /// Takes in what other clusters of the same entry did.
    mutating func add(_ other: ClusterFigures) {
        duties += other.duties
        aggregates += other.aggregates
        contributions += other.contributions
        messages += other.messages
        late += other.late
        for (round, count) in other.decisions.enumerated() {
            if round == decisions.count { decisions.append(0) }
            decisions[round] += count
        }
        for failure in other.failures {
            if let known = failures.firstIndex(where: { $0.reason == failure.reason }) {
                failures[known].count += failure.count
            } else {
                failures.append(failure)
            }
        }
    }

    mutating func failed(_ outcome: ClusterDutyOutcome, isLate: Bool, clusters: Int) {
        guard !isLate, let reason = outcome.failure else {
            late += clusters
            return
        }
        if let known = failures.firstIndex(where: { $0.reason == reason }) {
            failures[known].count += clusters
        } else {
            failures.append((reason, clusters))
        }
    }
}

extension RunSeries {
    /// Takes over what the clusters did in the run.
    mutating func add(_ duties: ClusterDuties, _ signer: ClusterSigner?, _ world: World) {
        for (sites, figures) in zip(duties.groups, duties.figures) {
            let cluster = duties.sites[sites.lowerBound].cluster
            if clusterFigures.last?.cluster == cluster {
                clusterFigures[clusterFigures.count - 1].figures.add(figures)
            } else {
                clusterFigures.append((cluster, figures))
            }
        }
        for (sites, figures) in zip(duties.groups, duties.figures) where figures.liars != 0 {
            let site = duties.sites[sites.lowerBound]
            note(
                "\(world.scenario.clusters[site.cluster].name): wrong partial signatures of "
                    + "\(site.names(figures.liars, among: world.nodes)) were caught")
        }
        add(duties.aggregationMisses)
        if let signer { note(signer.note) }
    }
}
