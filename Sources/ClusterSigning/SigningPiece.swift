internal import BLS12381
internal import BeaconChain
internal import ThresholdBLS

/// A few dozen duties that are verified in one product of pairings.
struct SigningPiece {
    let clusters: [ClusterKeys]
    private(set) var counts = SigningCounts()
    private var hashes: [Root: HashedMessage] = [:]

    init(clusters: [ClusterKeys]) { self.clusters = clusters }

    /// A duty with the partial signatures that its signers sent.
    private struct Signed {
        var validator: ClusterKeys.Validator
        var message: HashedMessage
        var positions: [Int]
        var partials: [PartialSignature]

        var claims: [SignatureSet] {
            zip(positions, partials).map { position, partial in
                SignatureSet(
                    publicKey: validator.key.shareKeys[position], message: message,
                    signature: Signature(partial.point))
            }
        }

        /// The claim that the signature combined of the first m partials is the validator's; nil where there are fewer.
        var combinedClaim: SignatureSet? {
            let required = validator.key.committee.threshold.required
            guard partials.count >= required,
                let signature = try? Combination.interpolateUnchecked(Array(partials.prefix(required)))
            else { return nil }
            return SignatureSet(publicKey: validator.key.groupKey, message: message, signature: signature)
        }
    }

    /// Signs and checks the duties.
    mutating func run(_ tasks: ArraySlice<SigningTask>) -> [SigningResult] {
        var duties: [Signed] = []
        for task in tasks { duties.append(sign(task)) }
        let partialClaims = duties.map(\.claims)
        let combinedClaims = duties.map(\.combinedClaim)
        counts.verifications += partialClaims.reduce(0) { $0 + $1.count }
        count(combinedClaims)
        if BatchVerification.verify(partialClaims.flatMap { $0 } + combinedClaims.compactMap { $0 }) {
            return combinedClaims.map { SigningResult(isSigned: $0 != nil, caught: []) }
        }
        return search(duties, partialClaims, combinedClaims)
    }

    /// Finds the partial signatures that are wrong, and combines again without them.
    private mutating func search(
        _ duties: [Signed], _ partialClaims: [[SignatureSet]], _ combinedClaims: [SignatureSet?]
    ) -> [SigningResult] {
        var caught = [MemberSet](repeating: [], count: duties.count)
        let owners = partialClaims.indices.flatMap { duty in partialClaims[duty].indices.map { (duty, $0) } }
        for culprit in BatchVerification.culprits(partialClaims.flatMap { $0 }) {
            let (duty, signer) = owners[culprit]
            caught[duty].insert(MemberSet(position: duties[duty].positions[signer]))
        }
        var claims = combinedClaims
        var combinedAgain: [SignatureSet?] = []
        for index in duties.indices where !caught[index].isEmpty {
            var honest = duties[index]
            let kept = honest.positions.indices.filter { signer in
                !caught[index].contains(MemberSet(position: honest.positions[signer]))
            }
            honest.positions = kept.map { duties[index].positions[$0] }
            honest.partials = kept.map { duties[index].partials[$0] }
            claims[index] = honest.combinedClaim
            combinedAgain.append(claims[index])
        }
        count(combinedAgain)
        let present = claims.indices.filter { claims[$0] != nil }
        var isSigned = claims.map { $0 != nil }
        for culprit in BatchVerification.culprits(present.compactMap { claims[$0] }) {
            isSigned[present[culprit]] = false
        }
        return zip(isSigned, caught).map { SigningResult(isSigned: $0, caught: $1) }
    }

    private mutating func count(_ combined: [SignatureSet?]) {
        let made = combined.reduce(0) { $0 + ($1 == nil ? 0 : 1) }
        counts.combinations += made
        counts.verifications += made
    }

    private mutating func sign(_ task: SigningTask) -> Signed {
        let validator = clusters[task.cluster].validators[task.validator]
        let message = hashed(task.signingRoot)
        var partials: [PartialSignature] = []
        let positions = task.signers.positions
        for position in positions {
            let member = MemberSet(position: position)
            var share = validator.shares[position]
            if task.wrongKeys.contains(member) {
                share = SecretShare(index: share.index, scalar: share.scalar + Fr.one)
            }
            partials.append(share.sign(task.liars.contains(member) ? hashed(task.signingRoot.falsified) : message))
        }
        counts.partials += partials.count
        return Signed(validator: validator, message: message, positions: positions, partials: partials)
    }

    private mutating func hashed(_ root: Root) -> HashedMessage {
        if let known = hashes[root] { return known }
        let message = HashedMessage(root.bytes)
        hashes[root] = message
        return message
    }
}

extension Root {
    /// What a liar signs instead.
    fileprivate var falsified: Root {
        Root(words: (words.0, words.1, words.2, ~words.3))
    }
}
