/// One event of a run's trace, with the digest of the run after it.
public struct TraceEventRecord: Sendable, Equatable {
    /// The first event of the run has number 1.
    public var number: UInt64
    /// When it happened.
    public var time: Int64
    /// What happened, in words.
    public var text: String
    /// Of all events up to this one and of each epoch's state until then, hexadecimal.
    public var digest: String

    /// Makes a record of its parts.
    public init(number: UInt64, time: Int64, text: String, digest: String) {
        self.number = number
        self.time = time
        self.text = text
        self.digest = digest
    }
}
