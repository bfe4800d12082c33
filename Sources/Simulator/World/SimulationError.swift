public import Scenario

/// Why a scenario that reads well cannot be run. The message says where and how to mend it.
public enum SimulationError: Error, CustomStringConvertible, Sendable, Equatable {
    case noTarget(outage: String, location: SourceLocation)
    case recurringOutageOfTheRest(outage: String, population: String, location: SourceLocation)
    case badDistribution(outage: String, why: String, location: SourceLocation)
    case unknownBackup(name: String, outage: String, location: SourceLocation)
    case ownBackup(name: String, outage: String, location: SourceLocation)
    case unknownSetting(name: String, location: SourceLocation)
    case badChain(String)
    case badState(file: String, why: String)
    case replayNeedsCohorts(outage: String, location: SourceLocation)
    case replayExceedsTheRest(outage: String, epoch: UInt64, location: SourceLocation)
    /// The message network cannot be built as the scenario says.
    case badNetwork(String, location: SourceLocation)
    /// A cluster that cannot be.
    case badCluster(String, location: SourceLocation)
    /// A table of lateness that cannot be read.
    case badCalibration(file: String, line: Int, why: String)
    case badExpectation(String, location: SourceLocation)
    /// The books do not balance: a defect of the simulator, not of the scenario.
    case ledgerDoesNotBalance(String)
    /// A signature that does not verify, or the wrong members caught: a defect of the simulator.
    case signingFailed(String)
    case interrupted

    /// One line for people, with place and mend.
    public var description: String {
        switch self {
        case .noTarget(let outage, let location):
            "\(location): error: outage '\(outage)' hits nobody: no node meets all conditions under 'hits'"
        case .recurringOutageOfTheRest(let outage, let population, let location):
            "\(location): error: recurring outage '\(outage)' hits '\(population)', which is many nodes carried as "
                + "one: name an entity, or give the rest a fixed time and a share"
        case .badDistribution(let outage, let why, let location):
            "\(location): error: duration of outage '\(outage)': \(why)"
        case .unknownBackup(let name, let outage, let location):
            "\(location): error: outage '\(outage)': no node or entity is called '\(name)': name who holds the second "
                + "copy of the keys under 'backup'"
        case .ownBackup(let name, let outage, let location):
            "\(location): error: outage '\(outage)': backup '\(name)' is among those whose keys were copied: name "
                + "another node"
        case .unknownSetting(let name, let location):
            "\(location): error: the chain has no constant '\(name)': use a name of the consensus spec, such as "
                + "BASE_REWARD_FACTOR"
        case .badChain(let why): "error: chain: \(why)"
        case .badState(let file, let why): "\(file): error: \(why)"
        case .replayNeedsCohorts(let outage, let location):
            "\(location): error: replay '\(outage)' gives offline balances, not validators: use 'detail: cohorts'"
        case .replayExceedsTheRest(let outage, let epoch, let location):
            "\(location): error: replay '\(outage)' has more balance offline in epoch \(epoch) than is "
                + "left in the largest part of the rest: leave out outages that part the rest, or name fewer validators"
        case .badNetwork(let why, let location): "\(location): error: network: \(why)"
        case .badCluster(let why, let location): "\(location): error: \(why)"
        case .badCalibration(let file, let line, let why): "\(file):\(line): error: \(why)"
        case .badExpectation(let why, let location): "\(location): error: \(why)"
        case .ledgerDoesNotBalance(let what): "internal error: the ledger does not balance: \(what)"
        case .signingFailed(let what): "internal error: signing: \(what)"
        case .interrupted: "interrupted"
        }
    }
}
