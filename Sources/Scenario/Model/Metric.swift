/// What an expectation can ask about, with the unit it is measured in.
///
/// The raw value is the name in the scenario file. Metrics of a validator's money and uptime apply to an entity, to
/// `rest` and to `network`; those of `isOfNetworkOnly` apply to `network` alone.
public enum Metric: String, Sendable, CaseIterable {
    case earned
    case ideal
    case penalties
    case penaltiesSource = "penalties.source"
    case penaltiesTarget = "penalties.target"
    /// Source and target penalties together.
    case penaltiesAttestation = "penalties.attestation"
    case penaltiesSync = "penalties.sync"
    case penaltiesLeak = "penalties.leak"
    case penaltiesSlashing = "penalties.slashing"
    case missedRewards = "missed_rewards"
    case missedRewardsAttestation = "missed_rewards.attestation"
    case missedRewardsSource = "missed_rewards.source"
    case missedRewardsTarget = "missed_rewards.target"
    case missedRewardsHead = "missed_rewards.head"
    case missedRewardsSync = "missed_rewards.sync"
    case missedRewardsProposal = "missed_rewards.proposal"
    /// Missed rewards and penalties together.
    case loss
    /// Rewards less penalties of attestations and the leak alone (no proposals, no sync committee).
    case netAttestation = "net.attestation"
    /// Mean balance of the subject's validators, Gwei; takes `at`.
    case balance
    /// Mean effective balance, Gwei; takes `at`.
    case effectiveBalance = "effective_balance"
    /// Highest inactivity score among the subject's validators; takes `at`.
    case inactivityScore = "inactivity_score"
    /// Epochs from the first leaking epoch to the transition that ejected the subject's first validator.
    case ejectedAfterLeakEpochs = "ejected.after_leak_epochs"
    /// Balance just before that transition, Gwei.
    case ejectedBalance = "ejected.balance"
    /// Epochs in which an attestation was missed, over all the subject's validators.
    case missedAttestations = "attestations.missed"
    case assignedAttestations = "attestations.assigned"
    case proposalsMissed = "proposals.missed"
    case proposalsAssigned = "proposals.assigned"
    /// Expected value of missed proposals: the sum over slots of the chance that a dark validator was to propose.
    case proposalsMissedExpected = "proposals.missed.expected"
    /// Attestations that were cast too late for a block of the next slot.
    case lateAttestations = "attestations.late"
    /// Share of attestations, sync-committee messages and proposals that were not performed.
    case dutiesMissed = "duties.missed"
    /// Share of cast attestations that earned a timely head.
    case headVotes = "head_votes"
    /// Lowest such share in an epoch.
    case headVotesMin = "head_votes.min"
    /// Share of validator-time in which duties could be performed.
    case uptime
    /// Longest time from the start of an outage to duty again.
    case recoveryLongest = "recovery.longest"
    /// Longest resync after an outage.
    case resyncLongest = "resync.longest"
    /// Blocks that had come to one of the subject's nodes and were not checked when a slot began, at most.
    case blocksBehindMax = "blocks_behind.max"
    /// What the subject's clusters paid to their operators and to SSV's network, Gwei of ETH, out of what was paid in for
    /// them: no part of validators' balances.
    case feesPaid = "fees.paid"
    /// What of that is left at the end, Gwei of ETH.
    case feesLeft = "fees.left"
    /// Clusters whose balance was used up within the run.
    case liquidated
    case slashed
    case exited
    case finalityDelayMax = "finality.delay.max"
    /// Epochs in the run during which the chain leaked.
    case leakEpochs = "finality.leak_epochs"
    /// Epochs from the first leaking epoch to the transition at which finality returned.
    case finalityReturnedAfter = "finality.returned_after"
    case blocksMissed = "blocks.missed"
    /// Blocks that the chain of the end of the run does not hold.
    case blocksReorged = "blocks.reorged"
    /// Time from a block's leaving until half of the nodes have it, over all nodes and slots.
    case propagationMedian = "propagation.p50"
    /// The same for 95 of 100 nodes.
    case propagationP95 = "propagation.p95"
    /// Time from a vote's leaving until an aggregator of its committee has it, for half of the votes measured: those of one
    /// committee a slot.
    case voteTravelMedian = "vote_travel.p50"
    /// The same for 95 of 100 votes.
    case voteTravelP95 = "vote_travel.p95"
    /// Most branches of the chain that were alive at once.
    case branchesMax = "branches.max"
    /// Lowest share of stake with a timely target in an epoch.
    case participationMin = "participation.min"
    /// Epoch in which that was.
    case participationMinEpoch = "participation.min_epoch"
    case participationMean = "participation.mean"
    case baseRewardPerIncrement = "base_reward_per_increment"

    /// Unit of the metric's value.
    public var unit: Quantity.Unit {
        switch self {
        case .uptime, .participationMin, .participationMean, .dutiesMissed, .headVotes, .headVotesMin: .ratio
        case .recoveryLongest, .resyncLongest, .propagationMedian, .propagationP95, .voteTravelMedian, .voteTravelP95:
            .nanoseconds
        case .ejectedAfterLeakEpochs, .finalityDelayMax, .leakEpochs, .finalityReturnedAfter, .participationMinEpoch:
            .epochs
        case .inactivityScore, .missedAttestations, .assignedAttestations, .proposalsMissed, .proposalsAssigned,
            .proposalsMissedExpected, .liquidated, .slashed, .exited, .blocksMissed, .lateAttestations, .blocksReorged,
            .branchesMax, .blocksBehindMax:
            .count
        default: .gwei
        }
    }

    /// True where only the whole network has such a figure.
    public var isOfNetworkOnly: Bool {
        switch self {
        case .finalityDelayMax, .leakEpochs, .finalityReturnedAfter, .blocksMissed, .participationMin,
            .participationMinEpoch, .participationMean, .baseRewardPerIncrement, .headVotesMin, .blocksReorged,
            .propagationMedian, .propagationP95, .voteTravelMedian, .voteTravelP95, .branchesMax:
            true
        default: false
        }
    }

    /// True where the value can be asked at a time before the end.
    public var takesTime: Bool {
        switch self {
        case .balance, .effectiveBalance, .inactivityScore: true
        default: false
        }
    }

    /// True where the value can be asked for the time of one outage alone.
    public var takesOutage: Bool {
        switch self {
        case .penalties, .penaltiesSource, .penaltiesTarget, .penaltiesAttestation, .penaltiesSync, .penaltiesLeak,
            .penaltiesSlashing, .missedRewards, .missedRewardsAttestation, .missedRewardsSource, .missedRewardsTarget,
            .missedRewardsHead, .missedRewardsSync, .missedRewardsProposal, .loss, .missedAttestations,
            .proposalsMissed, .recoveryLongest, .resyncLongest, .blocksBehindMax, .dutiesMissed:
            true
        default: false
        }
    }

    /// True where the value can be below zero.
    public var canBeNegative: Bool { self == .earned || self == .netAttestation }
}
