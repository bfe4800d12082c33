"""Times BLS libraries for `blackout-bench bls`.

Reads lines `library operation repetitions` on stdin and answers each with the nanoseconds of CPU time of one
repetition, or `-` where the library has no such call. One line at a time, so that the caller can alternate.
"""
import sys
import time

MESSAGE = bytes([3]) * 32
SECRETS = [(i + 5).to_bytes(32, "big") for i in range(128)]
MESSAGES = [bytes([i]) * 32 for i in range(64)]
TAG = b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_"


def blspy_operations():
    from blspy import G1Element, G2Element, PopSchemeMPL, PrivateKey

    secrets = [PrivateKey.from_bytes(s) for s in SECRETS]
    keys = [s.get_g1() for s in secrets]
    key_bytes = bytes(keys[0])
    signature = PopSchemeMPL.sign(secrets[0], MESSAGE)
    signature_bytes = bytes(signature)
    same = PopSchemeMPL.aggregate([PopSchemeMPL.sign(s, MESSAGE) for s in secrets])
    pairs = [(keys[i], MESSAGES[i]) for i in range(64)]
    different = PopSchemeMPL.aggregate([PopSchemeMPL.sign(secrets[i], MESSAGES[i]) for i in range(64)])
    assert PopSchemeMPL.verify(keys[0], MESSAGE, signature)
    assert PopSchemeMPL.fast_aggregate_verify(keys, MESSAGE, same)
    batch_keys, batch_messages = [k for k, _ in pairs], [m for _, m in pairs]
    assert PopSchemeMPL.aggregate_verify(batch_keys, batch_messages, different)
    return {
        "sign": lambda: PopSchemeMPL.sign(secrets[0], MESSAGE),
        "verify": lambda: PopSchemeMPL.verify(keys[0], MESSAGE, signature),
        "hash": lambda: G2Element.from_message(MESSAGE, TAG),
        "pairing": lambda: keys[0].pair(signature),
        "fast128": lambda: PopSchemeMPL.fast_aggregate_verify(keys, MESSAGE, same),
        "batch64": lambda: PopSchemeMPL.aggregate_verify(batch_keys, batch_messages, different),
        "key": lambda: G1Element.from_bytes(key_bytes),
        "signature": lambda: G2Element.from_bytes(signature_bytes),
    }


def arkworks_operations():
    from py_arkworks_bls12381 import GT, G1Point, G2Point, Scalar

    g1, g2 = G1Point(), G2Point()
    secret = Scalar.from_be_bytes(bytes(31) + bytes([5])) if hasattr(Scalar, "from_be_bytes") else Scalar(5)
    long = Scalar.from_be_bytes_mod_order(bytes([0xA7]) * 32)
    key, hashed = g1 * long, g2 * long
    signature = hashed * secret
    key_bytes, signature_bytes = bytes(key.to_compressed_bytes()), bytes(signature.to_compressed_bytes())

    def coefficients(indices):
        result = []
        for i in indices:
            value = Scalar(1)
            for j in indices:
                if j != i:
                    value = value * Scalar(j) * (Scalar(j) - Scalar(i)).inverse()
            result.append(value)
        return result

    operations = {
        "pairing": lambda: GT.pairing(key, hashed),
        "key": lambda: G1Point.from_compressed_bytes(key_bytes),
        "signature": lambda: G2Point.from_compressed_bytes(signature_bytes),
    }
    for name, indices in {
        "combine3of4": [1, 2, 4],
        "combine5of7": [1, 2, 4, 5, 7],
        "combine7of10": [1, 3, 4, 5, 7, 8, 10],
        "combine9of13": [1, 2, 4, 5, 7, 8, 10, 12, 13],
    }.items():
        points = [hashed * Scalar(i + 100) for i in indices]
        operations[name] = lambda points=points, indices=indices: G2Point.multiexp_unchecked(
            points, coefficients(indices)
        ).to_compressed_bytes()
    return operations


def milagro_operations():
    import milagro_bls_binding as bls

    keys = [bls.SkToPk(s) for s in SECRETS]
    signature = bls.Sign(SECRETS[0], MESSAGE)
    same = bls.Aggregate([bls.Sign(s, MESSAGE) for s in SECRETS])
    sets = [(bls.Sign(SECRETS[i], MESSAGES[i]), keys[i], MESSAGES[i]) for i in range(64)]
    assert bls.Verify(keys[0], MESSAGE, signature)
    assert bls.VerifyMultipleAggregateSignatures(sets)
    return {
        "sign": lambda: bls.Sign(SECRETS[0], MESSAGE),
        "verify": lambda: bls.Verify(keys[0], MESSAGE, signature),
        "fast128": lambda: bls.FastAggregateVerify(keys, MESSAGE, same),
        "batch64": lambda: bls.VerifyMultipleAggregateSignatures(sets),
    }


def main():
    makers = {"blspy": blspy_operations, "arkworks": arkworks_operations, "milagro": milagro_operations}
    libraries = {}
    for line in sys.stdin:
        library, operation, repetitions = line.split()
        if library not in libraries:
            libraries[library] = makers[library]()
        work = libraries[library].get(operation)
        if work is None:
            print("-", flush=True)
            continue
        start = time.thread_time_ns()
        for _ in range(int(repetitions)):
            work()
        print((time.thread_time_ns() - start) / int(repetitions), flush=True)


main()
