public import BLS12381

/// How carefully partial signatures are combined.
public enum CombinationPolicy: Hashable, Sendable {
    /// Verify every partial signature, in one batch, then combine and check the result. Wrong partials are named even
    /// where they are more than the threshold needs, or cancel each other.
    case verifyEach
    /// Combine the first m and check the result; verify the partials only when that fails, to name the culprits. The
    /// cheapest way to a valid signature; wrong partials that happen not to matter go unnoticed.
    case verifyResult
}

extension ThresholdKey {
    /// Combines partial signatures of one message to the group's signature.
    ///
    /// The first failing check decides the error, in this order: index range, duplicates, count, points at infinity,
    /// verification. (Encodings were checked when the partials were made.)
    ///
    /// - Throws: `indexOutOfRange`, `duplicateIndex`, `tooFewPartials`, `identityPoint`, `invalidPartial` with all
    ///   culprits, `invalidResult`.
    public func combine(
        _ partials: [PartialSignature], message: some Collection<UInt8>,
        policy: CombinationPolicy = .verifyEach
    ) throws(ThresholdError) -> Signature {
        try combine(partials, message: HashedMessage(message), policy: policy)
    }

    /// Combines partial signatures of a message that is already hashed.
    public func combine(
        _ partials: [PartialSignature], message: HashedMessage, policy: CombinationPolicy = .verifyEach
    ) throws(ThresholdError) -> Signature {
        try check(partials)
        if policy == .verifyEach {
            let culprits = try self.culprits(among: partials, message: message)
            guard culprits.isEmpty else { throw .invalidPartial(culprits) }
        }
        let chosen = Array(partials.prefix(committee.threshold.required))
        let signature = Combination.interpolate(chosen, LagrangeCoefficients(distinct: chosen.map(\.index)))
        if signature.verify(message, publicKey: groupKey) { return signature }
        let culprits = try self.culprits(among: partials, message: message)
        throw culprits.isEmpty ? .invalidResult : .invalidPartial(culprits)
    }

    /// The members whose partial signatures do not verify, ascending; one batch when there are none.
    ///
    /// - Throws: `indexOutOfRange` for an index that is no member's.
    public func culprits(
        among partials: [PartialSignature], message: HashedMessage
    ) throws(ThresholdError) -> [ShareIndex] {
        var keys: [PublicKey] = []
        for partial in partials { keys.append(try shareKey(of: partial.index)) }
        return BatchVerification.culprits(
            message: message, publicKeys: keys, signatures: partials.map { Signature($0.point) }
        ).map { partials[$0].index }.sorted()
    }

    private func check(_ partials: [PartialSignature]) throws(ThresholdError) {
        for partial in partials { _ = try committee.position(of: partial.index) }
        if let index = partials.map(\.index).firstDuplicate { throw .duplicateIndex(index) }
        guard partials.count >= committee.threshold.required else {
            throw .tooFewPartials(required: committee.threshold.required, found: partials.count)
        }
        let zeros = partials.filter(\.point.isInfinity).map(\.index)
        guard zeros.isEmpty else { throw .identityPoint(zeros.sorted()) }
    }
}

/// Interpolation of partial signatures without any verification: for measurements, and for callers that verify the
/// result themselves.
public enum Combination {
    /// `Σ λᵢ·Sᵢ`; wrong partials give a wrong signature without a word.
    ///
    /// - Throws: `duplicateIndex` when two partials are of one member.
    public static func interpolateUnchecked(_ partials: [PartialSignature]) throws(ThresholdError) -> Signature {
        interpolate(partials, try LagrangeCoefficients(partials.map(\.index)))
    }

    /// The same with coefficients made before, for exactly these members in this order.
    static func interpolate(_ partials: [PartialSignature], _ coefficients: LagrangeCoefficients) -> Signature {
        Signature(coefficients.interpolate(partials.map(\.point)))
    }
}
