/// The purpose of a random stream: what is being decided.
///
/// Two purposes never share draws, so that asking one more question about an entity leaves all other answers as they
/// were. The raw value is part of every result: never change or reuse one. Each module declares its own in an extension,
/// from its own range:
///
/// | range | module |
/// |---|---|
/// | `0x0000–0x00ff` | EventEngine, tests and benchmarks |
/// | `0x0100–0x01ff` | PeerNetwork |
/// | `0x0200–0x02ff` | Staking |
/// | `0x0300–0x03ff` | DistributedValidators |
/// | `0x0400–0x04ff` | Simulator |
/// | `0x0500–0x05ff` | Scenario and studies |
/// | `0x8000–0xffff` | users of the library |
///
/// ```swift
/// extension StreamDomain {
///     static var linkJitter: StreamDomain { StreamDomain(rawValue: 0x0101) }
/// }
/// ```
@frozen public struct StreamDomain: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
    /// The number that enters the stream's key.
    public var rawValue: UInt16

    /// The domain with that number.
    @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// For draws that have no purpose beyond being random: tests and examples.
    @inlinable public static var unspecified: StreamDomain { StreamDomain(rawValue: 0) }

    /// Random graphs, delays and choices of the benchmarks.
    @inlinable public static var benchmark: StreamDomain { StreamDomain(rawValue: 1) }
}
