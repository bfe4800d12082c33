import DistributedValidators
import EventEngine

/// Four processes that run one instance of Charon's QBFT over a network with faults, in simulated time.
struct CharonNetwork {
    /// Processes are numbered from 1; the last never leads, since the remainder is taken as the number.
    static let processes = 4
    /// Beyond this round nothing is expected any more.
    private static let lastRound = 50

    /// What the run is like. Times are nanoseconds, tables by process.
    struct Setting {
        var instance: UInt64
        var isExponential = false
        var startDelays: [Int: Int64] = [:]
        var valueDelays: [Int: Int64] = [:]
        var values: [Int: UInt64] = [:]
        var hasValue: (Int) -> Bool = { _ in true }
        var jitter: Int64 = 0
        var losses: [Int: Double] = [:]
        var lostCommitsThrough = 0
        var fuzzedProcess: Int?
        var comparesValues = false

        init(instance: UInt64) { self.instance = instance }

        var rotation: LeaderRotation {
            .charon(slot: instance, dutyType: 0, members: CharonNetwork.processes)
        }

        func leader(round: Int) -> Int { rotation.leader(round: round) }
    }

    /// What a process decided.
    struct Decision: Equatable {
        let value: UInt64
        let round: Int
    }

    private enum Event: BitwiseCopyable {
        case start(Int)
        case value(Int)
        case timer(Int, round: Int, generation: Int)
        case message(Int, index: Int)
        case fuzz
    }

    private let setting: Setting
    private var stream: RandomStream
    private var queue = BinaryHeapQueue<Event>()
    private var messages: [QBFTMessage] = []
    private var instances: [QBFTInstance] = []
    private var generations = [Int](repeating: 0, count: processes + 1)
    private var now: Int64 = 0
    /// By process; nil while undecided.
    private(set) var decisions: [Int: Decision?] = [:]

    init(_ setting: Setting, seed: UInt64) {
        self.setting = setting
        stream = RandomStream(seed: seed, domain: .unspecified)
        for process in 0...Self.processes {
            instances.append(
                QBFTInstance(
                    QBFTInstance.Settings(
                        sizes: .charon(Self.processes), rotation: setting.rotation, process: process,
                        comparedBits: setting.comparesValues ? .max : 0)))
        }
    }

    /// Runs until all have decided or a round is reached that none should reach.
    func run() -> CharonNetwork {
        var network = self
        network.play()
        return network
    }

    private mutating func play() {
        for process in 1...Self.processes {
            queue.push(.start(process), at: .nanoseconds(setting.startDelays[process] ?? 0))
            guard setting.hasValue(process) else { continue }
            // A nanosecond late, so that a timer that runs out with the value's arrival comes first.
            let delay = max(setting.startDelays[process] ?? 0, setting.valueDelays[process] ?? 0)
            queue.push(.value(process), at: .nanoseconds(delay + 1))
        }
        if setting.fuzzedProcess != nil { queue.push(.fuzz, at: .milliseconds(100)) }
        while let event = queue.popFirst() {
            now = event.time.nanoseconds
            handle(event.payload)
            let undecided = (1...Self.processes).contains { decisions[$0] == nil }
            if !undecided || instances.contains(where: { $0.round > Self.lastRound }) { return }
        }
    }

    private mutating func handle(_ event: Event) {
        switch event {
        case .start(let process): act(process) { $0.start(&$1) }
        case .value(let process):
            let value = setting.values[process] ?? UInt64(process)
            act(process) { $0.provide(value, &$1) }
        case .timer(let process, let round, let generation):
            if generation == generations[process] { act(process) { $0.timeOut(round, &$1) } }
        case .message(let process, let index):
            let message = messages[index]
            act(process) { $0.receive(message, &$1) }
        case .fuzz:
            if let process = setting.fuzzedProcess {
                let message = randomMessage(from: process)
                for receiver in 1...Self.processes { deliver(message, to: receiver) }
            }
            queue.push(.fuzz, at: .nanoseconds(now + 100_000_000))
        }
    }

    private mutating func randomMessage(from process: Int) -> QBFTMessage {
        QBFTMessage(
            QBFTMessage.Kind(rawValue: UInt8(1 + stream.next(below: 5))) ?? .prePrepare, source: process,
            round: stream.next(below: 10), value: UInt64(stream.next(below: 10)), preparedRound: stream.next(below: 10),
            preparedValue: UInt64(stream.next(below: 10)))
    }

    private mutating func act(_ process: Int, _ step: (inout QBFTInstance, inout [QBFTAction]) -> Void) {
        var actions: [QBFTAction] = []
        step(&instances[process], &actions)
        for action in actions {
            switch action {
            case .broadcast(let message): broadcast(message, from: process)
            case .startTimer(let round, _):
                generations[process] += 1
                let exponent = setting.isExponential ? min(max(round - 1, 0), 30) : 0
                queue.push(
                    .timer(process, round: round, generation: generations[process]),
                    at: .nanoseconds(now + 1_000_000_000 << Int64(exponent)))
            case .decide(let value, let round): decisions[process] = Decision(value: value, round: round)
            }
        }
    }

    /// The sender hears itself first, without fail; the others late, twice or never.
    private mutating func broadcast(_ message: QBFTMessage, from process: Int) {
        act(process) { $0.receive(message, &$1) }
        if message.kind == .commit, message.round <= setting.lostCommitsThrough { return }
        let delay = setting.jitter == 0 ? 0 : stream.next(in: setting.jitter...2 * setting.jitter)
        for receiver in 1...Self.processes where receiver != process {
            if let loss = setting.losses[process], stream.nextUnit() < loss { continue }
            deliver(message, to: receiver, delay: delay)
            if stream.next(below: 10) == 0 { deliver(message, to: receiver, delay: delay) }
        }
    }

    private mutating func deliver(_ message: QBFTMessage, to receiver: Int, delay: Int64 = 0) {
        messages.append(message)
        queue.push(
            .message(receiver, index: messages.count - 1),
            at: .nanoseconds(now + delay + stream.next(in: 1...1_000_000)))
    }
}
