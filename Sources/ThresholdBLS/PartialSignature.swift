public import BLS12381

/// One member's signature with its share. By itself it proves nothing to the chain; m of them combine to a
/// ``BLS12381/Signature``. Adding them up as an aggregate is a mistake, hence the type of its own.
public struct PartialSignature: Hashable, Sendable {
    /// The member.
    public let index: ShareIndex
    /// The point of G2.
    public let point: G2

    init(index: ShareIndex, point: G2) {
        self.index = index
        self.point = point
    }

    /// Decodes 96 bytes, with every check.
    ///
    /// - Throws: `badEncoding` naming the member.
    public init(index: ShareIndex, compressed bytes: some Collection<UInt8>) throws(ThresholdError) {
        guard let point = try? G2(compressed: bytes) else { throw .badEncoding([index]) }
        self.init(index: index, point: point)
    }

    /// The 96-byte encoding, without the index.
    public var compressed: [UInt8] { point.compressed }

    /// Whether this member's share signed the message.
    public func verify(_ message: some Collection<UInt8>, shareKey: PublicKey) -> Bool {
        Signature(point).verify(message, publicKey: shareKey)
    }

    /// Whether this member's share signed a message that is already hashed.
    public func verify(_ message: HashedMessage, shareKey: PublicKey) -> Bool {
        Signature(point).verify(message, publicKey: shareKey)
    }
}
