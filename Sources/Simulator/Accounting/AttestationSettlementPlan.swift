import BeaconChain

/// The registry as an epoch transition must see it: every row with one set of flags.
///
/// A cohort whose members voted differently is parted for the length of the transition: the largest part keeps the row,
/// the others get rows at the end of the registry. Afterwards parts that differ in nothing but their balance melt back,
/// the difference being kept beside; parts that differ in more (an inactivity score, an exit) stay rows of their own.
struct AttestationSettlementPlan {
    /// Members with equal flags, fewer than all.
    struct Part {
        var row: Int
        /// Row of the population from which it was taken.
        var origin: Int
        var flags: UInt8
        /// Members by cause of what they lack.
        var causes: [(cause: Int, count: Int)]
        /// Effective balance before the transition, in increments.
        var increments: UInt16
        var isWholeRow: Bool
    }

    private(set) var parts: [Part] = []
    /// Rows added at the end: whose members they are.
    private var added: [(row: Int, origin: Int)] = []
    private var rowsBefore = 0

    /// - Parameter classes: in order of rows.
    init(_ classes: [AttestationClass], population: Population) {
        for found in classes {
            if let last = parts.indices.last {
                let known = parts[...last].lastIndex { $0.origin != found.row || $0.flags == found.flags } ?? -1
                if known >= 0, parts[known].origin == found.row {
                    parts[known].causes.append((found.cause, found.count))
                    continue
                }
            }
            parts.append(
                Part(
                    row: found.row, origin: found.row, flags: found.flags, causes: [(found.cause, found.count)],
                    increments: 0, isWholeRow: population.members[found.row] == 1))
        }
    }

    /// Sets the flags of the previous epoch, parting cohorts where needed.
    mutating func apply(to registry: inout Registry) {
        rowsBefore = registry.count
        registry.previousParticipation.withUnsafeMutableBufferPointer { flags in
            flags.update(repeating: 7)
        }
        var first = 0
        while first < parts.count {
            var last = first
            while last + 1 < parts.count, parts[last + 1].origin == parts[first].origin { last += 1 }
            part(first...last, of: &registry)
            first = last + 1
        }
    }

    private mutating func part(_ range: ClosedRange<Int>, of registry: inout Registry) {
        let row = parts[range.lowerBound].origin
        let increments = registry.effectiveIncrements[row]
        for index in range { parts[index].increments = increments }
        let members = registry.multiplicity.isEmpty ? 1 : Int(registry.multiplicity[row])
        func count(_ index: Int) -> Int { parts[index].causes.reduce(0) { $0 + $1.count } }
        let flawless = members - range.reduce(0) { $0 + count($1) }
        // The largest part keeps the row; on a tie the flawless, then the earlier.
        var keeper = -1
        var largest = flawless
        for index in range where count(index) > largest {
            keeper = index
            largest = count(index)
        }
        for index in range where index != keeper {
            let newRow = registry.split(row, last: UInt32(count(index)))
            registry.previousParticipation[newRow] = parts[index].flags
            parts[index].row = newRow
            added.append((newRow, row))
        }
        if keeper >= 0 {
            if flawless > 0 {
                let newRow = registry.split(row, last: UInt32(flawless))
                registry.previousParticipation[newRow] = 7
                added.append((newRow, row))
            }
            registry.previousParticipation[row] = parts[keeper].flags
        }
    }

    /// Puts the parts together again after the transition.
    ///
    /// - Parameters:
    ///   - splits: rows that the transition itself parted.
    ///   - increment: `EFFECTIVE_BALANCE_INCREMENT`, Gwei.
    ///   - note: told where members' balances have drifted so far apart that they had to be levelled.
    func melt(
        into population: inout Population, registry: inout Registry,
        splits: [(row: Int, newRow: Int, count: UInt32)], increment: Gwei, note: (String) -> Void
    ) {
        guard registry.count > rowsBefore else {
            level(&population, &registry, Int64(increment), note)
            return
        }
        var originOf: [Int: Int] = [:]
        for entry in added { originOf[entry.row] = entry.origin }
        for split in splits { originOf[split.newRow] = originOf[split.row] ?? split.row }
        var kept: [(row: Int, origin: Int)] = []
        for row in rowsBefore..<registry.count {
            guard let origin = originOf[row] else { continue }
            let target = ([origin] + kept.filter { $0.origin == origin }.map(\.row)).first {
                registry.differ(row, $0) == false
            }
            guard let target else {
                kept.append((row, origin))
                continue
            }
            let count = registry.multiplicity[row]
            if target == origin {
                population.absorb(
                    difference: Int64(registry.balances[row]) - Int64(registry.balances[origin]), members: Int(count),
                    into: origin)
            } else {
                // A part of a part: what lies beside goes to the row that the population knows.
                population.absorb(
                    difference: Int64(registry.balances[row]) - Int64(registry.balances[target]), members: Int(count),
                    into: origin)
            }
            registry.multiplicity[target] += count
        }
        for (offset, entry) in kept.enumerated() {
            let place = rowsBefore + offset
            if place != entry.row { registry.move(entry.row, to: place) }
            population.split(row: entry.origin, into: place, count: Int(registry.multiplicity[place]))
        }
        registry.truncate(to: rowsBefore + kept.count)
        level(&population, &registry, Int64(increment), note)
    }

    /// Where a cohort's members could by now differ in their effective balance, gives all of them the mean.
    private func level(
        _ population: inout Population, _ registry: inout Registry, _ increment: Int64, _ note: (String) -> Void
    ) {
        for row in population.cohortRows {
            guard let bounds = population.balanceBounds[row] else { continue }
            let balance = Int64(registry.balances[row])
            let effective = Int64(registry.effectiveIncrements[row]) * increment
            let falls = balance - bounds.below + increment / 4 < effective
            let rises = registry.credentialPrefixes[row] == 2 && effective + increment * 5 / 4 < balance + bounds.above
            guard bounds.below > 0 || bounds.above > 0, falls || rises else { continue }
            registry.balances[row] = Gwei(balance + population.levelBalances(of: row, holding: balance))
            note(
                "balances within a cohort drifted so far apart that they were levelled to their mean: "
                    + "'detail: individual' follows each validator")
        }
    }
}

extension Registry {
    /// Whether two rows differ in anything but their balance and their size.
    func differ(_ a: Int, _ b: Int) -> Bool {
        effectiveIncrements[a] != effectiveIncrements[b] || inactivityScores[a] != inactivityScores[b]
            || exitEpochs[a] != exitEpochs[b] || withdrawableEpochs[a] != withdrawableEpochs[b]
            || activationEpochs[a] != activationEpochs[b] || slashed[a] != slashed[b]
    }

    /// Overwrites a row with another.
    mutating func move(_ from: Int, to place: Int) {
        effectiveIncrements[place] = effectiveIncrements[from]
        balances[place] = balances[from]
        slashed[place] = slashed[from]
        activationEligibilityEpochs[place] = activationEligibilityEpochs[from]
        activationEpochs[place] = activationEpochs[from]
        exitEpochs[place] = exitEpochs[from]
        withdrawableEpochs[place] = withdrawableEpochs[from]
        inactivityScores[place] = inactivityScores[from]
        previousParticipation[place] = previousParticipation[from]
        currentParticipation[place] = currentParticipation[from]
        credentialPrefixes[place] = credentialPrefixes[from]
        multiplicity[place] = multiplicity[from]
    }

    /// Drops the last rows.
    mutating func truncate(to rows: Int) {
        let surplus = count - rows
        guard surplus > 0 else { return }
        effectiveIncrements.removeLast(surplus)
        balances.removeLast(surplus)
        slashed.removeLast(surplus)
        activationEligibilityEpochs.removeLast(surplus)
        activationEpochs.removeLast(surplus)
        exitEpochs.removeLast(surplus)
        withdrawableEpochs.removeLast(surplus)
        inactivityScores.removeLast(surplus)
        previousParticipation.removeLast(surplus)
        currentParticipation.removeLast(surplus)
        credentialPrefixes.removeLast(surplus)
        multiplicity.removeLast(surplus)
    }
}
