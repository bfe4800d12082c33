/// All the randomness of one replica: from (seed, replica) to one independent stream per (domain, entity).
@frozen public struct RandomSource: Hashable, Sendable, BitwiseCopyable {
    /// The Philox key that all streams of this replica share.
    public let key: UInt64

    /// The source of a replica.
    ///
    /// The key is a Philox block of the replica's number under the seed, so that seeds and replicas may be counted 0, 1,
    /// 2, … without their streams resembling one another.
    @inlinable public init(seed: UInt64, replica: UInt64 = 0) {
        let block = Philox4x32.block(
            counter: .init(
                UInt32(truncatingIfNeeded: replica), UInt32(truncatingIfNeeded: replica &>> 32), 0x426c_6163,
                0x6b6f_7574), key: seed)
        key = UInt64(block.x) | UInt64(block.y) &<< 32
    }

    /// The stream of one entity for one purpose, at its first draw. Costs nothing until drawn from.
    @inlinable @inline(__always)
    public func stream(_ domain: StreamDomain, entity: UInt64 = 0) -> RandomStream {
        RandomStream(key: key, domain: domain, entity: entity)
    }

    /// The stream of a pair of entities, such as a link from one node to another or a validator in an epoch.
    @inlinable @inline(__always)
    public func stream(_ domain: StreamDomain, entity: UInt32, _ other: UInt32) -> RandomStream {
        RandomStream(key: key, domain: domain, entity: UInt64(other) &<< 32 | UInt64(entity))
    }
}

/// A sequence of random words in which draw *k* is a pure function of (seed, replica, domain, entity, *k*).
///
/// So streams need no storage and no order of creation: a new node, outage or question moves nobody else's draws, two
/// variants of a scenario face the same luck, and a stream can be taken up again at any ``position``.
///
/// Words 2*i* and 2*i*+1 are the two halves of the Philox4x32-10 block with the counter
/// (*i* mod 2³², *i* div 2³² + domain · 2¹⁶, entity mod 2³², entity div 2³²); a stream has 2⁴⁹ words. Within a source
/// different streams use different counters, so they cannot overlap.
///
/// It does not conform to the standard library's `RandomNumberGenerator`: what `Int.random(in:using:)` and `shuffle`
/// make of a generator may change with the version of Swift, and a result must not.
@frozen public struct RandomStream: Hashable, Sendable, BitwiseCopyable {
    @usableFromInline let key: UInt64
    @usableFromInline let entity: UInt64
    @usableFromInline let domainBits: UInt32
    /// The second half of the current block, where the position is odd.
    @usableFromInline var spare: UInt64 = 0
    @usableFromInline var drawn: UInt64 = 0

    @inlinable @inline(__always)
    init(key: UInt64, domain: StreamDomain, entity: UInt64) {
        self.key = key
        self.entity = entity
        domainBits = UInt32(domain.rawValue) &<< 16
    }

    /// A stream by its whole key; see ``RandomSource`` for many streams of one replica.
    @inlinable
    public init(seed: UInt64, replica: UInt64 = 0, domain: StreamDomain, entity: UInt64 = 0) {
        self = RandomSource(seed: seed, replica: replica).stream(domain, entity: entity)
    }

    @inlinable @inline(__always)
    func block(_ index: UInt64) -> Philox4x32.Block {
        Philox4x32.block(
            counter: .init(
                UInt32(truncatingIfNeeded: index),
                UInt32(truncatingIfNeeded: index &>> 32) & 0xffff | domainBits,
                UInt32(truncatingIfNeeded: entity), UInt32(truncatingIfNeeded: entity &>> 32)),
            key: key)
    }

    /// Word *k* of the stream, whatever has been drawn.
    @inlinable
    public func word(at k: UInt64) -> UInt64 {
        let block = block(k &>> 1)
        return k & 1 == 0 ? UInt64(block.x) | UInt64(block.y) &<< 32 : UInt64(block.z) | UInt64(block.w) &<< 32
    }

    /// Words 2*i* and 2*i*+1 of the stream, for the price of one.
    @inlinable @inline(__always)
    public func words(atPair i: UInt64) -> (UInt64, UInt64) {
        let block = block(i)
        return (UInt64(block.x) | UInt64(block.y) &<< 32, UInt64(block.z) | UInt64(block.w) &<< 32)
    }

    /// The number of words drawn so far; setting it moves the stream there.
    @inlinable public var position: UInt64 {
        get { drawn }
        set {
            drawn = newValue
            spare = newValue & 1 == 1 ? word(at: newValue) : 0
        }
    }

    /// The next 64 random bits.
    @inlinable @inline(__always)
    public mutating func next() -> UInt64 {
        defer { drawn &+= 1 }
        if drawn & 1 == 1 {
            let word = spare
            spare = 0
            return word
        }
        let block = block(drawn &>> 1)
        spare = UInt64(block.z) | UInt64(block.w) &<< 32
        return UInt64(block.x) | UInt64(block.y) &<< 32
    }
}

// MARK: - Integers and chances

extension RandomStream {
    /// A uniform integer in 0..<`bound`, without bias.
    ///
    /// Lemire, "Fast random integer generation in an interval", ACM TOMACS 29, 2019: the high half of word · bound, with
    /// the few words that would favour some results rejected.
    /// - Precondition: `bound` is positive.
    @inlinable @inline(__always)
    public mutating func next(below bound: UInt64) -> UInt64 {
        precondition(bound > 0, "a random integer needs a positive bound")
        var product = UInt128(next()) &* UInt128(bound)
        if UInt64(truncatingIfNeeded: product) < bound {
            let threshold = (0 &- bound) % bound
            while UInt64(truncatingIfNeeded: product) < threshold { product = UInt128(next()) &* UInt128(bound) }
        }
        return UInt64(truncatingIfNeeded: product &>> 64)
    }

    /// A uniform index in 0..<`bound`, without bias.
    /// - Precondition: `bound` is positive.
    @inlinable @inline(__always)
    public mutating func next(below bound: Int) -> Int {
        precondition(bound > 0, "a random integer needs a positive bound")
        return Int(truncatingIfNeeded: next(below: UInt64(bound)))
    }

    /// A uniform integer from a closed range, without bias.
    @inlinable
    public mutating func next(in range: ClosedRange<Int64>) -> Int64 {
        let span = UInt64(bitPattern: range.upperBound &- range.lowerBound)
        let offset = span == .max ? next() : next(below: span &+ 1)
        return range.lowerBound &+ Int64(bitPattern: offset)
    }

    /// Whether something of that probability happens; exact.
    @inlinable @inline(__always)
    public mutating func next(_ probability: Probability) -> Bool {
        next(below: probability.denominator) < probability.numerator
    }

    /// A uniform number of the open interval (0, 1): one of the 2⁵² midpoints (k + ½) · 2⁻⁵².
    @inlinable @inline(__always)
    public mutating func nextUnit() -> Double {
        (Double(next() &>> 12) + 0.5) * 0x1p-52
    }

    /// An exponential variate of mean 1, by inversion.
    @inlinable
    public mutating func nextExponential() -> Double { -ElementaryFunctions.log(nextUnit()) }

    /// A standard normal variate, by inversion: one word, and a larger word gives a larger variate.
    @inlinable
    public mutating func nextNormal() -> Double { ElementaryFunctions.normalQuantile(nextUnit()) }
}
