// The plain SHA-256 calls: no allocation and no algorithm look-up per hash, unlike EVP.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
