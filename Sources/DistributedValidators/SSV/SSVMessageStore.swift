/// Messages of one kind that an instance has taken in, by round.
public struct SSVMessageStore: Sendable {
    /// In the order in which they came.
    public private(set) var messages: [SSVMessage] = []

    /// Nothing yet.
    public init() {}

    mutating func removeAll() { messages.removeAll(keepingCapacity: true) }

    /// Takes a message in without a look at who has sent before.
    public mutating func append(_ message: SSVMessage) { messages.append(message) }

    /// Takes the first message of these signers in this round in. O(messages).
    mutating func appendFirst(_ message: SSVMessage) -> Bool {
        for known in messages where known.round == message.round && known.signers == message.signers { return false }
        messages.append(message)
        return true
    }

    func of(round: Int) -> [SSVMessage] { messages.filter { $0.round == round } }

    /// Different signers of a round.
    func signerCount(round: Int) -> Int {
        var signers = SignerSet()
        for message in messages where message.round == round { signers.insert(message.signers) }
        return signers.count
    }

    /// Different signers of a round and root.
    func signerCount(round: Int, root: UInt64) -> Int {
        var signers = SignerSet()
        for message in messages where message.round == round && message.root == root {
            signers.insert(message.signers)
        }
        return signers.count
    }

    /// Different signers of all rounds after one.
    func signerCount(after round: Int) -> Int {
        var signers = SignerSet()
        for message in messages where message.round > round { signers.insert(message.signers) }
        return signers.count
    }

    static func signerCount(_ messages: [SSVMessage]) -> Int {
        var signers = SignerSet()
        for message in messages { signers.insert(message.signers) }
        return signers.count
    }

    /// The longest run of messages for a round and root, from some message on, that share no signer.
    func disjointMessages(round: Int, root: UInt64) -> (signers: [UInt64], messages: [SSVMessage]) {
        let candidates = messages.filter { $0.round == round && $0.root == root }
        var best: (signers: [UInt64], messages: [SSVMessage]) = ([], [])
        for start in candidates.indices {
            var signers: [UInt64] = []
            var chosen: [SSVMessage] = []
            for message in candidates[start...] where !message.signers.ids.contains(where: signers.contains) {
                signers += message.signers.ids
                chosen.append(message)
            }
            if signers.count > best.signers.count { best = (signers, chosen) }
            // A later start takes from fewer messages: with single signers it cannot beat a full first run.
            if chosen.count == candidates.count { break }
        }
        return best
    }
}

/// Operators by id; those of a small committee need no memory of their own.
private struct SignerSet {
    private var small = MemberSet()
    private var large: [UInt64] = []

    var count: Int { small.count + large.count }

    mutating func insert(_ signers: SSVMessage.Signers) {
        switch signers {
        case .one(let id): insert(id)
        case .list(let ids): for id in ids { insert(id) }
        }
    }

    private mutating func insert(_ id: UInt64) {
        if id < 64 {
            small.insert(Int(id))
        } else if !large.contains(id) {
            large.append(id)
        }
    }
}
