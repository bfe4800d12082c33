import EventEngine

extension StreamDomain {
    /// Start and length of outages.
    static var outageTiming: StreamDomain { StreamDomain(rawValue: 0x0401) }
    /// Which nodes a random share takes.
    static var outageTarget: StreamDomain { StreamDomain(rawValue: 0x0402) }
    /// RANDAO mixes.
    static var randao: StreamDomain { StreamDomain(rawValue: 0x0403) }
    /// Proposers, where the spec's sampling is not asked for.
    static var proposer: StreamDomain { StreamDomain(rawValue: 0x0404) }
    /// Sync committees, where the spec's sampling is not asked for.
    static var syncCommittee: StreamDomain { StreamDomain(rawValue: 0x0405) }
    /// Slots of attestations, where the spec's shuffle is not asked for.
    static var attestationSlot: StreamDomain { StreamDomain(rawValue: 0x0406) }
    /// Whether two machines that sign with one key have different heads.
    static var differingHeads: StreamDomain { StreamDomain(rawValue: 0x0407) }
    /// How many of a row's votes are late; the entity is the row's first validator and the epoch.
    static var lateVotes: StreamDomain { StreamDomain(rawValue: 0x0408) }
    /// Whether a member of the sync committee signs too late; the entity is the validator and the slot.
    static var lateSignature: StreamDomain { StreamDomain(rawValue: 0x0409) }
    /// Whether the chain passes a block by; the entity is the slot.
    static var orphanedBlock: StreamDomain { StreamDomain(rawValue: 0x040a) }
    /// Region, connection and clients of a machine of the rest.
    static var hostProperties: StreamDomain { StreamDomain(rawValue: 0x0410) }
    /// How long a machine takes over a block; the entity is the host, the position twice the block's number.
    static var validation: StreamDomain { StreamDomain(rawValue: 0x0411) }
    /// When a block leaves its proposer; the entity is the slot.
    static var publication: StreamDomain { StreamDomain(rawValue: 0x0412) }
    /// Whether a block comes through a relay, and how much later; the entity is the slot.
    static var relay: StreamDomain { StreamDomain(rawValue: 0x0422) }
    /// Who aggregates; the entity is the validator, the position the slot.
    static var aggregatorSelection: StreamDomain { StreamDomain(rawValue: 0x0413) }
    /// Who contributes for a sync subcommittee; the entity is (validator, subcommittee), the position the slot.
    static var contributorSelection: StreamDomain { StreamDomain(rawValue: 0x0420) }
    /// Roots of the aggregates and contributions that clusters sign; the entity is (validator, slot).
    static var signedAggregate: StreamDomain { StreamDomain(rawValue: 0x0421) }
    /// Names of blocks; the entity is the block's number.
    static var blockRoot: StreamDomain { StreamDomain(rawValue: 0x0414) }
    /// Who of a share is on which side of a partition; the entity is the host.
    static var partitionSide: StreamDomain { StreamDomain(rawValue: 0x0415) }
    /// Which duties a client too busy leaves undone; the entity is (host, slot).
    static var overload: StreamDomain { StreamDomain(rawValue: 0x0416) }
    /// Roots of blocks that clusters sign where the run has none; the entity is the slot.
    static var signedBlock: StreamDomain { StreamDomain(rawValue: 0x0417) }
    /// Roots of the states behind them.
    static var signedState: StreamDomain { StreamDomain(rawValue: 0x0418) }
    /// Roots of their contents.
    static var signedBody: StreamDomain { StreamDomain(rawValue: 0x0419) }
}
