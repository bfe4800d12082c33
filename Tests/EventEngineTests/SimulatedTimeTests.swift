import EventEngine
import Testing

@Suite("Simulated time")
struct SimulatedTimeTests {
    @Test(
        "a time is written without the parts that are zero and reads back the same",
        arguments: [
            (0, "0s"), (1, "0.000000001s"), (250_000_000, "0.25s"), (12_000_000_000, "12s"),
            (5_400_000_000_000, "1h30m"), (183_845_000_000_006, "2d3h4m5.000000006s"), (-8_000_000_000, "-8s"),
            (60_000_000_000, "1m"), (Int64.max, "106751d23h47m16.854775807s"),
            (Int64.min, "-106751d23h47m16.854775808s"),
        ])
    func roundTrip(nanoseconds: Int64, text: String) {
        let time = SimulatedTime(nanoseconds: nanoseconds)
        #expect(time.description == text)
        #expect(SimulatedTime(text) == time)
    }

    @Test(
        "single units and fractions are read exactly",
        arguments: [
            ("250ms", 250_000_000), ("1.5h", 5_400_000_000_000), ("40us", 40_000), ("7ns", 7),
            ("0.5d", 43_200_000_000_000),
            ("1m0.5s", 60_500_000_000), ("0.000001h", 3_600_000), ("1.0ns", 1), ("00012s", 12_000_000_000),
        ])
    func reading(text: String, nanoseconds: Int64) {
        #expect(SimulatedTime(text) == SimulatedTime(nanoseconds: nanoseconds))
    }

    @Test(
        "malformed times are refused",
        arguments: [
            "", "-", "12", "s", "12 s", " 12s", "12s ", "1.s", ".5s", "1s1m", "1s1s", "0.5ns", "1x", "+1s", "1e3s",
            "--1s",
            "106752d", "99999999999999999999s", "1m-1s", "0.3333333333333333333333s", "１s", "1S",
        ])
    func refusal(text: String) {
        #expect(SimulatedTime(text) == nil)
    }

    @Test("arithmetic with outside numbers throws at the edges instead of wrapping")
    func edges() throws {
        #expect(throws: SimulatedTimeError.outOfRange) { try SimulatedTime(count: .max, of: .microseconds) }
        #expect(throws: SimulatedTimeError.outOfRange) { try SimulatedTime(count: 106_752, of: .days) }
        #expect(throws: SimulatedTimeError.outOfRange) { try SimulatedTime.distantFuture.adding(.nanoseconds(1)) }
        #expect(throws: SimulatedTimeError.outOfRange) { try SimulatedTime.seconds(12).multiplied(by: .max) }
        #expect(try SimulatedTime(count: 106_751, of: .days).multiplied(by: -1) == SimulatedTime("-106751d"))
        #expect(SimulatedTime.distantFuture.addingSaturated(.seconds(1)) == .distantFuture)
        #expect(SimulatedTime(nanoseconds: .min).addingSaturated(.seconds(-1)).nanoseconds == .min)
        #expect(SimulatedTime.seconds(1).addingSaturated(.milliseconds(-250)) == .milliseconds(750))
    }

    @Test(
        "a floating count is rounded to even and held at the ends",
        arguments: [
            (0.5, Int64(0)), (1.5, 2), (-2.5, -2), (1e9, 1_000_000_000), (1e300, Int64.max), (-1e300, Int64.min),
            (Double.infinity, Int64.max), (Double.nan, 0), (0x1p63, Int64.max), (-0x1p63, Int64.min),
        ] as [(Double, Int64)])
    func rounding(value: Double, nanoseconds: Int64) {
        #expect(SimulatedTime(roundingNanoseconds: value).nanoseconds == nanoseconds)
    }
}
