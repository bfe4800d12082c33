import Scenario
import Staking

/// When backups sign with keys that are another node's, epoch by epoch.
struct BackupRoster: Sendable {
    /// What a backup does in one epoch for one node. Bit k stands for the epoch's k-th slot.
    struct Shift: Sendable {
        /// Position of the copy.
        var copy: Int
        /// The node whose keys are used.
        var owner: Int
        /// The backup votes.
        var attests: UInt64
        /// The backup proposes.
        var proposes: UInt64
        /// Backup and owner both vote.
        var bothAttest: UInt64
        /// Backup and owner both propose.
        var bothPropose: UInt64
    }

    let copies: [KeyCopy]
    /// Shifts of the epoch that was asked for last.
    private(set) var shifts: [Shift] = []
    /// By copy and owner.
    private var watches: [[DoppelgangerWatch]]

    init(_ copies: [KeyCopy]) {
        self.copies = copies
        watches = copies.map { Array(repeating: DoppelgangerWatch(), count: $0.owners.count) }
    }

    /// Works out the shifts of an epoch; epochs come in order.
    ///
    /// - Parameter absences: of all nodes, as if nobody had a backup.
    mutating func advance(to grid: EpochGrid, absences: EpochAbsences) {
        shifts = []
        let everything = SlotAvailability.mask(grid.slots)
        for (position, copy) in copies.enumerated() where copy.start < grid.end && copy.end > grid.start {
            let held = grid.availability([
                NodeLifeCycle.Span(
                    start: copy.start, end: copy.end, outage: copy.outage, isDark: false, state: "", detail: "")
            ]).absences.first
            guard let held else { continue }
            let backup = absences[copy.backup]
            for (place, owner) in copy.owners.enumerated() {
                let ownerAttests = absences[owner]?.attests ?? everything
                var attests = held.attests & (backup?.attests ?? everything)
                var proposes = held.proposes & (backup?.proposes ?? everything)
                if copy.doppelganger {
                    let allowed = watches[position][place].pass(
                        watching: attests, of: everything, ownerIsSilent: ownerAttests == 0)
                    attests &= allowed
                    proposes &= allowed
                }
                shifts.append(
                    Shift(
                        copy: position, owner: owner, attests: attests, proposes: proposes,
                        bothAttest: attests & ownerAttests,
                        bothPropose: proposes & (absences[owner]?.proposes ?? everything)))
            }
        }
    }

    /// What absence is left of nodes whose duties a backup does.
    func healed(_ absences: EpochAbsences, nodeCount: Int) -> EpochAbsences {
        guard shifts.contains(where: { absences[$0.owner] != nil }) else { return absences }
        var result = EpochAbsences(nodeCount: nodeCount)
        for var absence in absences.nodes {
            for shift in shifts where shift.owner == absence.node {
                absence.attests |= shift.attests
                absence.proposes |= shift.proposes
                for index in absence.reasons.indices {
                    absence.reasons[index].attests &= ~shift.attests
                    absence.reasons[index].proposes &= ~shift.proposes
                    absence.reasons[index].late &= ~shift.attests
                    absence.reasons[index].syncs = absence.reasons[index].syncs.map { $0 & ~shift.attests }
                }
            }
            absence.reasons.removeAll(where: \.isEmpty)
            if !absence.reasons.isEmpty { result.append(absence) }
        }
        return result
    }
}

/// Doppelganger protection: a client that listens before it signs, and stays silent while it hears its own key.
///
/// It listens for two whole epochs, as clients do; a key is heard in every epoch in which its owner could vote at all.
/// Once it signs it listens no more, until it is started again.
struct DoppelgangerWatch: Sendable {
    private static let epochsToListen = 2

    private var isSigning = false
    private var silentEpochs = 0

    /// Passes an epoch.
    ///
    /// - Parameters:
    ///   - awake: slots in which the backup is up and has the keys.
    ///   - everything: all slots of the epoch.
    /// - Returns: slots in which it may sign.
    mutating func pass(watching awake: UInt64, of everything: UInt64, ownerIsSilent: Bool) -> UInt64 {
        guard isSigning else {
            silentEpochs = awake == everything && ownerIsSilent ? silentEpochs + 1 : 0
            isSigning = silentEpochs == Self.epochsToListen
            return 0
        }
        guard awake != everything else { return everything }
        isSigning = false
        silentEpochs = 0
        let gap = everything & ~awake
        // Slots before the first in which it was down.
        return (gap & (0 &- gap)) &- 1
    }
}
