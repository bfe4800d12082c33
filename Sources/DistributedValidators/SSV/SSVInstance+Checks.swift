/// What an instance accepts. The order of the checks is the specification's: it decides which fault is reported.
extension SSVInstance {
    func checkProposal(_ message: SSVMessage) throws(SSVFault) {
        guard message.height == state.height else { throw .wrongHeight }
        guard message.signers.count == 1 else { throw .severalSigners }
        guard isMember(message.signers) else { throw .signerNotInCommittee }
        guard message.signers == .one(proposer(message.round)) else { throw .wrongLeader }
        guard message.fullData == message.root else { throw .rootMismatch }
        try checkJustification(
            roundChanges: message.roundChanges, prepares: message.prepares, round: message.round,
            fullData: message.fullData)
        guard message.round > state.round || (message.round == state.round && state.acceptedProposal == nil) else {
            throw .unexpectedProposal
        }
    }

    /// Whether a value may be proposed in a round: in the first any, later by a quorum of round changes, and if one of
    /// them has prepared, only the value prepared last, proven by a quorum of prepares.
    func checkJustification(
        roundChanges: [SSVMessage], prepares: [SSVMessage], round: Int, fullData: UInt64?
    ) throws(SSVFault) {
        try settings.rule.check(fullData)
        guard round > 1 else { return }
        for change in roundChanges {
            try checkRoundChange(change, round: round, fullData: fullData)
            guard change.areSignaturesValid else { throw .invalidSignature }
        }
        guard SSVMessageStore.signerCount(roundChanges) >= settings.sizes.quorum else { throw .noRoundChangeQuorum }

        var highest: SSVMessage?
        for change in roundChanges
        where change.isPrepared && change.preparedRound > (highest?.preparedRound ?? 0) {
            highest = change
        }
        guard let highest else { return }
        guard SSVMessageStore.signerCount(prepares) >= settings.sizes.quorum else { throw .noPrepareQuorum }
        guard fullData == highest.root else { throw .dataMismatch }
        for vote in prepares {
            do throws(SSVFault) {
                try checkPrepare(vote, round: highest.preparedRound, root: highest.root)
            } catch {
                throw .invalidPrepare
            }
            guard vote.areSignaturesValid else { throw .invalidPrepare }
        }
    }

    func checkPrepare(_ message: SSVMessage, round: Int, root: UInt64) throws(SSVFault) {
        guard message.kind == .prepare else { throw .wrongKind }
        guard message.height == state.height else { throw .wrongHeight }
        guard message.round == round else { throw .wrongRound }
        try message.checkSigners()
        guard message.root == root else { throw .dataMismatch }
        guard message.signers.count == 1 else { throw .severalSigners }
        guard isMember(message.signers) else { throw .signerNotInCommittee }
    }

    func checkCommit(_ message: SSVMessage, _ proposal: SSVMessage) throws(SSVFault) {
        guard message.height == state.height else { throw .wrongHeight }
        guard isMember(message.signers) else { throw .signerNotInCommittee }
        guard message.signers.count == 1 else { throw .severalSigners }
        guard message.round == state.round else { throw .wrongRound }
        guard message.root == proposal.root else { throw .dataMismatch }
    }

    /// A round change; one that has prepared must bring its value and the prepares.
    func checkRoundChange(_ message: SSVMessage, round: Int, fullData: UInt64?) throws(SSVFault) {
        guard message.kind == .roundChange else { throw .wrongKind }
        guard message.height == state.height else { throw .wrongHeight }
        guard message.round == round else { throw .wrongRound }
        guard message.signers.count == 1 else { throw .severalSigners }
        guard isMember(message.signers) else { throw .signerNotInCommittee }
        try message.checkSigners()
        guard message.isPrepared else { return }
        for vote in message.roundChanges {
            try checkPrepare(vote, round: message.preparedRound, root: message.root)
            guard vote.areSignaturesValid else { throw .invalidSignature }
        }
        guard fullData == message.root else { throw .rootMismatch }
        guard SSVMessageStore.signerCount(message.roundChanges) >= settings.sizes.quorum else {
            throw .noPrepareQuorum
        }
        guard message.preparedRound <= round else { throw .wrongRound }
    }
}
