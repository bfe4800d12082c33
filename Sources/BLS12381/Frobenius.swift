/// Powers by p and p² in Fp12: conjugations and constant products, from `w^p = ξ^((p − 1)/6)·w`.

extension Fp12 {
    /// The p-th power.
    package var frobenius: Fp12 {
        Fp12(
            Fp6(
                c0.c0.conjugate, c0.c1.conjugate * Fp12.frobenius2, c0.c2.conjugate * Fp12.frobenius4),
            Fp6(
                c1.c0.conjugate * Fp12.frobenius1, c1.c1.conjugate * Fp12.frobenius3,
                c1.c2.conjugate * Fp12.frobenius5))
    }

    /// The p²-th power.
    package var frobeniusSquared: Fp12 {
        Fp12(
            Fp6(c0.c0, c0.c1 * Fp12.frobeniusSquared2, c0.c2 * Fp12.frobeniusSquared4),
            Fp6(
                c1.c0 * Fp12.frobeniusSquared1, c1.c1 * Fp12.frobeniusSquared3,
                c1.c2 * Fp12.frobeniusSquared5))
    }
}
