/// A machine with an execution client, a consensus client and perhaps validators, or a population of such machines
/// that share every property which anything in the run asks about.
public struct Node: Sendable, Equatable {
    /// `me/1`; populations of the rest are named after what sets them apart.
    public var name: String
    /// Position of the entity that owns it.
    public var entity: Int
    public var isPopulation: Bool
    /// Name of the place it stands in.
    public var place: String?
    public var region: String?
    public var powerZone: String?
    public var provider: String?
    /// Who runs it, where that is not the entity.
    public var nodeOperator: String?
    public var link: String?
    public var consensusClient: String?
    public var executionClient: String?
    public var disk: Disk
    /// Download bandwidth, megabits per second.
    public var megabitsPerSecond: Int
    /// Validators that it operates.
    public var validators: Int

    public init(name: String, entity: Int, isPopulation: Bool, validators: Int) {
        self.name = name
        self.entity = entity
        self.isPopulation = isPopulation
        self.validators = validators
        disk = .nvme
        megabitsPerSecond = 100
    }
}

/// What the databases lie on. A snapshot sync is bound by random writes.
public enum Disk: String, Sendable, CaseIterable {
    case nvme, sata

    /// How much longer a sync takes than on NVMe, in tenths. Assumption: no published ratio was found.
    public var slowdownTenths: Int64 {
        switch self {
        case .nvme: 10
        case .sata: 25
        }
    }
}
