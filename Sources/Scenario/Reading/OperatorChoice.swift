/// Ways to pick a cluster's operators.
enum MarketStrategy: String {
    case cheapest
    case bestUptime = "best-uptime"
    case diverse
    case random
}

/// Forms clusters from a catalogue of operators, one after the other.
struct OperatorChoice {
    let operators: [MarketOperator]
    let strategy: MarketStrategy
    /// Operators of a cluster.
    let size: Int
    /// Validators that one operator serves at most.
    let capacity: Int
    /// Root of the random strategy.
    let seed: UInt64
    /// Validators that each operator serves so far.
    private(set) var loads: [Int]
    /// Some cluster has two operators that share a provider, region or client though the strategy is `diverse`.
    private(set) var sharesTraits = false

    init(_ operators: [MarketOperator], _ strategy: MarketStrategy, size: Int, capacity: Int, seed: UInt64) {
        self.operators = operators
        self.strategy = strategy
        self.size = size
        self.capacity = capacity
        self.seed = seed
        loads = Array(repeating: 0, count: operators.count)
    }

    /// Operators that have room for so many more validators.
    func withRoom(for validators: Int) -> [Int] { operators.indices.filter { loads[$0] + validators <= capacity } }

    /// Picks the operators of the next cluster.
    ///
    /// - Returns: positions in the catalogue by operator number, as SSV orders a committee; nil where too few have room.
    /// - Complexity: O(operators · (log operators + size)); `diverse` looks at up to `mostSteps` operators first.
    mutating func next(cluster: Int, validators: Int) -> [Int]? {
        let free = withRoom(for: validators)
        guard free.count >= size else { return nil }
        let chosen: [Int]
        switch strategy {
        case .cheapest: chosen = first(of: free) { [operators] in (operators[$0].fee, 0) }
        case .bestUptime: chosen = first(of: free) { [operators] in (-Int64(operators[$0].uptime), operators[$0].fee) }
        case .random:
            chosen = first(of: free) { [operators, seed] in
                (Int64(bitPattern: Self.lot(seed, UInt64(cluster), operators[$0].id)), 0)
            }
        case .diverse: chosen = diverse(free)
        }
        for index in chosen { loads[index] += validators }
        return chosen.sorted { operators[$0].id < operators[$1].id }
    }

    /// The lowest by a key, then by operator number.
    private func first(of free: [Int], by key: (Int) -> (Int64, Int64)) -> [Int] {
        Array(ordered(free, by: key).prefix(size))
    }

    private func ordered(_ free: [Int], by key: (Int) -> (Int64, Int64)) -> [Int] {
        free.map { (key: key($0), id: operators[$0].id, index: $0) }
            .sorted { ($0.key.0, $0.key.1, $0.id) < ($1.key.0, $1.key.1, $1.id) }.map(\.index)
    }

    /// Operators that share nothing, if a search of limited length finds such; otherwise one by one those that share
    /// least with the ones before.
    private mutating func diverse(_ free: [Int]) -> [Int] {
        let order = ordered(free) { (Int64(loads[$0]), operators[$0].fee) }
        var steps = Self.mostSteps
        if let apart = apart(order[...], [], &steps) { return apart }
        sharesTraits = true
        var chosen: [Int] = []
        while chosen.count < size {
            var best: (shared: Int, index: Int)?
            for index in order where !chosen.contains(index) {
                let shared = chosen.reduce(0) { $0 + operators[index].traits(sharedWith: operators[$1]) }
                if best.map({ shared < $0.shared }) ?? true { best = (shared, index) }
            }
            guard let best else { break }
            chosen.append(best.index)
        }
        return chosen
    }

    /// Operators that the search for a wholly diverse cluster looks at before it gives up.
    private static let mostSteps = 50_000

    private func apart(_ order: ArraySlice<Int>, _ chosen: [Int], _ steps: inout Int) -> [Int]? {
        if chosen.count == size { return chosen }
        for place in order.indices {
            guard steps > 0 else { return nil }
            steps -= 1
            let candidate = operators[order[place]]
            if chosen.contains(where: { operators[$0].traits(sharedWith: candidate) > 0 }) { continue }
            if let found = apart(order[(place + 1)...], chosen + [order[place]], &steps) { return found }
        }
        return nil
    }

    /// A number that depends on nothing but the seed, the cluster and the operator: another line in the catalogue
    /// changes nobody else's lot.
    ///
    /// SplitMix64's output function (Steele, Lea and Flood, 2014), once for each part.
    static func lot(_ parts: UInt64...) -> UInt64 {
        var state: UInt64 = 0
        for part in parts {
            state = (state ^ part) &+ 0x9E37_79B9_7F4A_7C15
            state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            state = (state ^ (state >> 27)) &* 0x94D0_49BB_1331_11EB
            state ^= state >> 31
        }
        return state
    }
}
