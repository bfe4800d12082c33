extension BeaconState {
    /// The registry row of an index that a block names.
    ///
    /// - Throws: `BlockError` if there is none.
    func row(_ index: UInt64, _ part: BlockPart) throws(BlockError) -> Int {
        guard let row = Int(exactly: index), row < registry.count else { throw BlockError(part, .unknownValidator) }
        return row
    }

    /// The registry row of a row number kept in the state, which a hostile state may have wrong.
    func row(_ index: ValidatorIndex, _ part: BlockPart) throws(BlockError) -> Int {
        guard index >= 0, index < registry.count else { throw BlockError(part, .unknownValidator) }
        return index
    }

    /// Effective balance, Gwei.
    func effectiveBalance(_ row: Int) -> Gwei {
        Gwei(registry.effectiveIncrements[row]) &* spec.effectiveBalanceIncrement
    }

    /// The most that a row's effective balance can be. Spec: `get_max_effective_balance`, Electra.
    func maxEffectiveBalance(_ row: Int) -> Gwei {
        guard spec.fork >= .electra else { return spec.maxEffectiveBalance }
        return registry.credentialPrefixes[row] == 2 ? spec.maxEffectiveBalance : spec.minActivationBalance
    }

    /// Spec: `increase_balance`.
    mutating func increaseBalance(_ row: Int, by amount: Gwei, _ part: BlockPart) throws(BlockError) {
        registry.balances[row] = try registry.balances[row].plus(amount, part)
    }

    /// Spec: `decrease_balance`; stops at zero.
    mutating func decreaseBalance(_ row: Int, by amount: Gwei) {
        registry.balances[row] -= min(amount, registry.balances[row])
    }

    /// The key of a row; empty where the registry holds no keys.
    func publicKey(_ row: Int) -> [UInt8] {
        guard registry.publicKeys.count >= 48 * (row + 1) else { return [] }
        return Array(registry.publicKeys[48 * row..<48 * (row + 1)])
    }

    /// The withdrawal credentials of a row; 32 bytes, of which only the first means something where none are held.
    func withdrawalCredentials(_ row: Int) -> [UInt8] {
        guard registry.withdrawalCredentials.count >= 32 * (row + 1) else {
            return [registry.credentialPrefixes[row]] + [UInt8](repeating: 0, count: 31)
        }
        return Array(registry.withdrawalCredentials[32 * row..<32 * (row + 1)])
    }

    /// Replaces a row's withdrawal credentials.
    mutating func setWithdrawalCredentials(_ row: Int, to credentials: [UInt8]) {
        registry.credentialPrefixes[row] = credentials.first ?? 0
        guard credentials.count == 32, registry.withdrawalCredentials.count >= 32 * (row + 1) else { return }
        registry.withdrawalCredentials.replaceSubrange(32 * row..<32 * (row + 1), with: credentials)
    }

    /// Sets when a row's validator leaves and when it can withdraw.
    mutating func setExit(_ row: Int, exit: Epoch, withdrawable: Epoch, _ part: BlockPart) throws(BlockError) {
        guard let exit = CompactEpoch(exit), let withdrawable = CompactEpoch(withdrawable) else {
            throw BlockError(part, .overflow)
        }
        registry.exitEpochs[row] = exit
        registry.withdrawableEpochs[row] = withdrawable
    }

    /// The root of the block that was the head at a slot. Spec: `get_block_root_at_slot`.
    ///
    /// - Throws: `BlockError` if the slot is not in the past or longer ago than the state remembers.
    public func blockRoot(at slot: Slot, _ part: BlockPart = .block) throws(BlockError) -> Root {
        let reach = slot.addingReportingOverflow(spec.slotsPerHistoricalRoot)
        guard slot < self.slot, reach.overflow || self.slot <= reach.partialValue,
            UInt64(blockRoots.count) == spec.slotsPerHistoricalRoot
        else { throw BlockError(part, .noBlockRoot) }
        return blockRoots[Int(slot % spec.slotsPerHistoricalRoot)]
    }

    /// The mix of an epoch. Spec: `get_randao_mix`.
    func randaoMix(at epoch: Epoch, _ part: BlockPart) throws(BlockError) -> Root {
        guard UInt64(randaoMixes.count) == spec.epochsPerHistoricalVector else { throw BlockError(part, .noBlockRoot) }
        return randaoMixes[Int(epoch % spec.epochsPerHistoricalVector)]
    }

    /// Lets a validator queue for its exit, unless it does already.
    ///
    /// Spec: `initiate_validator_exit`, phase 0 (by head count) and Electra (by stake).
    ///
    /// - Throws: `EpochError` or `BlockError` if the exit epoch leaves its range.
    public mutating func initiateValidatorExit(_ row: Int, totalActiveBalance: Gwei) throws {
        guard registry.exitEpochs[row] == .farFuture else { return }
        var queue = try ExitQueue(self, totalActiveBalance: totalActiveBalance)
        let place = try queue.admit(balance: effectiveBalance(row), count: 1)
        try setExit(row, exit: place.exit, withdrawable: place.withdrawable, .voluntaryExit)
        queue.write(to: &self)
    }
}

extension Registry {
    /// The first row with that key; nil if there is none.
    ///
    /// Complexity: one pass over the keys.
    public func row(ofPublicKey key: [UInt8]) -> Int? {
        guard key.count == 48 else { return nil }
        return key.withUnsafeBytes { wanted in
            publicKeys.withUnsafeBytes { keys in
                let first = wanted.uint64(0)
                for row in 0..<keys.count / 48 where keys.uint64(48 * row) == first {
                    if UnsafeRawBufferPointer(rebasing: keys[48 * row..<48 * (row + 1)]).elementsEqual(wanted) {
                        return row
                    }
                }
                return nil
            }
        }
    }
}
