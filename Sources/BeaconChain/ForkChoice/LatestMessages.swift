/// The last vote of every validator, in pages that copies share until one of them writes.
///
/// A copy of a view costs nothing until a validator's vote differs, and then one page of 1,024 votes (8 KiB).
/// Spec: `Store.latest_messages`, `Store.equivocating_indices`, phase 0.
struct LatestMessages: Sendable {
    /// Eight bytes a validator.
    struct Message: BitwiseCopyable, Sendable {
        /// Number of the block; `none` where there is no vote.
        var block: UInt32
        /// Target epoch; the largest value marks an equivocator, whose votes never count again.
        var epoch: UInt32

        static let none = Message(block: .max, epoch: 0)
        static let equivocator = Message(block: .max, epoch: .max)

        var isVote: Bool { block != .max }
        var isEquivocator: Bool { epoch == .max }
    }

    static let pageSize = 1024
    private var pages: [[Message]] = []
    private(set) var count = 0
    private(set) var equivocators = 0

    init(count: Int) { grow(to: count) }

    /// Makes room for so many validators; never fewer than before.
    mutating func grow(to count: Int) {
        guard count > self.count else { return }
        self.count = count
        while pages.count * Self.pageSize < count {
            pages.append([Message](repeating: .none, count: Self.pageSize))
        }
    }

    /// The message of a validator below `count`.
    subscript(voter: Int) -> Message {
        pages[voter / Self.pageSize][voter % Self.pageSize]
    }

    /// Puts a newer vote in the place of an older one.
    ///
    /// - Returns: the message before; nil if the vote does not count: it is not of a later epoch, or an equivocator's.
    mutating func replace(_ voter: Int, with message: Message) -> Message? {
        let (page, place) = (voter / Self.pageSize, voter % Self.pageSize)
        let before = pages[page][place]
        guard !before.isVote && !before.isEquivocator || message.epoch > before.epoch else { return nil }
        pages[page][place] = message
        return before
    }

    /// Marks an equivocator.
    ///
    /// - Returns: the message before; nil if it is marked already.
    mutating func discount(_ voter: Int) -> Message? {
        let (page, place) = (voter / Self.pageSize, voter % Self.pageSize)
        let before = pages[page][place]
        guard !before.isEquivocator else { return nil }
        pages[page][place] = .equivocator
        equivocators += 1
        return before
    }

    /// Adds up the weights of all votes by block, for blocks numbered from `base`.
    ///
    /// Complexity: one pass over the votes.
    func tally(_ weights: [UInt32], base: UInt32, into support: inout [UInt64]) {
        let voters = min(count, weights.count)
        weights.withUnsafeBufferPointer { weights in
            support.withUnsafeMutableBufferPointer { support in
                for (number, page) in pages.enumerated() {
                    let first = number * Self.pageSize
                    guard first < voters else { return }
                    page.withUnsafeBufferPointer { page in
                        for place in 0..<min(Self.pageSize, voters - first) {
                            let message = page[place]
                            guard message.isVote, message.block >= base else { continue }
                            let index = Int(message.block &- base)
                            if index < support.count { support[index] &+= UInt64(weights[first &+ place]) }
                        }
                    }
                }
            }
        }
    }
}
