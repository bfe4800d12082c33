internal import EventEngine

/// Signing in parts: each member signs, sends its part to all, and broadcasts when it holds enough.
extension ClusterDutyRunner {
    /// A member's validator client signs and the part goes out.
    mutating func sign(_ member: Int, _ isPreConsensus: Bool) {
        let value: UInt64
        if isPreConsensus {
            value = 1
        } else if kind.needsConsensus(rules.flavour) {
            value = rules.flavour == .charon ? charon[member].decidedValue ?? 0 : ssv[member].state.decidedValue ?? 0
        } else {
            value = kind.isSignedByView ? members[member].proposal : 1 << 63
        }
        sent += rules.members - 1
        let isValid = members[member].conduct != .wrongPartial
        if isValid { hold(member, over: value, by: member, isPreConsensus) }
        var event = Event(
            kind: .partial, isPreConsensus: isPreConsensus, member: 0, from: UInt8(truncatingIfNeeded: member),
            value: value)
        for receiver in 0..<rules.members where receiver != member {
            event.member = UInt8(truncatingIfNeeded: receiver)
            send(event, as: isPreConsensus ? .preConsensusPartial : .partial, round: 0)
        }
    }

    /// Puts a message on its way, with the receiver's time to handle it.
    mutating func send(_ event: Event, as traced: TracedMessage.Kind, round: Int) {
        let (from, to) = (Int(event.from), Int(event.member))
        let way = latency[from * rules.members + to]
        guard way != .max else {
            if isTracing {
                trace.append(
                    TracedMessage(
                        sentAt: now, arrivesAt: now, from: from, to: to, kind: traced, round: round, isLost: true))
            }
            return
        }
        var arrival = now &+ way &+ members[to].processing
        if jitterStream != nil {
            arrival = arrival &+ (jitterStream?.next(in: 0...max(0, rules.jitter)) ?? 0)
        }
        if isTracing {
            trace.append(
                TracedMessage(
                    sentAt: now, arrivesAt: arrival, from: from, to: to, kind: traced, round: round,
                    isLost: !members[to].isUp(at: arrival) || isDropped(event, at: arrival)))
        }
        queue.push(event, at: arrival)
    }

    /// A part has come; each is checked by itself, and a wrong one names its sender.
    mutating func receivePartial(_ event: Event, _ member: Int) {
        let signer = Int(event.from)
        guard members[signer].conduct != .wrongPartial else {
            outcome.liars.insert(signer)
            return
        }
        hold(signer, over: event.value, by: member, event.isPreConsensus)
    }

    private mutating func hold(_ signer: Int, over value: UInt64, by member: Int, _ isPreConsensus: Bool) {
        guard !isPreConsensus else {
            guard randaos.add(signer, over: value, to: member) >= rules.threshold,
                !progress[member].hasPreConsensus
            else { return }
            progress[member].hasPreConsensus = true
            provideData(member, from: now, delay: kind == .proposer ? rules.blockDelay : 0)
            return
        }
        if partials.add(signer, over: value, to: member) >= rules.threshold { complete(value, by: member) }
    }

    /// A member holds enough parts over a value.
    mutating func complete(_ value: UInt64, by member: Int) {
        // SSV looks at parts only once it has decided itself.
        if rules.flavour == .ssv, kind.needsConsensus(.ssv), !progress[member].isDecided { return }
        guard members[member].hasBeacon else { return }
        guard now >= members[member].beaconAwayUntil else {
            guard !progress[member].isBroadcasting, let taken = answer(of: member, asked: now, isBroadcast: true)
            else { return }
            progress[member].isBroadcasting = true
            queue.push(
                Event(kind: .broadcast, member: UInt8(truncatingIfNeeded: member), value: value), at: taken)
            return
        }
        finish(value, by: member)
    }

    /// A member's beacon node takes the signature; the first, and of those at one moment the lowest in number, counts.
    mutating func finish(_ value: UInt64, by member: Int) {
        if outcome.completedAt >= 0, now > outcome.completedAt || member >= outcome.broadcaster { return }
        outcome.completedAt = now
        outcome.broadcaster = member
        outcome.value = UInt32(truncatingIfNeeded: value)
        outcome.targetValue = UInt32(truncatingIfNeeded: (value & DutyMember.comparedBits) >> 32)
        completedValue = value
    }

    /// Notes whose parts the broadcaster held, when the moment of completion is over.
    mutating func sealFirstSigners() {
        guard outcome.completedAt == now, outcome.broadcaster >= 0 else { return }
        outcome.firstSigners = partials.set(over: completedValue, of: outcome.broadcaster)
        outcome.messages = sent
    }

    /// The member agrees with a quorum on a value, and its validator client is asked to sign.
    mutating func decided(_ member: Int, _ value: UInt64, round: Int) {
        progress[member].isDecided = true
        progress[member].timerGeneration &+= 1
        if outcome.decidedAt < 0 {
            outcome.decidedAt = now
            outcome.round = round
            outcome.value = UInt32(truncatingIfNeeded: value)
            outcome.targetValue = UInt32(truncatingIfNeeded: (value & DutyMember.comparedBits) >> 32)
        }
        if progress[member].signs { push(.sign, member, at: now &+ rules.signingDelay) }
        if rules.flavour == .ssv, partials.set(over: value, of: member).count >= rules.threshold {
            complete(value, by: member)
        }
    }
}
