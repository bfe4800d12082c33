/// The order in which validators leave, by stake per epoch (Electra, EIP-7251) or by head count (before).
///
/// Spec: `initiate_validator_exit`, `compute_exit_epoch_and_update_churn`.
public struct ExitQueue: Sendable {
    private enum Rule: Sendable {
        case stake(limit: Gwei)
        case heads(limit: UInt64)
    }

    private let rule: Rule
    private let withdrawabilityDelay: Epoch
    /// The earliest epoch for which an exit can still be promised.
    public private(set) var epoch: Epoch
    /// Electra: Gwei that may still leave in `epoch`. Before: validators that do already.
    public private(set) var used: UInt64
    /// Whether anybody has been admitted, so that the state's queue must be written back.
    public private(set) var hasMoved = false

    /// What a state holds of the queue.
    struct Stored: Sendable {
        let currentEpoch: Epoch
        let earliestExitEpoch: Epoch
        let exitBalanceToConsume: Gwei

        init(_ state: borrowing BeaconState) {
            currentEpoch = state.currentEpoch
            earliestExitEpoch = state.earliestExitEpoch
            exitBalanceToConsume = state.exitBalanceToConsume
        }
    }

    /// The queue as a state has it.
    ///
    /// Complexity: constant from Electra on; before, a pass over the registry's exit epochs.
    /// - Parameter totalActiveBalance: Gwei, of the current epoch.
    /// - Throws: `EpochError` where a constant or an epoch makes the queue impossible.
    public init(_ state: borrowing BeaconState, totalActiveBalance: Gwei) throws(EpochError) {
        try self.init(
            state.spec, Stored(state), registry: state.registry, totalActiveBalance: totalActiveBalance)
    }

    init(
        _ spec: ChainSpec, _ stored: Stored, registry: borrowing Registry, totalActiveBalance: Gwei
    ) throws(EpochError) {
        withdrawabilityDelay = spec.minValidatorWithdrawabilityDelay
        let earliest = try stored.currentEpoch.adding(1, "exit epoch").adding(spec.maxSeedLookahead, "exit epoch")
        if spec.fork >= .electra {
            let limit = try ChurnLimit(spec, totalActiveBalance: totalActiveBalance).activationExit
            rule = .stake(limit: limit)
            epoch = max(stored.earliestExitEpoch, earliest)
            used = stored.earliestExitEpoch < earliest ? limit : stored.exitBalanceToConsume
        } else {
            var last = earliest
            var leaving: UInt64 = 0
            for row in 0..<registry.count where registry.exitEpochs[row] != .farFuture {
                let exit = registry.exitEpochs[row].epoch
                if exit > last { (last, leaving) = (exit, 0) }
                if exit == last { leaving += registry.members(of: row) }
            }
            rule = .heads(limit: ChurnLimit.heads(spec, activeCount: registry.activeCount(in: stored.currentEpoch)))
            epoch = last
            used = leaving
        }
    }

    /// Admits the next validators of equal effective balance that share an exit epoch.
    ///
    /// - Parameters:
    ///   - balance: effective balance of each, Gwei.
    ///   - count: how many wait, at least one.
    /// - Returns: how many of them leave at `exit`, at least one, and when they can withdraw.
    /// - Throws: `EpochError.overflow` where an epoch leaves 64 bits.
    public mutating func admit(
        balance: Gwei, count: UInt64
    ) throws(EpochError) -> (count: UInt64, exit: Epoch, withdrawable: Epoch) {
        hasMoved = true
        let admitted: UInt64
        switch rule {
        case .stake(let limit):
            if balance > used {
                guard limit > 0 else {
                    throw .constant(
                        name: "MAX_PER_EPOCH_ACTIVATION_EXIT_CHURN_LIMIT", value: 0, reason: "lets nobody exit")
                }
                let epochs = (balance - used - 1) / limit + 1
                epoch = try epoch.adding(epochs, "exit epoch")
                used = try epochs.multiplied(limit, "exit churn").adding(used, "exit churn")
            }
            admitted = balance == 0 ? count : min(count, used / balance)
            used -= admitted * balance
        case .heads(let limit):
            if used >= limit {
                epoch = try epoch.adding(1, "exit epoch")
                used = 0
            }
            admitted = min(count, max(1, limit - min(limit, used)))
            used += admitted
        }
        return (admitted, epoch, try epoch.adding(withdrawabilityDelay, "withdrawable epoch"))
    }

    /// Stores where the queue stands, if anybody was admitted. Nothing to store before Electra.
    public func write(to state: inout BeaconState) {
        guard hasMoved, case .stake = rule else { return }
        state.earliestExitEpoch = epoch
        state.exitBalanceToConsume = used
    }
}

/// How much may enter and leave in an epoch.
public struct ChurnLimit: Sendable, Equatable {
    /// Gwei for activations and for exits each (spec: `get_activation_exit_churn_limit`, Electra).
    public let activationExit: Gwei
    /// Gwei for consolidations (spec: `get_consolidation_churn_limit`, Electra).
    public let consolidation: Gwei

    /// - Throws: `EpochError.constant` where a divisor is zero.
    public init(_ spec: ChainSpec, totalActiveBalance: Gwei) throws(EpochError) {
        guard spec.churnLimitQuotient > 0, spec.effectiveBalanceIncrement > 0 else {
            throw .constant(name: "CHURN_LIMIT_QUOTIENT", value: 0, reason: "must not be zero")
        }
        let churn = max(spec.minPerEpochChurnLimitGwei, totalActiveBalance / spec.churnLimitQuotient)
        let whole = churn - churn % spec.effectiveBalanceIncrement
        activationExit = min(spec.maxPerEpochActivationExitChurnLimit, whole)
        consolidation = whole - activationExit
    }

    /// Validators that may exit in an epoch before Electra (spec: `get_validator_churn_limit`, phase 0).
    public static func heads(_ spec: ChainSpec, activeCount: UInt64) -> UInt64 {
        max(spec.minPerEpochChurnLimit, activeCount / max(1, spec.churnLimitQuotient))
    }

    /// Validators that may be activated in an epoch before Electra (from Deneb on capped, EIP-7514).
    public static func activations(_ spec: ChainSpec, activeCount: UInt64) -> UInt64 {
        let limit = heads(spec, activeCount: activeCount)
        return spec.fork >= .deneb ? min(spec.maxPerEpochActivationChurnLimit, limit) : limit
    }
}
