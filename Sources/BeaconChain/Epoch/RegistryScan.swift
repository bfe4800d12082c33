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

    /// Most rows are the same story: active before and for long, not slashed, well above ejection; most others have
    /// left. Whatever else may be with a row is a matter for the slow way.
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
        let ejection = rules.ejectionIncrements
        for row in block {
            let entered = activation[unchecked: row].bits
            let left = exit[unchecked: row].bits
            let isQuiet = !slashed[unchecked: row] && eligibility[unchecked: row].bits != never
            if isQuiet && left > lookahead && entered <= previous && increments[unchecked: row] > ejection {
                output[unchecked: row] = flags[unchecked: row] & RowClass.flags | RowClass.settled
            } else if isQuiet && left <= previous && entered != never {
                output[unchecked: row] = 0
            } else {
                output[unchecked: row] = classify(row, registry)
            }
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

    /// The three flags share one word: so many rows of 65,535 increments fit a lane of 21 bits.
    private static let packedRows = 32

    private func sum(
        _ block: Range<Int>, _ registry: borrowing Registry, _ classes: borrowing [UInt8]
    ) -> PartialTotals {
        let increments = registry.effectiveIncrements.span
        let newFlags = registry.currentParticipation.span
        let classes = classes.span
        let (lane, lowest) = (UInt64(21), UInt64(1 | 1 << 21 | 1 << 42))
        let mask: UInt64 = 1 << lane - 1
        // Flag bits 0, 1 and 2 go to the lowest bits of their lanes.
        let spread: UInt64 = 1 | 1 << 20 | 1 << 40

        var totals = PartialTotals()
        var largest: UInt64 = 0
        var start = block.lowerBound
        while start < block.upperBound {
            let end = min(start &+ Self.packedRows, block.upperBound)
            var (active, before, now): (UInt64, UInt64, UInt64) = (0, 0, 0)
            for row in start..<end {
                let stake = UInt64(increments[unchecked: row])
                let bits = UInt64(classes[unchecked: row])
                // The bit of a voter turned into a mask of three bits.
                let voting = bits >> RowClass.votingShift & 1 &* 7
                active &+= stake &* (bits >> RowClass.activeShift & 1)
                before &+= (bits & 7) &* spread & lowest &* stake
                now &+= (UInt64(newFlags[unchecked: row]) & voting) &* spread & lowest &* stake
                largest = max(largest, stake)
            }
            totals.active &+= active
            totals.previousSource &+= before & mask
            totals.previousTarget &+= before >> lane & mask
            totals.previousHead &+= before >> (2 * lane)
            totals.currentSource &+= now & mask
            totals.currentTarget &+= now >> lane & mask
            totals.currentHead &+= now >> (2 * lane)
            start = end
        }
        totals.largestRow = UInt16(truncatingIfNeeded: largest)
        return totals
    }

    /// The same where rows stand for several; 2,048 rows of 65,535 increments and 2^32 members stay below 2^64.
    private func sumCohorts(
        _ block: Range<Int>, _ registry: borrowing Registry, _ classes: borrowing [UInt8]
    ) -> PartialTotals {
        var totals = PartialTotals()
        for row in block {
            let bits = classes[row]
            let stake = UInt64(registry.effectiveIncrements[row]) &* UInt64(registry.multiplicity[row])
            let newFlags = bits & RowClass.voting == 0 ? 0 : registry.currentParticipation[row]
            if bits & RowClass.active != 0 { totals.active &+= stake }
            if bits & 1 != 0 { totals.previousSource &+= stake }
            if bits & 2 != 0 { totals.previousTarget &+= stake }
            if bits & 4 != 0 { totals.previousHead &+= stake }
            if newFlags & 1 != 0 { totals.currentSource &+= stake }
            if newFlags & 2 != 0 { totals.currentTarget &+= stake }
            if newFlags & 4 != 0 { totals.currentHead &+= stake }
            totals.largestRow = max(totals.largestRow, registry.effectiveIncrements[row])
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
