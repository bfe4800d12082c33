import BeaconChain
import EventEngine
import Scenario
import Staking

/// One event of a run's trace, in words.
public struct TracedEvent: Sendable, Equatable {
    /// The first event of the run has number 1.
    public var number: UInt64
    /// When it happened, nanoseconds from the start of the run.
    public var time: Int64
    /// What happened.
    public var text: String
    /// Digest of the run after it, hexadecimal: of all events up to this one and of each epoch's state until then.
    public var digest: String
    /// First 32 bits of the digests after each event since the one that was kept before, in their order; empty where there
    /// were none, or too many to keep.
    public var marks: [UInt32]

    /// An event of given parts; nothing is checked.
    public init(number: UInt64, time: Int64, text: String, digest: String, marks: [UInt32] = []) {
        self.number = number
        self.time = time
        self.text = text
        self.digest = digest
        self.marks = marks
    }

    /// Events that a result keeps of a trace: each one of months at the `duties` resolution and of most of a day at
    /// `messages`, and a megabyte and a half at most.
    static let mostKept = 16_384

    init<Payload: WordedEvent>(_ rung: TraceLadder<Payload>.Rung, in world: World) {
        self.init(
            number: rung.number, time: rung.event.time.nanoseconds, text: rung.event.payload.text(in: world),
            digest: rung.digest.value.description, marks: rung.marks)
    }
}

/// An event that can be told in words.
protocol WordedEvent: EventPayload {
    /// What happens, with the names that the scenario uses.
    func text(in world: World) -> String
}

extension WorldEvent: WordedEvent {
    func text(in world: World) -> String {
        switch self {
        case .strikeBegins(let index): "outage begins \(world.strikeText(index))"
        case .strikeEnds(let index): "outage ends \(world.strikeText(index))"
        case .recovered(let node, let generation): world.recoveryText(node, generation)
        case .epochEnds(let offset): "epoch ends: \(world.scenario.chain.startEpoch + UInt64(offset))"
        }
    }
}

extension MessageEvent: WordedEvent {
    func text(in world: World) -> String {
        let firstSlot = world.scenario.chain.startEpoch * world.spec.slotsPerEpoch
        return switch self {
        case .strikeBegins(let index): "outage begins \(world.strikeText(index))"
        case .strikeEnds(let index): "outage ends \(world.strikeText(index))"
        case .recovered(let node, let generation): world.recoveryText(node, generation)
        case .faultBegins(let index): "fault \(index) begins"
        case .faultEnds(let index): "fault \(index) ends"
        case .slotBegins(let offset): "slot begins: \(firstSlot + UInt64(offset))"
        case .blockLeaves(let number): "block leaves its proposer: block \(number) of the run"
        case .votesDue(let offset): "votes are due: slot \(firstSlot + UInt64(offset))"
        case .aggregatesDue(let offset): "aggregates are due: slot \(firstSlot + UInt64(offset))"
        }
    }
}

extension World {
    /// `'power cut' (strike 0): me`.
    fileprivate func strikeText(_ index: UInt32) -> String {
        guard strikes.indices.contains(Int(index)) else { return "strike \(index)" }
        let strike = strikes[Int(index)]
        let first = strike.nodes.first.map { nodes[$0].name } ?? "nobody"
        let others = strike.nodes.count > 1 ? " and \(strike.nodes.count - 1) more" : ""
        return "'\(scenario.outages[strike.outage].name)' (strike \(index)): \(first)\(others)"
    }

    fileprivate func recoveryText(_ node: UInt32, _ generation: UInt32) -> String {
        let name = nodes.indices.contains(Int(node)) ? nodes[Int(node)].name : "node \(node)"
        return "recovery ends: \(name), recovery \(generation)"
    }
}
