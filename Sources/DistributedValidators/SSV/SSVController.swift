/// An operator's instances of one duty: starts them, hands messages to them, and takes decided messages.
///
/// Source: ssv-spec 5d11f26, qbft/controller.go and qbft/decided.go. A commit with a quorum of signers is a decided
/// message; it is taken whatever an instance's round, and may decide an instance that this operator never began.
public struct SSVController: Sendable {
    /// Instances that are kept: those of the greatest heights.
    public static let capacity = 5

    private let settings: SSVInstance.Settings
    /// The height begun or decided last.
    public private(set) var height: UInt64 = 0
    /// The instances kept, greatest height first.
    public private(set) var instances: [SSVInstance] = []

    /// A controller without instances.
    public init(_ settings: SSVInstance.Settings) { self.settings = settings }

    /// Begins an instance; all others stop.
    /// - Throws: why the value or the height cannot be begun with.
    public mutating func start(height newHeight: UInt64, value: UInt64?, _ actions: inout [SSVAction]) throws(SSVFault)
    {
        try settings.rule.check(value)
        guard newHeight >= height else { throw .pastHeight }
        guard index(of: newHeight) == nil else { throw .alreadyRunning }
        height = newHeight
        var instance = SSVInstance(settings, height: newHeight)
        instance.start(value, &actions)
        keep(instance)
        for index in instances.indices where instances[index].state.height != newHeight {
            instances[index].forceStop()
        }
    }

    /// Takes a message in.
    ///
    /// - Returns: the decided message, if it is the first of its height.
    /// - Throws: why the message is refused.
    public mutating func receive(
        _ message: SSVMessage, _ actions: inout [SSVAction]
    ) throws(SSVFault) -> SSVMessage? {
        try message.checkSigners()
        guard message.identifier == settings.identifier else { throw .wrongIdentifier }
        if message.kind == .commit, message.signers.count >= settings.sizes.quorum { return try decided(message) }
        if message.height > height || (height == 0 && index(of: 0) == nil) { throw .futureMessage }
        guard let index = index(of: message.height) else { throw .noInstance }
        guard !instances[index].state.isDecided else { throw .alreadyDecided }
        let before = actions.count
        try instances[index].receive(message, &actions)
        for case .decide(let proof) in actions[before...] { return proof }
        return nil
    }

    /// The timer of a height has run out.
    public mutating func timeOut(height: UInt64, _ actions: inout [SSVAction]) throws(SSVFault) {
        guard let index = index(of: height) else { throw .noInstance }
        try instances[index].timeOut(&actions)
    }

    private mutating func decided(_ message: SSVMessage) throws(SSVFault) -> SSVMessage? {
        guard message.signers.ids.allSatisfy(settings.committee.contains) else { throw .signerNotInCommittee }
        guard message.areSignaturesValid else { throw .invalidSignature }
        guard message.fullData == message.root else { throw .rootMismatch }
        let isFirst: Bool
        if let index = index(of: message.height) {
            isFirst = !instances[index].state.isDecided
            if isFirst {
                instances[index].decide(by: message)
            } else {
                instances[index].completeProof(with: message)
            }
        } else {
            isFirst = true
            var instance = SSVInstance(settings, height: message.height)
            instance.decide(by: message)
            keep(instance)
        }
        height = max(height, message.height)
        return isFirst ? message : nil
    }

    private func index(of height: UInt64) -> Int? { instances.firstIndex { $0.state.height == height } }

    private mutating func keep(_ instance: SSVInstance) {
        let place = instances.firstIndex { $0.state.height < instance.state.height } ?? instances.count
        instances.insert(instance, at: place)
        if instances.count > Self.capacity { instances.removeLast() }
    }
}

extension SSVInstance {
    /// Takes another's proof of a decision over.
    mutating func decide(by message: SSVMessage) {
        state.commits.append(message)
        state.isDecided = true
        state.round = message.round
        state.decidedValue = message.fullData
    }

    /// Keeps a proof with more signers than the own one.
    mutating func completeProof(with message: SSVMessage) {
        let known = state.commits.disjointMessages(round: message.round, root: message.root).signers
        if message.signers.count > known.count { state.commits.append(message) }
    }
}
