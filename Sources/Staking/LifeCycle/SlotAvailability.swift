/// In which slots of one epoch a node can act, and why not in the others. Bit k stands for the epoch's k-th slot.
public struct SlotAvailability: Sendable, Equatable {
    /// Up when attestations and sync messages of the slot are due.
    public var attests: UInt64
    /// Up when the slot starts.
    public var proposes: UInt64
    /// The stretches behind the missing bits, in order.
    public var absences: [Absence]

    /// A stretch without duties, as far as it touches the epoch.
    public struct Absence: Sendable, Equatable {
        /// The outage behind it.
        public var outage: Int
        /// True while dark, false while coming back.
        public var isDark: Bool
        /// Attestation deadlines that fall into the stretch.
        public var attests: UInt64
        /// Slot starts that fall into the stretch.
        public var proposes: UInt64
    }

    /// Nothing missing in an epoch of so many slots.
    public static func full(slots: Int) -> SlotAvailability {
        SlotAvailability(attests: mask(slots), proposes: mask(slots), absences: [])
    }

    /// As many low bits.
    public static func mask(_ slots: Int) -> UInt64 { slots >= 64 ? .max : (1 << UInt64(slots)) - 1 }
}

/// The grid of an epoch's decisions in time.
public struct EpochGrid: Sendable {
    /// Nanoseconds from the start of the run.
    public var start: Int64
    /// Slots in the epoch.
    public var slots: Int
    /// Nanoseconds.
    public var slot: Int64
    /// Nanoseconds into the slot at which attestations are due.
    public var attestationDue: Int64

    /// A value of given parts; nothing is checked.
    public init(start: Int64, slots: Int, slot: Int64, attestationDue: Int64) {
        self.start = start
        self.slots = slots
        self.slot = slot
        self.attestationDue = attestationDue
    }

    /// Nanoseconds from the start of the run.
    public var end: Int64 { start + Int64(slots) * slot }

    /// What the stretches without duties leave of the epoch.
    ///
    /// - Parameter spans: those that touch the epoch, in order.
    public func availability(_ spans: ArraySlice<NodeLifeCycle.Span>) -> SlotAvailability {
        var result = SlotAvailability.full(slots: slots)
        for span in spans {
            let proposes = mask(from: span.start, to: span.end, offset: 0)
            let attests = mask(from: span.start, to: span.end, offset: attestationDue)
            if proposes | attests == 0 { continue }
            result.absences.append(
                SlotAvailability.Absence(
                    outage: span.outage, isDark: span.isDark, attests: attests, proposes: proposes))
            result.attests &= ~attests
            result.proposes &= ~proposes
        }
        return result
    }

    /// Slots whose instant `start + k·slot + offset` lies in `from ..< to`.
    private func mask(from: Int64, to: Int64, offset: Int64) -> UInt64 {
        let base = start + offset
        let first = from <= base ? 0 : (from - base + slot - 1) / slot
        let last = to <= base ? 0 : min(Int64(slots), to == .max ? Int64(slots) : (to - base + slot - 1) / slot)
        guard first < last else { return 0 }
        return SlotAvailability.mask(Int(last)) & ~SlotAvailability.mask(Int(first))
    }
}
