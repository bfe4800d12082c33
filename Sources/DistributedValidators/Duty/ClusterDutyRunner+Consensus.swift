/// The consensus of a duty: the members' instances, their messages and their timers.
extension ClusterDutyRunner {
    mutating func resetInstances() {
        let own = members
        switch rules.flavour {
        case .charon:
            let rotation = LeaderRotation.charon(
                slot: height, dutyType: kind.charon.rawValue, members: rules.members)
            let compared = rules.isChainSplitHalted && kind.hasCheckpoints ? DutyMember.comparedBits : 0
            for member in own.indices {
                let settings = QBFTInstance.Settings(
                    sizes: rules.sizes, rotation: rotation, process: member, comparedBits: compared)
                if member < charon.count {
                    charon[member].reset(settings)
                } else {
                    charon.append(QBFTInstance(settings))
                }
            }
        case .ssv:
            // Operators are numbered from 1: zero is nobody.
            let committee = ssv.first?.settings.committee ?? (1...rules.members).map { UInt64($0) }
            let compared = kind.hasCheckpoints ? DutyMember.comparedBits : 0
            for member in own.indices {
                let settings = SSVInstance.Settings(
                    committee: committee, sizes: rules.sizes, operatorID: committee[member],
                    cutOffRound: rules.cutOffRound, proposer: .rotating(isEpochAware: rules.isLeaderEpochAware),
                    rule: SSVValueRule(comparedBits: compared, own: own[member].proposal))
                if member < ssv.count {
                    ssv[member].reset(settings, height: height)
                } else {
                    ssv.append(SSVInstance(settings, height: height))
                }
            }
        }
    }

    /// A member begins; what came before it could is taken in now.
    mutating func join(_ member: Int) {
        guard !progress[member].hasJoined else { return }
        progress[member].hasJoined = true
        progress[member].joinedAt = now
        switch rules.flavour {
        case .charon:
            charon[member].start(&charonActions)
            carryOutCharon(member)
        case .ssv:
            ssv[member].start(members[member].proposal, &ssvActions)
            carryOutSSV(member)
        }
        replayHeld(member)
    }

    mutating func timeOut(_ member: Int, round: Int) {
        switch rules.flavour {
        case .charon:
            charon[member].timeOut(round, &charonActions)
            carryOutCharon(member)
        case .ssv:
            // An instance that has stopped has no timer to be refused.
            guard (try? ssv[member].timeOut(&ssvActions)) != nil else { return }
            carryOutSSV(member)
            replayHeld(member)
        }
    }

    mutating func receive(_ event: Event, _ member: Int) {
        guard progress[member].hasJoined else {
            held.append(event)
            return
        }
        switch rules.flavour {
        case .charon:
            var message = charonMessages[Int(event.index)]
            if event.isOtherStory {
                tellOtherStory(&message.value, message.source, isVote: message.kind != .prePrepare)
            }
            charon[member].receive(message, &charonActions)
            carryOutCharon(member)
        case .ssv: receiveSSV(event, member)
        }
    }

    /// What an equivocating member says to others; a vote for both is seen by whoever gets both.
    private mutating func tellOtherStory(_ value: inout UInt64, _ source: Int, isVote: Bool) {
        value ^= DutyMember.otherStory
        if isVote { outcome.liars.insert(source) }
    }

    private mutating func startTimer(_ member: Int, round: Int, isRestart: Bool) {
        let timer = kind == .proposer ? rules.proposerTimer : rules.roundTimer
        let clock = members[member].clock
        let deadline = timer.deadline(
            round: round, role: kind == .proposer ? .proposer : .other, dutyStart: start,
            instanceStart: progress[member].joinedAt &+ clock, now: now &+ clock,
            running: isRestart ? progress[member].deadline : nil)
        progress[member].deadline = deadline
        progress[member].timerGeneration &+= 1
        queue.push(
            Event(
                kind: .timer, member: UInt8(truncatingIfNeeded: member), round: Int32(clamping: round),
                index: progress[member].timerGeneration), at: max(deadline &- clock, now))
    }

    /// Sends a message to all others. An equivocating member tells some another story, and votes for both.
    private mutating func spread(
        from member: Int, index: Int, _ traced: TracedMessage.Kind, round: Int
    ) {
        sent += rules.members - 1
        var event = Event(
            kind: .consensus, member: 0, from: UInt8(truncatingIfNeeded: member), index: Int32(clamping: index))
        let equivocates = members[member].conduct == .equivocates
        for receiver in 0..<rules.members where receiver != member {
            event.member = UInt8(truncatingIfNeeded: receiver)
            event.isOtherStory = equivocates && traced == .proposal && receiver % 2 == 1
            send(event, as: traced, round: round)
            if equivocates, traced == .prepare || traced == .commit {
                event.isOtherStory = true
                send(event, as: traced, round: round)
            }
        }
    }

    // MARK: - Charon

    /// Does what the member's instance asks for; the member hears itself first.
    mutating func carryOutCharon(_ member: Int) {
        var place = 0
        while place < charonActions.count {
            switch charonActions[place] {
            case .broadcast(let message):
                charonMessages.append(message)
                spread(
                    from: member, index: charonMessages.count - 1, Self.traced(message.kind), round: message.round)
                charon[member].receive(message, &charonActions)
            case .startTimer(let round, let isRestart):
                if !isRestart || (kind == .proposer ? rules.proposerTimer : rules.roundTimer).isRestartedByProposal {
                    startTimer(member, round: round, isRestart: isRestart)
                }
            case .decide(let value, let round): decided(member, value, round: round)
            }
            place += 1
        }
        charonActions.removeAll(keepingCapacity: true)
    }

    private static func traced(_ kind: QBFTMessage.Kind) -> TracedMessage.Kind {
        switch kind {
        case .prePrepare: .proposal
        case .prepare: .prepare
        case .commit: .commit
        case .roundChange: .roundChange
        case .decided: .decided
        }
    }

    // MARK: - SSV

    mutating func carryOutSSV(_ member: Int) {
        var place = 0
        while place < ssvActions.count {
            switch ssvActions[place] {
            case .broadcast(let message):
                ssvMessages.append(message)
                spread(
                    from: member, index: ssvMessages.count - 1, Self.traced(message.kind), round: message.round)
                take(message, member)
            case .startTimer(let round): startTimer(member, round: round, isRestart: false)
            case .decide(let proof):
                ssvMessages.append(proof)
                spread(from: member, index: ssvMessages.count - 1, .decided, round: proof.round)
                decided(member, proof.root, round: proof.round)
            }
            place += 1
        }
        ssvActions.removeAll(keepingCapacity: true)
    }

    private static func traced(_ kind: SSVMessage.Kind) -> TracedMessage.Kind {
        switch kind {
        case .proposal: .proposal
        case .prepare: .prepare
        case .commit: .commit
        case .roundChange: .roundChange
        }
    }

    /// Hands a message to the member's instance; says whether it has to wait for a proposal or a later round.
    @discardableResult
    private mutating func take(_ message: SSVMessage, _ member: Int) -> Bool {
        do throws(SSVFault) {
            try ssv[member].receive(message, &ssvActions)
            return false
        } catch {
            return error == .noProposal || error == .wrongRound
        }
    }

    private mutating func receiveSSV(_ event: Event, _ member: Int) {
        guard !progress[member].isDecided else { return }
        var message = ssvMessages[Int(event.index)]
        if event.isOtherStory {
            tellOtherStory(&message.root, Int(event.from), isVote: message.kind != .proposal)
            if message.fullData != nil { message.fullData = message.root }
        }
        if message.kind == .commit, message.signers.count >= rules.sizes.quorum {
            guard rules.acceptsPastDecisions || message.round >= ssv[member].state.round else { return }
            ssv[member].decide(by: message)
            decided(member, message.root, round: message.round)
            return
        }
        let hadProposal = ssv[member].state.acceptedProposal?.round
        let roundBefore = ssv[member].state.round
        if take(message, member) {
            held.append(event)
            return
        }
        carryOutSSV(member)
        if ssv[member].state.acceptedProposal?.round != hadProposal || ssv[member].state.round != roundBefore {
            replayHeld(member)
        }
    }

    /// Takes in what was held for a member, in the order in which it came. What still has to wait is held again.
    private mutating func replayHeld(_ member: Int) {
        guard held.contains(where: { Int($0.member) == member }) else { return }
        let waiting = held.filter { Int($0.member) == member }
        held.removeAll { Int($0.member) == member }
        for event in waiting { receive(event, member) }
    }
}
