/// A machine with an execution client, a consensus client and perhaps validators, or a population of such machines
/// that share every property which anything in the run asks about.
public struct Node: Sendable, Equatable {
    /// `me/1`; populations of the rest are named after what sets them apart.
    public var name: String
    /// Position of the entity that owns it.
    public var entity: Int
    /// True where it stands for many machines of the rest.
    public var isPopulation: Bool
    /// Name of the place it stands in.
    public var place: String?
    /// Region of the world.
    public var region: String?
    /// What goes dark together.
    public var powerZone: String?
    /// Hosting provider.
    public var provider: String?
    /// Who runs it, where that is not the entity.
    public var nodeOperator: String?
    /// Kind of connection.
    public var link: String?
    /// Its consensus client.
    public var consensusClient: String?
    /// Its execution client.
    public var executionClient: String?
    /// What its databases lie on.
    public var disk: Disk
    /// Download bandwidth, megabits per second.
    public var megabitsPerSecond: Int
    /// Validators that it operates.
    public var validators: Int
    /// Whether it makes its blocks, and the proofs of their blobs, itself.
    public var buildsLocally = false
    /// Position of the cluster of distributed validators that it stands for; nil for a machine or a population of them.
    public var cluster: Int?
    /// True where it is no machine but stands for validators that others' nodes and clusters operate.
    public var isOperated = false

    /// Whether it is a machine, or a population of them.
    public var isMachine: Bool { cluster == nil && !isOperated }

    /// A value of given parts; nothing is checked.
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
