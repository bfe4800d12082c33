/// Spec: `AttestationData`, phase 0.
public struct AttestationData: Hashable, Sendable {
    /// Slot it is for.
    public var slot: Slot
    /// Committee; zero from Electra on.
    public var index: UInt64
    /// The head that was voted for.
    public var beaconBlockRoot: Root
    /// The justified checkpoint voted from.
    public var source: Checkpoint
    /// The checkpoint voted for.
    public var target: Checkpoint

    /// Puts the parts together.
    public init(slot: Slot, index: UInt64, beaconBlockRoot: Root, source: Checkpoint, target: Checkpoint) {
        self.slot = slot
        self.index = index
        self.beaconBlockRoot = beaconBlockRoot
        self.source = source
        self.target = target
    }
}

/// Spec: `Attestation`, phase 0 and Electra (EIP-7549).
public struct Attestation: Hashable, Sendable {
    /// Who of the committees' members attested.
    public var aggregationBits: [Bool]
    /// What was attested.
    public var data: AttestationData
    /// 96 bytes.
    public var signature: [UInt8]
    /// Which committees; empty before Electra.
    public var committeeBits: [Bool]

    /// Puts the parts together.
    public init(aggregationBits: [Bool], data: AttestationData, signature: [UInt8], committeeBits: [Bool] = []) {
        self.aggregationBits = aggregationBits
        self.data = data
        self.signature = signature
        self.committeeBits = committeeBits
    }
}

/// Spec: `IndexedAttestation`, phase 0.
public struct IndexedAttestation: Hashable, Sendable {
    /// Who attested, ascending.
    public var attestingIndices: [UInt64]
    /// What was attested.
    public var data: AttestationData
    /// 96 bytes.
    public var signature: [UInt8]

    /// Puts the parts together.
    public init(attestingIndices: [UInt64], data: AttestationData, signature: [UInt8]) {
        self.attestingIndices = attestingIndices
        self.data = data
        self.signature = signature
    }
}

/// Spec: `AttesterSlashing`, phase 0.
public struct AttesterSlashing: Hashable, Sendable {
    /// One of the two that exclude each other.
    public var first: IndexedAttestation
    /// The other.
    public var second: IndexedAttestation

    /// Puts the parts together.
    public init(first: IndexedAttestation, second: IndexedAttestation) {
        self.first = first
        self.second = second
    }
}

/// Spec: `SyncAggregate`, Altair.
public struct SyncAggregate: Hashable, Sendable {
    /// Who of the committee signed.
    public var bits: [Bool]
    /// 96 bytes.
    public var signature: [UInt8]

    /// Puts the parts together.
    public init(bits: [Bool], signature: [UInt8]) {
        self.bits = bits
        self.signature = signature
    }
}

extension AttestationData {
    /// Reads an `AttestationData`.
    public init(_ view: SSZView) throws(SSZError) {
        self.init(
            slot: try view.field("slot").uint64(), index: try view.field("index").uint64(),
            beaconBlockRoot: try view.field("beacon_block_root").root(),
            source: try Checkpoint(view.field("source")), target: try Checkpoint(view.field("target")))
    }
}

extension Attestation {
    /// Reads an `Attestation` of any fork.
    public init(_ view: SSZView) throws(SSZError) {
        self.init(
            aggregationBits: try view.field("aggregation_bits").bits(), data: try AttestationData(view.field("data")),
            signature: try view.field("signature").bytes,
            committeeBits: view.has("committee_bits") ? try view.field("committee_bits").bits() : [])
    }
}

extension IndexedAttestation {
    /// Reads an `IndexedAttestation`.
    public init(_ view: SSZView) throws(SSZError) {
        self.init(
            attestingIndices: try view.field("attesting_indices").uint64s(),
            data: try AttestationData(view.field("data")), signature: try view.field("signature").bytes)
    }
}

extension AttesterSlashing {
    /// Reads an `AttesterSlashing`.
    public init(_ view: SSZView) throws(SSZError) {
        self.init(
            first: try IndexedAttestation(view.field("attestation_1")),
            second: try IndexedAttestation(view.field("attestation_2")))
    }
}

extension SyncAggregate {
    /// Reads a `SyncAggregate`.
    public init(_ view: SSZView) throws(SSZError) {
        self.init(
            bits: try view.field("sync_committee_bits").bits(),
            signature: try view.field("sync_committee_signature").bytes)
    }
}
