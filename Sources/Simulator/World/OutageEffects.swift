import Scenario
import Staking

extension Outage.Kind {
    /// Whether the clients start anew afterwards. A cut cable and a bad configuration leave them running.
    var restartsClients: Bool {
        switch self {
        case .power, .dataCentre, .clientCrash, .diskLoss, .clientBug: true
        case .network, .badConfig, .replay, .partition, .slowLink, .slowMachine, .clockSkew, .byzantine, .doubleKeys,
            .halfOpen:
            false
        }
    }

    /// Whether everything on the machine starts anew, a cluster's own software too.
    var restartsMachines: Bool { self == .power || self == .dataCentre || self == .diskLoss }

    /// Whether the node follows the chain all the while: only its duties fail.
    var keepsTheChain: Bool { self == .badConfig }
}

extension Outage {
    /// Whether it takes nodes off duty. What a fault of the network, of a client or of keys does shows in messages.
    var silencesNodes: Bool { fault == nil || fault == .clientBug(.crash) }

    /// What it destroys.
    var databaseLoss: DatabaseLoss {
        switch loses {
        case .nothing: []
        case .consensusDatabase: .consensus
        case .executionDatabase: .execution
        case .everything: [.consensus, .execution]
        }
    }

    /// Time away up to which a consensus client catches up block by block instead of from a checkpoint: two weeks,
    /// about the span for which nodes must serve old blocks without being asked for longer
    /// (`MIN_EPOCHS_FOR_BLOCK_REQUESTS`, 33,024 epochs, is longer still).
    private static let longestCatchUp: Int64 = 14 * 86_400 * 1_000_000_000

    /// How a node comes back: as the scenario says, otherwise by what is lost and how long it was away.
    func recoveryPlan(after damage: NodeLifeCycle.Damage) -> RecoveryPlan {
        switch resync {
        case .none?: .none
        case .fixed(let duration)?: .fixed(duration)
        case .catchUp?: .sync(consensus: .catchUp, execution: .catchUp)
        case .checkpoint?: .sync(consensus: .snapshot, execution: .catchUp)
        case .snap?: .sync(consensus: .snapshot, execution: .snapshot)
        case .full?: .sync(consensus: .full, execution: .full)
        case nil where kind.keepsTheChain && damage.losses.isEmpty && !damage.mustRestart: .none
        case nil:
            .sync(
                consensus: damage.losses.contains(.consensus) || damage.away > Self.longestCatchUp
                    ? .snapshot : .catchUp,
                execution: damage.losses.contains(.execution) ? .snapshot : .catchUp)
        }
    }
}
