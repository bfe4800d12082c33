/// Pays attestation rewards and penalties.
///
/// All four pairs of deltas are one addition where the balance cannot touch zero on the way; else the row is settled
/// pair by pair.
/// Spec: `process_rewards_and_penalties`, Altair.
struct RewardPass {
    private let table: AttestationRewardTable
    /// What a row gains or loses, by effective increments and the lower half of its class; zero if not eligible.
    private let net: [Int64]
    /// From this balance on no order of the flag deltas reaches zero.
    private let floor: Gwei
    private let increment: Gwei

    private static let classes = 16

    init(_ table: AttestationRewardTable, largestRow: UInt16, increment: Gwei) {
        self.table = table
        self.increment = increment
        let rows = Int(largestRow) + 1
        net = [Int64](unsafeUninitializedCapacity: rows * Self.classes) { buffer, count in
            buffer.initialize(repeating: 0)
            for increments in 0..<rows {
                for flags in 0..<8 {
                    var sum: Int64 = 0
                    for flag in ParticipationFlag.allCases {
                        let hit = UInt8(flags) & flag.bit != 0
                        let amount =
                            hit
                            ? table.reward(flag, increments: UInt16(increments))
                            : table.penalty(flag, increments: UInt16(increments))
                        sum &+= hit ? Int64(bitPattern: amount) : 0 &- Int64(bitPattern: amount)
                    }
                    buffer[increments * Self.classes + flags + Int(RowClass.eligible)] = sum
                }
            }
            count = rows * Self.classes
        }
        floor = ParticipationFlag.allCases.reduce(0) { $0 &+ table.penalty($1, increments: largestRow) }
    }

    /// For a block in which every inactivity score is zero.
    func runCalm(
        _ block: Range<Int>, _ balances: inout [Gwei], _ increments: borrowing [UInt16], _ classes: borrowing [UInt8]
    ) throws(EpochError) {
        let classes = classes.span
        let increments = increments.span
        let net = net.span
        var balances = balances.mutableSpan
        let floor = floor
        let room = (1 << 62) &- floor
        for row in block {
            let bits = classes[unchecked: row]
            let stake = increments[unchecked: row]
            let balance = balances[unchecked: row]
            let change = net[unchecked: Int(stake) &* Self.classes &+ Int(bits & RowClass.deltaBits)]
            // Whoever is not eligible has no change and no floor.
            let isEligible = 0 &- UInt64(bits &>> 3 & 1)
            if (balance &- floor) & isEligible < room {
                balances[unchecked: row] = balance &+ UInt64(bitPattern: change)
            } else {
                balances[unchecked: row] = try table.settle(
                    balance: balance, increments: stake, flags: bits & RowClass.flags, score: 0
                ).balance
            }
        }
    }

    func run(
        _ block: Range<Int>, _ balances: inout [Gwei], _ increments: borrowing [UInt16],
        _ scores: borrowing [UInt32], _ classes: borrowing [UInt8]
    ) throws(EpochError) {
        let denominator = table.inactivityDenominator
        if denominator & (denominator - 1) == 0 {
            let shift = UInt64(denominator.trailingZeroBitCount)
            try run(block, &balances, increments, scores, classes) { $0 &>> shift }
        } else {
            try run(block, &balances, increments, scores, classes) { $0 / denominator }
        }
    }

    @inline(__always)
    private func run(
        _ block: Range<Int>, _ balances: inout [Gwei], _ increments: borrowing [UInt16],
        _ scores: borrowing [UInt32], _ classes: borrowing [UInt8], _ divide: (UInt64) -> UInt64
    ) throws(EpochError) {
        let classes = classes.span
        let increments = increments.span
        let scores = scores.span
        let net = net.span
        var balances = balances.mutableSpan
        let (floor, increment) = (floor, increment)
        // Products of increments and score up to this one stay within 64 bits when turned to Gwei.
        let largestProduct = UInt64.max / increment
        for row in block {
            let bits = classes[unchecked: row]
            let stake = increments[unchecked: row]
            let balance = balances[unchecked: row]
            let misses = 0 &- UInt64((bits & 0b1010) == RowClass.eligible ? 1 : 0)
            let product = UInt64(stake) &* UInt64(scores[unchecked: row]) & misses
            let leak = divide(product &* increment)
            let change = net[unchecked: Int(stake) &* Self.classes &+ Int(bits & RowClass.deltaBits)]
            let isPlain = balance >= floor &+ leak && balance < 1 << 62 && product <= largestProduct
            if isPlain {
                balances[unchecked: row] = balance &+ UInt64(bitPattern: change) &- leak
            } else if bits & RowClass.eligible != 0 {
                balances[unchecked: row] = try table.settle(
                    balance: balance, increments: stake, flags: bits & RowClass.flags, score: scores[unchecked: row]
                ).balance
            }
        }
    }
}
