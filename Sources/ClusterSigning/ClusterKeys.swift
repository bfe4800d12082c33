public import ThresholdBLS

/// The keys of one cluster: for each of its validators a key that no member ever held whole.
public struct ClusterKeys: Sendable {
    /// One validator's key and the members' shares of it.
    public struct Validator: Sendable {
        /// The public side: the validator's key and the members' share keys.
        public let key: ThresholdKey
        /// The secret shares, in the committee's order.
        public let shares: [SecretShare]
    }

    /// The cluster's name.
    public let name: String
    /// The threshold and the members' share indices; member `i` of a ``MemberSet`` is `committee.indices[i]`.
    public let committee: Committee
    /// The validators, in order.
    public let validators: [Validator]

    /// What keys a cluster needs.
    public struct Plan: Hashable, Sendable {
        /// The cluster's name; clusters of one run need different ones, or their keys are the same.
        public var name: String
        /// The threshold and the members' share indices: 1 to n for Charon, operator identifiers for SSV.
        public var committee: Committee
        /// How many validators it runs.
        public var validators: Int

        /// A plan of given parts.
        public init(name: String, committee: Committee, validators: Int) {
            self.name = name
            self.committee = committee
            self.validators = validators
        }

        /// A plan for members with share indices 1 to n, or with operator ids for share indices.
        ///
        /// - Parameter operatorIDs: empty, or one for each member.
        /// - Throws: `impossibleThreshold`; `wrongMemberCount`, `zeroIndex` and `duplicateIndex` for ids that make no
        ///   committee.
        public init(
            name: String, threshold: Int, members: Int, operatorIDs: [UInt64] = [], validators: Int
        ) throws(ThresholdError) {
            let threshold = try Threshold(threshold, of: members)
            var indices: [ShareIndex] = []
            for id in operatorIDs { indices.append(try ShareIndex(id)) }
            self.init(
                name: name,
                committee: indices.isEmpty ? Committee(threshold) : try Committee(threshold, indices: indices),
                validators: validators)
        }
    }

    /// Runs a key ceremony for each validator.
    ///
    /// The keys depend on seed, name, committee and a validator's number alone: they are the same on every machine, and
    /// more validators do not change the first ones. Anyone can make them again, so they must never hold stake.
    ///
    /// - Throws: `identityGroupKey` or `identityPoint` when a sum of secrets is zero, which no seed will show.
    public init(_ plan: Plan, seed: UInt64) throws(ThresholdError) {
        var validators: [Validator] = []
        for number in 0..<max(0, plan.validators) {
            validators.append(try ClusterKeys.validator(number, of: plan, seed: seed))
        }
        self.init(plan, validators)
    }

    private init(_ plan: Plan, _ validators: [Validator]) {
        name = plan.name
        committee = plan.committee
        self.validators = validators
    }

    /// The keys of several clusters, in their order; the ceremonies are spread over threads and come out as they would
    /// one by one.
    public static func make(_ plans: [Plan], seed: UInt64, threads: Int) throws(ThresholdError) -> [ClusterKeys] {
        let ceremonies = plans.indices.flatMap { plan in
            (0..<max(0, plans[plan].validators)).map { (plan: plan, number: $0) }
        }
        let results = SpreadWork.map(count: ceremonies.count, threads: threads) { position in
            let ceremony = ceremonies[position]
            return Result { () throws(ThresholdError) in
                try validator(ceremony.number, of: plans[ceremony.plan], seed: seed)
            }
        }
        var validators = [[Validator]](repeating: [], count: plans.count)
        for (ceremony, result) in zip(ceremonies, results) {
            validators[ceremony.plan].append(try result.get())
        }
        return zip(plans, validators).map { ClusterKeys($0, $1) }
    }

    private static func validator(_ number: Int, of plan: Plan, seed: UInt64) throws(ThresholdError) -> Validator {
        // The number is last and holds no slash, so different names and numbers never give one text.
        var generator = DeterministicGenerator(seed: "cluster keys/\(seed)/\(plan.name)/\(number)")
        let (shares, key) = try DistributedKeyGeneration.run(
            committee: plan.committee, context: Array("\(plan.name)/\(number)".utf8), using: &generator)
        return Validator(key: key, shares: shares)
    }
}
