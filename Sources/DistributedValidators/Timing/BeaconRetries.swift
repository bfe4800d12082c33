public import EventEngine

extension StreamDomain {
    /// How far a member's retries at its beacon node lie apart.
    public static var beaconRetry: StreamDomain { StreamDomain(rawValue: 0x0300) }
}

/// When a member asks its beacon node again after an error that may pass, such as that of a node that still syncs.
///
/// The node is taken to refuse at once, so that time goes by between attempts alone.
public struct BeaconRetries: Hashable, Sendable {
    /// Nanoseconds from the first attempt to the second.
    public var first: Int64
    /// The most that two attempts lie apart before chance is added, nanoseconds.
    public var longest: Int64

    /// Charon's: 250 ms, each wait 1.6 times the last one up to 12 s, from the second on a tenth longer or shorter by
    /// chance, until the duty's deadline.
    ///
    /// Source: Charon e628470: the retryer's backoff, worked out as app/expbackoff does (`Backoff`: no chance in the first).
    public static let charon = BeaconRetries(first: 250_000_000, longest: 12_000_000_000)

    /// The first attempt from a moment on. O(attempts), that is about ten and one more for each 12 s.
    ///
    /// - Parameters:
    ///   - back: when the beacon node answers again.
    ///   - asked: when it was asked first.
    ///   - limit: the last moment at which it is asked.
    ///   - stream: where chance comes from.
    /// - Returns: nil where that would be after the limit.
    public func attempt(notBefore back: Int64, asked: Int64, limit: Int64, _ stream: inout RandomStream) -> Int64? {
        var time = asked
        var wait = first
        var isFirst = true
        while time < back {
            let tenth = wait / 10
            time = time &+ wait &+ (isFirst ? 0 : stream.next(in: -tenth...tenth))
            guard time <= limit else { return nil }
            wait = min(longest, wait &* 8 / 5)
            isFirst = false
        }
        return time <= limit ? time : nil
    }
}
