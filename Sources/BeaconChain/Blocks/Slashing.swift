/// Members of a row who were slashed together and leave together.
public struct SlashedPart: Sendable, Equatable {
    /// Registry row that holds them now.
    public var row: Int
    /// Whether they were taken out of the row that was named, into a new one at the end of the registry.
    public var isNewRow: Bool
    /// How many they are.
    public var members: UInt64
    /// What each of them lost at once, Gwei.
    public var penalty: Gwei
    /// What the evidence for each of them is worth, Gwei; the proposer's share is a part of it.
    public var reward: Gwei
}

extension BeaconState {
    /// Spec: `is_slashable_validator`.
    public func isSlashable(_ row: Int, at epoch: Epoch) -> Bool {
        !registry.slashed[row] && registry.activationEpochs[row].epoch <= epoch
            && epoch < registry.withdrawableEpochs[row].epoch
    }

    /// Slashes a validator and pays the block's proposer for the evidence, as whistle-blower too.
    ///
    /// Spec: `slash_validator`, Altair; quotients of the fork in force.
    ///
    /// - Throws: `BlockError`, `EpochError`.
    public mutating func slashValidator(_ row: Int, _ context: BlockContext, _ part: BlockPart) throws {
        for slashed in try slash(row, members: 1, totalActiveBalance: context.totalActiveBalance, part) {
            let proposerShare =
                slashed.reward * ParticipationFlag.proposerWeight / ParticipationFlag.weightDenominator
            let proposer = try self.row(context.proposer, part)
            try increaseBalance(proposer, by: proposerShare, part)
            try increaseBalance(proposer, by: slashed.reward - proposerShare, part)
        }
    }

    /// Slashes members of a row and pays nobody for it: `slash_validator` once for each of them, but for its last
    /// lines.
    ///
    /// Members whom the exit queue lets go at different epochs get rows of their own; the last members of a row are
    /// taken first, and those who are taken last keep it where none of its members is left.
    ///
    /// - Parameters:
    ///   - members: how many; at least one and at most as many as the row has.
    ///   - totalActiveBalance: of the current epoch, Gwei.
    ///   - part: what to name in an error.
    /// - Returns: the slashed by row.
    /// - Throws: `BlockError`, `EpochError`; the state is then half-way and of no further use.
    /// - Complexity: constant from Electra on, before a pass over the registry's exit epochs.
    public mutating func slash(
        _ row: Int, members: UInt64, totalActiveBalance: Gwei, _ part: BlockPart
    ) throws -> [SlashedPart] {
        guard spec.minSlashingPenaltyQuotient > 0 else {
            throw EpochError.constant(name: "MIN_SLASHING_PENALTY_QUOTIENT", value: 0, reason: "must not be zero")
        }
        guard spec.whistleblowerRewardQuotient > 0 else {
            throw EpochError.constant(name: "WHISTLEBLOWER_REWARD_QUOTIENT", value: 0, reason: "must not be zero")
        }
        let epoch = currentEpoch
        let balance = effectiveBalance(row)
        var leaving: [SlashedPart] = []
        func leave(_ taken: (row: Int, isNew: Bool), _ count: UInt64) {
            leaving.append(
                SlashedPart(
                    row: taken.row, isNewRow: taken.isNew, members: count,
                    penalty: min(registry.balances[taken.row], balance / spec.minSlashingPenaltyQuotient),
                    reward: balance / spec.whistleblowerRewardQuotient))
        }
        if registry.exitEpochs[row] == .farFuture {
            var queue = try ExitQueue(self, totalActiveBalance: totalActiveBalance)
            var left = members
            while left > 0 {
                let place = try queue.admit(balance: balance, count: left)
                let taken = take(place.count, of: row)
                try setExit(taken.row, exit: place.exit, withdrawable: place.withdrawable, part)
                leave(taken, place.count)
                left -= place.count
            }
            queue.write(to: &self)
        } else {
            leave(take(members, of: row), members)
        }
        let earliest = try epoch.plus(spec.epochsPerSlashingsVector, part)
        guard UInt64(slashings.count) == spec.epochsPerSlashingsVector else { throw BlockError(part, .overflow) }
        let place = Int(epoch % spec.epochsPerSlashingsVector)
        for slashed in leaving {
            registry.slashed[slashed.row] = true
            let withdrawable = max(registry.withdrawableEpochs[slashed.row].epoch, earliest)
            guard let compact = CompactEpoch(withdrawable) else { throw BlockError(part, .overflow) }
            registry.withdrawableEpochs[slashed.row] = compact
            let sum = try balance.multiplied(slashed.members, "slashed balance")
            slashings[place] = try slashings[place].plus(sum, part)
            decreaseBalance(slashed.row, by: slashed.penalty)
        }
        return leaving
    }

    /// Gives members of a row a row of their own, unless they are all that is left of it.
    private mutating func take(_ count: UInt64, of row: Int) -> (row: Int, isNew: Bool) {
        count < registry.members(of: row) ? (registry.split(row, last: UInt32(count)), true) : (row, false)
    }
}
