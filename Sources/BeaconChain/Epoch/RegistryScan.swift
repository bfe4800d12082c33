/// The first pass over the registry: sums up stake and participation and puts every row into its class.
struct RegistryScan {
    /// Rows per block: their columns fit the first-level cache, and 32 bits hold a sum of their increments.
    static let blockRows = 2048

    let rules: EpochRules

    init(_ rules: EpochRules) {
        self.rules = rules
    }

    /// Complexity: one pass over the registry.
    ///
    /// - Parameter classes: receives a `RowClass` byte per row; grown where too short.
    func run(_ registry: borrowing Registry, classes: inout [UInt8]) throws(EpochError) -> EpochTotals {
        let rows = registry.count
        if classes.count < rows { classes = [UInt8](repeating: 0, count: rows) }
        var totals = EpochTotals()
        var start = 0
        while start < rows {
            let block = start..<min(start + Self.blockRows, rows)
            classify(block, registry, &classes)
            markEligibleSlashed(block, registry, &classes)
            if registry.multiplicity.isEmpty {
                try totals.add(sum(block, registry, classes))
            } else {
                try totals.add(sumCohorts(block, registry, classes))
            }
            start = block.upperBound
        }
        _ = try max(1, totals.activeIncrements).multiplied(rules.increment, "total active balance")
        for flag in ParticipationFlag.allCases {
            _ = try totals.previous[flag].multiplied(rules.increment, "participating balance")
            _ = try totals.current[flag].multiplied(rules.increment, "participating balance")
        }
        return totals
    }

    /// Most rows tell one of two stories: active before and for long, not slashed, well above ejection; or gone. Eight
    /// rows at a time are told apart by the top bits of differences, which may doubt such a row but trust no other.
    private func classify(_ block: Range<Int>, _ registry: borrowing Registry, _ classes: inout [UInt8]) {
        let increments = registry.effectiveIncrements.span
        let slashed = registry.slashed.span
        let eligibility = registry.activationEligibilityEpochs.span
        let activation = registry.activationEpochs.span
        let exit = registry.exitEpochs.span
        let flags = registry.previousParticipation.span
        var output = classes.mutableSpan

        let never = CompactEpoch.farFuture.bits
        let previous = rules.compactPrevious.bits
        let lookahead = max(rules.compactLookahead.bits, rules.compactCurrent.bits)
        let previousLanes = SIMD8<UInt32>(repeating: previous)
        let lookaheadLanes = SIMD8<UInt32>(repeating: lookahead)
        let ejectionLanes = SIMD8<UInt16>(repeating: rules.ejectionIncrements)
        // Differences tell the order only while the epochs themselves leave the top bit free.
        let isOrdered = lookahead < 1 << 31

        var row = block.lowerBound
        while row < block.upperBound {
            let isWhole = row &+ 8 <= block.upperBound
            if isWhole, isOrdered {
                let entered = activation.lanes(at: row)
                let left = exit.lanes(at: row)
                let stakes = increments.bytes.unsafeLoadUnaligned(
                    fromUncheckedByteOffset: row &* 2, as: SIMD8<UInt16>.self)
                let poor = SIMD8<UInt32>(truncatingIfNeeded: ~(ejectionLanes &- stakes)) &<< 16
                let settled = (left | (lookaheadLanes &- left)) & ~poor
                let notGone = (previousLanes &- left) | left
                let doubts =
                    (previousLanes &- entered) | entered | eligibility.lanes(at: row) | (~settled & notGone)
                let pairs = unsafeBitCast(doubts.lowHalf | doubts.highHalf, to: SIMD2<UInt64>.self)
                let fined = slashed.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: row, as: UInt64.self)
                if (pairs[0] | pairs[1]) & 0x8000_0000_8000_0000 | fined == 0 {
                    let signs = SIMD8<Int32>(truncatingIfNeeded: settled) &>> 31
                    let mask = unsafeBitCast(SIMD8<Int8>(truncatingIfNeeded: signs), to: UInt64.self)
                    let word = flags.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: row, as: UInt64.self)
                    let each: UInt64 = 0x0101_0101_0101_0101
                    var bytes = output.mutableBytes
                    bytes.storeBytes(
                        of: (word & (each &* UInt64(RowClass.flags)) | each &* UInt64(RowClass.settled)) & mask,
                        toByteOffset: row, as: UInt64.self)
                    row &+= 8
                    continue
                }
            }
            for row in row..<(isWhole ? row &+ 8 : block.upperBound) {
                let entered = activation[unchecked: row].bits
                let left = exit[unchecked: row].bits
                let isQuiet = !slashed[unchecked: row] && eligibility[unchecked: row].bits != never
                if isQuiet && left > lookahead && entered <= previous
                    && increments[unchecked: row] > rules.ejectionIncrements
                {
                    output[unchecked: row] = flags[unchecked: row] & RowClass.flags | RowClass.settled
                } else if isQuiet && left <= previous && entered != never {
                    output[unchecked: row] = 0
                } else {
                    output[unchecked: row] = classify(row, registry)
                }
            }
            row = isWhole ? row &+ 8 : block.upperBound
        }
    }

    /// The class of any row.
    @inline(never)
    private func classify(_ row: Int, _ registry: borrowing Registry) -> UInt8 {
        let stake = registry.effectiveIncrements[row]
        let entered = registry.activationEpochs[row]
        let left = registry.exitEpochs[row]
        let isSlashed = registry.slashed[row]
        let eligible = registry.activationEligibilityEpochs[row]
        func isActive(_ epoch: CompactEpoch) -> Bool { entered <= epoch && epoch < left }

        var result: UInt8 = 0
        if isActive(rules.compactPrevious) {
            result |= RowClass.eligible
            if !isSlashed { result |= registry.previousParticipation[row] & RowClass.flags }
        }
        if isActive(rules.compactLookahead) { result |= RowClass.drawn }
        let active = isActive(rules.compactCurrent)
        if active { result |= RowClass.active | (isSlashed ? 0 : RowClass.voting) }
        let mayQueue = eligible == .farFuture && stake >= rules.minimumActivationIncrements
        let mayEject = active && left == .farFuture && stake <= rules.ejectionIncrements
        let mayActivate = entered == .farFuture
        if isSlashed || mayQueue || mayEject || mayActivate { result |= RowClass.attention }
        return result
    }

    /// Eight rows at a time; the block's sums of 16-bit increments fit lanes of 32 bits.
    private func sum(
        _ block: Range<Int>, _ registry: borrowing Registry, _ classes: borrowing [UInt8]
    ) -> PartialTotals {
        let increments = registry.effectiveIncrements.span
        let newFlags = registry.currentParticipation.span
        let classes = classes.span
        let one = SIMD8<UInt16>(repeating: 1)
        let limit = SIMD8<UInt16>(repeating: rules.maximumIncrements)

        var active = SIMD8<UInt32>(repeating: 0)
        var (source, target, head) = (active, active, active)
        var (newSource, newTarget, newHead) = (active, active, active)
        var seen = SIMD8<UInt16>(repeating: 0)
        var beyond = seen
        var row = block.lowerBound
        while row &+ 8 <= block.upperBound {
            let stake = increments.bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: row &* 2, as: SIMD8<UInt16>.self)
            let bits = SIMD8<UInt16>(
                truncatingIfNeeded: classes.bytes.unsafeLoadUnaligned(
                    fromUncheckedByteOffset: row, as: SIMD8<UInt8>.self))
            let voting = bits &>> UInt16(RowClass.votingShift) & one
            let now =
                SIMD8<UInt16>(
                    truncatingIfNeeded: newFlags.bytes.unsafeLoadUnaligned(
                        fromUncheckedByteOffset: row, as: SIMD8<UInt8>.self)) & (voting &* 7)
            active &+= widened(stake &* (bits &>> UInt16(RowClass.activeShift) & one))
            source &+= widened(stake &* (bits & one))
            target &+= widened(stake &* (bits &>> 1 & one))
            head &+= widened(stake &* (bits &>> 2 & one))
            newSource &+= widened(stake &* (now & one))
            newTarget &+= widened(stake &* (now &>> 1 & one))
            newHead &+= widened(stake &* (now &>> 2 & one))
            seen |= stake
            beyond |= (limit &- stake) | stake
            row &+= 8
        }
        var totals = PartialTotals(
            active: UInt64(active.wrappedSum()), previousSource: UInt64(source.wrappedSum()),
            previousTarget: UInt64(target.wrappedSum()), previousHead: UInt64(head.wrappedSum()),
            currentSource: UInt64(newSource.wrappedSum()), currentTarget: UInt64(newTarget.wrappedSum()),
            currentHead: UInt64(newHead.wrappedSum()))
        // Bits that some row has make a bound on all rows, and the largest effective balance is another one unless
        // some row is beyond it.
        let bound = union(seen)
        totals.largestRow = union(beyond) < 1 << 15 ? min(bound, rules.maximumIncrements) : bound
        for row in row..<block.upperBound {
            totals.add(
                UInt64(increments[row]), bits: classes[row], newFlags: newFlags[row], increments: increments[row])
        }
        return totals
    }

    @inline(__always)
    private func widened(_ lanes: SIMD8<UInt16>) -> SIMD8<UInt32> { SIMD8<UInt32>(truncatingIfNeeded: lanes) }

    private func union(_ lanes: SIMD8<UInt16>) -> UInt16 {
        var result: UInt16 = 0
        for lane in lanes.indices { result |= lanes[lane] }
        return result
    }

    /// The same where rows stand for several; 2,048 rows of 65,535 increments and 2^32 members stay below 2^64.
    private func sumCohorts(
        _ block: Range<Int>, _ registry: borrowing Registry, _ classes: borrowing [UInt8]
    ) -> PartialTotals {
        var totals = PartialTotals()
        for row in block {
            let increments = registry.effectiveIncrements[row]
            totals.add(
                UInt64(increments) &* UInt64(registry.multiplicity[row]), bits: classes[row],
                newFlags: registry.currentParticipation[row], increments: increments)
        }
        return totals
    }

    /// Slashed validators pay penalties until they are withdrawable, active or not.
    private func markEligibleSlashed(_ block: Range<Int>, _ registry: borrowing Registry, _ classes: inout [UInt8]) {
        let slashed = registry.slashed.span
        let withdrawable = registry.withdrawableEpochs.span
        let next = rules.previous + 1
        var row = RowClass.nextAttention(from: block.lowerBound, to: block.upperBound, in: classes.span)
        while row < block.upperBound {
            if slashed[row], next < withdrawable[row].epoch { classes[row] |= RowClass.eligible }
            row = RowClass.nextAttention(from: row + 1, to: block.upperBound, in: classes.span)
        }
    }
}

extension Span<CompactEpoch> {
    /// Eight epochs as they lie in memory; the caller sees to it that they are there.
    @inline(__always)
    fileprivate func lanes(at row: Int) -> SIMD8<UInt32> {
        withUnsafeBytes {
            $0.loadUnaligned(fromByteOffset: row &* 4, as: SIMD8<UInt32>.self)
        }
    }
}
