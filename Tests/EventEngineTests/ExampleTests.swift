import EventEngine
import Testing

private enum Job: EventPayload {
    case arrives(customer: UInt32)
    case leaves(customer: UInt32)

    var traceKind: UInt32 {
        switch self {
        case .arrives: 1
        case .leaves: 2
        }
    }
    var traceWords: (UInt64, UInt64) {
        switch self {
        case .arrives(let customer), .leaves(let customer): (UInt64(customer), 0)
        }
    }
}

private struct Shop: EventHandler {
    let source: RandomSource
    let gap: DelayDistribution
    let service: DelayDistribution
    var inside = 0

    mutating func handle(_ event: Job, in scheduler: inout Scheduler<Job>) {
        switch event {
        case .arrives(let customer):
            inside += 1
            var luck = source.stream(.unspecified, entity: UInt64(customer))
            scheduler.schedule(.arrives(customer: customer + 1), after: gap.sample(&luck))
            scheduler.schedule(.leaves(customer: customer), after: service.sample(&luck))
        case .leaves:
            inside -= 1
        }
    }
}

@Suite("The example of docs/event-engine.md")
struct ExampleTests {
    @Test("it prints what the page says")
    func example() throws {
        var shop = Shop(
            source: RandomSource(seed: 7), gap: try .exponential(mean: .seconds(60)),
            service: try .logNormal(median: .seconds(90), p95: .seconds(400)))
        var scheduler = Scheduler<Job>()
        scheduler.schedule(.arrives(customer: 0), at: .zero)
        scheduler.run(&shop, until: .seconds(3_600))
        let (count, digest) = (scheduler.eventCount, scheduler.digest.value)
        #expect("\(count) \(shop.inside) \(digest)" == "126 0 7115e284a4284f6d9c986313ecbbb57d")
    }
}
