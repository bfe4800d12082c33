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
}
