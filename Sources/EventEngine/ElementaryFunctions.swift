/// Logarithm, exponential and normal quantile from +, −, ×, ÷ and √ alone.
///
/// IEEE 754 fixes those five to the last bit, so these functions give the same bits on every machine, which a system's
/// libm does not promise. Relative error below 1e-15 for `log` and `exp`, below 1e-14 for `normalQuantile`.
public enum ElementaryFunctions {
    /// ln 2, split so that multiples up to 2¹¹ of the high part are exact (32 significant bits).
    @usableFromInline static var ln2High: Double { 0x1.62e42feep-1 }
    @usableFromInline static var ln2Low: Double { 0x1.a39ef35793c76p-33 }

    /// The natural logarithm; −∞ at zero, NaN below.
    ///
    /// x = m · 2ᵉ with m in (√½, √2], then ln m = 2 artanh s with s = (m − 1)/(m + 1), |s| ≤ 0.1716, by its series.
    public static func log(_ x: Double) -> Double {
        guard x > 0 else { return x == 0 ? -.infinity : .nan }
        guard x < .infinity else { return x }
        // Subnormal numbers are scaled up first; then the exponent and the mantissa stand in the bits.
        let isSubnormal = x < 0x1p-1022
        let bits = (isSubnormal ? x * 0x1p54 : x).bitPattern
        var exponent = Int(truncatingIfNeeded: bits >> 52) - (isSubnormal ? 1077 : 1023)
        var mantissa = Double(bitPattern: bits & 0x000f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000)
        if mantissa > 1.414_213_562_373_095_1 {
            mantissa *= 0.5
            exponent += 1
        }
        let s = (mantissa - 1) / (mantissa + 1)
        let square = s * s
        var series = 1.0 / 23
        series = series * square + 1.0 / 21
        series = series * square + 1.0 / 19
        series = series * square + 1.0 / 17
        series = series * square + 1.0 / 15
        series = series * square + 1.0 / 13
        series = series * square + 1.0 / 11
        series = series * square + 1.0 / 9
        series = series * square + 1.0 / 7
        series = series * square + 1.0 / 5
        series = series * square + 1.0 / 3
        let scale = Double(exponent)
        // Small terms first.
        return scale * ln2High + (2 * s + (2 * s * square * series + scale * ln2Low))
    }

    /// eˣ; 0 and ∞ beyond the range of Double.
    ///
    /// x = k ln 2 + r with |r| ≤ ½ ln 2, then the Taylor series of eʳ to r¹⁴/14!.
    public static func exp(_ x: Double) -> Double {
        guard !x.isNaN else { return x }
        if x > 709.8 { return .infinity }
        if x < -745.2 { return 0 }
        let k = (x * 1.442_695_040_888_963_4).rounded(.toNearestOrEven)
        let r = (x - k * ln2High) - k * ln2Low
        var series = 1.0 / 87_178_291_200
        series = series * r + 1.0 / 6_227_020_800
        series = series * r + 1.0 / 479_001_600
        series = series * r + 1.0 / 39_916_800
        series = series * r + 1.0 / 3_628_800
        series = series * r + 1.0 / 362_880
        series = series * r + 1.0 / 40_320
        series = series * r + 1.0 / 5_040
        series = series * r + 1.0 / 720
        series = series * r + 1.0 / 120
        series = series * r + 1.0 / 24
        series = series * r + 1.0 / 6
        series = series * r + 1.0 / 2
        series = series * r + 1
        let mantissa = 1 + r * series
        // In two steps, since 2ᵏ alone may lie beyond the range.
        let half = Int(k) / 2
        return mantissa * powerOfTwo(half) * powerOfTwo(Int(k) - half)
    }

    /// The number below which a standard normal variate falls with probability `p`; ∓∞ at 0 and 1, NaN outside.
    ///
    /// Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37, 1988 (PPND16).
    public static func normalQuantile(_ p: Double) -> Double {
        guard p > 0, p < 1 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
        let q = p - 0.5
        if q >= -0.425, q <= 0.425 {
            return q * centralRatio(0.180625 - q * q)
        }
        var r = (-log(q < 0 ? p : 1 - p)).squareRoot()
        let tail: Double
        if r <= 5 {
            r -= 1.6
            tail = middleRatio(r)
        } else {
            r -= 5
            tail = farRatio(r)
        }
        return q < 0 ? -tail : tail
    }

    private static func powerOfTwo(_ exponent: Int) -> Double {
        Double(bitPattern: UInt64(exponent + 1023) << 52)
    }

    private static func centralRatio(_ r: Double) -> Double {
        let numerator =
            ((((((2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r + 6.7265770927008700853e4) * r
                + 4.5921953931549871457e4) * r + 1.3731693765509461125e4) * r + 1.9715909503065514427e3) * r
                + 1.3314166789178437745e2) * r + 3.3871328727963666080e0
        let denominator =
            ((((((5.2264952788528545610e3 * r + 2.8729085735721942674e4) * r + 3.9307895800092710610e4) * r
                + 2.1213794301586595867e4) * r + 5.3941960214247511077e3) * r + 6.8718700749205790830e2) * r
                + 4.2313330701600911252e1) * r + 1
        return numerator / denominator
    }

    private static func middleRatio(_ r: Double) -> Double {
        let numerator =
            ((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r
                + 1.27045825245236838258e0) * r + 3.64784832476320460504e0) * r + 5.76949722146069140550e0) * r
                + 4.63033784615654529590e0) * r + 1.42343711074968357734e0
        let denominator =
            ((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r
                + 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0) * r
                + 2.05319162663775882187e0) * r + 1
        return numerator / denominator
    }

    private static func farRatio(_ r: Double) -> Double {
        let numerator =
            ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r
                + 2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0) * r
                + 5.46378491116411436990e0) * r + 6.65790464350110377720e0
        let denominator =
            ((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r
                + 7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r
                + 5.99832206555887937690e-1) * r + 1
        return numerator / denominator
    }
}
