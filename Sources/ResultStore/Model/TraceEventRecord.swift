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
    /// First eight digits of the digests after each event since the sample before, one after another; empty where there
    /// were none, or too many to keep.
    public var marks: String

    /// Makes a record of its parts.
    public init(number: UInt64, time: Int64, text: String, digest: String, marks: String = "") {
        self.number = number
        self.time = time
        self.text = text
        self.digest = digest
        self.marks = marks
    }

    /// The mark of an event between the sample before and this one; nil where it has none.
    public func mark(of event: UInt64) -> String? {
        let count = UInt64(marks.utf8.count / 8)
        guard event < number, event + count >= number else { return nil }
        return String(marks.dropFirst(Int(event + count - number) * 8).prefix(8))
    }
}
