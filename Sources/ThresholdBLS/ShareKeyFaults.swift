internal import BLS12381

/// Finds the share keys that are not on one polynomial with the group key.
struct ShareKeyFaults {
    private let committee: Committee
    private let groupKey: G1
    private let points: [G1]

    /// The sets of members that are tried as culprits; enough for two among twenty-two.
    private static let mostTrials = 300

    init(committee: Committee, groupKey: PublicKey, shareKeys: [PublicKey]) {
        self.committee = committee
        self.groupKey = groupKey.group
        points = shareKeys.map(\.group)
    }

    /// What is wrong; nil when all share keys fit the group key.
    var error: ThresholdError? {
        let all = Array(points.indices)
        if fit(all, groupKey) { return nil }
        // With any m members fitting some key, only more than m can tell that it is another's.
        let required = committee.threshold.required
        if points.count > required {
            let other = interpolated(Array(all.prefix(required)))
            if !other.isInfinity, fit(all, other) { return .shareKeysOfAnother(other.compressed) }
        }
        let culprits = fewestCulprits() ?? Array(all.prefix(required))
        return .inconsistentShareKeys(culprits.map { committee.indices[$0] }.sorted())
    }

    private func fewestCulprits() -> [Int]? {
        var trials = 0
        for count in 1..<max(1, points.count - committee.threshold.required + 1) {
            var suspects = Array(0..<count)
            while trials < ShareKeyFaults.mostTrials {
                trials += 1
                if fit(points.indices.filter { !suspects.contains($0) }, groupKey) { return suspects }
                guard advance(&suspects) else { break }
            }
        }
        return nil
    }

    /// The next combination in lexicographic order; false after the last.
    private func advance(_ combination: inout [Int]) -> Bool {
        let count = combination.count
        guard let place = combination.indices.last(where: { combination[$0] < points.count - count + $0 }) else {
            return false
        }
        combination[place] += 1
        for next in place + 1..<max(count, place + 1) { combination[next] = combination[next - 1] + 1 }
        return true
    }

    /// Whether these members' keys, at least m, are on one polynomial whose value at zero is `key`.
    private func fit(_ positions: [Int], _ key: G1) -> Bool {
        let base = Array(positions.prefix(committee.threshold.required))
        guard interpolated(base) == key else { return false }
        // A further key fits when it can take the place of the first one.
        return positions.dropFirst(base.count).allSatisfy { interpolated([$0] + base.dropFirst()) == key }
    }

    private func interpolated(_ positions: [Int]) -> G1 {
        LagrangeCoefficients(distinct: positions.map { committee.indices[$0] })
            .interpolate(positions.map { points[$0] })
    }
}
